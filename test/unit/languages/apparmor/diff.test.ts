import { describe, expect, it } from 'vitest';
import { type Change, defaultContext, mirror, type Target } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';

const targets: Target[] = ['docker', 'containerd', 'cri-o', 'podman'];
const default_ = (target: Target) => apparmor.baseline!(undefined, { ...defaultContext, target })!;
const short = (changes: readonly Change[]) => changes.map(({ direction, subject }) => `${direction} ${subject}`);
const compare = async (before: string, after: string) => apparmor.diff!(await open(before), await open(after), defaultContext);

describe('the default of a runtime', () => {
  it.each(targets)('%s has no error and no difference to itself', (target) => {
    const { part } = default_(target);
    const found = apparmor.rules.flatMap((rule) =>
      [...rule.check(part, defaultContext)].map((report) => ({ code: rule.code, severity: rule.severity, ...report })),
    );
    expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(apparmor.diff!(part, part, defaultContext)).toEqual([]);
  });

  it('differs between runtimes where their templates do', () => {
    const changes = short(apparmor.diff!(default_('containerd').part, default_('docker').part, defaultContext));
    expect(changes).toEqual(['tightened network alg']);
  });

  it('is chosen by the name of the profile', async () => {
    const part = await open('profile crio-default-web {\n  file,\n}\n');
    expect(apparmor.baseline!(part, defaultContext)!.fileName).toBe('crio-default');
  });

  it("is laid out in the file's order", async () => {
    const part = await open('profile web {\n  umount,\n  file,\n  network,\n}\n');
    const { text } = apparmor.baseline!(part, { ...defaultContext, target: 'docker' })!;
    const at = (rule: string) => text.indexOf(`\n  ${rule},`);
    expect(at('umount')).toBeLessThan(at('file'));
    expect(at('file')).toBeLessThan(at('network'));
  });
});

describe('difference', () => {
  const profile = (...rules: string[]) => `profile web {\n${rules.map((rule) => `  ${rule},\n`).join('')}}\n`;

  it.each<[string, string, string[]]>([
    [profile('/srv/** r'), profile('/srv/www/* r'), ['tightened /srv/** r']],
    [profile('/srv/www/* r'), profile('/srv/** r'), ['loosened /srv/** r']],
    [profile('/srv/{a,b}/** r'), profile('/srv/a/** r', '/srv/b/** r'), []],
    [profile('/log w'), profile('/log a'), ['tightened /log w']],
    [profile('file', 'deny /etc/shadow r'), profile('file'), ['loosened /etc/shadow r']],
    [profile('/srv/** r', 'deny /etc/shadow r'), profile('/srv/** r'), []],
    [profile('/x r'), profile('/x r', '/y rw', 'deny /y rw'), []],
    [profile('capability chown'), profile('capability'), ['loosened every capability']],
    [profile('network inet tcp'), profile('network inet stream'), []],
    [profile('network inet'), profile('network'), ['loosened every kind of socket']],
    [profile('/bin/x ix'), profile('/bin/x Px'), ['altered /bin/x Px', 'altered /bin/x ix']],
    [profile('signal (send receive) peer=web'), profile('signal (receive) peer=@{profile_name}'), ['tightened signal peer=SELF send']],
    [profile('file').replace('{', 'flags=(complain) {'), profile('file'), ['tightened mode']],
    ['@{a} = /srv\nprofile web {\n  @{a}/x r,\n}\n', profile('/srv/x r'), []],
  ])('%s → %s', async (before, after, wanted) => {
    expect(short(await compare(before, after))).toEqual(wanted);
    const back = await compare(after, before);
    const sort = (changes: readonly Change[]) => changes.map((change) => JSON.stringify(change, Object.keys(change).sort())).sort();
    expect(sort(back)).toEqual(sort((await compare(before, after)).map(mirror)));
  });

  it.each<[string, string[], string[], string[]]>([
    ['one rule in two', ['/srv/** rw'], ['/srv/** r', '/srv/** w'], []],
    ['one pattern in two', ['/srv/* r'], ['/srv/a* r', '/srv/[^a/]* r'], []],
    ['files of all in two', ['/srv/x r'], ['owner /srv/x r', 'other /srv/x r'], []],
    ['owners alone', ['/srv/x r'], ['owner /srv/x r'], ['tightened /srv/x r']],
    ['a denial for owners', ['/srv/x r'], ['/srv/x r', 'deny owner /srv/x r'], ['tightened owner /srv/x r']],
    ['a denial for others of what owners may', ['owner /srv/x r'], ['owner /srv/x r', 'deny other /srv/x r'], []],
    ['a denial of nothing', ['/srv/x r'], ['/srv/x r', 'deny /etc/x r'], []],
    ['a denial of some', ['/srv/** r'], ['/srv/** r', 'deny /srv/secret r'], ['tightened /srv/secret r']],
    [
      'an exception by priority',
      ['/srv/** r', 'deny /srv/x r'],
      ['/srv/** r', 'deny /srv/x r', 'priority=1 /srv/x r'],
      ['loosened /srv/x r'],
    ],
    ['a denial that priority overrules', ['/srv/x r'], ['priority=1 /srv/x r', 'deny /srv/x r'], []],
    ['a denial without the priority', ['priority=1 /srv/x r', 'deny /srv/x r'], ['/srv/x r', 'deny /srv/x r'], ['tightened /srv/x r']],
    ['everything', ['all'], ['all', '/srv/x rw', 'capability chown', 'network', 'signal peer=x'], []],
    ['everything against some', ['/srv/x r'], ['all'], ['loosened all']],
    ['all capabilities and some', ['capability'], ['capability', 'capability chown'], []],
    ['one capability denied', ['capability'], ['capability', 'deny capability chown'], ['tightened capability chown']],
    ['a capability that was not allowed denied', ['capability kill'], ['capability kill', 'deny capability chown'], []],
    ['mapping that comes with ix', ['/bin/x mix'], ['/bin/x ix'], []],
    ['another transition', ['/bin/x Px'], ['/bin/x Px -> y'], ['altered /bin/x Px', 'altered /bin/x Px -> y']],
    ['families in types', ['network inet'], ['network inet', 'network inet stream', 'network inet tcp'], []],
    ['protocols in their families', ['network tcp'], ['network inet stream', 'network inet6 stream'], []],
    ['protocols are less than types', ['network stream'], ['network tcp'], ['tightened network stream']],
    ['accesses of sockets', ['network inet stream'], ['network (create, connect) inet stream'], ['tightened network inet stream']],
    ['addresses of sockets', ['network connect inet'], ['network connect inet peer=(ip=10.0.0.1)'], ['tightened network inet connect']],
    ['ports within a range', ['network inet port=80-443'], ['network inet port=80-443', 'network inet stream port=100'], []],
    ['Unix sockets by network', ['network'], ['network', 'unix (connect, send) type=stream peer=(label=x)'], []],
    [
      'signals within others',
      ['signal send set=(hup, term) peer=x'],
      ['signal send set=(hup, term) peer=x', 'signal send set=hup peer=x'],
      [],
    ],
    [
      'a signal fewer',
      ['signal send set=(hup, term) peer=x'],
      ['signal send set=hup peer=x'],
      ['tightened signal peer=x set=(hup term) send'],
    ],
    ['labels within patterns', ['ptrace read peer=web-*'], ['ptrace read peer=web-*', 'ptrace r peer=web-{a,b}'], []],
    ['both accesses for none', ['signal peer=x'], ['signal (send, receive) peer=x'], []],
    [
      'messages within others',
      ['dbus send bus=session'],
      ['dbus send bus=session', 'dbus send bus=session path=/a interface=b peer=(name=c)'],
      [],
    ],
    [
      'names within patterns',
      ['dbus bind bus=session name=org.a.*'],
      ['dbus bind bus=session name=org.a.*', 'dbus bind bus=session name=org.a.B'],
      [],
    ],
    ['mounts within others', ['mount'], ['mount', 'mount fstype=ext4 options=ro /dev/x -> /mnt/', 'remount options=ro /mnt/'], []],
    [
      'options within a list',
      ['mount options in (ro, nosuid) -> /m/'],
      ['mount options in (ro, nosuid) -> /m/', 'mount options=ro -> /m/'],
      [],
    ],
    [
      'options outside of a list',
      ['mount options in (ro, nosuid) -> /m/'],
      ['mount options in (ro, nosuid) -> /m/', 'mount options=sync -> /m/'],
      ['loosened mount options=sync -> /m/'],
    ],
    [
      'a kind of mount',
      ['mount options=bind /a/ -> /b/'],
      ['mount options=rbind /a/ -> /b/'],
      ['loosened mount options=rbind /a/ -> /b/', 'tightened mount options=bind /a/ -> /b/'],
    ],
    ['unmounting within others', ['umount /m/**'], ['umount /m/**', 'umount /m/a/'], []],
    ['links within others', ['link /a -> /**'], ['link /a -> /**', 'link /a -> /b'], []],
    ['profiles within others', ['change_profile -> web-*'], ['change_profile -> web-*', 'change_profile -> web-a'], []],
    ['what a block lends', ['deny /srv/x w', '/srv/** rw'], ['/srv/** rw', 'deny { /srv/x w, }'], []],
    ['what a block drops', ['/a r'], ['/a r', '{ capability chown, }'], []],
    ['a limit', [], ['set rlimit nofile <= 1024'], ['tightened rlimit nofile']],
    ['a higher limit', ['set rlimit as <= 1GB'], ['set rlimit as <= 2048MB'], ['loosened rlimit as']],
    ['the same limit', ['set rlimit cpu <= 1min'], ['set rlimit cpu <= 60'], []],
    ['no limit', ['set rlimit nproc <= 5'], ['set rlimit nproc <= infinity'], ['loosened rlimit nproc']],
  ])('%s', async (_, before, after, wanted) => {
    const text = (rules: readonly string[]) =>
      `profile web {\n${rules.map((rule) => `  ${rule}${rule.endsWith('}') ? '' : ','}\n`).join('')}}\n`;
    expect(short(await compare(text(before), text(after)))).toEqual(wanted);
    const back = await compare(text(after), text(before));
    expect(short(back.map(mirror)).sort()).toEqual([...wanted].sort());
  });

  it('compares profiles of different names by what they are to themselves', async () => {
    const before = 'profile one {\n  ptrace peer=one,\n  signal send peer=@{profile_name},\n}\n';
    const after = 'profile two {\n  ptrace peer=@{profile_name},\n  signal send peer=two,\n}\n';
    expect(await compare(before, after)).toEqual([]);
  });

  it('does not lose the children of profiles of different names', async () => {
    const found = await compare('profile one {\n  profile x {\n  }\n}\n', 'profile two {\n  profile y {\n  }\n}\n');
    expect(found.map(({ subject, before }) => `${subject} ${before}`)).toEqual(['profile one//x defined', 'profile two//y not defined']);
  });

  it('leaves alone what it cannot read', async () => {
    const text = profile('ptrace read peer=@{unknown}', 'unix connect peer=(addr=@@{x})', 'mount @{x} -> /b');
    expect(await compare(text, text)).toEqual([]);
  });

  it('gives the reason of the default for what it no longer denies', async () => {
    const { part } = default_('docker');
    const after = await open(default_('docker').text.replace('  deny @{PROC}/kcore rwklx,\n', ''));
    const [change] = apparmor.diff!(part, after, defaultContext);
    expect(change).toMatchObject({
      direction: 'loosened',
      before: 'denied',
      after: 'not denied',
      risk: 'It shows the memory of the host.',
    });
  });
});
