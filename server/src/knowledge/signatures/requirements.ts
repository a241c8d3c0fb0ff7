import { wordTable } from '../../core';

/**
 * What a requirement of policy.json asks of an image.
 *
 * $source containers-policy.json(5) and `signature/policy_config*.go`,
 *   `signature/policy_eval*.go` of github.com/containers/image, now in github.com/containers/container-libs.
 * $version containers/image 5.40
 * $checked 2026-11-30
 */

/** How a requirement alone decides. `unimplemented` parses and then refuses every image. */
export type RequirementVerdict = 'accept' | 'reject' | 'signed' | 'unimplemented';

export interface RequirementType {
  readonly name: string;
  readonly verdict: RequirementVerdict;
  /** Short, for the right-hand side of a completion. */
  readonly detail: string;
  /** What it asks of an image; Markdown. */
  readonly summary: string;
  /** Every field besides `type`; any other is an error. */
  readonly fields: readonly string[];
}

export const requirementTypes: readonly RequirementType[] = [
  {
    name: 'reject',
    verdict: 'reject',
    detail: 'no image',
    summary: 'Refuses every image. A list with one `reject` refuses every image despite its other requirements.',
    fields: [],
  },
  {
    name: 'sigstoreSigned',
    verdict: 'signed',
    detail: 'signed with cosign, or keyless',
    summary:
      'Requires a sigstore signature: one made with a key (`cosign sign --key`), keyless with a certificate of Fulcio, or with a certificate of your own authority. ' +
      'It is read as an attachment of the image, so registries.d must set `use-sigstore-attachments: true` for the registry.',
    fields: [
      'keyPath',
      'keyPaths',
      'keyData',
      'keyDatas',
      'fulcio',
      'pki',
      'rekorPublicKeyPath',
      'rekorPublicKeyPaths',
      'rekorPublicKeyData',
      'rekorPublicKeyDatas',
      'signedIdentity',
    ],
  },
  {
    name: 'signedBy',
    verdict: 'signed',
    detail: 'signed with GPG',
    summary:
      'Requires a simple signature: a small OpenPGP-signed file that names the image and its digest, made by `podman push --sign-by` or `skopeo standalone-sign`. ' +
      'It is read from the lookaside server of registries.d, or from the registry itself where that keeps signatures (OpenShift).',
    fields: ['keyType', 'keyPath', 'keyPaths', 'keyData', 'signedIdentity'],
  },
  {
    name: 'insecureAcceptAnything',
    verdict: 'accept',
    detail: 'every image, unchecked',
    summary:
      'Accepts every image, signed or not: no signature is looked at. Beside another requirement it adds nothing, because an image must satisfy all requirements of a list.',
    fields: [],
  },
  {
    name: 'signedBaseLayer',
    verdict: 'unimplemented',
    detail: 'not implemented: no image',
    summary: 'Was meant for images built on a signed base. No release implements it: it loads, and refuses every image.',
    fields: ['baseLayerIdentity'],
  },
];

export const requirementType = (name: string | undefined): RequirementType | undefined =>
  requirementTypes.find((type) => type.name === name);

/** What people write who know the word from a command line or another file. */
export const requirementAliases: Readonly<Record<string, string>> = wordTable({
  accept: 'insecureAcceptAnything',
  acceptanything: 'insecureAcceptAnything',
  insecureaccept: 'insecureAcceptAnything',
  insecureacceptall: 'insecureAcceptAnything',
  allow: 'insecureAcceptAnything',
  any: 'insecureAcceptAnything',
  deny: 'reject',
  block: 'reject',
  rejectall: 'reject',
  gpg: 'signedBy',
  gpgkeys: 'signedBy',
  signed: 'signedBy',
  signedbygpgkeys: 'signedBy',
  sigstore: 'sigstoreSigned',
  sigstoresignedby: 'sigstoreSigned',
  signedbysigstore: 'sigstoreSigned',
  cosign: 'sigstoreSigned',
  cosignsigned: 'sigstoreSigned',
});

export const keyTypes: readonly { readonly name: string; readonly works: boolean; readonly summary: string }[] = [
  { name: 'GPGKeys', works: true, summary: 'OpenPGP public keys, binary or armored. The only kind that works.' },
  { name: 'signedByGPGKeys', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
  { name: 'X509Certificates', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
  { name: 'signedByX509CAs', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
];
