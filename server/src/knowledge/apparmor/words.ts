import { wordTable } from '../../core';

/**
 * The closed word lists of the AppArmor policy language, as apparmor_parser 6.0 knows them.
 *
 * $source apparmor.d(5); upstream parser/parser_misc.c, network.cc, mount.cc, signal.cc; limits: setrlimit(2)
 * $version AppArmor 6.0.0-alpha1
 * $checked 2026-11-30
 */

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** Words that start a rule, in the order in which completion offers them. */
export const ruleKeywords = list(`
  file capability network link mount remount umount unmount pivot_root ptrace signal dbus unix mqueue io_uring userns
  set change_profile all`);

/** Words that may precede a rule, in their fixed order. */
export const qualifierKeywords = list('priority audit allow deny prompt owner user other');

export const preambleKeywords = list('abi include alias rewrite');

/** All words that the lexer does not read as a name (upstream: keyword_table in parser/parser_misc.c). */
export const reservedWords: ReadonlySet<string> = new Set(
  list(`abi alias all allow and audit bind capability change_profile dbus defined delete deny eavesdrop else file hat if in include
  io_uring link mount mqueue network not open or other override_creds owner peer pivot_root priority profile prompt ptrace read readby
  receive remount rewrite rlimit safe send set signal sqpoll subset trace tracedby umount unix unmount unsafe user userns write`),
);

export const capabilityWords = list(`
  audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search fowner fsetid
  ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service net_broadcast net_raw
  perfmon setfcap setgid setpcap setuid syslog sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio
  sys_resource sys_time sys_tty_config wake_alarm`);

export const networkDomains = list(`
  unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet ash econet
  atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif alg nfc vsock kcm
  qipcrtr smc xdp mctp`);

export const socketTypes = list('stream dgram seqpacket rdm raw packet');

/** Protocols by the domain that has them. */
export const networkProtocols: Readonly<Record<string, readonly string[]>> = wordTable({
  inet: list('tcp udp icmp'),
  inet6: list('tcp udp'),
});

/** The type that each of them stands for (parser/network.cc, network_mappings). */
export const protocolTypes: Readonly<Record<string, string>> = wordTable({ tcp: 'stream', udp: 'dgram', icmp: 'raw' });

export const socketAccess = list(
  'create bind listen accept connect shutdown getattr setattr getopt setopt send receive read write r w rw wr',
);

/** The socket permissions that a rule with a `peer=` may have (network.cc, AA_PEER_NET_PERMS). */
export const peerSocketAccess = list('accept connect send receive read write r w rw wr');

export const accessWords: Readonly<Record<string, readonly string[]>> = wordTable({
  network: socketAccess,
  unix: socketAccess,
  signal: list('send receive read write r w rw wr'),
  ptrace: list('read trace readby tracedby write r w rw wr'),
  dbus: list('send receive bind eavesdrop read write r w rw wr'),
  mqueue: list('create open delete read write getattr setattr r w rw wr'),
  io_uring: list('sqpoll override_creds'),
  userns: list('create'),
});

/** Conditionals of each rule, outside and inside `peer=( )`. */
export const conditionals: Readonly<Record<string, { readonly local: readonly string[]; readonly peer?: readonly string[] }>> = wordTable({
  network: { local: list('ip port interface label'), peer: list('ip port label') },
  unix: { local: list('type addr'), peer: list('addr label') },
  signal: { local: list('set peer') },
  ptrace: { local: list('peer') },
  // Upstream reads both places with one function, so the message's own conditionals may be inside of peer=( ) too.
  dbus: { local: list('bus path interface member name'), peer: list('name label bus path interface member') },
  mqueue: { local: list('type label') },
  io_uring: { local: list('label') },
  mount: { local: list('fstype vfstype options option') },
  pivot_root: { local: list('oldroot') },
});

export const unixTypes = list('none stream dgram raw rdm seqpacket dccp packet');

export const signalNames = list(`
  hup int quit ill trap abrt bus fpe kill usr1 segv usr2 pipe alrm term stkflt chld cont stop stp tstp ttin ttou urg xcpu xfsz
  vtalrm prof winch io poll pwr sys emt exists`);

/** `rtmin+0` … `rtmin+32`; upstream reads the number with strtoul(3), so that leading zeros do not matter and other text counts as 0. */
export const isRealTimeSignal = (word: string): boolean => /^rtmin\+(?:0*(?:[0-9]|[12][0-9]|3[0-2])(?![0-9])|[^0-9\s+-]|$)/.test(word);

/** Names of one number: signals and errors that are known by two. */
const secondNames: Readonly<Record<string, string>> = wordTable({
  stp: 'tstp',
  poll: 'io',
  EWOULDBLOCK: 'EAGAIN',
  EDEADLOCK: 'EDEADLK',
  ENOTSUP: 'EOPNOTSUPP',
});

export const firstName = (word: string): string => secondNames[word] ?? word;

/** Mount options: the bits that a word sets and the bits that it demands to be clear. */
export interface MountOption {
  readonly set: number;
  readonly clear: number;
  readonly group: 'flag' | 'bind' | 'move' | 'remount' | 'propagation';
}

const RECURSIVE = 2 ** 14;
const bit = (n: number) => 2 ** n;

let options: ReadonlyMap<string, MountOption> | undefined;

/** Every mount option by its word (mount(8) names and the `make-` forms); built on first use. */
export function mountOptions(): ReadonlyMap<string, MountOption> {
  if (options) return options;
  const table = new Map<string, MountOption>();
  const on = (names: string, set: number, group: MountOption['group'] = 'flag') => {
    for (const name of list(names)) table.set(name, { set, clear: 0, group });
  };
  const off = (names: string, clear: number) => {
    for (const name of list(names)) table.set(name, { set: 0, clear, group: 'flag' });
  };
  const pair = (yes: string, no: string, flag: number) => {
    on(yes, flag);
    off(no, flag);
  };
  // The numbers are the kernel's MS_ flags where they have one; only their overlap matters here.
  pair('ro r read-only', 'rw w', bit(0));
  pair('nosuid', 'suid', bit(1));
  pair('nodev', 'dev', bit(2));
  pair('noexec', 'exec', bit(3));
  pair('sync', 'async', bit(4));
  on('remount', bit(5), 'remount');
  pair('mand', 'nomand', bit(6));
  on('dirsync', bit(7));
  pair('nosymfollow', 'symfollow', bit(8));
  pair('noatime', 'atime', bit(10));
  pair('nodiratime', 'diratime', bit(11));
  on('bind B', bit(12), 'bind');
  on('move M', bit(13), 'move');
  on('rbind R', bit(12) + RECURSIVE, 'bind');
  pair('silent', 'verbose loud', bit(15));
  pair('acl', 'noacl', bit(16));
  on('unbindable make-unbindable', bit(17), 'propagation');
  on('runbindable make-runbindable', bit(17) + RECURSIVE, 'propagation');
  on('private make-private', bit(18), 'propagation');
  on('rprivate make-rprivate', bit(18) + RECURSIVE, 'propagation');
  on('slave make-slave', bit(19), 'propagation');
  on('rslave make-rslave', bit(19) + RECURSIVE, 'propagation');
  on('shared make-shared', bit(20), 'propagation');
  on('rshared make-rshared', bit(20) + RECURSIVE, 'propagation');
  pair('relatime', 'norelatime', bit(21));
  pair('iversion', 'noiversion', bit(23));
  pair('strictatime', 'nostrictatime', bit(24));
  pair('lazytime', 'nolazytime', bit(25));
  pair('nouser', 'user', bit(30));
  options = table;
  return table;
}

export const mountOptionWords = (): readonly string[] => [...mountOptions().keys()];

export const profileModes = list('enforce complain kill unconfined prompt default_allow');

/** Flags without a value that are no mode; a pair in one row excludes each other. */
export const profileFlagPairs: readonly (readonly [string, string])[] = [
  ['chroot_relative', 'namespace_relative'],
  ['mediate_deleted', 'delegate_deleted'],
  ['attach_disconnected', 'no_attach_disconnected'],
  ['chroot_attach', 'chroot_no_attach'],
];

export const profileFlags: readonly string[] = [
  ...profileModes,
  ...profileFlagPairs.flat(),
  'audit',
  'debug',
  'interruptible',
  'attach_disconnected.ipc',
];

/** Flags that take `=value`. */
export const profileValueFlags = list('attach_disconnected.path attach_disconnected.ipc kill.signal error');

export type RlimitUnit = 'bytes' | 'count' | 'seconds' | 'microseconds' | 'nice';

export const rlimits: Readonly<Record<string, RlimitUnit>> = wordTable({
  fsize: 'bytes',
  data: 'bytes',
  stack: 'bytes',
  core: 'bytes',
  rss: 'bytes',
  as: 'bytes',
  memlock: 'bytes',
  msgqueue: 'bytes',
  nofile: 'count',
  ofile: 'count',
  nproc: 'count',
  locks: 'count',
  sigpending: 'count',
  rtprio: 'count',
  cpu: 'seconds',
  rttime: 'microseconds',
  nice: 'nice',
});

export const byteUnits = list('K KB M MB G GB');

/** Time units of `set rlimit`, in microseconds. */
export const timeUnits: Readonly<Record<string, number>> = wordTable(
  Object.fromEntries(
    (
      [
        [1, 'us microsecond microseconds'],
        [1e3, 'ms millisecond milliseconds'],
        [1e6, 's sec second seconds'],
        [60e6, 'min minute minutes'],
        [3600e6, 'h hour hours'],
        [86400e6, 'd day days'],
        [604800e6, 'week weeks'],
      ] as const
    ).flatMap(([size, words]) => list(words).map((word) => [word, size])),
  ),
);

/** Names of errno(3) that the `error=` flag takes, in any letter case. */
export const errorFlagNames = list(`
  EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV
  ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG
  ENOLCK ENOSYS ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE
  EBADR EXFULL ENOANO EBADRQC EBADSLT EDEADLOCK EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT
  ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ
  ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP
  EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN
  ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM
  ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD
  ENOTRECOVERABLE ERFKILL EHWPOISON ENOTSUP`);
