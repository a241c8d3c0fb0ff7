import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { codesIn, contextOf, findingsIn, fixedIn, partOf } from './helpers';

const mirrorsAt = { path: 'registries.conf' };
const crioAt = { path: '../crio/crio.conf.d/10-keys' };

describe('registries.conf', () => {
  it.each([
    ['', []],
    ['unqualified-search-registries = ["quay.io"]\nshort-name-mode = "enforcing"\n', []],
    ['[[registry]]\nlocation = "quay.io/a/"\n', []],
    ['[[registry]]\nprefix = "*.example.com"\n', []],
    ['[[registry]]\nLocation = "quay.io"\n[[Registry]]\nlocation = 1\n', ['toml-value-type']],
    ['[[registry]]\nprefix = "quay.io"\n', ['registry-location']],
    ['[[registry]]\n', ['registry-location']],
    ['[[registry]]\nlocation = ""\n', ['registry-location']],
    ['[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\ninsecure = true\n', ['registry-location']],
    ['[[registry]]\nlocation = 1\n', ['toml-value-type']],
    ['[[registry]]\nlocation = "quay.io"\nblocked = "true"\n', ['toml-value-type']],
    ['unqualified-search-registries = "quay.io"\n', ['toml-value-type']],
    ['[registry]\nlocation = "quay.io"\n', ['toml-value-type']],
    ['[[registry]]\nprefix = "http://quay.io"\nlocation = "quay.io"\n', ['registry-prefix']],
    ['[[registry]]\nprefix = "*.example.com:5000"\nlocation = "quay.io"\n', ['registry-prefix']],
    ['[[registry]]\nlocation = "quay.io"\nmirrors = []\n', ['toml-unknown-key']],
    ['[[registry]]\nlocation = "quay.io"\npull-from-mirror = "all"\n', ['pull-from-mirror']],
    [
      '[[registry]]\nlocation = "quay.io"\nmirror-by-digest-only = true\nmirror = [{ location = "m.example.com", pull-from-mirror = "all" }]\n',
      ['pull-from-mirror'],
    ],
    ['[registries.search]\nregistries = ["quay.io"]\n[[registry]]\nlocation = "quay.io"\n', ['registries-first-version']],
    ['[registries.search]\nregistries = []\n', []],
    ['a = \n', ['toml-syntax']],
  ])('%j', async (text, codes) => expect(await codesIn(text, mirrorsAt)).toEqual(codes));

  it('judges the first version by where it stands', async () => {
    const text = '[registries.block]\nregistries = ["quay.io"]\n';
    const old = { ...mirrorsAt, context: { policy: { target: 'podman 5.8' } } };
    expect((await findingsIn(text, old)).map(({ severity }) => severity)).toEqual(['information']);
    expect((await findingsIn(text, { path: 'registries.conf.d/old.conf' })).map(({ severity }) => severity)).toEqual(['error']);
  });

  it('repairs and leaves comments alone', async () => {
    const text = '# c\n[[registry]]\nlocation = "https://quay.io/a" # why\nblocked = \'False\'\n';
    expect(await fixedIn(text, 'registry-location', mirrorsAt)).toBe(text.replace('https://', ''));
    expect(await fixedIn(text, 'toml-value-type', mirrorsAt)).toBe(text.replace("'False'", 'false'));
    expect(await fixedIn('unqualified-search-registries = "quay.io"\n', 'toml-value-type', mirrorsAt)).toBe(
      'unqualified-search-registries = ["quay.io"]\n',
    );
  });

  it('misses the section of registries.d that a mirror needs', async () => {
    const text = '[[registry]]\nprefix = "quay.io/a"\nlocation = "quay.io/a"\n[[registry.mirror]]\nlocation = "m.example.com/a"\n';
    const of = (registries: string) => codesIn(text, { path: 'registries.conf.d/a.conf', files: { '../registries.d/a.yaml': registries } });
    expect(await of('docker:\n  quay.io/a:\n    use-sigstore-attachments: true\n')).toEqual(['mirror-source']);
    expect(await of('docker:\n  quay.io:\n    lookaside: https://x.example.com\n')).toEqual(['mirror-source']);
    expect(await of('default-docker:\n  use-sigstore-attachments: true\n')).toEqual([]);
    expect(
      await of('docker:\n  quay.io/a:\n    use-sigstore-attachments: true\n  "*.example.com":\n    use-sigstore-attachments: true\n'),
    ).toEqual([]);
  });

  it('tells a policy which of its scopes are names of mirrors', async () => {
    const text = '{ "default": [{ "type": "reject" }], "transports": { "docker": { "m.example.com/a/b": [{ "type": "reject" }] } } }';
    const files = { 'registries.conf': '[[registry]]\nprefix = "quay.io/a"\nlocation = "m.example.com/a"\n' };
    expect(await codesIn(text, { files })).toEqual(['scope-of-mirror']);
    expect(await fixedIn(text, 'scope-of-mirror', { files })).toBe(text.replace('m.example.com/a/b', 'quay.io/a/b'));
    expect(await codesIn(text.replace('m.example', 'n.example'), { files })).toEqual([]);
  });

  it.each([
    ['quay.io/a/b:1', ['d.example.com/x/b:1', 'e.example.com/b:1', 'quay.io/a/b:1']],
    [
      `quay.io/a/b@sha256:${'0'.repeat(64)}`,
      ['c.example.com', 'd.example.com/x']
        .map((place) => `${place}/b@sha256:${'0'.repeat(64)}`)
        .concat(`quay.io/a/b@sha256:${'0'.repeat(64)}`),
    ],
    ['quay.io/ab:1', ['quay.io/ab:1']],
    ['r.sub.example.com:5000/x:1', ['w.example.com/x:1']],
    ['quay.io/blocked:1', []],
  ])('says where %s is fetched from', async (image, places) => {
    const text = `
[[registry]]
location = "quay.io/a"
[[registry.mirror]]
location = "c.example.com"
pull-from-mirror = "digest-only"
[[registry.mirror]]
location = "d.example.com/x"
[[registry.mirror]]
location = "e.example.com"
pull-from-mirror = "tag-only"
[[registry]]
prefix = "*.sub.example.com"
location = "w.example.com"
[[registry]]
location = "quay.io/blocked"
blocked = true
`;
    const part = await partOf(text, mirrorsAt);
    expect(policy.explain?.(part, image, await contextOf()).json.places).toEqual(places);
  });
});

describe('crio.conf', () => {
  it.each([
    ['[crio.image]\nsignature_policy_dir = "/etc/crio/policies"\nsignature_policy = ""\n', []],
    ['[crio.image]\nsignature_policy_dir = ""\n', ['crio-policy-dir']],
    ['[crio.image]\nsignature_policy_dir = "~/policies"\n', ['crio-policy-dir']],
    ['[crio]\nimage = { signature_policy = "/x.json" }\n', ['crio-own-policy']],
    ['[crio.image]\nsignature_policy = true\n', ['toml-value-type']],
    ['[crio]\nsignature_policy = "/x.json"\n', ['toml-unknown-key']],
    ['[crio.image]\ninsecure_registries = []\n', []],
    ['[crio.metrics]\nenable_metrics = "yes"\n', []],
  ])('%j', async (text, codes) => expect(await codesIn(text, crioAt)).toEqual(codes));

  it('moves a key to the table that it is read in', async () => {
    const text = '[crio.runtime]\nsignature_policy_dir = "/p"\nlog_level = "info"\n[crio.image]\n# images\npause_image = "x"\n';
    expect(await fixedIn(text, 'toml-unknown-key', crioAt)).toBe(
      '[crio.runtime]\nlog_level = "info"\n[crio.image]\n# images\npause_image = "x"\nsignature_policy_dir = "/p"\n',
    );
  });

  it('reads what lies among the keys', async () => {
    const files = {
      '../keys/a.pem': '-----BEGIN EC PRIVATE KEY-----\n',
      '../keys/b/c.pem': '-----BEGIN ENCRYPTED PRIVATE KEY-----\n',
      '../keys/b/c.pem~': 'notes',
      '../keys/jwk': '{ "kty": "EC" }',
    };
    const messages = async (text: string) => (await findingsIn(text, { ...crioAt, files })).map(({ message }) => message);
    expect(await messages('[crio.runtime]\n')).toEqual([
      '`b/c.pem` in this folder has a password, and CRI-O cannot prompt for it, so CRI-O fails every pull.',
      '`b/c.pem~` in this folder is not a key, so CRI-O fails every pull.',
    ]);
    expect(await messages('[crio.runtime]\ndecryption_keys_path = "/other"\n')).toEqual([]);
  });

  it('says which policy is for a namespace', async () => {
    const part = await partOf('[crio.image]\nsignature_policy_dir = "/p/"\n', crioAt);
    expect(policy.explain?.(part, 'shop', await contextOf()).json.policies).toEqual(['/p/shop.json', '/etc/containers/policy.json']);
  });
});

describe('registries.conf and registries.conf.d together', () => {
  const entry = (prefix: string, mirror: string) => `[[registry]]\nlocation = "${prefix}"\n[[registry.mirror]]\nlocation = "${mirror}"\n`;
  const main = entry('quay.io', 'one.example.com');
  const later = { 'registries.conf.d/50-quay.conf': entry('quay.io', 'two.example.com') };

  it.each([
    ['by a drop-in', 'registries.conf', main, later, ['registry-replaced']],
    ['by the drop-in with the later name', 'registries.conf.d/10-a.conf', main, { '50-quay.conf': main }, ['registry-replaced']],
    ['not by an earlier one', 'registries.conf.d/90-a.conf', main, { '50-quay.conf': main, '../registries.conf': main }, []],
    ['not for another prefix', 'registries.conf', entry('quay.io/team', 'x.example.com'), later, []],
    ['not from another folder', 'registries.conf', main, { '../other/registries.conf.d/50-quay.conf': main }, []],
  ])('an entry is replaced %s', async (_, path, text, files, codes) => expect(await codesIn(text, { path, files })).toEqual(codes));

  it('points at the entry that counts', async () => {
    const [finding] = await findingsIn(main, { ...mirrorsAt, files: later });
    expect(finding?.message).toBe('`registries.conf.d/50-quay.conf` replaces this entry for `quay.io`, its mirrors too.');
    expect(finding?.related?.map(({ uri }) => uri)).toEqual(['file:///tree/etc/containers/registries.conf.d/50-quay.conf']);
  });

  const asked = async (text: string, path: string, files: Readonly<Record<string, string>>, image = 'quay.io/a/b:1') => {
    const part = await partOf(text, { path, files });
    return policy.explain?.(part, image, await contextOf({ path, files: { ...files, [path]: text } }));
  };
  it('says which file decides', async () => {
    expect((await asked(main, 'registries.conf', later))?.markdown).toBe(
      '`registries.conf.d/50-quay.conf` decides, by its entry for `quay.io`.',
    );
    expect((await asked(entry('quay.io/a', 'x.example.com'), 'registries.conf', later))?.json).toMatchObject({ prefix: 'quay.io/a' });
  });
  it('is what a policy says of an image', async () => {
    const signed = `{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io": [{ "type": "sigstoreSigned", "keyPath": "/k.pub", "signedIdentity": { "type": "matchRepository" } }] } } }`;
    const sources = { 'registries.d/quay.yaml': 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n' };
    const files = { 'registries.conf': main, ...later, ...sources };
    const said = (await asked(signed, 'policy.json', files))?.markdown ?? '';
    expect(said).toContain('Fetched from `two.example.com/a/b:1`, else from `quay.io/a/b:1`;');
    expect(said).not.toContain('one.example.com');
    expect(said).toContain('Signatures are read from attachments beside the image in the registry, by `registries.d/quay.yaml`');
    expect(said).toContain('From `two.example.com/a/b:1`: No registries.d section turns `use-sigstore-attachments` on');
    const byDigest = { 'registries.conf': main.replace(/$/, 'pull-from-mirror = "digest-only"\n'), ...sources };
    expect((await asked(signed, 'policy.json', byDigest))?.markdown).not.toContain('one.example.com');
    expect((await asked(signed, 'policy.json', byDigest, `quay.io/a/b@sha256:${'a'.repeat(64)}`))?.markdown).toContain('one.example.com');
    const moved = { 'registries.conf': '[[registry]]\nprefix = "quay.io"\nlocation = "hub.example.com"\n' };
    expect((await asked(signed, 'policy.json', moved))?.markdown).toContain('Fetched from `hub.example.com/a/b:1`;');
    const blocked = { 'registries.conf': '[[registry]]\nlocation = "quay.io"\nblocked = true\n' };
    expect((await asked(signed, 'policy.json', blocked))?.markdown).toContain('`quay.io` is blocked');
  });
});

describe('editing TOML', () => {
  const at = async (marked: string, setting: { path: string }) => {
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const part = await partOf(text, setting);
    return { text, offset, items: policy.complete?.(part, offset, await contextOf()) ?? [], part };
  };

  it('offers tables, keys and values where they belong', async () => {
    const labels = async (marked: string, setting = mirrorsAt) => (await at(marked, setting)).items.map(({ label }) => label);
    expect(await labels('|')).toEqual(expect.arrayContaining(['short-name-mode', '[[registry]]']));
    expect(await labels('|')).not.toContain('registry');
    expect(await labels('[[registry]]\nlocation = "a"\n|')).toEqual(expect.arrayContaining(['prefix', 'blocked', '[[registry.mirror]]']));
    expect(await labels('[[registry]]\nlocation = "a"\n|')).not.toContain('location');
    expect(await labels('[[registry]]\n[[registry.mirror]]\npull-from-mirror = "|"\n')).toEqual(['all', 'digest-only', 'tag-only']);
    expect(await labels('[crio.image]\nsig|\n', crioAt)).toEqual(expect.arrayContaining(['signature_policy', 'signature_policy_dir']));
    expect(await labels('# [|')).toEqual([]);
  });

  it('writes what TOML reads', async () => {
    const { text, items } = await at('[[registry]]\nbl|\n', mirrorsAt);
    const item = items.find(({ label }) => label === 'blocked');
    expect(item && applyEdits(text, [{ span: item.span, text: item.insert }])).toMatch(/^\[\[registry\]\]\nblocked = /);
    const value = await at('short-name-mode = |\n', mirrorsAt);
    const chosen = value.items[0];
    expect(chosen && applyEdits(value.text, [{ span: chosen.span, text: chosen.insert }])).toBe('short-name-mode = "enforcing"\n');
  });

  it('explains keys and values', async () => {
    const hover = async (marked: string, setting: { path: string }) => {
      const { part, offset } = await at(marked, setting);
      return policy.hover?.(part, offset, await contextOf())?.markdown;
    };
    expect(await hover('[crio.runtime]\ndecryption|_keys_path = "/k"\n', crioAt)).toContain('private keys');
    expect(await hover('[[registry]]\nmirror = [{ pull-from-mirror = "tag|-only" }]\n', mirrorsAt)).toContain('by tag');
  });
});
