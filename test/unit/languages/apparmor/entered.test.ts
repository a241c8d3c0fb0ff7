import { describe, expect, it } from 'vitest';
import { defaultContext, type Fact } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const rule = apparmor.rules.find(({ code }) => code === 'apparmor/unentered-profile')!;

const attached = { 'apparmor.d/shop': 'profile shop /usr/bin/shop { }' };

/** The profiles of the first file that nothing enters, when all lie in one workspace; paths count from `/etc`. */
async function found(texts: Readonly<Record<string, string>>, more: readonly Fact[] = [], library: Readonly<Record<string, string>> = {}) {
  const parts = await Promise.all(Object.entries(texts).map(([path, text]) => open(text, library, path)));
  const facts = parts.flatMap((part) => apparmor.facts!(part, () => defaultContext).map((fact): Fact => ({ ...fact, uri: part.uri })));
  const [first] = parts;
  return [...rule.check(first!, { ...defaultContext, facts: [...facts, ...more] })].map(({ message }) => message);
}

const unentered = (name: string) => [
  `No file of this folder enters the profile ${name}: it has no attachment, and no rule, pod or Compose file names it.`,
];
const uses = (name: string): Fact => ({ kind: 'uses-apparmor-profile', name, uri: 'file:///pod.yaml', span: { start: 0, end: 0 } });

describe('profiles that nothing enters', () => {
  const alone = { 'apparmor.d/a': 'profile helper { }', ...attached };

  it('reports one that nothing names', async () => {
    expect(await found(alone)).toEqual(unentered('helper'));
    expect(await found({ ...alone, 'apparmor.d/b': 'profile b /b { /x Px -> helpers, }' })).toEqual(unentered('helper'));
  });

  it.each([
    ['an exec rule', 'profile b /b { /x Px -> helper, }'],
    ['an exec rule with a fallback', 'profile b /b { /x rPUx -> helper, }'],
    ['a stack', 'profile b /b { /x Px -> b//&helper, }'],
    ['a stack on what runs', 'profile b /b { /x Px -> &helper, }'],
    ['a stack of a child of that name', 'profile b /b { /x Cx -> &helper, }'],
    ['a namespace', 'profile b /b { /x Px -> :guest:helper, }'],
    ['change_profile', 'profile b /b { change_profile -> helper, }'],
    ['a pattern', 'profile b /b { change_profile -> help*, }'],
    ['an alternative', 'profile b /b { change_profile -> {other,helper}, }'],
    ['its own variable', '@{next} = other helper\nprofile b /b { /x Px -> @{next}, }'],
    ['a variable of another file', 'profile b /b { /x Px -> @{kind}er, }'],
    ['pivot_root', 'profile b /b { pivot_root oldroot=/a /b -> helper, }'],
    ['a rule in a block', 'profile b /b { if $x { /x Px -> helper, } }'],
  ])('knows %s of another file', async (_, b) => {
    expect(await found({ ...alone, 'apparmor.d/b': b })).toEqual([]);
  });

  it.each([
    ['denies it', 'profile b /b { deny change_profile -> helper, }'],
    ['allows every profile', 'profile b /b { change_profile, }'],
    ['allows every profile by a pattern', 'profile b /b { change_profile -> **, }'],
    ['only sends signals', 'profile b /b { signal peer=helper, }'],
    ['limits links', 'profile b /b { /x rl -> helper, }'],
  ])('does not count a rule that %s', async (_, b) => {
    expect(await found({ ...alone, 'apparmor.d/b': b })).toEqual(unentered('helper'));
  });

  it('counts rules of the file, of what it includes and of fragments', async () => {
    expect(await found({ 'apparmor.d/a': 'profile helper { }\nprofile b /b { /x Px -> helper, }', ...attached })).toEqual([]);
    const included = { 'apparmor.d/a': 'profile helper { }\nprofile b /b { include <abstractions/run> }', ...attached };
    expect(await found(included, [], { 'abstractions/run': '/x Px -> helper,' })).toEqual([]);
    expect(await found({ ...alone, 'apparmor.d/abstractions/run': '/x Px -> helper,' })).toEqual([]);
  });

  it('counts pods and Compose files', async () => {
    expect(await found(alone, [uses('localhost/helper')])).toEqual([]);
    expect(await found(alone, [uses('helper')])).toEqual([]);
    expect(await found(alone, [uses('other')])).toEqual(unentered('helper'));
  });

  it.each([
    ['an attachment', 'profile helper /x { }'],
    ['a path as its name', '/usr/bin/helper { }'],
    ['an attachment by a variable', '@{exec_path} = /x\nprofile helper @{exec_path} { }'],
    ['a name that a runtime gives', 'profile docker-default { }'],
    ['a name after a unit', 'profile web.service { }'],
    ['the name of a hat', 'profile a /a { ^helper { } }'],
    ['a place in only some builds', '#aa:only site\nprofile helper { }\n'],
  ])('leaves out a profile with %s', async (_, a) => {
    expect(await found({ 'apparmor.d/a': a, ...attached })).toEqual([]);
  });

  it('says nothing where no other file of the folder attaches a profile', async () => {
    expect(await found({ 'apparmor.d/a': 'profile helper { }' })).toEqual([]);
    expect(await found({ 'apparmor.d/a': 'profile helper { }', 'apparmor.d/b': 'profile b { }' })).toEqual([]);
    expect(await found({ 'apparmor.d/a': 'profile helper { }', 'elsewhere/b': 'profile b /b { }' })).toEqual([]);
  });

  it('reports a child that its parent does not enter', async () => {
    const child = (rules: string) => found({ 'apparmor.d/a': `profile web /usr/bin/web { ${rules} profile worker { } }` });
    const lost = ['Nothing enters the child profile web//worker: it has no attachment and no rule names it.'];
    expect(await child('')).toEqual(lost);
    expect(await child('/x Px -> worker,')).toEqual(lost);
    expect(await child('/x Cx -> other,')).toEqual(lost);
    expect(await child('/x Cx -> worker,')).toEqual([]);
    expect(await child('/x Px -> web//worker,')).toEqual([]);
    expect(await child('change_profile -> @{profile_name}//worker,')).toEqual([]);
    expect(await child('include <local/web>')).toEqual([]);
  });

  it('knows a child that an include enters', async () => {
    const text = 'profile web /usr/bin/web { include <abstractions/run> profile worker { } }';
    expect(await found({ 'apparmor.d/a': text }, [], { 'abstractions/run': '/x Cx -> worker,' })).toEqual([]);
  });

  it('states one fact for each name, at no place', async () => {
    const part = await open('profile a /a { /x Px -> b, /y Px -> b, }', {}, 'apparmor.d/a');
    expect(apparmor.facts!(part, () => defaultContext).filter(({ kind }) => kind === 'apparmor-enters')).toEqual([
      { kind: 'apparmor-enters', name: 'b', span: { start: 0, end: 0 } },
    ]);
  });
});
