/**
 * The policy.json that a distribution installs by default.
 *
 * $source default-policy.json of containers/image; the packages golang-github-containers-common (Debian) and containers-common (Red Hat)
 * $checked 2026-11-30
 */
export interface ShippedPolicy {
  /** `upstream and Fedora`. */
  readonly name: string;
  /** `policy-upstream.json`. */
  readonly fileName: string;
  readonly policy: ShippedRequirements;
}

interface Requirement {
  readonly [field: string]: string | readonly string[];
}

interface ShippedRequirements {
  readonly default: readonly Requirement[];
  readonly transports?: Readonly<Record<string, Readonly<Record<string, readonly Requirement[]>>>>;
}

const open: readonly Requirement[] = [{ type: 'insecureAcceptAnything' }];

const redHatKeys: readonly Requirement[] = [
  {
    type: 'signedBy',
    keyType: 'GPGKeys',
    keyPaths: ['/etc/pki/rpm-gpg/RPM-GPG-KEY-redhat-release', '/etc/pki/rpm-gpg/RPM-GPG-KEY-redhat-beta'],
  },
];

/** containers/image `default-policy.json`; Fedora and CRI-O's own documentation use it as it is. */
const upstream: ShippedPolicy = {
  name: 'upstream and Fedora default',
  fileName: 'policy-upstream.json',
  policy: { default: open, transports: { 'docker-daemon': { '': open } } },
};

const debian: ShippedPolicy = { name: 'Debian default', fileName: 'policy-debian.json', policy: { default: open } };

/** Red Hat's package `containers-common`: open, but for the two registries that Red Hat signs. */
const redHat: ShippedPolicy = {
  name: 'Red Hat Enterprise Linux default',
  fileName: 'policy-rhel.json',
  policy: {
    default: open,
    transports: {
      docker: { 'registry.access.redhat.com': redHatKeys, 'registry.redhat.io': redHatKeys },
      'docker-daemon': { '': open },
    },
  },
};

/** The shipped file for a reader named as in the setting `policy.target`; upstream's where the name says nothing. */
export function shippedPolicy(target: string): ShippedPolicy {
  if (/^(?:debian|ubuntu)\b/i.test(target)) return debian;
  return /^(?:rhel|red ?hat|openshift|centos)\b/i.test(target) ? redHat : upstream;
}
