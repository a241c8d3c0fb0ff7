import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { open } from './helpers';
import { file, files, head, kernel, observe, profile } from './logHelpers';

describe('the rule for one denial', () => {
  it.each([
    ['reading', file('/etc/web.conf', 'r'), '/etc/web.conf r,'],
    ['creating and deleting', file('/var/lib/web/x', 'cd'), '/var/lib/web/x w,'],
    ['a mask of old kernels', file('/srv/x', 'w::r'), '/srv/x rw,'],
    ['locking and mapping', file('/srv/x', 'mk'), '/srv/x mk,'],
    ['a name in hexadecimal digits', file('/x', 'r').replace('"/x"', '2F737276202F6120C3A4'), '"/srv /a ä" r,'],
    ['a name with globs and commas', file('/srv/[a],{b}', 'r'), '"/srv/\\[a\\],\\{b\\}" r,'],
    ['a process', file('/proc/4711/status', 'r'), '@{PROC}/@{pid}/status r,'],
    ['a thread', file('/proc/4711/task/4712/comm', 'w'), '@{PROC}/@{pid}/task/@{tid}/comm w,'],
    ['the kernel', file('/sys/kernel/mm/x', 'r'), '@{sys}/kernel/mm/x r,'],
    ['a home', file('/home/ada/.config/web', 'r').replace('ouid=0', 'ouid=33'), 'owner @{HOME}/.config/web r,'],
    ['a home of someone else', file('/home/ada/.config/web', 'r'), '@{HOME}/.config/web r,'],
    ['a session', file('/run/user/1000/bus', 'rw'), '@{run}/user/@{uid}/bus rw,'],
    ['a library', file('/usr/lib/x86_64-linux-gnu/libx.so.1', 'rm'), '/usr/lib/@{multiarch}/libx.so.1 mr,'],
    ['a directory', file('/srv/', 'r'), '/srv/ r,'],
    [
      'executing',
      kernel('operation="exec" profile="web" name="/usr/bin/id" requested_mask="x" denied_mask="x" fsuid=0 ouid=0 target="x"'),
      '/usr/bin/id mrix,',
    ],
    [
      'linking',
      kernel('operation="link" profile="web" name="/srv/a" requested_mask="l" denied_mask="l" target="/srv/b"'),
      'link /srv/a -> /srv/b,',
    ],
    [
      'a capability',
      kernel('operation="capable" class="cap" profile="web" pid=1 comm="web" capability=10  capname="net_bind_service"'),
      'capability net_bind_service,',
    ],
    [
      'a socket',
      kernel(
        'operation="create" class="net" profile="web" family="inet6" sock_type="dgram" protocol=17 requested_mask="create" denied_mask="create"',
      ),
      'network inet6 dgram,',
    ],
    [
      'a Unix socket',
      kernel(
        'operation="connect" profile="web" family="unix" sock_type="stream" protocol=0 requested_mask="send connect" denied_mask="send connect" addr=none peer_addr="@/tmp/.X11-unix/X0" peer="xorg"',
      ),
      'unix (send, connect) type=stream peer=(label=xorg, addr=@/tmp/.X11-unix/X0),',
    ],
    [
      'a Unix socket without peer',
      kernel(
        'operation="bind" profile="web" family="unix" sock_type="dgram" protocol=0 requested_mask="bind" denied_mask="bind" addr="@web" peer_addr=none',
      ),
      'unix bind type=dgram addr=@web,',
    ],
    [
      'a signal',
      kernel('operation="signal" profile="web" pid=1 requested_mask="send" denied_mask="send" signal=term peer="worker"'),
      'signal send set=term peer=worker,',
    ],
    [
      'a trace',
      kernel('operation="ptrace" profile="web" requested_mask="read" denied_mask="read" peer="unconfined"'),
      'ptrace read peer=unconfined,',
    ],
    [
      'a mount',
      kernel(
        'operation="mount" info="failed type match" error=-13 profile="web" name="/mnt/" fstype="ext4" srcname="/dev/sda1" flags="rw, nosuid"',
      ),
      'mount fstype=ext4 options=(rw, nosuid) /dev/sda1 -> /mnt/,',
    ],
    [
      'a bind mount',
      kernel('operation="mount" profile="web" name="/b/" srcname="/a/" flags="rw, rbind"'),
      'mount options=(rw, rbind) /a/ -> /b/,',
    ],
    ['propagation', kernel('operation="mount" profile="web" name="/" flags="rw, rslave"'), 'mount options=(rw, rslave) -> /,'],
    ['remounting', kernel('operation="mount" profile="web" name="/mnt/" flags="ro, remount"'), 'remount options=ro /mnt/,'],
    ['unmounting', kernel('operation="umount" profile="web" name="/mnt/"'), 'umount /mnt/,'],
    ['a new root', kernel('operation="pivotroot" profile="web" name="/n/" srcname="/n/o/"'), 'pivot_root oldroot=/n/o/ /n/,'],
    ['another profile', kernel('operation="change_profile" profile="web" name="web//worker"'), 'change_profile -> web//worker,'],
    ['another profile at exec', kernel('operation="change_onexec" profile="web" name="db"'), 'change_profile -> db,'],
    [
      'a user namespace',
      kernel('operation="userns_create" class="namespace" profile="web" requested="userns_create" denied="userns_create"'),
      'userns create,',
    ],
    ['io_uring', kernel('operation="uring_sqpoll" class="io_uring" profile="web" requested="sqpoll" denied="sqpoll"'), 'io_uring sqpoll,'],
    [
      'a message queue',
      kernel('operation="open" class="posix_mqueue" profile="web" name="/q" requested="read create open" denied="create open"'),
      'mqueue (create, open) type=posix /q,',
    ],
    [
      'io_uring with the credentials of another',
      kernel(
        'operation="uring_override" class="io_uring" profile="web" requested="override_creds" denied="override_creds" tcontext="db//pool"',
      ),
      'io_uring override_creds label=db//pool,',
    ],
    [
      'a message queue, the class last',
      kernel('operation="unlink" profile="web" name="/q" pid=1 requested="delete" denied="delete" class="posix_mqueue" fsuid=0 ouid=0'),
      'mqueue delete type=posix /q,',
    ],
    [
      'a System V queue',
      kernel('operation="sysv_mqueue" profile="web" name="4711" requested="read" denied="read" class="sysv_mqueue" fsuid=0 ouid=0'),
      'mqueue read type=sysv 4711,',
    ],
    [
      'a System V queue without a name',
      kernel('operation="sysv_mqueue" profile="web" requested="write" denied="write" class="sysv_mqueue"'),
      'mqueue write type=sysv,',
    ],
    [
      'moving a mount that was detached',
      kernel(
        'operation="mount" class="mount" info="failed mntpnt match" error=-13 profile="web" name="/mnt/" pid=1 comm="x" flags="rw, move"',
      ),
      'mount options=(rw, move) -> /mnt/,',
    ],
    [
      'a new root, with the profile to enter',
      kernel('operation="pivotroot" class="mount" profile="web" name="/n/" pid=1 comm="x" srcname="/n/old/" trans="web"'),
      'pivot_root oldroot=/n/old/ /n/,',
    ],
    [
      'another profile, with name and target',
      kernel('operation="change_profile" class="file" profile="web" name="web//db" pid=1 comm="x" target="web//db"'),
      'change_profile -> web//db,',
    ],
    [
      'a Unix socket of which a part was denied',
      kernel(
        'operation="connect" class="net" profile="web" family="unix" sock_type="stream" protocol=0 requested="send receive accept" denied="send accept" addr="@own" peer_addr=none peer="unconfined"',
      ),
      'unix (send, accept) type=stream addr=@own peer=(label=unconfined),',
    ],
    [
      'a socket with addresses',
      kernel(
        'operation="recvmsg" class="net" info="failed remote addr match" error=-13 profile="web" laddr=127.0.0.1 lport=53 saddr=127.0.0.1 src=53 family="inet" sock_type="dgram" protocol=17 requested="receive" denied="receive"',
      ),
      'network receive inet dgram ip=127.0.0.1 port=53,',
    ],
    [
      'a connection whose addresses the kernel compared',
      kernel(
        'operation="connect" class="net" info="failed remote addr match" error=-13 profile="web" pid=1 comm="web" lport=40000 fport=443 src=40000 daddr=192.0.2.7 dest=443 family="inet" sock_type="stream" protocol=6 requested="connect" denied="connect"',
      ),
      'network connect inet stream peer=(ip=192.0.2.7, port=443),',
    ],
    [
      'a server whose address the kernel compared',
      kernel(
        'operation="bind" class="net" info="failed local addr match" error=-13 profile="web" saddr=2001:db8::1 src=80 family="inet6" sock_type="stream" protocol=6 requested="bind" denied="bind"',
      ),
      'network bind inet6 stream ip=2001:db8::1 port=80,',
    ],
    [
      'a socket of which the log tells the addresses alone',
      kernel(
        'operation="sendmsg" profile="web" laddr=192.0.2.1 lport=40000 faddr=192.0.2.7 fport=53 family="inet" sock_type="dgram" protocol=17 requested_mask="send" denied_mask="send"',
      ),
      'network inet dgram,',
    ],
    [
      'a socket of old kernels',
      kernel('operation="file_inherit" profile="web" lport=546 family="inet6" sock_type="dgram" protocol=17'),
      'network inet6 dgram,',
    ],
    [
      'an abstract address that is filled up with zeros',
      kernel(
        'operation="connect" profile="web" family="unix" sock_type="stream" protocol=0 requested_mask="send connect" denied_mask="send connect" addr=none peer_addr="@2F72756E2F6120620000000000" peer="unconfined"',
      ),
      'unix (send, connect) type=stream peer=(label=unconfined, addr="@/run/a b*"),',
    ],
    [
      'a Unix socket with an address of the kernel',
      kernel(
        'operation="connect" profile="web" family="unix" sock_type="dgram" protocol=0 requested_mask="send" denied_mask="send" addr="@0001f" peer_addr="@log" peer="unconfined"',
      ),
      'unix send type=dgram peer=(label=unconfined, addr=@log),',
    ],
    [
      'a D-Bus message before peer_label',
      kernel(
        'operation="dbus_signal" bus="session" name=":1.5" path="/a" interface="a.B" member="Done" mask="receive" pid=9 profile="web" peer_pid=7 peer_profile="shell"',
      ),
      'dbus receive bus=session path=/a interface=a.B member=Done peer=(label=shell),',
    ],
    [
      'a D-Bus message to one profile of a stack',
      kernel('operation="dbus_bind" bus="session" name="org.example.Web" mask="bind" pid=1 label="other//&web"'),
      'dbus bind bus=session name=org.example.Web,',
    ],
    ['a profile in a namespace', file('/etc/x', 'r').replace('profile=', 'namespace="root//lxd-a_<var-lib-lxd>" profile='), '/etc/x r,'],
    [
      'signals to the profile itself',
      kernel('operation="signal" class="signal" profile="web" requested_mask="send" denied_mask="send" signal=rtmin+3 peer="web"'),
      'signal send set=rtmin+3 peer=@{profile_name},',
    ],
    [
      'what complain mode calls a program without a profile',
      kernel('operation="ptrace" profile="web" requested_mask="read" denied_mask="read" peer="db//null-/usr/bin/x//null-/usr/bin/y"'),
      'ptrace read peer=db,',
    ],
    [
      'a link that would allow more than its target',
      kernel(
        'operation="link" class="file" profile="web" name="/srv/a" requested_mask="k" denied_mask="k" fsuid=0 ouid=0 target="/srv/#12"',
      ),
      '/srv/#[0-9]* k,',
    ],
    [
      'remounting a bind mount',
      kernel(
        'operation="mount" class="mount" info="failed flags match" error=-13 profile="web" name="/" flags="ro, nosuid, remount, noatime, bind"',
      ),
      'remount options=(ro, nosuid, noatime, bind) /,',
    ],
    [
      'a source that is no path',
      kernel('operation="mount" profile="web" name="/data/" fstype="nfs" srcname="nas:/export" flags="ro, noatime"'),
      'mount fstype=nfs options=(ro, noatime) nas:/export -> /data/,',
    ],
    [
      'another profile at the exec of one program',
      kernel(
        'operation="exec" class="file" info="no change_onexec valid for executable" error=-13 profile="web" name="/usr/bin/run" fsuid=0 ouid=0 target="db"',
      ),
      'change_profile /usr/bin/run -> db,',
    ],
    ['a terminal', file('/dev/pts/12', 'wr'), '/dev/pts/[0-9]* rw,'],
    ['a file of the same user', file('/var/lib/web/x', 'w').replace('ouid=0', 'ouid=33'), 'owner /var/lib/web/x w,'],
    ["root's own file", file('/var/lib/web/x', 'w').replace('fsuid=33', 'fsuid=0'), '/var/lib/web/x w,'],
    ["root's own process", file('/proc/4711/status', 'r').replace('fsuid=33', 'fsuid=0'), 'owner @{PROC}/@{pid}/status r,'],
    ['a name that is no text', file('/x', 'r').replace('"/x"', '2F7372762F63616666E92F61'), '/srv/caff*/a r,'],
    [
      'a name that is not there any more',
      file('/x', 'r').replace('"/x"', '2F6D656D66643A78202864656C6574656429'),
      '"/memfd:x (deleted)" r,',
    ],
    [
      'auditd that adds names',
      `${file('/home/ada/x', 'r').replace('ouid=0', 'ouid=33').trim()}\u001dFSUID="web" OUID="web"`,
      'owner @{HOME}/x r,',
    ],
    [
      'auditd that adds names, copied from a pager',
      `${file('/home/ada/x', 'r').replace('ouid=0', 'ouid=33').trim()}^]FSUID="web" OUID="web"`,
      'owner @{HOME}/x r,',
    ],
    [
      'auditd that adds names, through syslog',
      `${file('/home/ada/x', 'r').replace('ouid=0', 'ouid=33').trim()}#035FSUID="web" OUID="web"`,
      'owner @{HOME}/x r,',
    ],
    [
      'a kernel before 2.6.36',
      'audit(1228862594.464:41): type=1503 operation="inode_create" requested_mask="w::" denied_mask="w::" name="/srv/new" pid=15533 profile="web" namespace="default"',
      '/srv/new w,',
    ],
    [
      'a D-Bus message by dbus-broker',
      `audit: type=1107 audit(1:2): pid=1 uid=0 msg='apparmor="DENIED" operation="dbus_method_call" bus="session" path="/a" interface="a.B" method="Hello" mask="send" label="web" peer_label="unconfined" exe="/usr/bin/dbus-broker" sauid=0 hostname=? addr=? terminal=?'`,
      'dbus send bus=session path=/a interface=a.B member=Hello peer=(label=unconfined),',
    ],
    [
      'a D-Bus message',
      `audit: type=1107 audit(1:2): pid=1 uid=0 msg='apparmor="DENIED" operation="dbus_method_call"  bus="system" path="/org/bluez" interface="org.bluez.Adapter1" member="Get" mask="send" name="org.bluez" pid=9 label="web" peer_pid=8 peer_label="bluetoothd"'`,
      'dbus send bus=system path=/org/bluez interface=org.bluez.Adapter1 member=Get peer=(name=org.bluez, label=bluetoothd),',
    ],
    [
      'a D-Bus name',
      kernel('operation="dbus_bind" bus="session" name="org.example.Web" mask="bind" pid=1 label="web"'),
      'dbus bind bus=session name=org.example.Web,',
    ],
    [
      'ausearch -i',
      'type=AVC msg=audit(24/11/26 10:00:00.123:42) : apparmor=DENIED operation=open profile=web name=/etc/x pid=1 comm=web requested_mask=r denied_mask=r fsuid=root ouid=root',
      '/etc/x r,',
    ],
    [
      'ausearch -i, a name with blanks',
      'type=AVC msg=audit(24/11/26 10:00:00.123:42) : apparmor=DENIED operation=open profile=web name=/srv/my file pid=1 comm=web requested_mask=r denied_mask=r fsuid=root ouid=web',
      '"/srv/my file" r,',
    ],
    ['the journal as JSON', JSON.stringify({ MESSAGE: file('/etc/x', 'r') }), '/etc/x r,'],
    [
      'the journal as JSON, in bytes',
      JSON.stringify({
        _PID: '1',
        MESSAGE: [...new TextEncoder().encode(`${file('/srv/"a"\\b', 'r').replace('"/srv/"a"\\b"', '2F7372762F61')}\u001dFSUID="web"`)],
      }),
      '/srv/a r,',
    ],
    ['the journal as indented JSON', `        "MESSAGE" : ${JSON.stringify(file('/etc/x', 'r'))},`, '/etc/x r,'],
    [
      'a record in several lines',
      file('/etc/x', 'r').replace(' name=', '\n  name=').replace(' requested_mask', '\n> requested_mask'),
      '/etc/x r,',
    ],
    ['complain mode', file('/etc/x', 'r').replace('DENIED', 'ALLOWED'), '/etc/x r,'],
    ['complain mode behind an exec', file('/etc/x', 'r').replace('"web"', '"web//null-/usr/bin/id"'), '/etc/x r,'],
  ])('%s', async (_, line, rule) => {
    const found = await observe(profile(), line);
    expect(found.rules).toEqual([rule]);
    expect(found.text).toBe(profile(rule === '' ? '' : `  ${rule}\n`));
    const part = await open(found.text.replace(head, `abi <kernel>,\n${head}`), files);
    const errors = apparmor.rules
      .flatMap((one) => [...one.check(part, defaultContext)].map((report) => ({ severity: one.severity, ...report })))
      .filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    // The same log has nothing more to ask of the result, and the profile says so when it is asked.
    const again = await observe(found.text, line);
    expect([again.rules, again.unanswered]).toEqual([[], []]);
    expect(again.covered).not.toEqual([]);
    const asked = await open(found.text, files);
    for (const { what } of again.covered)
      expect([what, apparmor.explain!(asked, what, defaultContext).json.decision]).toEqual([what, 'allow']);
  });

  it.each([
    ['no denial', 'systemd[1]: Started web.'],
    [
      'a profile that was loaded',
      'audit: type=1400 audit(1:2): apparmor="STATUS" operation="profile_load" profile="unconfined" name="web"',
    ],
    ['an audited access', file('/x', 'r').replace('DENIED', 'AUDIT')],
    ['a half line', 'apparmor="DENIED" operation="op'],
    [
      'user namespaces that were only watched',
      kernel('operation="userns_create" profile="web" requested="userns_create" target="x"').replace('DENIED', 'AUDIT'),
    ],
  ])('%s asks for nothing', async (_, line) => {
    const found = await observe(profile(), line);
    expect([found.rules, found.edits, found.unknownProfiles]).toEqual([[], [], []]);
  });
});

it('writes plain paths where no tunables are in scope, and the variables of the file', async () => {
  const text = '@{site} = /srv/www\nprofile web {\n}\n';
  expect((await observe(text, [file('/proc/12/status', 'r'), file('/srv/www/x', 'r'), file('/home/ada/x', 'r')])).rules).toEqual([
    '/proc/[0-9]*/status r,',
    '@{site}/x r,',
    '/home/ada/x r,',
  ]);
});

it('unites what belongs together', async () => {
  const signal = (name: string) =>
    kernel(`operation="signal" profile="web" requested_mask="send" denied_mask="send" signal=${name} peer="w"`);
  const found = await observe(profile(), [
    file('/srv/x', 'r'),
    file('/srv/x', 'wc'),
    file('/proc/1/stat', 'r'),
    file('/proc/2/stat', 'r'),
    signal('hup'),
    signal('term'),
    signal('hup'),
  ]);
  expect(found.suggestions.map(({ rule, lines }) => `${rule} ${lines}`)).toEqual([
    '/srv/x rw, 1,2',
    '@{PROC}/@{pid}/stat r, 3,4',
    'signal send set=(hup, term) peer=w, 5,6,7',
  ]);
});

it('keeps one rule for a file that owners and others ask for', async () => {
  const own = (mask: string) => file('/srv/x', mask).replace('ouid=0', 'ouid=33');
  const found = await observe(profile(), [own('r'), file('/srv/x', 'r'), own('w')]);
  expect(found.suggestions.map(({ rule, lines }) => `${rule} ${lines}`)).toEqual(['owner /srv/x w, 1,3', '/srv/x r, 2']);
  expect((await observe(profile(), [own('a'), file('/srv/x', 'w')])).suggestions.map(({ rule, lines }) => `${rule} ${lines}`)).toEqual([
    '/srv/x w, 1,2',
  ]);
});
