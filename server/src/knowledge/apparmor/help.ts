/**
 * What the words of the AppArmor language mean, one or two sentences each; hover and completion read the same record.
 *
 * $source apparmor.d(5) and the sources of apparmor_parser; releases are the first tagged ones that know the word
 * $version AppArmor 6.0.0-alpha1
 * $checked 2026-11-30
 */

import { lazy } from '../lazy';

/** One meaning: the first sentence must make sense on its own. */
export interface WordHelp {
  readonly text: string;
  /** What it exposes, in a sentence. */
  readonly risk?: string;
  /** What to write instead. */
  readonly instead?: string;
  /** AppArmor release that first knew it, where that is 3.0 or later. */
  readonly since?: string;
}

export type HelpTable = Readonly<Record<string, string | readonly [text: string, since: string] | WordHelp>>;

export const helpTable = (words: HelpTable): ReadonlyMap<string, WordHelp> =>
  new Map(Object.entries(words).map(([word, help]) => [word, helpOf(help)]));

function helpOf(help: HelpTable[string]): WordHelp {
  if (typeof help === 'string') return { text: help };
  return 'text' in help ? help : { text: help[0], since: help[1] };
}

/** Words that start a statement or qualify one. */
export const keywordHelp = lazy(() =>
  helpTable({
    abi: ['States which kernel features the policy was written for; AppArmor does not mediate what came later.', '3.0'],
    alias: 'Treats one path prefix as another, for systems where directories are mounted elsewhere.',
    rewrite: 'An older word for `alias`.',
    include: 'Includes another file, or every file of a directory, as if its text were here.',
    '#include': 'The older spelling of `include`; it is not a comment.',
    if: 'Applies the rules of a block only when its test is true while the profile is compiled. Both branches are parsed.',
    else: 'Applies the rules of its block when the test of the `if` before it is false.',
    profile: 'Starts a profile; inside a profile, a child profile that only its parent can enter (`cx`).',
    hat: 'Starts a hat: a child that the program itself enters with `aa_change_hat(2)`.',
    '^': 'Starts a hat, as `hat` does.',
    flags: 'The mode of the profile and how it treats deleted files and paths outside of its root.',
    xattrs: ['Attaches the profile only to files that carry these extended attributes.', '3.0'],
    identities: ['Names of identities that the profile is for.', '5.0'],
    audit: 'Logs every use that the rule matches, allowed or denied.',
    allow: 'Allows; what a rule does without any mode.',
    deny: 'Denies, even where other rules allow it, and does not log it; `audit deny` does. Since 4.1 a rule with a higher priority overrides it.',
    prompt: ['Asks the user through a daemon in user space when the rule matches.', '4.1'],
    priority: ['Decides between rules that match the same thing: the higher number wins, 0 is the default.', '4.1'],
    owner: 'Applies only when the process and the file belong to the same user (the fsuid is the owner).',
    user: 'An older word for `owner`.',
    other: 'Applies only when the file belongs to another user.',
    safe: 'Cleans the environment before the program starts (the kernel sets AT_SECURE).',
    unsafe: 'Leaves the environment as it is, LD_PRELOAD and its like included.',
    file: 'Starts a file rule; alone, `file,` allows everything on every file, executing under this profile included.',
    link: 'Allows making a hard link at one path to another.',
    subset: 'The link may be made only when its permissions are a subset of those of the target.',
    capability: {
      text: 'Lets the profile use Linux capabilities that the process has; without names, all of them.',
      risk: 'Without names a process that runs as root keeps every capability.',
      instead: 'Name the capabilities that the program uses.',
    },
    network: 'Allows sockets by family, type and, since 4.0, by access, address and port.',
    mount: {
      text: 'Allows mounting; conditions come first, then source and `-> mount point`.',
      risk: 'Without conditions a process with `CAP_SYS_ADMIN` can mount any file system over files that other rules protect.',
      instead: 'Name the type, the options, the source and the mount point.',
    },
    remount: 'Allows changing the options of a mount.',
    umount: 'Allows unmounting.',
    unmount: 'Another word for `umount`.',
    pivot_root: 'Allows pivot_root(2), optionally entering another profile.',
    ptrace: {
      text: 'Allows tracing and being traced; both sides need a rule.',
      risk: 'A process that may trace another reads its memory and acts with its rights.',
      instead: 'Name the access and the profiles: `ptrace (read) peer=web,`.',
    },
    signal: 'Allows sending and receiving signals; the sender and the receiver need a rule each.',
    dbus: 'Allows D-Bus messages, owning names and eavesdropping; the bus daemon asks, not the kernel.',
    unix: 'Allows abstract and unnamed Unix sockets; sockets with a path are file rules.',
    mqueue: ['Allows POSIX and System V message queues.', '4.0'],
    io_uring: ['Allows io_uring features that act with other credentials.', '4.0'],
    userns: {
      text: 'Allows creating user namespaces, which give every capability inside.',
      risk: 'These capabilities reach kernel code that has led to root on the host, such as netfilter and file systems.',
      since: '4.0',
    },
    set: 'Starts `set rlimit name <= value,`.',
    rlimit: 'A resource limit as in setrlimit(2) that the process gets when the profile is entered.',
    change_profile: {
      text: 'Lets the process change its own profile, at once or at the next exec.',
      risk: 'Without a target the process may change to any profile, `unconfined` included.',
      instead: 'Name the target: `change_profile -> worker,`.',
    },
    all: {
      text: 'Allows everything that AppArmor mediates.',
      risk: 'Only the deny rules of the profile still restrict the program.',
      instead: 'List what the program uses; complain mode and the log show it.',
      since: '4.0',
    },
    defined: 'True when the variable has been defined.',
    not: 'True when what follows is false; binds tighter than `and` and `or`.',
    and: ['True when both sides are; binds tighter than `or`.', '5.0'],
    or: ['True when one side is.', '5.0'],
    true: ['Always true.', '5.0'],
    false: ['Never true; its block must still be valid.', '5.0'],
    'if exists': 'Ignores the include when there is no such file.',
  }),
);

export const flagHelp = lazy(() =>
  helpTable({
    enforce: 'Denies what is not allowed; the default mode.',
    complain: 'What no rule allows is logged and passes; deny rules are enforced, and logged only with `audit deny`.',
    kill: 'Kills the process that does something not allowed.',
    unconfined: ['Confines nothing but gives the program a label; used to grant user namespaces by name.', '3.0'],
    prompt: ['Asks through a daemon in user space what to do with accesses that no rule decides.', '4.0'],
    default_allow: ['Allows everything that no rule denies.', '4.0'],
    audit: 'Logs everything that the profile allows or denies.',
    debug: ['Makes the kernel log more about this profile.', '4.0'],
    interruptible: ['Lets signals interrupt a prompt.', '4.0'],
    mediate_deleted: 'Judges files that were deleted by the path that they had.',
    delegate_deleted: 'Lets files that were deleted be used without a rule.',
    attach_disconnected: {
      text: 'Treats paths outside of the namespace as if they began at `/`; needed in most containers.',
      risk: 'A program can then use a rule that was meant for another file.',
      instead: '`attach_disconnected.path=` (AppArmor 4.0) puts these paths below a directory of their own.',
    },
    no_attach_disconnected: 'Leaves paths that lead outside of the namespace without a leading slash, so rules do not match them.',
    'attach_disconnected.path': ['Judges paths that lead outside of the namespace below this directory.', '4.0'],
    'attach_disconnected.ipc': [
      'Judges names of message queues and other IPC that lead outside of the namespace below this directory.',
      '5.0',
    ],
    chroot_relative: 'Judges paths relative to the root of the process.',
    namespace_relative: 'Judges paths relative to the root of the namespace; the default.',
    chroot_attach: 'Counts paths outside of a chroot from its root.',
    chroot_no_attach: 'Leaves paths outside of a chroot as they are.',
    'kill.signal': ['The signal that kill mode sends; `kill` without it.', '4.0'],
    error: ['The error number that a denied access returns, instead of EACCES.', '4.1'],
  }),
);

/** The letters of file permissions, and the ways to execute. */
export const permissionHelp = lazy(() =>
  helpTable({
    r: 'read the file, list the directory',
    w: 'write, create, delete, change attributes; appending is included',
    a: 'append at the end only',
    l: 'make a hard link here',
    k: 'lock the file',
    m: 'map it executable (mmap with PROT_EXEC), as shared libraries need',
    x: 'execute; only in deny rules',
    ix: 'execute under this same profile',
    px: 'execute under its own profile, environment kept; fails when none is loaded',
    Px: 'execute under its own profile, environment cleaned; fails when none is loaded',
    cx: 'execute under a child profile of this one, environment kept',
    Cx: 'execute under a child profile of this one, environment cleaned',
    ux: 'execute unconfined, environment kept: a caller that controls the environment controls an unconfined program',
    Ux: 'execute unconfined, environment cleaned',
    pix: 'execute under its own profile, environment kept, or under this one when none is loaded',
    Pix: 'execute under its own profile, environment cleaned, or under this one when none is loaded',
    cix: 'execute under a child profile, environment kept, or under this one when there is none',
    Cix: 'execute under a child profile, environment cleaned, or under this one when there is none',
    pux: 'execute under its own profile, environment kept, or unconfined when none is loaded',
    Pux: 'execute under its own profile, environment cleaned, or unconfined when none is loaded',
    cux: 'execute under a child profile, environment kept, or unconfined when there is none',
    Cux: 'execute under a child profile, environment cleaned, or unconfined when there is none',
  }),
);

/** Access words by rule; words that mean the same everywhere are under `''`. */
const access = lazy(
  () =>
    new Map([
      [
        '',
        helpTable({
          r: 'Short for read or receive.',
          w: 'Short for write or send.',
          rw: 'Both directions.',
          wr: 'Both directions.',
        }),
      ],
      [
        'socket',
        helpTable({
          create: 'Make a socket.',
          bind: 'Give the socket an address.',
          listen: 'Wait for connections.',
          accept: 'Take a connection.',
          connect: 'Connect to a peer.',
          shutdown: 'Close one direction of a connection.',
          getattr: 'Read the addresses of the socket.',
          setattr: 'Change attributes of the socket.',
          getopt: 'Read options (getsockopt).',
          setopt: 'Set options (setsockopt).',
          send: 'Send data.',
          receive: 'Receive data.',
          read: 'Another word for receive.',
          write: 'Another word for send.',
        }),
      ],
      [
        'signal',
        helpTable({
          send: 'Send the signals.',
          receive: 'Be sent the signals.',
          read: 'Another word for receive.',
          write: 'Another word for send.',
        }),
      ],
      [
        'ptrace',
        helpTable({
          read: 'Look at another process (many files of `/proc/PID`, kcmp).',
          trace: 'Trace and change another process.',
          readby: 'Be looked at by another process.',
          tracedby: 'Be traced by another process.',
          write: 'Another word for trace.',
        }),
      ],
      [
        'dbus',
        helpTable({
          send: 'Send messages.',
          receive: 'Receive messages.',
          bind: 'Own a name on the bus.',
          eavesdrop: 'Receive messages meant for others.',
          read: 'Another word for receive.',
          write: 'Another word for send.',
        }),
      ],
      [
        'mqueue',
        helpTable({
          create: 'Make a queue.',
          open: 'Open a queue.',
          delete: 'Remove a queue.',
          read: 'Receive from the queue.',
          write: 'Send to the queue.',
          getattr: 'Read attributes of the queue.',
          setattr: 'Change attributes of the queue.',
        }),
      ],
      [
        'io_uring',
        helpTable({
          sqpoll: 'Let the kernel poll the submission queue in a thread of its own.',
          override_creds: 'Submit with registered credentials of another task.',
        }),
      ],
      ['userns', helpTable({ create: 'Create a user namespace.' })],
    ]),
);

export function accessHelp(verb: string, word: string): WordHelp | undefined {
  const kind = verb === 'network' || verb === 'unix' ? 'socket' : verb;
  return access().get(kind)?.get(word) ?? access().get('')?.get(word);
}

/** Conditionals, by `rule name`, or by name alone where it means the same everywhere. */
export const conditionalHelp = lazy(() =>
  helpTable({
    fstype: 'The type of the file system, as in mount(8): `ext4`, `tmpfs`, `overlay`.',
    vfstype: 'Another word for `fstype`.',
    options: '`=( )` names exactly the flags of the mount, `in ( )` flags that may be among them.',
    option: 'Another word for `options`.',
    oldroot: 'Where the old root is put.',
    peer: 'The other side: for signal and ptrace the name of its profile, for sockets and D-Bus a list in parentheses.',
    set: 'The signals that the rule is about; without it all of them.',
    bus: 'Which bus: `system`, `session` or `accessibility`.',
    path: 'The path of the D-Bus object.',
    interface: 'The D-Bus interface; in a network rule the network device.',
    member: 'The D-Bus method or signal.',
    name: 'The D-Bus name: alone, the one to own; inside `peer=( )`, the one of the other side.',
    label: 'The profile of the other side or of the object.',
    addr: 'The address of the socket: `@name` is abstract, `none` unnamed, `auto` chosen by the kernel.',
    type: 'The type of the socket (`stream`, `dgram`, `seqpacket`) or of the queue (`posix`, `sysv`).',
    ip: ['An IPv4 or IPv6 address, or `none`.', '4.0'],
    port: ['A port or a range `from-to`.', '4.0'],
  }),
);

export const rlimitHelp = lazy(() =>
  helpTable({
    fsize: 'The largest file that the process may write.',
    data: 'Its data segment.',
    stack: 'Its stack.',
    core: 'The largest core file; 0 for none.',
    rss: 'Resident memory; without effect on current kernels.',
    as: 'Its address space.',
    memlock: 'Memory that it may lock.',
    msgqueue: 'Bytes in POSIX message queues of its user.',
    nofile: 'Open files: the numbers of descriptors stay below the limit.',
    ofile: 'Another word for `nofile`.',
    nproc: 'Processes of its user.',
    locks: 'File locks; without effect since Linux 2.4.25.',
    sigpending: 'Pending signals of its user.',
    rtprio: 'Its real-time priority.',
    cpu: 'Processor time, seconds unless a unit is given.',
    rttime: 'Processor time in one go under real-time scheduling, microseconds unless a unit is given.',
    nice: 'The lowest nice value that it may take, from -20 to 19.',
  }),
);

/** Variables that AppArmor's own tunables define, and those of the parser. */
export const variableHelp = lazy(() =>
  helpTable({
    profile_name: 'The full name of this profile; the parser defines it inside profiles.',
    exec_path: ['The path of the program that matched the attachment, where the kernel can tell it, else the attachment.', '5.0'],
    attach_path: ['The attachment of this profile; the parser defines it inside profiles that have one.', '5.0'],
    PROC: 'Where procfs is mounted.',
    sys: 'Where sysfs is mounted.',
    run: 'Where programs keep what lasts until the next boot: sockets, locks, process numbers.',
    securityfs: 'Where securityfs is mounted, below `@{sys}`.',
    apparmorfs: "The kernel's AppArmor files below securityfs.",
    HOME: 'Home directories: those below `@{HOMEDIRS}` and `/root/`.',
    HOMEDIRS: 'Directories that contain home directories; `/home/` unless the site says otherwise.',
    multiarch: 'The architecture in library paths, such as `x86_64-linux-gnu`.',
    pid: 'A process number.',
    pids: 'Another word for `@{pid}`.',
    tid: 'A thread number.',
    uid: 'A user number.',
    uids: 'Another word for `@{uid}`.',
    etc_ro: 'Directories with configuration that programs read.',
    etc_rw: 'Directories with configuration that programs may change.',
    user_share_dirs: 'Where users keep data of programs.',
    system_share_dirs: 'Where the system keeps data of programs.',
  }),
);
