import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext } from '../../../../server/src/core';
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
    ['in a broken file', 'profile broken {\n  /x zz\n  capability |\n}\n', ['chown'], []],
  ])('%s', async (_, text, wanted, unwanted) => {
    const labels = await completions(text);
    expect(labels).toEqual(expect.arrayContaining(wanted));
    for (const label of unwanted) expect(labels).not.toContain(label);
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
