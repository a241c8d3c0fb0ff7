/** Whole requirements and identities to be filled in, in the editor's snippet syntax; `\t` and `\n` follow the file's layout. */
export interface Snippet {
  readonly label: string;
  readonly detail: string;
  readonly documentation: string;
  readonly body: string;
}

const identityChoice = '{ "type": "${9|matchRepository,matchRepoDigestOrExact,matchExact|}" }';

/** Most useful first; what accepts everything last. */
export const requirementSnippets: readonly Snippet[] = [
  {
    label: 'signed with a sigstore key',
    detail: 'sigstoreSigned · cosign sign --key',
    documentation: 'A signature made with `cosign sign --key`. registries.d must set `use-sigstore-attachments: true` for the registry.',
    body: `{\n\t"type": "sigstoreSigned",\n\t"keyPath": "\${1:/etc/pki/containers/signer.pub}",\n\t"signedIdentity": ${identityChoice}\n}`,
  },
  {
    label: 'signed with a sigstore key, logged',
    detail: 'sigstoreSigned · with a transparency log',
    documentation: 'The same, and the signature must be in a transparency log whose key is given.',
    body: `{\n\t"type": "sigstoreSigned",\n\t"keyPath": "\${1:/etc/pki/containers/signer.pub}",\n\t"rekorPublicKeyPath": "\${2:/etc/pki/containers/rekor.pub}",\n\t"signedIdentity": ${identityChoice}\n}`,
  },
  {
    label: 'signed keyless',
    detail: 'sigstoreSigned · Fulcio and Rekor',
    documentation:
      'A signature made with a short-lived certificate that Fulcio issued to an account with this e-mail address. Subjects of CI jobs are not addresses and cannot be required.',
    body: `{\n\t"type": "sigstoreSigned",\n\t"fulcio": {\n\t\t"caPath": "\${1:/etc/pki/containers/fulcio.pem}",\n\t\t"oidcIssuer": "\${2:https://login.example.com}",\n\t\t"subjectEmail": "\${3:release@example.com}"\n\t},\n\t"rekorPublicKeyPath": "\${4:/etc/pki/containers/rekor.pub}",\n\t"signedIdentity": ${identityChoice}\n}`,
  },
  {
    label: 'signed with a certificate of an own authority',
    detail: 'sigstoreSigned · pki',
    documentation: 'A signature made with a certificate of your own authority. Since containers/image 5.34.1.',
    body: `{\n\t"type": "sigstoreSigned",\n\t"pki": {\n\t\t"caRootsPath": "\${1:/etc/pki/containers/root.pem}",\n\t\t"subjectEmail": "\${2:release@example.com}"\n\t},\n\t"signedIdentity": ${identityChoice}\n}`,
  },
  {
    label: 'signed with a GPG key',
    detail: 'signedBy',
    documentation: 'A simple signature, made by `podman push --sign-by`. It is read from the lookaside of registries.d.',
    body: '{\n\t"type": "signedBy",\n\t"keyType": "GPGKeys",\n\t"keyPath": "${1:/etc/pki/containers/signer.gpg}"\n}',
  },
  {
    label: 'signed with one of several GPG keys',
    detail: 'signedBy · keyPaths',
    documentation: 'A signature of any of the keys is enough. Two requirements would require both.',
    body: '{\n\t"type": "signedBy",\n\t"keyType": "GPGKeys",\n\t"keyPaths": ["${1:/etc/pki/containers/signer.gpg}", "${2:/etc/pki/containers/backup.gpg}"]\n}',
  },
  { label: 'reject', detail: 'no image', documentation: 'Refuses every image.', body: '{ "type": "reject" }' },
  {
    label: 'insecureAcceptAnything',
    detail: 'every image, unchecked',
    documentation: 'Accepts every image unchecked.',
    body: '{ "type": "insecureAcceptAnything" }',
  },
];

export const identitySnippets: readonly Snippet[] = [
  {
    label: 'matchRepository',
    detail: 'same repository, any tag: for cosign',
    documentation: 'The signature claims the same repository. cosign claims no tag unless told to.',
    body: '{ "type": "matchRepository" }',
  },
  {
    label: 'matchRepoDigestOrExact',
    detail: 'same name and tag: the default',
    documentation: 'The signature claims the same name and tag, or, for an image pulled by digest, the same repository.',
    body: '{ "type": "matchRepoDigestOrExact" }',
  },
  {
    label: 'matchExact',
    detail: 'same name and tag or digest',
    documentation: 'The signature claims exactly the name that was pulled.',
    body: '{ "type": "matchExact" }',
  },
  {
    label: 'exactRepository',
    detail: 'one fixed repository: for mirrors',
    documentation: 'The signature claims this repository, with any name that the image is pulled by.',
    body: '{ "type": "exactRepository", "dockerRepository": "${1:registry.example.com/team/app}" }',
  },
  {
    label: 'exactReference',
    detail: 'one fixed image',
    documentation: 'The signature claims exactly this name and tag.',
    body: '{ "type": "exactReference", "dockerReference": "${1:registry.example.com/team/app:1.0}" }',
  },
  {
    label: 'remapIdentity',
    detail: 'mirror to original: for GPG',
    documentation: 'The name that was pulled, with `prefix` replaced by `signedPrefix`, is compared with tag.',
    body: '{\n\t"type": "remapIdentity",\n\t"prefix": "${1:mirror.example.com/team}",\n\t"signedPrefix": "${2:registry.example.com/team}"\n}',
  },
];
