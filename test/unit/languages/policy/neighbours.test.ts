import { describe, expect, it } from 'vitest';
import { applyEdits, type Change, defaultContext, editsOf, type Fix, memoryFiles, mirror } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { lookupOf } from '../../../../server/src/languages/policy/lookup';
import type { RegistriesFile } from '../../../../server/src/languages/policy/part';
import { signatureSource } from '../../../../server/src/languages/policy/registries';
import { codesIn, contextOf, findingsIn, fixedIn, fixesIn, partOf } from './helpers';

describe('registries.d', () => {
  const sources = async (image: string, ...texts: readonly string[]) => {
    const files = await Promise.all(texts.map((text, i) => partOf(text, { path: `registries.d/${i}.yaml` }) as Promise<RegistriesFile>));
    const looked = lookupOf(image);
    const source = signatureSource(
      files.map((file) => file.registries),
      'error' in looked ? [] : looked.candidates,
    );
    return [source.lookaside?.url, source.attachments.on];
  };

  it('searches each field by itself, outwards', async () => {
    const wide = 'docker:\n  quay.io:\n    lookaside: https://wide\n    use-sigstore-attachments: true\n';
    expect(await sources('quay.io/a/b:1', wide)).toEqual(['https://wide', true]);
    expect(await sources('quay.io/a/b:1', wide, 'docker:\n  quay.io/a:\n    use-sigstore-attachments: no\n')).toEqual([
      'https://wide',
      false,
    ]);
    expect(
      await sources(
        'quay.io/a/b:1',
        'docker:\n  quay.io/a/b:1:\n    lookaside: https://tag\n',
        'default-docker:\n  use-sigstore-attachments: on\n',
      ),
    ).toEqual(['https://tag', true]);
    expect(await sources('a.example.com:5000/x', 'docker:\n  "*.example.com":\n    sigstore: https://old\n')).toEqual([
      'https://old',
      false,
    ]);
    expect(await sources('quay.io/a', 'docker:\n  quay.io:\n    lookaside-staging: file:///x\n', '')).toEqual([undefined, false]);
  });

  const at = { path: 'registries.d/a.yaml' };
  it.each([
    ['', []],
    ['docker:\ndefault-docker:\n#  lookaside: file:///x\n', []],
    ['docker:\n  quay.io:\n', []],
    ['docker:\n  quay.io:\n    use-sigstore-attachments: yes\n', []],
    ['docker:\n  quay.io:\n    use-sigstore-attachments: Yes\n', ['registries-value-type']],
    ['docker:\n  quay.io:\n    use-sigstore-attachments: 1\n', ['registries-value-type']],
    ['docker: []\n', ['registries-value-type']],
    ['docker:\n  quay.io: https://x\n', ['registries-value-type']],
    ['docker:\n  quay.io:\n    lookaside: s3://x\n', ['registries-url']],
    ['docker:\n  quay.io:\n    lookaside-staging: https://x\n', ['registries-url']],
    ['docker:\n  quay.io:\n    lookaside: http://x\n    lookaside-staging: file:///x\n', []],
    ['docker:\n  https://quay.io:\n    lookaside: https://x\n', ['registries-scope']],
    ['docker:\n  quay.io:\n    lookaside: https://x\n---\nnonsense: [\n', []],
  ])('%j', async (text, codes) => expect(await codesIn(text, at)).toEqual(codes));

  it('repairs', async () => {
    expect(await fixedIn('docker:\n  quay.io:\n    use-sigstore-attachments: "yes please"\n', 'registries-value-type', at)).toBeUndefined();
    expect(await fixedIn('docker:\n  quay.io:\n    use-sigstore-attachments: "False" # why\n', 'registries-value-type', at)).toBe(
      'docker:\n  quay.io:\n    use-sigstore-attachments: false # why\n',
    );
    expect(await fixedIn('docker:\n  quay.io:\n    lookaside: /srv/x # why\n', 'registries-url', at)).toBe(
      'docker:\n  quay.io:\n    lookaside: file:///srv/x # why\n',
    );
  });

  it('finds a scope in two files of the folder', async () => {
    const text = 'docker:\n  quay.io:\n    lookaside: https://x\n';
    expect(await codesIn(text, { ...at, files: { 'b.yaml': text } })).toEqual(['registries-duplicate']);
    expect(await codesIn(text, { ...at, files: { 'b.yml': text } })).toEqual([]);
    expect(await codesIn(text, { path: 'registries.d/a.yml', files: { 'b.yaml': text } })).toEqual(['registries-file-name']);
    const standard = 'default-docker: {}\n';
    expect(await codesIn(standard, { ...at, files: { 'b.yaml': standard } })).toEqual(['registries-duplicate']);
    expect(await codesIn(standard, { ...at, files: { 'b.yaml': 'default-docker:\n' } })).toEqual([]);
    expect(await codesIn(text, { ...at, files: { '../../other/registries.d/b.yaml': text } })).toEqual([]);
  });

  it('is put together with the other files of the folder', async () => {
    const files = {
      'wide.yaml': 'docker:\n  quay.io:\n    lookaside: https://wide\n',
      'default.yaml': 'default-docker:\n  use-sigstore-attachments: true\n',
      'ignored.yml': 'docker:\n  quay.io/a:\n    lookaside: https://ignored\n',
    };
    const part = await partOf('docker:\n  quay.io/a/b:\n    lookaside-staging: file:///x\n', { ...at, files });
    expect(policy.explain?.(part, 'quay.io/a/b:1', await contextOf({ ...at, files }))).toEqual({
      markdown:
        'Simple signatures are read from `https://wide`, by `registries.d/wide.yaml`.\n\nsigstore attachments are read, by `registries.d/default.yaml`.',
      json: { lookaside: 'https://wide', useSigstoreAttachments: true },
    });
  });

  it('takes a repeated scope as old readers do', async () => {
    const text = 'docker:\n  quay.io:\n    lookaside: https://x\n  quay.io:\n    lookaside: https://y\n';
    expect((await findingsIn(text, at)).map((finding) => finding.severity)).toEqual(['error']);
    expect((await findingsIn(text, { ...at, context: { policy: { target: 'debian 12' } } })).map((finding) => finding.severity)).toEqual([
      'warning',
    ]);
  });
});

it('the lens of a signed scope tells where its signatures come from', async () => {
  const list = (type: string) => [{ type, keyPath: '/k.pub', ...(type === 'signedBy' ? { keyType: 'GPGKeys' } : {}) }];
  const scopes = {
    'quay.io': list('sigstoreSigned'),
    'ghcr.io': list('sigstoreSigned'),
    'a.example.com': list('signedBy'),
    'b.example.com': list('signedBy'),
  };
  const text = JSON.stringify({ default: [{ type: 'reject' }], transports: { docker: scopes } });
  const said = async (files: Readonly<Record<string, string>>) =>
    (policy.lenses?.(await partOf(text), await contextOf({ files }), () => []) ?? []).map(({ title }) => title.split(' · ')[2]);
  const files = {
    'registries.d/a.yaml':
      'docker:\n  quay.io:\n    use-sigstore-attachments: true\n  a.example.com:\n    lookaside: https://sig.example.com/store\n',
  };
  expect(await said(files)).toEqual([
    undefined,
    'from attachments',
    'refused: no signature is read',
    'from sig.example.com',
    'no lookaside named',
  ]);
  expect(await said({})).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

describe('a signed scope and its signatures', () => {
  const text = `{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io": [{ "type": "sigstoreSigned", "keyPath": "/k.pub", "signedIdentity": { "type": "matchRepository" } }] } } }`;

  it.each([
    ['nothing is known', {}, []],
    ['attachments are off', { 'registries.d/a.yaml': 'docker:\n  quay.io:\n    lookaside: https://x\n' }, ['no-attachments']],
    ['attachments are on', { 'registries.d/a.yaml': 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n' }, []],
    ['attachments are on below', { 'registries.d/a.yaml': 'docker:\n  quay.io/team:\n    use-sigstore-attachments: true\n' }, []],
    ['attachments are on everywhere', { 'registries.d/a.yaml': 'default-docker:\n  use-sigstore-attachments: true\n' }, []],
  ])('%s', async (_, files, codes) => expect(await codesIn(text, { files })).toEqual(codes));
});

const accept = [{ type: 'insecureAcceptAnything' }];
const reject = [{ type: 'reject' }];
const gpg = (...keyPaths: string[]) => [{ type: 'signedBy', keyType: 'GPGKeys', keyPaths }];
const docker = (scopes: object, standard: object = reject) => JSON.stringify({ default: standard, transports: { docker: scopes } });

async function changes(before: string, after: string): Promise<readonly Change[]> {
  return policy.diff?.(await partOf(before), await partOf(after), await contextOf()) ?? [];
}

describe('diff', () => {
  it.each([
    [docker({ 'quay.io': accept }), docker({}), ['tightened docker quay.io']],
    [docker({}, accept), docker({ 'quay.io': gpg('/a') }), ['tightened default', 'tightened docker quay.io']],
    [docker({ 'quay.io': gpg('/a') }), docker({ 'quay.io': gpg('/a'), 'quay.io/x': accept }), ['loosened docker quay.io/x']],
    [docker({ 'quay.io': gpg('/a') }), docker({ 'quay.io': gpg('/a'), 'quay.io/x': gpg('/a') }), []],
    [docker({ 'quay.io': gpg('/a') }), docker({ 'quay.io': gpg('/b') }), ['altered docker quay.io']],
    [docker({ 'quay.io': gpg('/a') }), docker({ 'quay.io': gpg('/b', '/a') }), ['loosened docker quay.io']],
    [docker({ 'quay.io': gpg('/a') }), docker({ 'quay.io': [...gpg('/a'), ...gpg('/b')] }), ['tightened docker quay.io']],
    [docker({ busybox: accept }), docker({}), []],
    [
      docker({ 'quay.io': gpg('/a') }),
      docker({ 'quay.io': [{ ...gpg('/a')[0], signedIdentity: { type: 'matchRepository' } }] }),
      ['loosened docker quay.io'],
    ],
  ])('%s → %s', async (before, after, expected) => {
    const found = await changes(before, after);
    expect(found.map((change) => `${change.direction} ${change.subject}`)).toEqual(expected);
    const essence = ({ direction, subject, before: old, after: now }: Change) => [direction, subject, old, now];
    expect((await changes(after, before)).map(essence)).toEqual(found.map(mirror).map(essence));
    expect(await changes(before, before)).toEqual([]);
  });

  it('compares with what the distribution ships, in the order of the file', async () => {
    const part = await partOf(
      '{\n\t"default": [{ "type": "reject" }],\n\t"transports": { "docker-daemon": {}, "docker": { "registry.redhat.io": [{ "type": "reject" }] } }\n}',
    );
    const rhel = policy.baseline?.(part, await contextOf({ context: { policy: { target: 'rhel 9' } } }));
    expect(Object.keys(JSON.parse(rhel?.text ?? '').transports)).toEqual(['docker-daemon', 'docker']);
    expect(rhel?.text).toContain('\n\t"transports"');
    const titles = await Promise.all(
      ['latest', 'debian 12', 'fedora'].map(
        async (target) => policy.baseline?.(part, await contextOf({ context: { policy: { target } } }))?.title,
      ),
    );
    expect(titles).toEqual(['upstream and Fedora default', 'Debian default', 'upstream and Fedora default']);
  });

  it.each(['latest', 'debian 12', 'rhel 9'])('finds nothing but the open default in what %s ships', async (target) => {
    const shipped = policy.baseline?.(undefined, await contextOf({ context: { policy: { target } } }));
    expect(await codesIn(shipped?.text ?? '')).toEqual(['open-default']);
  });

  it('compares a namespace of CRI-O with the system', async () => {
    const setting = { path: '../crio/policies/shop.json', files: { '../../containers/policy.json': docker({ 'quay.io': gpg('/a') }) } };
    expect(policy.baseline?.(await partOf(docker({}), setting), await contextOf())?.title).toBe("system's policy");
    expect(await codesIn(docker({ 'quay.io': accept }), setting)).toEqual(['weaker-namespace']);
    expect(await codesIn(docker({ 'quay.io': reject }), setting)).toEqual([]);
  });
});

describe('hardening', () => {
  const facts = ['nginx:1', 'quay.io/a/b:2', 'quay.io/a/b:3', 'ghcr.io/x/y'].map(
    (name) => ({ kind: 'uses-image', name, language: 'pod', uri: 'file:///w/p.yaml', span: { start: 0, end: 1 } }) as const,
  );

  async function hardened(text: string, which = 0, at = text.indexOf('insecure')): Promise<string> {
    const found = policy.actions?.(await partOf(text), { start: at, end: at }, await contextOf({ context: { facts } })) ?? [];
    return applyEdits(text, found[which] ? editsOf(found[which]) : []);
  }

  it.each([
    '{ "default": [{ "type": "insecureAcceptAnything" }] }',
    '{\n  "default": [\n    { "type": "insecureAcceptAnything" }\n  ]\n}\n',
    '{ "default": [{ "type": "insecureAcceptAnything" }], "transports": {} }',
    '{\n  "default": [{ "type": "insecureAcceptAnything" }],\n  "transports": {\n    "docker-daemon": {\n      "": [{ "type": "insecureAcceptAnything" }]\n    }\n  }\n}\n',
    '{ "default": [{ "type": "insecureAcceptAnything" }], "transports": { "docker": { "quay.io": [{ "type": "reject" }] } } }',
    '{ "default": [{ "type": "reject" }], "transports": { "docker": { "": [{ "type": "insecureAcceptAnything" }] } } }',
  ])('closes %j and lists what the workspace runs', async (text) => {
    const result = JSON.parse(await hardened(text));
    expect(result.default).toEqual(reject);
    const wanted = ['docker.io/library/nginx', 'ghcr.io/x/y', ...(text.includes('quay.io') ? [] : ['quay.io/a/b'])];
    expect(result.transports.docker).toMatchObject(Object.fromEntries(wanted.map((name) => [name, accept])));
    expect(Object.keys(result.transports.docker)).not.toContain('');
    expect(result.transports['containers-storage']).toEqual({ '': accept });
  });

  it('asks an open scope for a signature', async () => {
    const text = docker({ 'quay.io/a/b': accept });
    expect(JSON.parse(await hardened(text)).transports.docker['quay.io/a/b'][0].type).toBe('sigstoreSigned');
    expect(await codesIn(await hardened(text, 1))).toEqual([]);
  });
});

describe('the part of registries.d that a scope needs', () => {
  const signed = (scope: string, type = 'sigstoreSigned') => ({
    default: [{ type: 'reject' }],
    transports: { docker: { [scope]: [{ type, keyPath: '/k.pub', ...(type === 'signedBy' && { keyType: 'GPGKeys' }) }] } },
  });
  /** What the fix makes of the other file: its path and text. */
  const madeBy = (fixes: readonly Fix[], files: Readonly<Record<string, string>>) =>
    fixes.flatMap(({ others = [] }) =>
      others.map(({ uri, edits }) => {
        const name = uri.replace('file:///tree/etc/containers/', '');
        const text = files[name] ?? '';
        return [name, applyEdits(text, edits(text))];
      }),
    );
  const made = async (scope: string, files: Readonly<Record<string, string>>, code = 'no-attachments', type?: string) =>
    madeBy(await fixesIn(JSON.stringify(signed(scope, type)), code, { files }), files);

  it('goes into the file that has the scope, or its host', async () => {
    const wide = 'docker:\n  quay.io: # all\n    lookaside: https://x # old\n';
    expect(await made('quay.io', { 'registries.d/a.yaml': wide })).toEqual([
      ['registries.d/a.yaml', `${wide}    use-sigstore-attachments: true\n`],
    ]);
    expect(await made('quay.io/team', { 'registries.d/0.yaml': 'docker:\n  ghcr.io: {}\n', 'registries.d/a.yaml': wide })).toEqual([
      ['registries.d/a.yaml', `${wide}  quay.io/team:\n    use-sigstore-attachments: true\n`],
    ]);
  });
  it.each([
    ['docker:\n  quay.io:\n', 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n'],
    ['docker:\n    quay.io: {}\n', 'docker:\n    quay.io:\n        use-sigstore-attachments: true\n'],
    [
      'docker: { quay.io: { lookaside: "https://x" } }\n',
      'docker: { quay.io: { lookaside: "https://x", use-sigstore-attachments: true } }\n',
    ],
    [
      'docker:\n  quay.io:\n    use-sigstore-attachments: false # not yet\n',
      'docker:\n  quay.io:\n    use-sigstore-attachments: true # not yet\n',
    ],
  ])('keeps the layout of %j', async (before, after) => {
    expect(await made('quay.io', { 'registries.d/a.yaml': before })).toEqual([['registries.d/a.yaml', after]]);
  });
  it('becomes a file of its own, beside the others', async () => {
    const files = { 'registries.d/default.yaml': 'default-docker:\n  lookaside: https://x\n' };
    const attached = (scope: string) => `docker:\n  ${scope}:\n    use-sigstore-attachments: true\n`;
    expect(await made('ghcr.io/team/app:1.0', files)).toEqual([['registries.d/ghcr.io.yaml', attached('ghcr.io/team/app:1.0')]]);
    expect(await made('localhost:5000/app', files)).toEqual([['registries.d/localhost-5000.yaml', attached('localhost:5000/app')]]);
    expect(await made('*.example.com', files)).toEqual([['registries.d/example.com.yaml', attached('"*.example.com"')]]);
  });
  it('is put behind the comments of a file that says nothing else', async () => {
    const [fix] = await fixesIn(JSON.stringify(signed('quay.io')), 'no-attachments', {
      files: { 'registries.d/default.yaml': 'default-docker: {}\n' },
    });
    const edits = fix?.others?.[0]?.edits('# Ours.\n') ?? [];
    expect(applyEdits('# Ours.\n', edits)).toBe('# Ours.\ndocker:\n  quay.io:\n    use-sigstore-attachments: true\n');
  });
  it('leaves alone what does not load', async () => {
    const [fix] = await fixesIn(JSON.stringify(signed('quay.io')), 'no-attachments', {
      files: { 'registries.d/default.yaml': 'default-docker: {}\n' },
    });
    for (const text of ['docker: [\n', 'docker:\n  quay.io: https://x\n', 'docker: 1\n']) expect(fix?.others?.[0]?.edits(text)).toEqual([]);
  });
  it('names a lookaside for GPG signatures, as a placeholder', async () => {
    const files = { 'registries.d/a.yaml': 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n' };
    expect(await made('quay.io', files, 'no-lookaside', 'signedBy')).toEqual([
      ['registries.d/a.yaml', 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n    lookaside: https://signatures.example.com\n'],
    ]);
  });
  it('is offered where no registries.d is known, and comes with a signature that is asked for', async () => {
    const offered = async (text: string, at: string, path = 'policy.json') => {
      const start = text.indexOf(at);
      return policy.actions?.(await partOf(text, { path }), { start, end: start }, defaultContext) ?? [];
    };
    const attached = 'docker:\n  quay.io/a:\n    use-sigstore-attachments: true\n';
    const own = await offered(JSON.stringify(signed('quay.io/a')), 'quay.io/a');
    expect(madeBy(own, {})).toEqual([['registries.d/quay.io.yaml', attached]]);
    const asked = await offered(JSON.stringify(signed('quay.io/a', 'insecureAcceptAnything')), 'quay.io/a');
    expect(asked.map(({ others }) => others?.length)).toEqual([1, undefined]);
    const namespaced = await offered(JSON.stringify(signed('quay.io/a')), 'quay.io/a', '../crio/policies/shop.json');
    expect(madeBy(namespaced, {})).toEqual([['registries.d/quay.io.yaml', attached]]);
  });
  it('follows a mirror', async () => {
    const files = { 'registries.d/a.yaml': 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n' };
    const text = '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "mirror.example.com/quay"\n';
    expect(madeBy(await fixesIn(text, 'mirror-source', { path: 'registries.conf', files }), files)).toEqual([
      ['registries.d/mirror.example.com.yaml', 'docker:\n  mirror.example.com/quay:\n    use-sigstore-attachments: true\n'],
    ]);
  });
});

describe('beside the JSON support of the editor', () => {
  const codes = async (text: string, languageId: string, ownsStructure: boolean) => {
    const source = { uri: 'file:///tree/etc/containers/policy.json', languageId, version: 0, text };
    const loaded = await policy.load(source, { files: memoryFiles(), includeFolders: [], context: defaultContext });
    const { part } = loaded.parts[0] as (typeof loaded.parts)[0];
    return policy.rules.flatMap((rule) => [...rule.check(part, { ...defaultContext, ownsStructure })].map(() => rule.code.slice(7)));
  };
  const text = '{\n  // closed\n  "default": [{ "type": "reject" }],\n  "default": [{ "type": "reject" }],\n}\n';

  it('says once what any reader of JSON refuses', async () => {
    expect(await codes(text, 'containers-policy', true)).toEqual(['duplicate-key', 'syntax', 'syntax']);
    expect(await codes(text, 'json', false)).toEqual([]);
  });
  it('refuses the comments that the editor takes in JSON with comments', async () => {
    expect(await codes(text, 'jsonc', false)).toEqual(['syntax']);
  });
  it('says what the editor does not know', async () => {
    expect(await codes('{ "default": [] }', 'json', false)).toEqual(['requirements-empty']);
  });
});
