import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultContext } from '../../server/src/core';
import { filesBelow, uriOf } from '../../server/src/disk';
import { explain, open, workspaceIndex } from '../../server/src/service';

const version = /version (\d+\.\d+\.\d+)/.exec(spawnSync('skopeo', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
const scratch = version === undefined ? '' : mkdtempSync(path.join(tmpdir(), 'confine-pulls-'));
let registry: ChildProcess | undefined;
let port = '';

beforeAll(async () => {
  if (version === undefined) return;
  registry = spawn(process.execPath, [path.join(import.meta.dirname, 'registry.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  port = await new Promise((resolve) => registry?.stdout?.once('data', (data) => resolve(String(data).trim())));
});

afterAll(() => {
  registry?.kill();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

const write = (name: string, text: string): string => {
  const file = path.join(scratch, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

/** What skopeo says while it copies an image; the names of all registries lead to the one of the test. */
function copied(image: string): string {
  const hosts = ['quay.io', 'docker.io', 'registry.example.com', 'registry.example.com:5000', 'a.b.example.net', 'registry.opensuse.org'];
  const conf = hosts.map((host) => `[[registry]]\nprefix = "${host}"\nlocation = "127.0.0.1:${port}/x"\ninsecure = true\n`).join('');
  const args = ['--debug', '--policy', path.join(scratch, 'etc/containers/policy.json'), '--registries-conf', write('mirrors.conf', conf)];
  const sources = ['--registries.d', path.join(scratch, 'etc/containers/registries.d')];
  return spawnSync('skopeo', [...args, ...sources, 'copy', image, `dir:${scratch}/copy`], { encoding: 'utf8' }).stderr;
}

/** `docker quay.io/team`, `default`: the requirements that skopeo took. */
function chosenBySkopeo(image: string): string {
  const log = copied(image);
  const [, transport, scope] =
    /Using transport \\"([^\\]*)\\" (?:specific )?policy section (.*?)"$/m.exec(log) ??
    /Using transport \\"([^\\]*)\\" policy section "/.exec(log) ??
    [];
  if (transport !== undefined) return `${transport} ${scope ?? ''}`.replaceAll('\\"', '').trim();
  return / Using default policy section/.test(log) ? 'default' : `neither: ${log.split('\n').at(-2)}`;
}

async function answered(image: string) {
  const files = filesBelow(() => [uriOf(scratch)]);
  const index = workspaceIndex(files);
  await index.scan([uriOf(scratch)]);
  const context = { ...defaultContext, policy: { target: `skopeo ${version}` }, facts: index.facts() };
  const uri = uriOf(path.join(scratch, 'etc/containers/policy.json'));
  const document = await open({ uri, languageId: '', version: 0, text: (await files.read(uri)) ?? '' }, files, { context });
  return (document && explain(document, image, context))?.json ?? {};
}

async function chosenByConfine(image: string): Promise<string> {
  const { section, transport, scope } = await answered(image);
  return section === 'default' ? 'default' : `${transport} ${scope}`.trim();
}

const reject = [{ type: 'reject' }];

/** Scopes of names, drawn with a fixed seed, so that a failure comes back. */
function drawnPolicies(count: number): readonly Readonly<Record<string, unknown>>[] {
  let seed = 7;
  const draw = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const names = [
    'quay.io',
    'quay.io/team',
    'quay.io/team/app',
    'quay.io/team/app:1',
    '*.io',
    '*.example.com',
    '*.com',
    'registry.example.com',
  ];
  const more = [
    'registry.example.com:5000',
    'registry.example.com:5000/a',
    '*.b.example.net',
    '*.example.net',
    'docker.io',
    'docker.io/library',
    '',
  ];
  const all = [
    ...names,
    ...more,
    'docker.io/library/busybox',
    'quay.io/te',
    'a.b.example.net/x',
    `quay.io/team/app@sha256:${'0'.repeat(64)}`,
  ];
  return Array.from({ length: count }, () => {
    const scopes = all.filter(() => draw(3) === 0);
    return { default: reject, transports: { docker: Object.fromEntries(scopes.map((scope) => [scope, reject])) } };
  });
}

const images = [
  'docker://quay.io/team/app:1',
  'docker://quay.io/team/app',
  'docker://quay.io/team/other:1',
  'docker://quay.io/teamwork/app:1',
];
const others = [
  'docker://registry.example.com:5000/a/b:2',
  'docker://registry.example.com/a:1',
  'docker://a.b.example.net/x/y:1',
  'docker://busybox',
];

describe.skipIf(version === undefined)('what skopeo decides about an image', () => {
  it('is decided by the scope that Confine names', { timeout: 300_000 }, async () => {
    const differing: string[] = [];
    let count = 0;
    for (const policy of drawnPolicies(12)) {
      const text = JSON.stringify(policy);
      write('etc/containers/policy.json', text);
      for (const image of [...images, ...others]) {
        count++;
        const [theirs, ours] = [chosenBySkopeo(image), await chosenByConfine(image)];
        if (theirs !== ours) differing.push(`${image}: skopeo ${theirs}, Confine ${ours}, ${text}`);
      }
    }
    expect(count).toBe(96);
    expect(differing).toEqual([]);
  });

  it('is decided for directories after their links', { timeout: 120_000 }, async () => {
    const image = path.join(scratch, 'var/home/ann/app');
    mkdirSync(image, { recursive: true });
    const config = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}';
    writeFileSync(path.join(image, 'version'), 'Directory Transport Version: 1.1\n');
    writeFileSync(path.join(image, 'manifest.json'), JSON.stringify({ schemaVersion: 2, config: { size: config.length }, layers: [] }));
    symlinkSync('var/home', path.join(scratch, 'home'));
    symlinkSync(path.join(scratch, 'var/home/ann'), path.join(scratch, 'ann'));
    const differing: string[] = [];
    for (const scope of ['var/home/ann/app', 'var/home/ann', 'var/home', 'home/ann', 'home', 'ann', 'var']) {
      const own = path.join(scratch, scope);
      write('etc/containers/policy.json', JSON.stringify({ default: reject, transports: { dir: { [own]: reject } } }));
      for (const asked of ['var/home/ann/app', 'home/ann/app', 'ann/app']) {
        const theirs = chosenBySkopeo(`dir:${path.join(scratch, asked)}`);
        // The tree of the test does not begin at the root of the disk, and the links in it that are absolute do.
        const isOurs = scope.startsWith('var') && theirs === `dir ${own}`;
        if (theirs !== (isOurs ? `dir ${own}` : 'default')) differing.push(`${scope} ${asked}: ${theirs}`);
      }
    }
    expect(differing).toEqual([]);
  });
});

const opensuse = (key: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    default: reject,
    transports: { docker: { 'registry.opensuse.org': [{ type: 'signedBy', keyType: 'GPGKeys', ...key }] } },
  });

describe.skipIf(version === undefined)('the error of a pull', () => {
  const image = 'docker://registry.opensuse.org/opensuse/leap:15.6';
  const errorOfSkopeo = () => /level=fatal msg="(.*)"$/m.exec(copied(image))?.[1]?.replaceAll('\\"', '"');

  it('is the one that Confine tells: no signature, key moved away, no key in the scope', { timeout: 120_000 }, async () => {
    const key = path.join(scratch, 'etc/pki/opensuse.gpg');
    write('etc/pki/other', '');
    const lookaside = (place: string) =>
      `docker:\n  registry.opensuse.org:\n    lookaside: http://127.0.0.1:${port}/${place}\n  127.0.0.1:${port}:\n    lookaside: http://127.0.0.1:${port}/${place}\n`;

    write('etc/containers/registries.d/opensuse.yaml', lookaside('none'));
    write('etc/containers/policy.json', opensuse({ keyPath: key }));
    expect(errorOfSkopeo()).toContain('A signature was required, but no signature exists');

    write('etc/containers/registries.d/opensuse.yaml', lookaside('signatures'));
    expect(errorOfSkopeo()).toContain(`open ${key}: no such file or directory`);
    // The tree of the test is not the disk's root, so the policy that Confine is asked about names the key as the tree has it.
    write('etc/containers/policy.json', opensuse({ keyPath: '/etc/pki/opensuse.gpg' }));
    expect(await answered(image)).toMatchObject({ refused: true, error: 'open /etc/pki/opensuse.gpg: no such file or directory' });

    write('etc/containers/policy.json', opensuse({}));
    const told = String((await answered(image)).error);
    const sentence = told.slice(told.indexOf(': ') + 2);
    expect(sentence).toContain('Exactly one of keyPath, keyPaths and keyData must be specified');
    expect(errorOfSkopeo()).toContain(sentence);
  });
});
