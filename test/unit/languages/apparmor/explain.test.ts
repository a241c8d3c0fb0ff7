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

const profile = `profile web flags=(attach_disconnected) {
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
  ['/root/.ssh/id r', '@{HOME}/.ssh/* r'],
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
    ['unix connect type=dgram peer=(label=db addr=@db-1)', 'deny', 1],
    ['dbus send bus=system path=/org/a interface=org.a.I member=Get peer=(name=org.a)', 'allow', 10],
    ['mount options=(bind ro) /a -> /b', 'allow', 11],
    ['mount options=bind /a/ -> /b/', 'deny', 1],
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
    expect((await ask('network inet stream')).markdown).toBe('`web` allows `network inet stream` by `network inet stream`, line 3.');
    expect((await ask('capability kill')).markdown).toBe(
      '`web` allows `capability kill` by `capability kill`, line 1 of own, which is included.',
    );
  });

  it('names what is allowed of it', async () => {
    const { markdown, json } = await ask('signal send');
    expect(markdown).toContain('Some of it is allowed: `signal send set=(hup term) peer=worker` (line 7).');
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
    const { json } = await ask('capability kill', 'profile a {\n  include <abstractions/base>\n}\n');
    expect(json.unread).toEqual(['include <abstractions/base>']);
  });

  it('says how to ask', async () => {
    expect((await ask('nonsense')).markdown).toContain('network inet stream');
  });

  it('offers the name of a profile where there are several', async () => {
    expect(apparmor.exampleQuery!(await open('profile a {\n}\nprofile b {\n}\n'))).toBe('a: /etc/shadow r');
    expect(apparmor.exampleQuery!(await open(profile))).toBe('/etc/shadow r');
  });
});
