/** The image libraries of Podman, Buildah, Skopeo and CRI-O: signatures and their configuration. */

import { family, type Holes, type MessageRow } from './template';

const evaluation = 'image/signature/policy_eval_signedby.go';
const sigstore = 'image/signature/policy_eval_sigstore.go';

const wrong = (problem: 'wrong-key' | 'wrong-identity') => (holes: Holes) =>
  ({
    kind: 'signature',
    problem,
    ...(holes.word !== undefined && { word: holes.word }),
    ...(holes.image !== undefined && { image: holes.image }),
  }) as const;

const configuration = (id: string, file: string, form: string, example: string, problem: string, path?: string): MessageRow => ({
  id,
  file,
  form,
  example,
  gives: (holes) => ({
    kind: 'configuration',
    path: holes.path ?? path ?? '',
    problem: problem.replace(/\{(\w+)\}/g, (_, name: string) => holes[name] ?? ''),
    ...(holes.word !== undefined && { word: holes.word }),
  }),
});

/**
 * $source podman-container-tools/container-libs image/
 * $checked 2026-11-30
 */
export const imageMessages = family('image', 'podman-container-tools/container-libs', 'signature', [
  {
    id: 'no-signature',
    file: evaluation,
    form: 'A signature was required, but no signature exists',
    example:
      'Error: unable to copy from source docker://registry.example.org/till:1: Source image rejected: A signature was required, but no signature exists',
    gives: () => ({ kind: 'signature', problem: 'no-signature' }),
  },
  {
    id: 'key-missing',
    file: 'image/copy/single.go',
    form: 'Source image rejected: open {path:path}: no such file or directory',
    example: 'FATA[0001] Source image rejected: open /etc/pki/containers/till.gpg: no such file or directory',
    gives: ({ path = '' }) => ({ kind: 'signature', problem: 'missing-key', path }),
  },
  {
    id: 'key-unreadable',
    file: 'image/copy/single.go',
    form: 'Source image rejected: open {path:path}: permission denied',
    example: 'Error: Source image rejected: open /etc/pki/containers/till.gpg: permission denied',
    gives: ({ path = '' }) => ({ kind: 'signature', problem: 'missing-key', path, word: 'the user may not read it' }),
  },
  {
    id: 'rejected-by-policy',
    file: 'image/signature/policy_eval_simple.go',
    form: 'Running image {image} is rejected by policy.',
    example: 'Error: Source image rejected: Running image docker://registry.example.org/till:1 is rejected by policy.',
    gives: ({ image = '' }) => ({ kind: 'signature', problem: 'rejected', image }),
  },
  {
    id: 'invalid-gpg',
    file: 'image/copy/single.go',
    form: 'Source image rejected: Invalid GPG signature: {word:rest}',
    example: 'Source image rejected: Invalid GPG signature: gpgme.Signature{Summary:128, Fingerprint:"0F"}',
    gives: wrong('wrong-key'),
  },
  {
    id: 'key-not-found',
    file: 'image/signature/mechanism_openpgp.go',
    form: 'Key not found for key ID {word} in signature',
    example: 'Source image rejected: Key not found for key ID 8f14e45f in signature',
    gives: wrong('wrong-key'),
  },
  {
    id: 'signature-expired',
    file: 'image/signature/mechanism_openpgp.go',
    form: 'Signature expired on {word:rest}',
    example: 'Source image rejected: Signature expired on 2026-01-01 00:00:00 +0000 UTC',
    gives: wrong('wrong-key'),
  },
  {
    id: 'no-public-keys',
    file: evaluation,
    form: 'No public keys imported',
    example: 'Source image rejected: No public keys imported',
    gives: wrong('wrong-key'),
  },
  {
    id: 'key-not-accepted',
    file: 'image/signature/simple.go',
    form: 'Signature by key {word} is not accepted',
    example: 'Source image rejected: Signature by key 0F1E2D is not accepted',
    gives: wrong('wrong-key'),
  },
  {
    id: 'signature-failed',
    file: 'image/signature/internal/sigstore_payload.go',
    form: 'cryptographic signature verification failed: {word:rest}',
    example:
      'Source image rejected: cryptographic signature verification failed: invalid signature when validating ASN.1 encoded signature',
    gives: wrong('wrong-key'),
  },
  {
    id: 'identity',
    file: evaluation,
    form: 'Signature for identity {image:quoted} is not accepted',
    example: 'Source image rejected: Signature for identity "registry.example.org/other:1" is not accepted',
    gives: wrong('wrong-identity'),
  },
  {
    id: 'identity-sigstore',
    file: sigstore,
    form: 'Signature for {word:quoted} is not accepted',
    example: 'Source image rejected: Signature for "registry.example.org/other" is not accepted',
    gives: wrong('wrong-identity'),
  },
  {
    id: 'digest',
    file: evaluation,
    form: 'Signature for digest {word} does not match',
    example: 'Source image rejected: Signature for digest sha256:0f1e does not match',
    gives: wrong('wrong-identity'),
  },
  {
    id: 'fulcio-email',
    file: 'image/signature/fulcio_cert.go',
    form: 'Required email {word:quoted} not found (got {found:text})',
    example: 'Source image rejected: Required email "release@example.org" not found (got []string{"other@example.org"})',
    gives: wrong('wrong-identity'),
  },
  {
    id: 'fulcio-issuer',
    file: 'image/signature/fulcio_cert.go',
    form: 'Unexpected Fulcio OIDC issuer {word:quoted}',
    example: 'Source image rejected: Unexpected Fulcio OIDC issuer "https://other.example.org"',
    gives: wrong('wrong-identity'),
  },
  {
    id: 'no-valid-signature',
    file: evaluation,
    form: 'None of the signatures were accepted, reasons: {word:rest}',
    example: 'Source image rejected: None of the signatures were accepted, reasons: one; two',
    gives: wrong('wrong-key'),
  },
  {
    id: 'pem',
    file: 'sigstore/sigstore pkg/cryptoutils/publickey.go',
    form: 'PEM decoding failed',
    example: 'Source image rejected: parsing public key 1: PEM decoding failed',
    gives: wrong('wrong-key'),
  },
  {
    id: 'lookaside-url',
    file: 'image/docker/registries_d.go',
    form: 'Invalid signature storage URL {word}: {problem:rest}',
    example: 'Error: Invalid signature storage URL file//sig: parse "file//sig": invalid URI',
    gives: ({ word = '' }) => ({ kind: 'signature', problem: 'source', word }),
  },
  {
    id: 'lookaside-twice',
    file: 'image/docker/registries_d.go',
    form: 'Error parsing signature storage configuration: "docker" namespace {word:quoted} defined both in {path:quoted} and {other:quoted}',
    example:
      'Error parsing signature storage configuration: "docker" namespace "registry.example.org" defined both in "/etc/containers/registries.d/a.yaml" and "/etc/containers/registries.d/b.yaml"',
    gives: ({ path = '', word = '', other = '' }) => ({
      kind: 'configuration',
      path,
      word,
      problem: `"${word}" is defined in ${other} too`,
    }),
  },
  configuration(
    'registries-v1',
    'image/pkg/sysregistriesv2/system_registries_v2.go',
    'loading registries configuration {path:quoted}: {what} must be in v2 format but is in v1',
    'Error: loading registries configuration "/etc/containers/registries.conf": registries.conf must be in v2 format but is in v1',
    'registries.conf is written in the format of version 1, which is no longer read: write `unqualified-search-registries` for [registries.search] and [[registry]] tables for the rest',
  ),
  configuration(
    'registries-mixed',
    'image/pkg/sysregistriesv2/system_registries_v2.go',
    'mixing sysregistry v1/v2 is not supported',
    'Error: loading registries configuration "/etc/containers/registries.conf": mixing sysregistry v1/v2 is not supported',
    'registries.conf mixes the formats of versions 1 and 2: keep `unqualified-search-registries` and [[registry]], remove [registries.*]',
    '/etc/containers/registries.conf',
  ),
  configuration(
    'registries-toml',
    'image/pkg/sysregistriesv2/system_registries_v2.go',
    'loading registries configuration {path:quoted}: toml: {problem:rest}',
    'Error: loading registries configuration "/etc/containers/registries.conf": toml: line 3: expected value but found "quay" instead',
    'the file is not valid TOML: {problem}',
  ),
  configuration(
    'registries-drop-in',
    'image/pkg/sysregistriesv2/system_registries_v2.go',
    'loading drop-in registries configuration {path:quoted}: {problem:rest}',
    'Error: loading drop-in registries configuration "/etc/containers/registries.conf.d/till.conf": toml: line 1: unexpected end',
    'the drop-in can’t be read: {problem}',
  ),
  configuration(
    'registries-mode',
    'image/pkg/sysregistriesv2/system_registries_v2.go',
    'invalid short-name mode: {word:quoted}',
    'Error: loading registries configuration: invalid short-name mode: "strict"',
    'there is no short-name-mode {word}; permissive, enforcing and disabled are',
    '/etc/containers/registries.conf',
  ),
  configuration(
    'policy-invalid',
    'image/signature/policy_config.go',
    'invalid policy in {path:quoted}: {problem:rest}',
    'Error: creating copy: invalid policy in "/etc/containers/policy.json": Unknown key "keypath"',
    'the reader refuses the policy: {problem}',
  ),
  configuration(
    'policy-missing',
    'image/signature/policy_config.go',
    'no policy.json file found at any of the following: {path:rest}',
    'Error: no policy.json file found at any of the following: "/home/a/.config/containers/policy.json", "/etc/containers/policy.json"',
    'no policy.json exists, and the image libraries pull nothing without one',
  ),
  configuration(
    'policy-open',
    'image/signature/policy_config.go',
    'open {path:policy}: no such file or directory',
    'Error: open /etc/containers/policy.json: no such file or directory',
    'no policy.json exists there, and the image libraries pull nothing without one',
  ),
  {
    id: 'short-name',
    file: 'image/pkg/shortnames/shortnames.go',
    form: 'short-name {image:quoted} did not resolve to an alias and no unqualified-search registries are defined in {path:quoted}',
    example:
      'Error: short-name "till:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    gives: ({ image = '', path = '' }) => ({
      kind: 'configuration',
      path,
      word: 'unqualified-search-registries',
      problem: `no registry is searched for the short name "${image}": write its full name, or set unqualified-search-registries`,
    }),
  },
  {
    id: 'short-name-prompt',
    file: 'image/pkg/shortnames/shortnames.go',
    form: 'short-name resolution enforced but cannot prompt without a TTY',
    example: 'Error: short-name resolution enforced but cannot prompt without a TTY',
    gives: () => ({
      kind: 'configuration',
      path: '/etc/containers/registries.conf',
      word: 'short-name-mode',
      problem: 'several registries are searched, and a choice between them needs a terminal: write the full name of the image',
    }),
  },
  {
    id: 'blocked',
    file: 'image/docker/docker_client.go',
    form: 'registry {image} is blocked in {path:text} or {more:rest}',
    example: 'Error: registry registry.example.org is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d',
    gives: ({ image = '', path = '' }) => ({
      kind: 'configuration',
      path,
      word: image,
      problem: `an entry for ${image} has blocked = true`,
    }),
  },
  {
    id: 'unauthorized',
    file: 'image/docker/errors.go',
    layer: 'runtime',
    form: 'unable to retrieve auth token: invalid username/password: unauthorized',
    example:
      'Error: initializing source docker://registry.example.org/till:1: unable to retrieve auth token: invalid username/password: unauthorized: authentication required',
    gives: () => ({ kind: 'elsewhere', cause: 'The registry refuses the credentials' }),
  },
  {
    id: 'manifest-unknown',
    file: 'image/docker/docker_client.go',
    layer: 'runtime',
    form: 'reading manifest {tag} in {image}: manifest unknown',
    example:
      'Error: initializing source docker://registry.example.org/till:1: reading manifest 1 in registry.example.org/till: manifest unknown',
    gives: ({ tag, image }) => ({ kind: 'elsewhere', cause: `The registry has no tag ${tag} of ${image}` }),
  },
  {
    id: 'no-seccomp-build',
    file: 'common/pkg/seccomp/seccomp_unsupported.go',
    layer: 'seccomp',
    form: 'seccomp not enabled in this build',
    example: 'Error: loading seccomp profile () failed: seccomp not enabled in this build',
    gives: () => ({ kind: 'elsewhere', cause: 'This build of Podman has no seccomp: no profile can be loaded' }),
  },
]);
