import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { check, open } from '../../server/src/service';

const version = /version (\d+\.\d+\.\d+)/.exec(spawnSync('skopeo', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
const scratch = version === undefined ? '' : mkdtempSync(path.join(tmpdir(), 'confine-skopeo-'));

afterAll(() => {
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

/** Whether skopeo loads a policy: it copies an image that is not there, and reads the policy first. */
function skopeoLoadsPolicy(text: string): boolean {
  const file = path.join(scratch, 'policy.json');
  writeFileSync(file, text);
  const { stderr } = spawnSync('skopeo', ['--policy', file, 'copy', `dir:${scratch}/none`, `dir:${scratch}/copy`], { encoding: 'utf8' });
  return !/loading trust policy|invalid policy/i.test(stderr);
}

/** Whether skopeo loads a registries.conf: it inspects an image behind a port where nothing listens. */
function skopeoLoadsRegistries(text: string): boolean {
  const file = path.join(scratch, 'registries.conf');
  mkdirSync(path.join(scratch, 'none.d'), { recursive: true });
  writeFileSync(file, text);
  const { stderr } = spawnSync('skopeo', ['--registries-conf', file, 'inspect', 'docker://localhost:1/x'], { encoding: 'utf8' });
  return !/loading registries|registries\.conf/i.test(stderr);
}

async function confineLoads(name: string, text: string): Promise<boolean> {
  const context = { ...defaultContext, policy: { target: `skopeo ${version}` } };
  const source = { uri: `file:///tree/etc/containers/${name}`, languageId: '', version: 1, text };
  const document = await open(source, memoryFiles({}), { context, language: 'policy' });
  return !check(document as NonNullable<typeof document>, context, { rules: {} }).some(({ severity }) => severity === 'error');
}

const sound = {
  default: [{ type: 'reject' }],
  transports: {
    docker: {
      'quay.io/team': [
        {
          type: 'signedBy',
          keyType: 'GPGKeys',
          keyPath: '/k.gpg',
          signedIdentity: { type: 'remapIdentity', prefix: 'quay.io', signedPrefix: 'docker.io' },
        },
      ],
      'registry.example.com': [
        { type: 'sigstoreSigned', keyData: 'bmFtZQ==', signedIdentity: { type: 'exactRepository', dockerRepository: 'quay.io/a/b' } },
      ],
    },
    dir: { '/srv': [{ type: 'insecureAcceptAnything' }] },
  },
};

/** Skopeo 1.9 loads a sigstore requirement whose key is null, and verifies no signature with it; later releases refuse the file. */
const older = /\.keyData = null:/;

/** Each place in a JSON value, as keys from the root. */
function* places(value: unknown, at: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (at.length) yield at;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* places(item, [...at, index]);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) yield* places(item, [...at, key]);
}

/** The sound policy with one place changed: taken away, given another value, or its key another name. */
function* policyVariants(): Generator<readonly [string, string]> {
  yield ['sound', JSON.stringify(sound)];
  for (const at of places(sound)) {
    const last = at.at(-1) as string | number;
    const changed = (change: (holder: Record<string | number, unknown>) => void) => {
      const copy = structuredClone(sound) as unknown as Record<string | number, unknown>;
      change(
        at.slice(0, -1).reduce<Record<string | number, unknown>>((holder, step) => holder[step] as Record<string | number, unknown>, copy),
      );
      return JSON.stringify(copy);
    };
    const name = at.join('.');
    yield [`${name} gone`, changed((holder) => (Array.isArray(holder) ? holder.splice(Number(last), 1) : delete holder[last]))];
    for (const value of [null, 1, true, '', 'x', [], {}, [{}]])
      yield [`${name} = ${JSON.stringify(value)}`, changed((holder) => Object.assign(holder, { [last]: value }))];
    if (typeof last === 'string')
      yield [
        `${name} in capitals`,
        changed((holder) => {
          holder[last.toUpperCase()] = holder[last];
          delete holder[last];
        }),
      ];
  }
}

const registriesVariants: readonly string[] = [
  '',
  'unqualified-search-registries = ["quay.io", "docker.io"]',
  'unqualified-search-registries = "quay.io"',
  'unqualified-search-registries = ["quay.io/team"]',
  'unqualified-search-registries = ["https://quay.io"]',
  'short-name-mode = "permissive"',
  'short-name-mode = "Permissive"',
  'short-name-mode = 1',
  '[aliases]\nleap = "registry.example.com/leap"',
  '[aliases]\nleap = "leap"',
  '[aliases]\nleap = "registry.example.com/leap:1"',
  '[aliases]\n"leap:1" = "registry.example.com/leap"',
  '[aliases]\nleap = ""',
  '[[registry]]\nlocation = "quay.io"',
  '[[registry]]\nprefix = "quay.io/team"\nlocation = "mirror.example.com"',
  '[[registry]]\nprefix = "*.example.com"',
  '[[registry]]\nprefix = "*.example.com/team"\nlocation = "a.example.net"',
  '[[registry]]\nlocation = "https://quay.io"',
  '[[registry]]\nlocation = ""',
  '[[registry]]\ninsecure = true',
  '[[registry]]\nlocation = "quay.io"\nblocked = "yes"',
  '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "m.example.com"\npull-from-mirror = "tag-only"',
  '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "m.example.com"\npull-from-mirror = "never"',
  '[[registry]]\nlocation = "quay.io"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = "m.example.com"',
  '[registries.search]\nregistries = ["quay.io"]',
  '[registries.block]\nregistries = ["quay.io"]\n[[registry]]\nlocation = "quay.io"',
  '[registries.search]\nregistries = ["quay.io"]\n[aliases]\na = "quay.io/a"',
  'credential-helpers = ["secretservice"]',
  'credential-helpers = "secretservice"',
  'unknown-key = 1',
  'unqualified-search-registries = ["quay.io"',
];

describe.skipIf(version === undefined)('files that skopeo loads', () => {
  it('are policies without an error, and no others', { timeout: 300_000 }, async () => {
    const differing: string[] = [];
    let count = 0;
    for (const [name, text] of policyVariants()) {
      count++;
      const [theirs, ours] = [skopeoLoadsPolicy(text), await confineLoads('policy.json', text)];
      if (theirs !== ours) differing.push(`${name}: skopeo ${theirs ? 'loads' : 'refuses'} it`);
    }
    expect(count).toBeGreaterThan(200);
    expect(differing.filter((one) => !older.test(one))).toEqual([]);
  });

  it('are registries.conf without an error, and no others', { timeout: 120_000 }, async () => {
    const differing: string[] = [];
    for (const text of registriesVariants) {
      const [theirs, ours] = [skopeoLoadsRegistries(text), await confineLoads('registries.conf', text)];
      if (theirs !== ours) differing.push(`${text}: skopeo ${theirs ? 'loads' : 'refuses'} it`);
    }
    expect(differing).toEqual([]);
  });
});
