import { describe, expect, it } from 'vitest';
import { file, kernel, observe, profile } from './logHelpers';

const denial = file('/srv/web/index', 'r').replace(/^\[ [\d.]+\] /, '');
const rule = '/srv/web/index r,';

describe('forms of logs', () => {
  it.each([
    ['the kernel log', `[   12.345678] ${denial}`],
    ['dmesg -T', `[Mon Nov 30 10:00:00 2026] ${denial}`],
    ['syslog', `Nov 30 10:00:00 node1 kernel: [   12.345678] ${denial}`],
    ['journalctl -o short-iso', `2026-11-30T10:00:00+0100 node1 audit[77]: AVC ${denial.replace(/^.*?apparmor/, 'apparmor')}`],
    ['audit.log', `type=AVC msg=audit(1700000000.123:42): ${denial.replace(/^.*?apparmor/, 'apparmor')}`],
    ['an export of a log store', JSON.stringify({ _index: 'logs', _source: { event: { original: denial } } })],
    ['hits of a search', JSON.stringify({ hits: { hits: [{ _source: { message: denial } }] } }, null, 2)],
    ['an array of records', JSON.stringify([{ host: 'a' }, { log: `${denial}\n` }], null, 2)],
    ['a message inside of a message', JSON.stringify({ log: JSON.stringify({ MESSAGE: denial }) })],
    ['streams of values', JSON.stringify({ streams: [{ stream: {}, values: [['1700000000', denial]] }] })],
    [
      'fields that are split already',
      JSON.stringify({
        auditd: { data: { apparmor: 'DENIED', operation: 'open', profile: 'web', name: '/srv/web/index', denied_mask: 'r' } },
      }),
    ],
    ['a log driver before the object', `2026-11-30T10:00:00Z stdout F ${JSON.stringify({ msg: denial })}`],
    ['a table', `1,"${denial.replaceAll('"', '""')}"`],
    ['a page', denial.replaceAll('"', '&quot;')],
    ['logfmt', `level=info msg="${denial.replaceAll('"', '\\"')}"`],
    ['aa-log', 'DENIED  web open /srv/web/index comm=web requested_mask=r denied_mask=r'],
    [
      'aa-log, in color',
      '\u001b[1;31mDENIED \u001b[0m \u001b[34mweb\u001b[0m \u001b[33mopen\u001b[0m \u001b[35m/srv/web/index\u001b[0m denied_mask=\u001b[1;31mr\u001b[0m',
    ],
  ])('%s', async (_, log) => {
    const found = await observe(profile(), log);
    expect(found.rules).toEqual([rule]);
    expect(found.census?.map(({ firstUnread }) => firstUnread)).toEqual([undefined]);
  });

  it.each([
    ['owner @{PROC}/@{pid}/cgroup', 'r', 'owner @{PROC}/@{pid}/cgroup r,'],
    ['owner @{user_config_dirs}/web/x', 'rw', 'owner @{HOME}/.config/web/x rw,'],
    ['@{run}/user/@{uid}/bus', 'rw', '@{run}/user/@{uid}/bus rw,'],
    ['@{lib}/modules/*/modules.dep', 'r', '/usr/lib/modules/*/modules.dep r,'],
    ['/var/lib/x/@{hex64}/y', 'r', '/var/lib/x/[0-9a-f]*/y r,'],
    ['/var/lib/x/@{uuid}', 'r', '/var/lib/x/[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]* r,'],
  ])('takes the variables of aa-log for what they stand for: %s', async (name, mask, expected) => {
    expect((await observe(profile(), `ALLOWED web open ${name} comm=web denied_mask=${mask}`)).rules).toEqual([expected]);
  });

  it.each([
    ['DENIED  web capable comm=web capname=net_admin', 'capability net_admin,'],
    ['DENIED  web signal comm=web requested_mask=send denied_mask=send signal=term peer=worker', 'signal send set=term peer=worker,'],
    ['DENIED  web create comm=web family=inet sock_type=dgram protocol=17 requested_mask=create denied_mask=create', 'network inet dgram,'],
    [
      'DENIED  web dbus_method_call org.bluez send bus=system path=/org/bluez interface=org.bluez.Adapter1 member=Get peer_label=bluetoothd',
      'dbus send bus=system path=/org/bluez interface=org.bluez.Adapter1 member=Get peer=(name=org.bluez, label=bluetoothd),',
    ],
  ])('reads other accesses of aa-log: %s', async (line, expected) => {
    expect((await observe(profile(), line)).rules).toEqual([expected]);
  });

  it('counts the lines of an unknown form and names the first', async () => {
    const log = ['Nov 30 10:00:00 node1 systemd[1]: Started web.', 'Bonjour', denial, 'apparmor="DENIED" operation="op'];
    expect((await observe(profile(), log)).census).toEqual([
      { forms: ['system log', 'kernel log'], lines: 4, read: 2, firstUnread: 2, firstUnreadText: 'Bonjour' },
    ]);
  });

  it('names the line of a message in a text of several lines', async () => {
    const log = JSON.stringify([{ message: 'x' }, { message: denial }, { message: denial.replace('index', 'other') }], null, 2);
    const lines = log.split('\n').flatMap((line, i) => (line.includes('apparmor') ? [i + 1] : []));
    expect((await observe(profile(), log)).suggestions.map((one) => one.lines)).toEqual(lines.map((line) => [line]));
  });

  it('keeps several logs apart', async () => {
    const found = await observe(profile(), `==> a <==\n${denial}\n==> b <==\nBonjour\n`);
    expect(found.census).toEqual([
      { name: 'a', forms: ['kernel log'], lines: 1, read: 1 },
      { name: 'b', forms: [], lines: 1, read: 0, firstUnread: 1, firstUnreadText: 'Bonjour' },
    ]);
  });

  it('says that the kernel left records out', async () => {
    const found = await observe(profile(), [denial, '[ 12.3] kauditd_printk_skb: 12 callbacks suppressed']);
    expect(found.remarks?.[0]).toContain('left records out');
  });

  it.each([
    ['STATUS', 'operation="profile_replace" profile="unconfined" name="web"'],
    ['AUDIT', 'operation="open" profile="web" name="/srv/x" requested_mask="r"'],
    ['HINT', 'operation="clone" profile="web"'],
  ])('reads %s without asking for anything', async (outcome, fields) => {
    const found = await observe(profile(), kernel(fields).replace('DENIED', outcome));
    expect([found.rules, found.unanswered, found.census?.[0]?.firstUnread]).toEqual([[], [], undefined]);
  });
});

describe('names that the next run has otherwise', () => {
  const hex = '0123456789abcdef';
  it.each([
    [
      `/sys/fs/cgroup/system.slice/docker-${hex.repeat(4)}.scope/memory.max`,
      '@{sys}/fs/cgroup/system.slice/docker-[0-9a-f]*.scope/memory.max',
    ],
    [
      `/sys/fs/cgroup/kubepods.slice/kubepods-pod01234567_89ab_4cde_8f01_23456789abcd.slice/cri-containerd-${hex.repeat(4)}.scope/cpu.max`,
      '@{sys}/fs/cgroup/kubepods.slice/kubepods-pod[0-9a-f]*_[0-9a-f]*_[0-9a-f]*_[0-9a-f]*_[0-9a-f]*.slice/cri-containerd-[0-9a-f]*.scope/cpu.max',
    ],
    [
      '/sys/fs/cgroup/user.slice/user-1000.slice/session-42.scope/x',
      '@{sys}/fs/cgroup/user.slice/user-@{uid}.slice/session-[0-9]*.scope/x',
    ],
    [`/var/lib/docker/overlay2/${hex.repeat(4)}/merged/x`, '/var/lib/docker/overlay2/[0-9a-f]*/merged/x'],
    [
      '/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/123/fs',
      '/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/[0-9]*/fs',
    ],
    ['/run/netns/cni-01234567-89ab-4cde-8f01-23456789abcd', '@{run}/netns/cni-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*'],
    ['/run/docker/netns/0123456789ab', '@{run}/docker/netns/[0-9a-f]*'],
    ['/tmp/tmp.AbC123xYz9/data', '/tmp/tmp.??????????/data'],
    ['/tmp/web-kV8pQ2', '/tmp/web-??????'],
    ['/tmp/tmpab12cd_x/y', '/tmp/tmp????????/y'],
    ['/tmp/tmpab12cd_x.json', '/tmp/tmp????????.json'],
    ['/tmp/pip-build-x7c1ka9_/setup.py', '/tmp/pip-build-????????/setup.py'],
    ['/tmp/ccAbC1x2.s', '/tmp/cc??????.s'],
    [`/tmp/systemd-private-${hex.repeat(2)}-web.service-AbC1x2/tmp`, '/tmp/systemd-private-[0-9a-f]*-web.service-??????/tmp'],
    ['/var/lib/web/state.json.6PTJ5Z', '/var/lib/web/state.json.??????'],
    ['/run/web.4711.sock', '@{run}/web.[0-9]*.sock'],
    ['/usr/lib/modules/6.8.0-45-generic/modules.dep', '/usr/lib/modules/*/modules.dep'],
    ['/boot/vmlinuz-6.1.0-26-amd64', '/boot/vmlinuz-*'],
    ['/usr/src/linux-headers-6.8.0-45-generic/Makefile', '/usr/src/linux-headers-*/Makefile'],
    [
      '/sys/devices/pci0000:00/0000:00:02.0/drm/card1/x',
      '@{sys}/devices/pci[0-9a-f]*:[0-9a-f]*/[0-9a-f]*:[0-9a-f]*:[0-9a-f]*.[0-7]/drm/card[0-9]*/x',
    ],
    ['/sys/devices/system/cpu/cpu11/cache', '@{sys}/devices/system/cpu/cpu[0-9]*/cache'],
    ['/proc/4711/fd/12', '@{PROC}/@{pid}/fd/[0-9a-f]*'],
    ['/dev/input/event7', '/dev/input/event[0-9]*'],
    ['/snap/firefox/4173/usr/x', '/snap/firefox/*/usr/x'],
    ['/var/log/web/2026-11-30.log', '/var/log/web/[0-9]*-[0-9]*-[0-9]*.log'],
    ['/dev/loop12', '/dev/loop[0-9]*'],
  ])('%s', async (name, expected) => {
    const found = await observe(profile(), file(name, 'r'));
    expect(found.rules).toEqual([`${expected} r,`]);
    // The names of this one run are no alternative.
    expect(found.suggestions[0]?.alternatives?.map(({ kind }) => kind)).not.toContain('literal');
  });

  it.each([
    '/dev/tty2',
    '/etc/web/config.backup',
    '/usr/share/fonts/truetype/DejaVuSans.ttf',
    '/usr/lib/python3.11/os.py',
    '/etc/ssl/certs/ca-certificates.crt',
    '/var/lib/web/web.FooBar',
    '/tmp/.X11-unix/X0',
    '/tmp/web-config',
    '/tmp/web-worker_1',
    '/dev/sda1',
    '/srv/x86_64/web',
    '/usr/bin/python3.11',
    '/usr/lib/libicudata.so.72.1',
  ])('keeps %s', async (name) => {
    expect((await observe(profile(), file(name, 'r'))).rules).toEqual([`${name} r,`]);
  });

  it('makes one rule of two runs', async () => {
    const found = await observe(profile(), [file(`/srv/${hex.repeat(2)}/x`, 'r'), file(`/srv/${'fedcba9876543210'.repeat(2)}/x`, 'w')]);
    expect(found.rules).toEqual(['/srv/[0-9a-f]*/x rw,']);
  });

  it('makes patterns of sockets and objects of a bus', async () => {
    const socket = kernel(
      'operation="connect" profile="web" family="unix" sock_type="stream" protocol=0 requested_mask="connect" denied_mask="connect" addr=none peer_addr="@/tmp/dbus-AbC1x2Yz3K" peer="unconfined"',
    );
    const bus = kernel(
      'operation="dbus_method_call" bus="system" path="/org/freedesktop/login1/session/_31" interface="a.B" member="C" mask="send" label="web" peer_label="x"',
    );
    expect((await observe(profile(), [socket, bus])).rules).toEqual([
      'unix connect type=stream peer=(label=unconfined, addr=@/tmp/dbus-??????????),',
      'dbus send bus=system path=/org/freedesktop/login1/session/_[0-9]* interface=a.B member=C peer=(label=x),',
    ]);
  });
});
