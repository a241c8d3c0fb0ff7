import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import {
  accessWords,
  byteUnits,
  capabilityWords,
  mountOptionWords,
  networkDomains,
  networkProtocols,
  profileFlags,
  rlimits,
  signalNames,
  socketTypes,
  timeUnits,
  unixTypes,
} from '../../../../server/src/knowledge';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { hovered, open } from './helpers';

/** Rules with the words of a list, and the list; every word must have a hover. */
const lists: readonly (readonly [what: string, words: readonly string[], rule: (word: string) => string])[] = [
  ['capabilities', capabilityWords, (word) => `capability ${word},`],
  ['families', networkDomains, (word) => `network ${word},`],
  ['socket types', socketTypes, (word) => `network inet ${word},`],
  ['protocols', Object.values(networkProtocols).flat(), (word) => `network inet ${word},`],
  ['mount options', mountOptionWords(), (word) => `mount options=(${word}) /a -> /b,`],
  ['signals', [...signalNames, 'rtmin+7'], (word) => `signal set=(${word}),`],
  ['types of unix sockets', unixTypes, (word) => `unix type=${word},`],
  ['limits', Object.keys(rlimits), (word) => `set rlimit ${word} <= infinity,`],
  ['units of sizes', byteUnits, (word) => `set rlimit as <= 5 ${word},`],
  ['units of time', Object.keys(timeUnits), (word) => `set rlimit rttime <= 5 ${word},`],
  ...Object.entries(accessWords).map(
    ([verb, words]) =>
      [`accesses of ${verb}`, words, (word: string) => (verb === 'userns' ? `userns ${word},` : `${verb} (${word}),`)] as const,
  ),
];

const at = (word: string) => new RegExp(`(?<![\\w.+])${word.replace(/[.+]/g, '\\$&')}(?![\\w.])`, 'g');

describe('every word of the language has a hover', () => {
  it.each(lists)('%s', async (_, words, rule) => {
    const silent: string[] = [];
    for (const word of words) {
      const text = `profile x {\n  ${rule(word)}\n}\n`;
      const [found] = [...text.slice(14).matchAll(at(word))].slice(-1);
      const hover = apparmor.hover!(await open(text), 14 + found!.index, defaultContext);
      if (!hover?.markdown) silent.push(word);
    }
    expect(silent).toEqual([]);
  });

  it('flags', async () => {
    const values: Readonly<Record<string, string>> = { 'kill.signal': '=hup', error: '=EPERM', 'attach_disconnected.path': '=/x' };
    for (const flag of profileFlags) {
      const text = `profile x flags=(${flag}${values[flag] ?? ''}) {\n}\n`;
      expect(apparmor.hover!(await open(text), 17, defaultContext)?.markdown, flag).toBeTruthy();
    }
  });
});

describe('signs and small words', () => {
  it.each([
    ['@{X} |?= /a\n', 'unless it has been defined'],
    ['@{X} +|= /a\n', 'Adds values'],
    ['${B} |= true\n', 'Defines the variable'],
    ['${B} = n|ot true\n', 'is false'],
    ['${B} = true\nprofile x {\n  if ${|B} {\n  }\n}\n', 'Here: `true`'],
    ['ali|as /a -> /b,\n', 'another'],
    ['alias /a -|> /b,\n', 'then match too'],
    ['profile x xat|trs=(a) {\n}\n', 'extended attributes'],
    ['profile x fl|ags=(audit) {\n}\n', 'mode of the profile'],
    ['profile x {\n  include if ex|ists <a>\n}\n', 'Ignores the include'],
    ['profile x {\n  if a i|n b {\n  }\n}\n', 'every value of the left'],
    ['profile x {\n  mount options i|n (ro) /a,\n}\n', 'any flags of the list'],
    ['profile x {\n  /a px -|> y,\n}\n', 'profile in which the program is executed'],
    ['profile x {\n  change_profile -|> y,\n}\n', 'may change to'],
    ['profile x {\n  dbus send bus=ses|sion,\n}\n', 'login session'],
    ['profile x {\n  signal peer=uncon|fined,\n}\n', 'no profile confines'],
    ['profile x {\n  signal peer=|x,\n}\n', 'Defined in this file'],
    [
      'abi <abi/4|.0>,\n',
      'Not mediated, so nothing of these is denied and rules about them have no effect:\n\n- io_uring operations\n- System V message queues',
    ],
    [
      'abi <abi/4|.0>,\n',
      'changes of profile, network sockets, Unix sockets, D-Bus messages, signals, ptrace accesses, mounts, user namespaces and POSIX message queues.',
    ],
    ['abi <abi/4|.0>,\n', 'addresses and ports, interfaces'],
    ['abi <ker|nel>,\n', 'Everything that the running kernel mediates'],
    ['abi <abi/3.0>,\nabi <abi/4|.0>,\n', 'Without effect: another abi comes first'],
    ['profile x {\n  l sub|set /a -> /b,\n}\n', 'subset of those of the target'],
    ['profile x {\n  set rli|mit as <= 5 MB,\n}\n', 'setrlimit'],
  ])('%s', async (marked, says) => {
    expect(await hovered(marked)).toContain(says);
  });

  it('reads a pattern sign by sign', async () => {
    const text = '@{root} = /srv\nprofile x {\n  @{root}/{a,b}/**/[^x]?|.log r,\n}\n';
    const markdown = await hovered(text);
    for (const part of ['`**` | any text', '`?` | one character', '`[^…]`', '`{…,…}`', 'Filled in: `/srv/{a,b}/**/[^x]?.log`'])
      expect(markdown).toContain(part);
    expect(markdown).not.toContain('`*` |');
    expect(await hovered('profile x {\n  /tm|p/* r,\n}\n')).toContain('at least one character');
    expect(await hovered('profile x {\n  /tm|p/x r,\n}\n')).toBeUndefined();
  });
});

describe('the collection apparmor.d', () => {
  it.each([
    ['  /a r, #aa:on|ly apt\n', 'Keeps the line'],
    ['  #aa:dbus own bus=system na|me=org.web\n', 'dbus rules'],
    ['  /a| r, #aa:only apt\n', 'AppArmor'],
    ['  #aa:own| thing\n', undefined],
  ])('has a word on its directives: %j', async (line, expected) => {
    const said = await hovered(`profile web {\n${line}}\n`);
    if (expected === undefined) expect(said).toBeUndefined();
    else if (expected === 'AppArmor') expect(said ?? '').not.toContain('build directive');
    else expect(said).toContain(expected);
  });
  it('assigns what the parser would define', async () => {
    expect(await hovered('@{exec_path} = /usr/bin/web\nprofile web @{exec_path} {\n  @{exec_p|ath} mr,\n}\n')).not.toContain('since');
  });
});
