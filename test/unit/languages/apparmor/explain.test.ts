import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const default_ = (target: 'docker') => apparmor.baseline!(undefined, { ...defaultContext, target })!;

describe('questions', () => {
  it.each([
    [{ profile: 'docker-default', path: '/proc/sysrq-trigger', access: 'w' }, 'deny', 'deny @{PROC}/sysrq-trigger rwklx,'],
    [{ profile: 'docker-default', path: '/proc/1/attr/current', access: 'w' }, 'allow', 'file,'],
    [{ profile: 'docker-default', path: '/proc/sys/kernel/shmmax', access: 'w' }, 'allow', 'file,'],
    [{ profile: 'docker-default', path: '/proc/sys/kernel/core_pattern', access: 'w' }, 'deny', undefined],
    [{ path: '/sys/firmware/efi/x', access: 'r' }, 'deny', 'deny /sys/firmware/** rwklx,'],
    [{ capability: 'CAP_SYS_ADMIN' }, 'allow', 'capability,'],
  ])('%o', (query, decision, by) => {
    const { part, text } = default_('docker');
    const answer = apparmor.explain!(part, query, defaultContext);
    expect(answer.json.decision).toBe(decision);
    if (by) expect(text.slice(answer.by!.start, answer.by!.end)).toBe(by);
  });

  it.each([
    ['/srv/x rw', 'deny', 'profile web {\n  /srv/** r,\n}\n'],
    ['/srv/x r', 'deny', 'profile web {\n  /srv/** r,\n  deny /srv/x r,\n}\n'],
    ['/srv/x r', 'allow', 'profile web {\n  priority=1 /srv/** r,\n  deny /srv/x r,\n}\n'],
    ['r /srv/x', 'allow', 'profile web {\n  /srv/x r,\n}\n'],
    ['may this profile write /srv/x?', 'allow', 'profile web {\n  /srv/x w,\n}\n'],
    ['read and write /srv/x', 'deny', 'profile web {\n  /srv/x r,\n}\n'],
    ['can it execute "/srv/a b"', 'allow', 'profile web {\n  "/srv/a b" Px,\n}\n'],
    ['what about /srv/x', null, 'profile web {\n  /srv/x r,\n}\n'],
    ['web//guest: /srv/x r', 'deny', 'profile web {\n  /srv/x r,\n  ^guest {\n  }\n}\n'],
    ['capability kill', 'deny', 'profile web {\n  capability chown,\n}\n'],
  ])('%s is %s', async (query, decision, text) => {
    expect(apparmor.explain!(await open(text), query, defaultContext).json.decision).toBe(decision);
  });
});

describe('a file that a profile includes more than once counts where it is included first', () => {
  const files = { 'local/x': '/etc/secret r,\n' };
  const header = '$on = true\n$off = false\nprofile web {\n';
  it.each([
    ['owner { include <local/x> } include <local/x>', 'allow', 'deny'],
    ['include <local/x> owner { include <local/x> }', 'allow', 'allow'],
    ['include <local/x> deny { include <local/x> }', 'allow', 'allow'],
    ['deny { include <local/x> } include <local/x>', 'deny', 'deny'],
    ['if $off { include <local/x> } include <local/x>', 'deny', 'deny'],
    ['if $on { include <local/x> } else { include <local/x> }', 'allow', 'allow'],
  ])('%s', async (body, own, others) => {
    const part = await open(`${header}${body}\n}\n`, files);
    const decision = (question: string) => apparmor.explain!(part, question, defaultContext).json.decision;
    expect([decision('owner /etc/secret r'), decision('other /etc/secret r')]).toEqual([own, others]);
    const nothing = await open(`${header}}\n`);
    const subjects = apparmor.diff!(nothing, part, defaultContext).map(({ subject }) => subject);
    expect(subjects).toEqual(own === 'deny' ? [] : [others === 'deny' ? 'owner /etc/secret r' : '/etc/secret r']);
  });

  it('and once more in a child profile', async () => {
    const part = await open('profile web {\n  include <local/x>\n  profile child {\n    include <local/x>\n  }\n}\n', files);
    expect(apparmor.explain!(part, 'web//child: /etc/secret r', defaultContext).json.decision).toBe('allow');
  });
});

const profile = `abi <abi/5.0>, profile web flags=(attach_disconnected) {
  include <abstractions/own>
  network inet stream,
  network connect inet6 dgram,
  network unix dgram,
  deny network inet raw,
  signal send set=(hup term) peer=worker,
  ptrace (read, readby) peer=web//*,
  unix (connect, send) type=stream peer=(label=db, addr="@db-*"),
  dbus send bus=system path=/org/a interface=org.a.I member={Get,Set} peer=(name=org.a),
  mount options=(ro, bind) /a/ -> /b/,
  mount fstype=tmpfs options in (nosuid, nodev) -> /tmp/**/,
  umount /b/,
  remount options=ro /b/,
  pivot_root oldroot=/o/ /n/,
  capability chown,
  change_profile -> worker,
  mqueue (read, open) type=posix /q,
  io_uring sqpoll,
  deny userns,
}
`;
const own = 'capability kill,\n/own/** r,\n';

it.each([
  ['/home/ada/x r', '@{HOME}/x r'],
  ['/home/ada/.ssh/id r', '@{HOME}/.ssh/* r'],
  ['/home/ada/ r', '@{HOME}/ r'],
  ['/home/ada/x r', '@{HOMEDIRS}/*/x r'],
  ['/var/run/user/1000/bus r', '@{run}/user/@{uid}/bus r'],
  ['/proc/4711/task/12/stat r', '@{PROC}/@{pid}/task/@{tid}/stat r'],
  ['/sys/kernel/x r', '@{sys}/kernel/x r'],
  ['/lib/x86_64-linux-gnu/a r', '/lib/@{multiarch}/a r'],
])('knows the variables that AppArmor ships: %s by %s', async (query, rule) => {
  const part = await open(`include <tunables/global>\nprofile web {\n  ${rule},\n}\n`);
  expect(apparmor.explain!(part, query, defaultContext).json.decision).toBe('allow');
});

describe('rules of one kind that say what rules of another do', () => {
  it.each([
    ['network', 'unix connect type=stream peer=(label=x)', 'allow'],
    ['network unix', 'unix bind type=dgram addr=@x', 'allow'],
    ['network unix stream', 'unix bind type=dgram addr=@x', 'deny'],
    ['network stream', 'unix connect type=stream peer=(label=x)', 'allow'],
    ['network tcp', 'unix connect type=stream peer=(label=x)', 'deny'],
    ['network tcp', 'network inet6 stream', 'allow'],
    ['network icmp', 'network inet6 raw', 'deny'],
    ['network ip=10.0.0.1', 'network netlink raw', 'deny'],
    ['unix type=stream', 'network unix stream', 'allow'],
    ['unix type=stream peer=(label=x)', 'network unix stream', 'deny'],
    ['unix addr=@x', 'unix create type=stream', 'allow'],
    ['unix addr=@x', 'unix bind type=stream addr=@y', 'deny'],
    ['mount', 'remount options=(ro bind) /b/', 'allow'],
    ['mount', 'mount options=rslave -> /b/', 'allow'],
    ['mount', 'umount /b/', 'deny'],
    ['mount /a/ -> /b/', 'remount options=ro /b/', 'deny'],
    ['mount -> /b/', 'remount options=ro /b/', 'allow'],
    ['mount fstype=ext4', 'mount options=bind /a/ -> /b/', 'deny'],
    ['mount fstype=(ext4, ext3)', 'mount fstype=ext3 options=ro /dev/x -> /b/', 'allow'],
    ['mount options in (ro, remount)', 'remount options=ro /b/', 'allow'],
    ['mount options=(ro, remount)', 'remount options=ro /b/', 'allow'],
    ['mount options in (ro, bind)', 'mount options=(rw bind) /a/ -> /b/', 'allow'],
    ['mount options=(rw, rslave) -> /b/', 'mount options=rslave -> /b/', 'allow'],
    ['mount options=slave -> /b/', 'mount options=rslave -> /b/', 'deny'],
    ['remount', 'remount options=(ro nosuid) /b/', 'allow'],
    ['umount options=ro /b/', 'umount /b/', 'allow'],
    ['pivot_root /b/', 'pivot_root oldroot=/a/ /b/', 'allow'],
    ['change_profile /bin/a -> x', 'change_profile /bin/a -> x', 'allow'],
    ['change_profile /bin/a -> x', 'change_profile -> x', 'deny'],
    ['change_profile -> x', 'change_profile /bin/a -> x', 'allow'],
  ])('%s: %s is %s', async (rule, query, decision) => {
    expect(apparmor.explain!(await open(`profile web {\n  ${rule},\n}\n`), query, defaultContext).json.decision).toBe(decision);
  });
});

describe('whose files', () => {
  const text = `profile web {
  user /own r,
  owner { /blocked r, }
  /srv/** rw,
  deny owner /srv/x r,
  /half r,
  deny other /half r,
}
`;
  it.each([
    ['/own r', 'allow', 'owner'],
    ['owner /own r', 'allow', undefined],
    ['other /own r', 'deny', undefined],
    ['/blocked r', 'allow', 'owner'],
    ['/srv/x r', 'allow', 'other'],
    ['/srv/x w', 'allow', undefined],
    ['/srv/x rw', 'allow', 'other'],
    ['/half r', 'allow', 'owner'],
    ['/none r', 'deny', undefined],
  ])('%s: %s, %s', async (query, decision, only) => {
    const { json } = apparmor.explain!(await open(text), query, defaultContext);
    expect([json.decision, json.only]).toEqual([decision, only]);
  });

  it('names the rule against the others', async () => {
    expect(apparmor.explain!(await open(text), '/srv/x r', defaultContext).markdown).toBe(
      '`web` allows `/srv/x r` by `/srv/** rw`, [line 4](#L4).\n\nOnly for files of other users: `deny owner /srv/x r` ([line 5](#L5)) denies it for the rest.',
    );
  });
});

describe('questions about more than one file', () => {
  const text = 'profile web {\n  /srv/** rw,\n  deny /srv/secret/* w,\n  /log/[ab] a,\n}\n';
  it.each([
    ['/srv/** r', 'allow'],
    ['/srv/a/* w', 'allow'],
    ['/srv/** w', 'deny'],
    ['/log/a a', 'allow'],
    ['/log/* a', 'deny'],
  ])('%s is %s', async (query, decision) => {
    expect(apparmor.explain!(await open(text), query, defaultContext).json.decision).toBe(decision);
  });

  it('says what of a pattern is denied, and what is allowed', async () => {
    const of = async (query: string) => apparmor.explain!(await open(text), query, defaultContext);
    expect((await of('/srv/** w')).markdown).toContain('denies some of `/srv/** w` by `deny /srv/secret/* w`, [line 3](#L3).');
    expect((await of('/srv/** w')).json.partly).toEqual(['/srv/** rw']);
    expect((await of('/log/* a')).json.partly).toEqual(['/log/[ab] a']);
  });
});

it.each([
  ['may this profile write /srv/x?', '/srv/x w'],
  ['can it read or execute "/srv/a b"?', '"/srv/a b" rx'],
  ['/srv/x rPx', '/srv/x rx'],
  ['append /srv/x', '/srv/x a'],
  ['owner /srv/x rw', 'owner /srv/x rw'],
])('reads %s as %s', async (query, text) => {
  expect(apparmor.explain!(await open('profile web {\n}\n'), query, defaultContext).markdown).toContain(`denies \`${text}\``);
});

it.each(['/srv/x q', '/srv/x rp', 'what about /srv/x'])('does not guess: %s', async (query) => {
  expect(apparmor.explain!(await open('profile web {\n}\n'), query, defaultContext).json.decision).toBe(null);
});

it('asks of a link that it allows no more than its target', async () => {
  const of = async (rules: string) => apparmor.explain!(await open(`profile web {\n${rules}\n}\n`), 'link /a -> /b', defaultContext);
  expect((await of('/a rwl, /b r,')).markdown).toContain('the link would allow more than its target, which does not have `wa`');
  expect((await of('/a rwl, /b rw,')).json.decision).toBe('allow');
  expect((await of('/a rw, link /a -> /b,')).json.decision).toBe('allow');
  expect((await of('/a rw, link subset /a -> /b,')).json.decision).toBe('deny');
});

it('leaves to the user what a prompt rule says', async () => {
  const part = await open('profile web {\n  prompt /a r,\n  prompt /b r,\n  /b r,\n}\n');
  const of = (query: string) => apparmor.explain!(part, query, defaultContext);
  expect([of('/a r').json.decision, of('/b r').json.decision]).toEqual(['prompt', 'allow']);
  expect(of('/a r').markdown).toBe('`web` asks the user about `/a r` by `prompt /a r`, [line 2](#L2).');
});

it('does not count what apparmor_parser drops', async () => {
  const part = await open('profile web {\n  { capability chown, /a r, }\n}\n');
  const { json, markdown } = apparmor.explain!(part, 'capability chown', defaultContext);
  expect([json.decision, json.dropped]).toEqual(['deny', ['capability chown']]);
  expect(markdown).toContain('drops such rules inside of a block: `capability chown` ([line 2](#L2))');
  expect(apparmor.explain!(part, '/a r', defaultContext).json.decision).toBe('allow');
});

it('names what is denied of something that is allowed as a whole', async () => {
  const part = await open('profile web {\n  network,\n  deny network inet raw,\n}\n');
  expect(apparmor.explain!(part, 'network inet', defaultContext).json).toEqual({ decision: 'allow', except: ['deny network inet raw'] });
});

describe('questions about more than files', () => {
  const ask = async (query: string | Record<string, unknown>, text = profile) =>
    apparmor.explain!(await open(text, { 'abstractions/own': own }), query, defaultContext);

  it.each([
    ['network inet stream', 'allow', 3],
    ['network inet tcp', 'allow', 3],
    ['network connect inet stream', 'allow', 3],
    ['network connect inet6 udp', 'allow', 4],
    ['network bind inet6 dgram', 'deny', 1],
    ['network inet6 dgram', 'deny', 1],
    ['network inet raw', 'deny', 6],
    ['network netlink raw', 'deny', 1],
    ['signal send set=hup peer=worker', 'allow', 7],
    ['signal send set=(hup term) peer=worker', 'allow', 7],
    ['signal send set=(hup kill) peer=worker', 'deny', 1],
    ['signal (send receive) set=hup peer=worker', 'deny', 1],
    ['signal send peer=worker', 'deny', 1],
    ['ptrace r peer=web//guest', 'allow', 8],
    ['ptrace trace peer=web//guest', 'deny', 1],
    ['unix connect type=stream peer=(label=db addr=@db-1)', 'allow', 9],
    ['unix connect type=dgram peer=(label=db addr=@db-1)', 'allow', 5],
    ['unix connect type=seqpacket peer=(label=db addr=@db-1)', 'deny', 1],
    ['unix connect type=stream peer=(label=other addr=@db-1)', 'deny', 1],
    ['network unix dgram', 'allow', 5],
    ['network tcp', 'deny', 1],
    ['dbus send bus=system path=/org/a interface=org.a.I member=Get peer=(name=org.a)', 'allow', 10],
    ['mount options=(bind ro) /a -> /b', 'allow', 11],
    ['mount options=bind /a/ -> /b/', 'allow', 11],
    ['mount options=rbind /a/ -> /b/', 'deny', 1],
    ['mount options=ro /a/ -> /b/', 'deny', 1],
    ['mount options=nosuid none -> /tmp/x/y/', 'deny', 1],
    ['mount fstype=tmpfs options=(nosuid nodev noexec) none -> /tmp/x/y/', 'deny', 1],
    ['mount options=rslave -> /b/', 'deny', 1],
    ['mount fstype=tmpfs options=nosuid none -> /tmp/x/y/', 'allow', 12],
    ['umount /b', 'allow', 13],
    ['remount options=ro /b/', 'allow', 14],
    ['pivot_root oldroot=/o/ /n/', 'allow', 15],
    ['capability CAP_CHOWN', 'allow', 16],
    ['capability chown kill', 'allow', 16],
    ['capability kill', 'allow', 2],
    ['change_profile -> worker', 'allow', 17],
    ['change_profile -> other', 'deny', 1],
    ['mqueue open type=posix /q', 'allow', 18],
    ['io_uring sqpoll', 'allow', 19],
    ['io_uring override_creds', 'deny', 1],
    ['userns create', 'deny', 20],
    ['/own/x r', 'allow', 2],
  ])('%s: %s by line %i', async (query, decision, line) => {
    const { json, by } = await ask(query);
    expect({ decision: json.decision, line: profile.slice(0, by!.start).split('\n').length }).toEqual({ decision, line });
  });

  it.each([
    [{ network: 'inet stream' }, 'allow'],
    [{ profile: 'web', signal: 'send set=hup peer=worker' }, 'allow'],
    [{ ptrace: 'trace peer=x' }, 'deny'],
    [{ capability: 'chown' }, 'allow'],
    [{ userns: '' }, 'deny'],
    [{ path: '/own/x' }, 'allow'],
    [{ network: 'nonsense, /a' }, null],
    [{ other: 1 }, null],
  ])('of a batch: %o', async (query, decision) => {
    expect((await ask(query)).json.decision).toBe(decision);
  });

  it('names the rule and its line', async () => {
    expect((await ask('network inet stream')).markdown).toBe('`web` allows `network inet stream` by `network inet stream`, [line 3](#L3).');
    expect((await ask('capability kill')).markdown).toBe(
      '`web` allows `capability kill` by `capability kill`, [line 1](file:///etc/apparmor.d/abstractions/own#L1) of own, which is included.',
    );
  });

  it('names what is allowed of it', async () => {
    const { markdown, json } = await ask('signal send');
    expect(markdown).toContain('Some of it is allowed: `signal send set=(hup term) peer=worker` ([line 7](#L7)).');
    expect(json.partly).toEqual(['signal send set=(hup term) peer=worker']);
    expect((await ask('signal receive')).json.partly).toBeUndefined();
    expect((await ask('network inet6')).json.partly).toEqual(['network connect inet6 dgram']);
  });

  it('says what the mode of the profile does with a denial', async () => {
    const of = (flag: string) => ask('capability kill', `profile a flags=(${flag}) {\n}\n`);
    expect((await of('complain')).markdown).toContain('logged and goes through');
    expect((await of('kill')).markdown).toContain('is killed');
    expect((await of('default_allow')).json.decision).toBe('allow');
  });

  it('says which includes could not be read', async () => {
    const text = 'profile a {\n  include <abstractions/base>\n  include <local/a>\n  capability chown,\n  deny capability setuid,\n}\n';
    const unread = ['include <abstractions/base>', 'include <local/a>'];
    expect((await ask('capability kill', text)).json).toEqual({ decision: 'unknown', unread });
    expect((await ask('capability kill', text)).markdown).toContain('It is not known whether `a` allows `capability kill`');
    // What AppArmor ships denies nothing of the kind; a file of one's own may.
    expect((await ask('capability chown', text)).json).toEqual({ decision: 'allow', unread: ['include <local/a>'] });
    expect((await ask('capability setuid', text)).json).toEqual({ decision: 'deny' });
  });

  it('says how to ask', async () => {
    expect((await ask('nonsense')).markdown).toContain('network inet stream');
  });

  it('offers the name of a profile where there are several', async () => {
    expect(apparmor.exampleQuery!(await open('profile a {\n}\nprofile b {\n}\n'))).toBe('a: /etc/shadow r');
    expect(apparmor.exampleQuery!(await open(profile))).toBe('/etc/shadow r');
  });
});
