import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { explain, open, workspaceIndex } from '../../../../server/src/service';

const tree = 'file:///image';
const gpg = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n';
const pem = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n';

const policy = `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "registry.example.org": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/distro.gpg" }
      ],
      "quay.io/team": [
        { "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/team.pub", "signedIdentity": { "type": "matchRepository" } }
      ]
    },
    "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] }
  }
}
`;

const sound: Readonly<Record<string, string>> = {
  '/etc/containers/policy.json': policy,
  '/etc/containers/registries.d/a.yaml':
    'docker:\n  registry.example.org:\n    lookaside: https://sig.example.org\n  mirror.example.com:\n    use-sigstore-attachments: true\n',
  '/etc/containers/registries.conf':
    'unqualified-search-registries = ["registry.example.org", "docker.io"]\n\n[[registry]]\nlocation = "quay.io"\nblocked = true\n[[registry.mirror]]\nlocation = "mirror.example.com/quay"\n',
  '/etc/containers/registries.conf.d/short.conf': '[aliases]\n"leap" = "registry.example.org/distro/leap"\n',
  '/etc/pki/containers/distro.gpg': gpg,
  '/etc/pki/containers/team.pub': pem,
};

/** What the policy says of an image, in a tree of files that differs in some of them; null takes one away. */
async function asked(image: string, changed: Readonly<Record<string, string | null>> = {}) {
  const texts = Object.entries({ ...sound, ...changed }).filter((entry): entry is [string, string] => entry[1] !== null);
  const files = memoryFiles(Object.fromEntries(texts.map(([path, text]) => [tree + path, text])));
  const index = workspaceIndex(files);
  await index.scan([tree]);
  const uri = `${tree}/etc/containers/policy.json`;
  const text = (await files.read(uri)) ?? '';
  const document = await open({ uri, languageId: '', version: 0, text }, files, { context: defaultContext });
  const answer = document && explain(document, image, { ...defaultContext, facts: index.facts() });
  const steps = (answer?.json.steps ?? []) as readonly Readonly<Record<string, unknown>>[];
  return { json: answer?.json ?? {}, markdown: answer?.markdown ?? '', row: answer?.row, steps };
}

const named = (steps: readonly Readonly<Record<string, unknown>>[]) => steps.map(({ step, file, line }) => [step, file, line]);

describe('the steps of a pull', () => {
  it('go from the alias to the name that the signature must claim, each with its place', async () => {
    const { json, steps } = await asked('leap:15');
    expect(json).toMatchObject({ scope: 'registry.example.org', identity: 'registry.example.org/distro/leap:15' });
    expect(json.refused).toBeUndefined();
    expect(named(steps)).toEqual([
      ['short-name', '/etc/containers/registries.conf.d/short.conf', 2],
      ['policy', '/etc/containers/policy.json', 5],
      ['source', '/etc/containers/registries.d/a.yaml', 2],
      ['key', '/etc/containers/policy.json', 5],
      ['identity', '/etc/containers/policy.json', 6],
    ]);
    expect(steps.at(-1)?.text).toBe('The signature must claim registry.example.org/distro/leap:15');
  });

  it('lead to the lines, in the policy and in the other files', async () => {
    const { markdown } = await asked('leap:15');
    expect(markdown).toContain(`\`/etc/containers/registries.d/a.yaml\`, [line 2](${tree}/etc/containers/registries.d/a.yaml#L2)`);
    expect(markdown).toContain('`/etc/containers/policy.json`, [line 5](#L5)');
  });

  it('a mirror is asked for a blocked name, and registries.d about the mirror', async () => {
    const { json, steps } = await asked('quay.io/team/app:1');
    expect(json.refused).toBeUndefined();
    expect(steps[0]).toMatchObject({ step: 'mirror', file: '/etc/containers/registries.conf', line: 3 });
    expect(steps[0]?.text).toContain('Fetched from mirror.example.com/quay/team/app:1, never from quay.io, which is blocked');
    expect(steps.find(({ step }) => step === 'source')).toMatchObject({ file: '/etc/containers/registries.d/a.yaml', line: 4 });
  });

  it('a blocked name without mirrors is not fetched', async () => {
    const conf = sound['/etc/containers/registries.conf']?.replace(/\[\[registry\.mirror\]\][\s\S]*$/, '') ?? '';
    const { json, row } = await asked('quay.io/team/app:1', { '/etc/containers/registries.conf': conf });
    expect(json).toMatchObject({ refused: true, error: expect.stringContaining('registry quay.io is blocked') });
    expect(row?.verdict).toBe('refused: the registry is blocked');
  });

  it('search registries are tried in turn', async () => {
    const { json, markdown } = await asked('tools:1');
    expect(json).toMatchObject({ identity: 'registry.example.org/tools:1' });
    expect(markdown).toContain('Where the first is not there: `docker.io/library/tools:1` is refused');
    expect((await asked('docker://tools:1')).json).toMatchObject({ identity: 'docker.io/library/tools:1' });
  });

  it('a short name without an alias and without search registries is an error', async () => {
    const { json } = await asked('tools:1', { '/etc/containers/registries.conf': '' });
    expect(json).toMatchObject({ error: true, message: expect.stringContaining('did not resolve to an alias') });
  });
});

describe('what ends a pull', () => {
  it('a key that was moved away, with the words of the reader', async () => {
    const { json, markdown, row } = await asked('leap:15', { '/etc/pki/containers/distro.gpg': null });
    expect(json).toMatchObject({ refused: true, error: 'open /etc/pki/containers/distro.gpg: no such file or directory' });
    expect(markdown).toContain('for an image without a signature: `A signature was required, but no signature exists`');
    expect(row?.verdict).toBe('refused: its key can not be used');
  });

  it.each([
    ['leap:15', { '/etc/pki/containers/distro.gpg': pem }, 'is not a GPG public key'],
    ['quay.io/team/app:1', { '/etc/pki/containers/team.pub': gpg }, 'is not a PEM public key'],
    ['quay.io/team/app:1', { '/etc/pki/containers/team.pub': 'hello' }, 'is not a PEM public key'],
    ['quay.io/team/app:1', { '/etc/pki/containers/team.pub': '-----BEGIN PRIVATE KEY-----\n' }, 'is a private key'],
  ])('%s with %j', async (image, changed, words) => {
    const { json } = await asked(image, changed);
    expect(json).toMatchObject({ refused: true, message: expect.stringContaining(words) });
  });

  it('attachments that are off at the place of the mirror', async () => {
    const off = 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n';
    const { json } = await asked('quay.io/team/app:1', { '/etc/containers/registries.d/a.yaml': off });
    expect(json).toMatchObject({ refused: true, error: 'A signature was required, but no signature exists' });
  });

  it('an open default, for bootc and rpm-ostree', async () => {
    const open = { '/etc/containers/policy.json': policy.replace('"reject"', '"insecureAcceptAnything"') };
    const { json } = await asked('ostree-image-signed:registry:registry.example.org/os:1', open);
    expect(json).toMatchObject({ refused: true, error: expect.stringContaining('refusing usage') });
    expect((await asked('ostree-unverified-registry:registry.example.org/os:1', open)).json.refused).toBeUndefined();
  });

  it('a list that rejects, with the words of the reader', async () => {
    const { steps } = await asked('docker.io/library/busybox');
    expect(steps.at(-1)?.error).toBe('Running image docker://docker.io/library/busybox:latest is rejected by policy.');
  });
});
