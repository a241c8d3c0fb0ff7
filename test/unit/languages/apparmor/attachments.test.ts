import { describe, expect, it } from 'vitest';
import { defaultContext, type Fact } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const rule = apparmor.rules.find(({ code }) => code === 'apparmor/same-attachment')!;

/** What the first file is told when all lie in one workspace; paths count from `/etc`. */
async function found(texts: Readonly<Record<string, string>>, library: Readonly<Record<string, string>> = {}) {
  const parts = await Promise.all(Object.entries(texts).map(([path, text]) => open(text, library, path)));
  const facts = parts.flatMap((part) => apparmor.facts!(part, () => defaultContext).map((fact): Fact => ({ ...fact, uri: part.uri })));
  const [first] = parts;
  return [...rule.check(first!, { ...defaultContext, facts })].map(({ message, related }) => [message, related?.[0]?.uri]);
}

const bothOf = (other: string, path: string, uri?: string) => [
  [`${other} attaches to ${path} as well, so the kernel attaches neither.`, uri],
];

describe('two profiles that attach to one program', () => {
  it('names the other file', async () => {
    const texts = { 'apparmor.d/a': 'profile a /usr/bin/web { }', 'apparmor.d/b': 'profile b /usr/bin/web { }' };
    expect(await found(texts)).toEqual(bothOf('profile b in b', '/usr/bin/web', 'file:///etc/apparmor.d/b'));
  });

  it('fills in the variables of each file', async () => {
    const own = (path: string, name: string) => `@{exec_path} = ${path}\nprofile ${name} @{exec_path} { }`;
    const other = { 'apparmor.d/a': own('/usr/bin/web', 'a'), 'apparmor.d/b': own('/usr/bin/shop', 'b') };
    expect(await found(other)).toEqual([]);
    const same = { 'apparmor.d/a': own('/usr/bin/web', 'a'), 'apparmor.d/b': 'profile b "/usr/bin/web" { }' };
    expect(await found(same)).toEqual(bothOf('profile b in b', '/usr/bin/web', 'file:///etc/apparmor.d/b'));
  });

  it('reads variables from tunables', async () => {
    const text = (name: string) => `include <tunables/site>\nprofile ${name} @{site}/web { }`;
    const library = { 'tunables/site': '@{site} = /srv /opt\n' };
    const texts = { 'apparmor.d/a': text('a'), 'apparmor.d/b': text('b') };
    expect(await found(texts, library)).toEqual(bothOf('profile b in b', '{/srv,/opt}/web', 'file:///etc/apparmor.d/b'));
  });

  it('compares with files whose tunables the index has not read', async () => {
    const library = { 'tunables/site': '@{site} = /srv /opt\n' };
    const a = 'include <tunables/site>\n@{exec_path} = @{site}/web @{site}/webd\nprofile a @{exec_path} { }';
    const b = (path: string) => ({ 'apparmor.d/b': `@{exec_path} = ${path}\nprofile b @{exec_path} { }` });
    const at = (path: string) => bothOf('profile b in b', path, 'file:///etc/apparmor.d/b');
    expect(await found({ 'apparmor.d/a': a, ...b('@{site}/webd') }, library)).toEqual(at('{/srv,/opt}/webd'));
    expect(await found({ 'apparmor.d/a': a, ...b('/opt/webd') }, library)).toEqual(at('/opt/webd'));
    expect(await found({ 'apparmor.d/a': a, ...b('/usr/webd') }, library)).toEqual([]);
  });

  it('does not take the value of a variable from the wrong file', async () => {
    const texts = { 'apparmor.d/a': '@{dir} = /srv\nprofile a /srv/web { }', 'apparmor.d/b': 'profile b @{dir}/web { }' };
    expect(await found(texts)).toEqual([]);
    const added = { 'apparmor.d/a': 'profile a /srv/web { }', 'apparmor.d/b': '@{dir} += /srv\nprofile b @{dir}/web { }' };
    expect(await found(added)).toEqual([]);
    const recursive = { 'apparmor.d/a': '@{x} = @{y}\n@{y} = @{x}\nprofile a @{x}/web { }', 'apparmor.d/b': 'profile b /srv/web { }' };
    expect(await found(recursive)).toEqual([]);
  });

  it('leaves out what only some builds of a collection have', async () => {
    const a = { 'apparmor.d/a': 'profile a /srv/web { }' };
    const added = '@{exec_path} = /srv/webd\n#aa:only site\n@{exec_path} += /srv/web\n\nprofile b @{exec_path} { }';
    expect(await found({ ...a, 'apparmor.d/b': added })).toEqual([]);
    expect(await found({ ...a, 'apparmor.d/b': 'profile b /srv/web { } #aa:only site\n' })).toEqual([]);
    expect(await found({ ...a, 'apparmor.d/b': added.replace('#aa:only', '#') })).toHaveLength(1);
  });

  it('knows that patterns without a repetition match a whole path equally well', async () => {
    const texts = { 'apparmor.d/a': 'profile a /usr/bin/{web,webd} { }', 'apparmor.d/b': 'profile b /{,usr/}bin/webd { }' };
    expect(await found(texts)).toEqual(bothOf('profile b in b', '/usr/bin/webd', 'file:///etc/apparmor.d/b'));
  });

  it('leaves a profile of one of several programs its name', async () => {
    const texts = { 'apparmor.d/a': 'profile a /usr/bin/{web,webd} { }', 'apparmor.d/b': '/usr/bin/webd { }' };
    expect(await found(texts)).toEqual([]);
  });

  it.each([
    ['flags=(unconfined)', 'profile b /usr/bin/web flags=(unconfined) { }'],
    ['flags=(complain)', 'profile b /usr/bin/web flags=(complain) { }'],
  ])('does not ask for the mode: %s', async (_, b) => {
    expect(await found({ 'apparmor.d/a': 'profile a /usr/bin/web { }', 'apparmor.d/b': b })).toHaveLength(1);
  });

  it('knows that a name that is the path comes first', async () => {
    const [named, plain] = ['profile web /usr/bin/web { }', '/usr/bin/web { }'];
    expect(await found({ 'apparmor.d/a': named, 'apparmor.d/b': plain })).toEqual([
      [
        'web never attaches: profile /usr/bin/web in b is named /usr/bin/web, and the kernel takes a profile of that name first.',
        'file:///etc/apparmor.d/b',
      ],
    ]);
    expect(await found({ 'apparmor.d/b': plain, 'apparmor.d/a': named })).toEqual([]);
  });

  it('takes a name with a pattern as one among others', async () => {
    const texts = { 'apparmor.d/a': 'profile a /usr/bin/web* { }', 'apparmor.d/b': '/usr/bin/web* { }' };
    expect(await found(texts)).toEqual(bothOf('profile /usr/bin/web* in b', '/usr/bin/web*', 'file:///etc/apparmor.d/b'));
  });

  it('reads the sources of a collection as one folder', async () => {
    const texts = { 'apparmor.d/groups/x/a': 'profile a /usr/bin/web { }', 'apparmor.d/profiles-s-z/b': 'profile b /usr/bin/web { }' };
    expect(await found(texts)).toHaveLength(1);
  });

  it.each([
    ['the same name: one replaces the other', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/b': 'profile a /x { }' }],
    ['patterns that overlap', { 'apparmor.d/a': 'profile a /x/* { }', 'apparmor.d/b': 'profile b /x/y { }' }],
    ['extended attributes', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/b': 'profile b /x xattrs=(security.tag=1) { }' }],
    ['a namespace', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/b': 'profile :guest:b /x { }' }],
    ['a disabled file', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/disable/b': 'profile b /x { }' }],
    ['a local addition', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/local/b': 'profile b /x { }' }],
    ['another tree', { 'apparmor.d/a': 'profile a /x { }', 'extra/b': 'profile b /x { }' }],
    ['children', { 'apparmor.d/a': 'profile a /x { }', 'apparmor.d/b': 'profile b { profile c /x { } }' }],
    ['no attachment', { 'apparmor.d/a': 'profile a { }', 'apparmor.d/b': 'profile b { }' }],
  ])('leaves out %s', async (_, texts) => {
    expect(await found(texts)).toEqual([]);
  });

  it('follows the file as it is now, not as the workspace knew it', async () => {
    const part = await open('profile a /y { }', {}, 'apparmor.d/a');
    const before = (name: string, uri: string): Fact => ({
      kind: 'apparmor-attachment',
      name: '/x',
      detail: name,
      uri,
      span: { start: 0, end: 1 },
    });
    const facts = [before('b', part.uri), before('c', 'file:///etc/apparmor.d/c')];
    expect([...rule.check(part, { ...defaultContext, facts })]).toEqual([]);
  });
});
