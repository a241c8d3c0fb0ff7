import { describe, expect, it } from 'vitest';
import { policy } from '../../../../server/src/languages/policy';
import { deadScope } from '../../../../server/src/languages/policy/deadScope';
import { parseImageName } from '../../../../server/src/languages/policy/imageName';
import { lookupOf } from '../../../../server/src/languages/policy/lookup';
import { refusedScope } from '../../../../server/src/languages/policy/scope';
import { contextOf, partOf } from './helpers';

const hex = 'ab'.repeat(32);
const candidates = (image: string) => {
  const looked = lookupOf(image);
  return 'error' in looked ? looked.error : looked.candidates;
};

describe('what is looked up', () => {
  it.each([
    ['docker://busybox', ['docker.io/library/busybox:latest', 'docker.io/library/busybox', 'docker.io/library', 'docker.io', '*.io', '']],
    [
      'docker://r.b.example.com:5000/x:1',
      ['r.b.example.com:5000/x:1', 'r.b.example.com:5000/x', 'r.b.example.com:5000', '*.b.example.com', '*.example.com', '*.com', ''],
    ],
    [`docker://localhost/x@sha256:${hex}`, [`localhost/x@sha256:${hex}`, 'localhost/x', 'localhost', '']],
    [`quay.io/x/y:1@sha256:${hex}`, [`quay.io/x/y@sha256:${hex}`, 'quay.io/x/y', 'quay.io/x', 'quay.io', '*.io', '']],
    ['dir:/srv//a/../b/', ['/srv/b', '/srv', '']],
    ['oci:/srv/layout:tag', ['/srv/layout', '/srv', '']],
    ['docker-archive:/tmp/x.tar', ['']],
    [`docker-daemon:sha256:${hex}`, ['']],
    [
      'containers-storage:[vfs@/g+/r:x=y]quay.io/a/b:1',
      ['[vfs@/g]quay.io/a/b:1', '[vfs@/g]quay.io/a/b', '[vfs@/g]quay.io/a', '[vfs@/g]quay.io', '[vfs@/g]', '[/g]', ''],
    ],
    [
      `containers-storage:[vfs@/g]quay.io/a:1@sha256:${hex}@${hex}`,
      [
        `[vfs@/g]quay.io/a:1@sha256:${hex}@${hex}`,
        `[vfs@/g]quay.io/a:1@sha256:${hex}`,
        '[vfs@/g]quay.io/a:1',
        '[vfs@/g]quay.io/a',
        '[vfs@/g]quay.io',
        '[vfs@/g]',
        '[/g]',
        '',
      ],
    ],
    [`containers-storage:[vfs@/g]@${hex}`, [`[vfs@/g]@${hex}`, '[vfs@/g]', '[/g]', '']],
  ])('%s', (image, expected) => expect(candidates(image)).toEqual(expected));

  it.each([
    'docker://quay.io/X/y',
    `docker://quay.io/x:1@sha256:${hex}`,
    'docker-daemon:busybox',
    'atomic:r.example.com/ns/s/t:1',
    'docker://[::1]:5000/x:1',
    'dir:rel',
    `docker://${hex}`,
  ])('%s is no image', (image) => expect(lookupOf(image)).toHaveProperty('error'));

  it('reads names as the library does', () => {
    expect(parseImageName('a/b')).toEqual({ name: { host: 'docker.io', path: 'a/b' } });
    expect(parseImageName('index.docker.io/x')).toEqual({ name: { host: 'docker.io', path: 'library/x' } });
    for (const bad of [
      '',
      'a//b',
      'A/b',
      'quay.io/',
      'x:',
      '-a',
      'a_-b',
      'quay.io/x@sha256:abc',
      `quay.io/x@md5:${'a'.repeat(32)}`,
      `${'a/'.repeat(200)}a`,
    ])
      expect(parseImageName(bad), bad).toHaveProperty('problem');
    for (const good of ['a__b', 'a--b.c', 'Host.example.com/x', 'localhost:5000/x:V1'])
      expect(parseImageName(good), good).toHaveProperty('name');
  });

  it('is not slowed down by long names', () => {
    const start = performance.now();
    parseImageName(`${'a-'.repeat(20_000)}!`);
    parseImageName(`${'a.'.repeat(20_000)}/!`);
    deadScope('docker', `${'*.'.repeat(20_000)}x`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('scopes', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox'],
    ['node:20', 'docker.io/library/node:20'],
    ['docker.io/busybox', 'docker.io/library/busybox'],
    ['docker.io/library', undefined],
    ['docker.io/crio', undefined],
    ['index.docker.io/library/x', 'docker.io/library/x'],
    ['index.docker.io', 'docker.io'],
    ['team/app', 'docker.io/team/app'],
    ['docker://quay.io/x', 'quay.io/x'],
    ['https://quay.io', 'quay.io'],
    ['quay.io/x/', 'quay.io/x'],
    ['quay.io/x/*', 'quay.io/x'],
    ['quay.io/x:*', 'quay.io/x'],
    ['*', ''],
    ['*.*.com', '*.com'],
    ['*.example.com:5000', '*.example.com'],
    ['*.example.com/x', '*.example.com'],
    ['*.example.com', undefined],
    ['Quay.io/x', 'quay.io/x'],
    ['quay.io/Team/x:V1', 'quay.io/team/x:V1'],
    [`quay.io/x:1@sha256:${hex}`, `quay.io/x@sha256:${hex}`],
    ['registry:5000', undefined],
    ['localhost', undefined],
    ['10.0.0.1:5000/x', undefined],
    ['quay.io/x:1.0', undefined],
  ])('docker %s', (scope, instead) => {
    const dead = deadScope('docker', scope);
    expect(dead?.instead, scope).toBe(instead);
    expect(Boolean(dead), scope).toBe(instead !== undefined);
    if (instead) expect(deadScope('docker', instead)).toBeUndefined();
  });

  it.each(['quay.io/x@sha256:abc', 'a.*.com', '<registry>', 'quay.io/$TEAM'])('docker %s cannot match', (scope) =>
    expect(deadScope('docker', scope)).toBeDefined(),
  );

  it.each([
    ['dir', 'srv', '/srv'],
    ['dir', '/srv/../x/', '/x'],
    ['oci', '/', ''],
    ['tarball', '/x', ''],
    ['docker-daemon', `sha256:${hex}`, ''],
    ['containers-storage', 'quay.io/x', '[overlay@/var/lib/containers/storage]quay.io/x'],
    ['containers-storage', '[overlay@var/lib]', '[overlay@/var/lib]'],
  ])('%s refuses %s', (transport, scope, instead) => {
    expect(refusedScope(transport, scope)?.instead).toBe(instead);
    expect(refusedScope(transport, instead)).toBeUndefined();
  });

  it.each([
    ['atomic', 'r.example.com/ns:x'],
    ['containers-storage', '[]x'],
    ['containers-storage', '[@/x]'],
    ['containers-storage', `[/x]a@${hex.slice(1)}`],
    ['containers-storage', `[/x]a@${hex}@${hex}`],
  ])('%s refuses %s', (transport, scope) => expect(refusedScope(transport, scope)).toBeDefined());

  it.each([
    ['docker', 'anything at all'],
    ['unknown', 'x'],
    ['atomic', `r.example.com/ns/s@sha256:${hex}`],
    ['containers-storage', `[/x]a@${hex}`],
    ['containers-storage', `[overlay@/x]a:1@sha256:${hex}@${hex}`],
    ['docker-daemon', 'sha256:abc'],
  ])('%s takes %s', (transport, scope) => expect(refusedScope(transport, scope)).toBeUndefined());
});

describe('explain', () => {
  const text = `{
  "default": [{ "type": "reject" }],
  "transports": { "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyPath": "/k.pub", "signedIdentity": { "type": "matchRepository" } }], "quay.io": [{ "type": "insecureAcceptAnything" }] } }
}`;
  const ask = async (query: string | Record<string, unknown>, files = {}) =>
    policy.explain?.(await partOf(text), query, await contextOf({ files }));

  it('names the list that decides and where it stands', async () => {
    const answer = await ask({ image: 'docker://quay.io/team/app:1' });
    expect(answer?.json).toEqual({
      steps: expect.any(Array),
      section: 'scope',
      transport: 'docker',
      scope: 'quay.io/team',
      requirements: ['sigstoreSigned'],
      identity: 'quay.io/team/app:1',
      candidates: ['quay.io/team/app:1', 'quay.io/team/app', 'quay.io/team', 'quay.io', '*.io', ''],
    });
    expect(text.slice(answer?.by?.start, answer?.by?.end)).toBe('"quay.io/team"');
    expect((await ask('quay.io/other'))?.json).toMatchObject({ scope: 'quay.io' });
    expect((await ask('dir:/x'))?.json).toMatchObject({ section: 'default', requirements: ['reject'] });
    expect((await ask('docker://quay.io/X'))?.json).toMatchObject({ error: true });
  });

  it('says where the signatures come from', async () => {
    expect((await ask('quay.io/team/app'))?.markdown).toContain('No registries.d is known here.');
    const off = { 'registries.d/a.yaml': 'docker:\n  quay.io:\n    lookaside: https://x\n' };
    expect((await ask('quay.io/team/app', off))?.markdown).toContain('No registries.d section turns `use-sigstore-attachments` on');
    const on = { 'registries.d/a.yaml': 'default-docker:\n  use-sigstore-attachments: true\n' };
    expect((await ask('quay.io/team/app', on))?.markdown).toContain('attachments beside the image');
  });

  it('offers a question that has an answer', async () => {
    expect(policy.exampleQuery?.(await partOf(text))).toBe('docker://quay.io/team/app:1.0');
  });
});
