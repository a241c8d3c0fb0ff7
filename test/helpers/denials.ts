/** Records of the kernel, of D-Bus and of Ubuntu about one profile: a kind of denial each. */

const record = (fields: string) => `audit: type=1400 audit(1700000000.123:42): apparmor="DENIED" ${fields} pid=77 comm="web"`;
const file = (operation: string, name: string, mask: string, owner = false) =>
  record(
    `operation="${operation}" class="file" profile="web" name="${name}" requested_mask="${mask}" denied_mask="${mask}" fsuid=33 ouid=${owner ? 33 : 0}`,
  );
const id = '0123456789abcdef'.repeat(4);

export interface Denial {
  readonly kind: string;
  readonly line: string;
  /** A rule of the kind, by which an older parser tells whether it knows it. */
  readonly needs?: string;
}

export const denials: readonly Denial[] = [
  { kind: 'reading', line: file('open', '/etc/web.conf', 'r') },
  { kind: 'creating a file of the user', line: file('mknod', '/var/lib/web/x', 'c', true) },
  { kind: 'a home', line: file('open', '/home/ada/.config/web/x', 'rwc', true) },
  { kind: 'state of a process', line: file('open', '/proc/4711/task/4712/comm', 'rw', true) },
  { kind: 'a control group of a container', line: file('open', `/sys/fs/cgroup/system.slice/docker-${id}.scope/memory.max`, 'r') },
  { kind: 'a temporary file', line: file('open', '/tmp/tmp.AbC123xYz9/data.json', 'wc', true) },
  { kind: 'modules of a kernel', line: file('open', '/usr/lib/modules/6.8.0-45-generic/modules.dep', 'r') },
  { kind: 'a name with globs, blanks and commas', line: file('open', '/srv/[a] {b},c', 'r') },
  { kind: 'a name in hexadecimal digits', line: file('open', '/x', 'r').replace('"/x"', '2F7372762F6120C3A4') },
  { kind: 'a library', line: file('file_mmap', '/usr/lib/x86_64-linux-gnu/libx.so.1', 'rm') },
  { kind: 'a lock', line: file('file_lock', '/var/lib/web/x.db', 'k') },
  { kind: 'executing', line: file('exec', '/usr/bin/id', 'x') },
  {
    kind: 'linking',
    line: record(
      'operation="link" class="file" profile="web" name="/srv/a" requested_mask="l" denied_mask="l" fsuid=33 ouid=33 target="/srv/b"',
    ),
  },
  {
    kind: 'a disconnected path',
    line: record(
      'operation="open" class="file" info="Failed name lookup - disconnected path" error=-13 profile="web" name="dev/tty2" requested_mask="wr" denied_mask="wr" fsuid=33 ouid=33',
    ),
  },
  {
    kind: 'a deleted file',
    line: record(
      'operation="open" class="file" info="Failed name lookup - deleted entry" error=-2 profile="web" name="/run/gone" requested_mask="r" denied_mask="r" fsuid=33 ouid=33',
    ),
  },
  { kind: 'a capability', line: record('operation="capable" class="cap" profile="web" capability=12 capname="net_admin"') },
  {
    kind: 'a socket',
    line: record(
      'operation="create" class="net" profile="web" family="inet6" sock_type="dgram" protocol=17 requested_mask="create" denied_mask="create"',
    ),
  },
  {
    kind: 'a connection with addresses',
    needs: 'network connect inet stream peer=(ip=192.0.2.7 port=443),',
    line: record(
      'operation="connect" class="net" info="failed remote addr match" error=-13 profile="web" daddr=192.0.2.7 dest=443 family="inet" sock_type="stream" protocol=6 requested="connect" denied="connect"',
    ),
  },
  {
    kind: 'a Unix socket',
    line: record(
      'operation="connect" class="net" profile="web" family="unix" sock_type="stream" protocol=0 requested_mask="send receive connect" denied_mask="send connect" addr=none peer_addr="@/tmp/dbus-AbC1x2Yz3K" peer="unconfined"',
    ),
  },
  {
    kind: 'a signal',
    line: record('operation="signal" class="signal" profile="web" requested_mask="send" denied_mask="send" signal=term peer="db"'),
  },
  {
    kind: 'a trace',
    line: record('operation="ptrace" class="ptrace" profile="web" requested_mask="read" denied_mask="read" peer="unconfined"'),
  },
  {
    kind: 'a mount',
    line: record(
      'operation="mount" class="mount" info="failed mntpnt match" error=-13 profile="web" name="/mnt/" fstype="ext4" srcname="/dev/sda1" flags="rw, nosuid"',
    ),
  },
  {
    kind: 'a bind mount',
    line: record(
      `operation="mount" class="mount" info="failed mntpnt match" error=-13 profile="web" name="/var/lib/docker/overlay2/${id}/merged/" srcname="/srv/a/" flags="rw, bind"`,
    ),
  },
  { kind: 'remounting', line: record('operation="mount" class="mount" profile="web" name="/mnt/" flags="ro, remount"') },
  { kind: 'unmounting', line: record('operation="umount" class="mount" profile="web" name="/mnt/"') },
  { kind: 'a new root', line: record('operation="pivotroot" class="mount" profile="web" name="/n/" srcname="/n/old/"') },
  {
    kind: 'another profile',
    line: record('operation="change_profile" class="file" profile="web" name="web//worker" target="web//worker"'),
  },
  {
    kind: 'a message of D-Bus',
    line: `audit: type=1107 audit(1:2): pid=1 uid=0 msg='apparmor="DENIED" operation="dbus_method_call"  bus="system" path="/org/freedesktop/NetworkManager/Devices/3" interface="org.freedesktop.DBus.Properties" member="Get" mask="send" name="org.freedesktop.NetworkManager" pid=9 label="web" peer_pid=8 peer_label="NetworkManager"'`,
  },
  {
    kind: 'a name of D-Bus',
    line: 'apparmor="DENIED" operation="dbus_bind" bus="session" name="org.example.Web" mask="bind" pid=1 label="web"',
  },
  {
    kind: 'a user namespace',
    needs: 'userns create,',
    line: record('operation="userns_create" class="namespace" profile="web" requested="userns_create" denied="userns_create"'),
  },
  {
    kind: 'io_uring',
    needs: 'io_uring sqpoll,',
    line: record('operation="uring_sqpoll" class="io_uring" profile="web" requested="sqpoll" denied="sqpoll"'),
  },
  {
    kind: 'a message queue',
    needs: 'mqueue create type=posix /q,',
    line: record('operation="open" class="posix_mqueue" profile="web" name="/q" requested="read create open" denied="create open"'),
  },
];
