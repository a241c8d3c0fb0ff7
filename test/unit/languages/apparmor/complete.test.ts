import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, type Fact, span } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { completions, cursor, open } from './helpers';

const inProfile = (body: string) => `profile web {\n  ${body}\n}\n`;

describe('completion', () => {
  it.each([
    ['top of a file', '|', ['profile', 'abi', 'include'], ['capability', 'network']],
    ['start of a rule', inProfile('|'), ['capability', 'network', 'deny', 'include', 'profile'], ['abi']],
    ['half a keyword', inProfile('cap|'), ['capability'], []],
    ['after a finished rule', inProfile('/a r,\n  |'), ['capability', 'audit'], ['r']],
    ['after audit', inProfile('audit |'), ['deny', 'owner', 'network'], ['audit', 'priority']],
    ['after owner', inProfile('owner |'), ['file', 'link'], ['network', 'deny']],
    ['capabilities', inProfile('capability chown s|'), ['setuid', 'sys_admin'], ['chown', 'network']],
    ['permissions', inProfile('/usr/bin/x |'), ['r', 'ix', 'Px', 'rw'], ['capability']],
    ['permissions of a deny rule', inProfile('deny /usr/bin/x |'), ['x', 'w'], ['Px', 'ix']],
    ['transition targets', `profile other {\n}\n${inProfile('/usr/bin/x px -> |')}`, ['other', 'web'], ['r']],
    ['network families', inProfile('network |'), ['inet', 'stream', 'connect', 'ip'], ['tcp']],
    ['network types', inProfile('network inet |'), ['stream', 'tcp', 'icmp'], ['inet6']],
    ['access list', inProfile('signal (send |) peer=web,'), ['receive'], ['set', 'send']],
    ['signals', inProfile('signal set=(hup |'), ['term', 'kill'], ['send']],
    ['a bus', inProfile('dbus send bus=|'), ['system', 'session'], ['send']],
    ['inside peer', inProfile('unix connect peer=(|'), ['label', 'addr'], ['type']],
    ['mount options', inProfile('mount options=(rw |'), ['bind', 'ro'], ['fstype']],
    ['mount conditions', inProfile('mount |'), ['fstype', 'options'], ['bind']],
    ['limits', inProfile('set rlimit |'), ['nofile', 'cpu'], ['infinity']],
    ['units', inProfile('set rlimit as <= 5 |'), ['MB', 'G'], ['min']],
    ['flags', 'profile web flags=(complain |', ['attach_disconnected', 'audit'], ['complain', 'flags']],
    ['header', 'profile web |', ['flags', 'xattrs'], ['complain']],
    ['abstractions', inProfile('include <abs|'), ['<abstractions/base>', '<abstractions/nameservice>'], ['capability']],
    ['tunables', 'include <|', ['<tunables/global>'], ['<abstractions/base>']],
    ['abis', 'abi <|', ['<abi/4.0>', '<kernel>'], ['<tunables/global>']],
    ['variables', '@{site} = /srv\nprofile web {\n  @{s|}/x r,\n}\n', ['@{site}', '@{profile_name}'], ['capability']],
    ['before other rules', 'profile web {\n  mount,\n  capability |\n  /a r,\n}\n', ['chown'], ['include']],
    ['before another profile', 'profile web {\n  network |\n\n  profile helper {\n    /a r,\n  }\n}\n', ['inet'], ['include']],
    ['at the start of a line', 'profile web {\n  mount,\n  |\n  /a r,\n}\n', ['capability'], ['chown']],
    ['behind another profile', 'profile web {\n  profile helper {\n    /a r,\n  }\n  |\n  /a r,\n}\n', ['capability'], ['chown']],
    ['mount options behind a comma', inProfile('mount options=(ro, |)'), ['bind', 'nosuid'], ['include', 'ro']],
    ['mount options behind a comma, the list open', inProfile('mount options=(ro, |'), ['bind'], ['include']],
    ['signals behind a comma', inProfile('signal set=(hup, |) peer=web,'), ['term'], ['include', 'hup']],
    ['access words behind a comma', inProfile('network (send, |) inet,'), ['receive'], ['include', 'inet']],
    ['flags behind a comma', 'profile web flags=(complain, |) {\n}\n', ['audit'], ['complain', 'include']],
    ['the signal of a flag', 'profile web flags=(kill.signal=|) {\n}\n', ['hup', 'term'], ['complain']],
    ['the error of a flag', 'profile web flags=(audit error=E|) {\n}\n', ['EPERM', 'EACCES'], ['complain']],
    ['inside a path', '@{site} = /srv\nprofile web {\n  @{site}/|\n}\n', [], ['r', 'include']],
    ['paths written elsewhere', inProfile('/etc/nginx/*.conf r,\n  /etc/|\n  /srv/x r,'), ['/etc/nginx/*.conf'], ['/srv/x', 'include']],
    ['behind permissions to execute', inProfile('/bin/x rPx |'), ['->'], ['r']],
    ['behind other permissions', inProfile('/bin/x rw |'), [], ['->', 'r']],
    ['behind a limit', inProfile('set rlimit as |'), ['<='], ['nofile']],
    ['a type of file system', inProfile('mount fstype=|'), ['ext4', 'tmpfs'], ['options']],
    ['behind a mount source', inProfile('mount options=bind /a/ |'), ['->'], ['fstype']],
    ['behind a link', inProfile('link /a |'), ['->'], ['subset']],
    ['behind change_profile', inProfile('change_profile |'), ['->', 'unsafe'], []],
    ['behind a program to change at', inProfile('change_profile /bin/x |'), ['->'], ['unsafe']],
    ['targets of cx', `profile other {\n}\n${inProfile('/bin/x cx -> |,\n  profile kid {\n  }')}`, ['kid'], ['other', 'web//kid', 'web']],
    ['a test', '@{site} = /srv\n${fast} = true\nprofile web {\n  if |\n}\n', ['defined', 'not', '${fast}'], ['and', 'or']],
    ['what is defined', '@{site} = /srv\n${fast} = true\nprofile web {\n  if defined |\n}\n', ['@{site}', '${fast}'], ['not']],
    ['behind a test', '${fast} = true\nprofile web {\n  if ${fast} |\n}\n', ['and', 'or'], ['not', 'defined']],
    ['a priority', inProfile('priority=|'), [], ['audit']],
    ['behind a rule on its line', inProfile('/a r,|'), [], ['include']],
    ['behind a rule and a blank', inProfile('/a r, |'), [], ['include']],
    ['a second rule on a line', inProfile('/a r, c|'), ['capability'], []],
    ['an alias', 'alias |', [], ['profile']],
    ['the second word of include if', 'include if |\nprofile web {\n}\n', ['exists'], ['profile', '<tunables/global>']],
    ['more values of a variable', '@{site} += |\nprofile web {\n}\n', [], ['profile', 'include']],
    ['the name of a profile before others', 'profile |\nprofile web {\n}\n', [], ['capability', 'flags']],
    ['the name of a hat before rules', inProfile('hat |\n  /a r,'), [], ['capability', 'flags']],
    ['a header without its brace', 'profile new |\nprofile web {\n}\n', ['flags'], ['capability']],
    ['flags without parentheses', 'profile web flags=| {\n}\n', ['complain'], ['xattrs']],
    ['flags beside a mode', 'profile web flags=(enforce, mediate_deleted, |) {\n}\n', ['audit'], ['complain', 'delegate_deleted']],
    ['a path in quotes', inProfile('"/srv/my data/*" r,\n  "/srv/|"'), ['"/srv/my data/*"'], ['include']],
    ['a name in quotes', inProfile('change_profile -> "o|",'), [], ['include', 'web']],
    ['behind a closing brace', 'profile web {\n}|', ['profile', 'abi'], ['capability']],
    ['the end of a file', `${inProfile('/a r,')}\n|`, ['profile'], ['capability', 'else']],
    ['the end of a profile', 'profile web {\n  capability chown,\n\n  |\n}\n', ['capability'], ['chown']],
    ['an open rule at the end of a profile', 'profile web {\n  capability chown\n\n  |\n}\n', ['setuid'], ['capability']],
    ['behind an if', inProfile('if defined @{x} {\n  } |\n  /a r,'), ['else', 'capability'], []],
    ['behind an else', inProfile('if true {\n  } else {\n  }\n  |'), ['capability'], ['else']],
    ['targets of a link', '@{site} = /srv\nprofile web {\n  /a l -> |\n}\n', ['@{site}'], ['web']],
    ['where a mount goes', '@{site} = /srv\nprofile web {\n  mount /a/ -> |\n}\n', ['@{site}'], ['web']],
    ['conditions of a bus name', inProfile('dbus bind |'), ['bus', 'name'], ['path', 'peer']],
    ['conditions of a message', inProfile('dbus (send, receive) |'), ['bus', 'path', 'peer'], ['name']],
    ['conditions of a listener', inProfile('dbus eavesdrop |'), ['bus'], ['name', 'path']],
    ['the other side of a message', inProfile('dbus send peer=(|)'), ['name', 'label'], ['path']],
    ['sockets without addresses', inProfile('network netlink |'), ['raw', 'peer'], ['ip', 'port']],
    ['behind an option word', inProfile('mount options |'), ['in'], ['->', 'fstype']],
    ['in a broken file', 'profile broken {\n  /x zz\n  capability |\n}\n', ['chown'], []],
  ])('%s', async (_, text, wanted, unwanted) => {
    const labels = await completions(text);
    expect(labels).toEqual(expect.arrayContaining(wanted));
    for (const label of unwanted) expect(labels).not.toContain(label);
  });

  it('offers what the workspace brings, before what AppArmor does', async () => {
    const fact = (name: string, detail?: string): Fact => ({
      kind: 'apparmor-fragment',
      name,
      ...(detail && { detail }),
      uri: 'file:///x',
      span: span(0, 0),
    });
    const context = { ...defaultContext, facts: [fact('abstractions/queue', 'The queue'), fact('tunables/queue'), fact('local/web')] };
    const offered = async (marked: string, path?: string) => {
      const { text, offset } = cursor(marked);
      const items = apparmor.complete!(await open(text, {}, path, context), offset, context);
      return [...items].sort((a, b) => (a.sort! < b.sort! ? -1 : 1)).map(({ label, detail }) => `${label} ${detail}`);
    };
    expect((await offered(inProfile('include <|>'))).slice(1, 3)).toEqual([
      '<abstractions/queue> The queue',
      '<local/web> in the workspace',
    ]);
    expect((await offered('include <|>')).slice(1, 2)).toEqual(['<tunables/queue> in the workspace']);
    expect((await offered('include <|>', 'apparmor.d/tunables/x')).slice(1, 2)).toEqual(['<tunables/queue> in the workspace']);
  });

  it.each([
    ['start of a rule', inProfile('|'), ['include', 'capability', 'network', 'owner', 'deny']],
    ['network', inProfile('network |'), ['inet', 'inet6', 'unix', 'netlink', 'stream']],
    ['network inet', inProfile('network inet |'), ['stream', 'dgram', 'tcp', 'udp', 'raw']],
    ['mount options', inProfile('mount options=(|)'), ['ro', 'rw', 'bind', 'rbind', 'remount']],
    ['variables', '@{site} = /srv\nprofile web {\n  @{|\n}\n', ['@{site}', '@{profile_name}']],
    ['mount', inProfile('mount |'), ['options', 'fstype', '->']],
  ])('most useful first: %s', async (_, marked, first) => {
    const { text, offset } = cursor(marked);
    const items = [...apparmor.complete!(await open(text), offset, defaultContext)];
    const labels = items.sort((a, b) => ((a.sort ?? a.label) < (b.sort ?? b.label) ? -1 : 1)).map(({ label }) => label);
    expect(labels.slice(0, first.length)).toEqual(first);
  });

  it('says nothing inside a comment', async () => {
    expect(await completions(inProfile('# cap|'))).toEqual([]);
  });

  it.each([
    ['profile web {\n  include <abstr|>\n}\n', '<abstractions/base>', 'profile web {\n  include <abstractions/base>\n}\n'],
    ['profile web {\n  @{PR|}/x r,\n}\n', '@{profile_name}', 'profile web {\n  @{profile_name}/x r,\n}\n'],
    ['profile web {\n  capability sys_a|\n}\n', 'sys_admin', 'profile web {\n  capability sys_admin\n}\n'],
    ['profile web {\n  /x r|,\n}\n', 'rw', 'profile web {\n  /x rw,\n}\n'],
  ])('%s takes %s', async (marked, label, result) => {
    const { text, offset } = cursor(marked);
    const item = apparmor.complete!(await open(text), offset, defaultContext).find((one) => one.label === label)!;
    expect(applyEdits(text, [{ span: item.span, text: item.insert }])).toBe(result);
  });
});
