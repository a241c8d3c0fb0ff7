import type { Fact } from './fact';

export type Target = 'docker' | 'podman' | 'cri-o' | 'containerd';
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** Conventions of AppArmor profiles, each checked by a rule of its own. */
export const conventions = ['header', 'abi', 'tunables', 'base', 'local', 'one-profile', 'variables', 'abstractions', 'order'] as const;
export type Convention = (typeof conventions)[number];

/** What an AppArmor profile can contain, in the order that the convention `order` has. `local` is the include of `local/`. */
export const apparmorRuleKinds = [
  'abi',
  'include',
  'all',
  'rlimit',
  'userns',
  'capability',
  'network',
  'mount',
  'remount',
  'umount',
  'pivot_root',
  'change_profile',
  'mqueue',
  'io_uring',
  'signal',
  'ptrace',
  'unix',
  'dbus',
  'file',
  'link',
  'profile',
  'local',
] as const;
export type ApparmorRuleKind = (typeof apparmorRuleKinds)[number];

/** A runtime, and the release whose default counts. */
export interface NamedTarget {
  readonly target: Target;
  /** As it was named: a release, or a line of releases. */
  readonly release?: string;
}

/** Reads `docker`, `docker@25`, `podman@v5.3`; undefined for another form. */
export function targetNamed(text: string): NamedTarget | undefined {
  const [, name, release] = /^(docker|podman|cri-o|containerd)(?:@v?(\d+(?:\.\d+)*))?$/.exec(text.trim().toLowerCase()) ?? [];
  return name === undefined ? undefined : { target: name as Target, ...(release !== undefined && { release }) };
}

/**
 * What the answers depend on besides the file: plain data, no clock and no environment.
 * Two contexts that are the same object give the same answers; the service makes a new one when a setting changes.
 */
export interface Context {
  /** Which runtime loads the file; `auto` lets the language judge from the file itself and `facts`. */
  readonly target: Target | 'auto';
  /** The release of that runtime whose default counts, or a line of releases: `25`; absent: the newest. */
  readonly release?: string;
  /** The low-level runtime and its release, whose start-up calls count: `runc-1.4`; absent: any release. */
  readonly runtime?: string;
  /** libseccomp's word for the host: `x86_64`, `aarch64`, … */
  readonly architecture: string;
  /** Linux version of the host, `6.18`. */
  readonly kernel: string;
  /** The container's bounding set. `default` is the target's default set; names carry `CAP_`. */
  readonly capabilities: 'default' | 'none' | 'all' | readonly string[];
  /** `latest` or `1.NN`. */
  readonly kubernetes: string;
  /** The level asked for explicitly; absent: none was asked for, so baseline is judged as warnings, restricted as hints. */
  readonly podSecurity?: PodSecurityLevel;
  /** The question is whether the pod is admitted: what the API server takes and only the kubelet refuses is a warning, no error. */
  readonly admissionOnly: boolean;
  readonly apparmor: {
    /** The apparmor_parser release the profile is for, `4.1`; `auto` reads it from the `abi` rule. */
    readonly version: string;
    /** The conventions that profiles are checked for; absent: none. */
    readonly conventions?: readonly Convention[];
    /** The kinds that come first by the convention `order`; absent: as the convention has them. */
    readonly order?: readonly ApparmorRuleKind[];
  };
  readonly policy: {
    /** The program, distribution or containers/image release that reads the policy: `5.36`, `podman 4.3`, `debian 12`; `latest`. */
    readonly target: string;
    /** Who runs that program: `auto`, `root`, `rootless`, or the number of a user. */
    readonly user?: string;
    /** The environment variables that it runs with, as far as they decide which files it reads. */
    readonly environment?: Readonly<Record<string, string>>;
  };
  readonly pod: {
    readonly customResources: readonly CustomResource[];
    /** Workspace folder that stands for the kubelet's `seccomp/` root, or ''. */
    readonly seccompRoot: string;
    /** What charts are built with besides their own values, as it is given to `helm`; absent: nothing. */
    readonly values?: ChartValues;
  };
  /** Code blocks of Markdown are read. */
  readonly markdown: boolean;
  /** False where another extension already reports syntax and schema for this text (see `service/structure.ts`). */
  readonly ownsStructure: boolean;
  /** What other files of the workspace say; empty where nothing was indexed. */
  readonly facts: readonly Fact[];
}

/** Values that are given for charts: later files win, and what is set wins over files. */
export interface ChartValues {
  /** The folders of the charts, with a slash at the end. */
  readonly charts: readonly string[];
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  readonly set: readonly SetValue[];
}

/** `--set a.b=c`: `string` takes each value as text, `json` reads it as JSON. */
export interface SetValue {
  readonly uri: string;
  readonly text: string;
  readonly as: 'typed' | 'string' | 'json';
}

/** A kind that embeds a pod, added by a setting. */
export interface CustomResource {
  readonly group: string;
  readonly kind: string;
  /** Path to the pod spec: `spec.template.spec`. */
  readonly path: string;
}

export const defaultContext: Context = {
  target: 'auto',
  architecture: 'x86_64',
  kernel: '6.18',
  capabilities: 'default',
  kubernetes: 'latest',
  admissionOnly: false,
  apparmor: { version: 'auto' },
  policy: { target: 'latest' },
  pod: { customResources: [], seccompRoot: '' },
  markdown: false,
  ownsStructure: true,
  facts: [],
};
