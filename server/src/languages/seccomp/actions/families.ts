/** Calls that hang together: a program that needs one needs the others. */
export interface Family {
  /** In a title after “Refuse”. */
  readonly title: string;
  readonly calls: readonly string[];
  /** Who needs them, the rest of a sentence. */
  readonly users: string;
  /** Ordinary programs use them now and then; they are refused only on request. */
  readonly everyday?: true;
}

/** What a service in a container can mostly do without, most dangerous first. */
export const families: readonly Family[] = [
  {
    title: 'kernel modules and kexec',
    calls: ['create_module', 'delete_module', 'finit_module', 'init_module', 'kexec_file_load', 'kexec_load'],
    users: 'programs that load drivers or another kernel',
  },
  {
    title: 'mounting',
    calls: [
      ...['fsconfig', 'fsmount', 'fsopen', 'fspick', 'mount', 'mount_setattr', 'move_mount', 'open_tree', 'open_tree_attr'],
      ...['pivot_root', 'umount', 'umount2'],
    ],
    users: 'image builders, nested containers and FUSE',
  },
  { title: 'new namespaces', calls: ['setns', 'unshare'], users: 'nested containers and sandboxes such as Chromium’s and bubblewrap' },
  { title: 'opening files by handle', calls: ['open_by_handle_at'], users: 'NFS servers in user space and some backup programs' },
  {
    title: 'raw hardware',
    calls: [
      ...['ioperm', 'iopl', 'pciconfig_iobase', 'pciconfig_read', 'pciconfig_write', 'rtas'],
      ...['s390_pci_mmio_read', 's390_pci_mmio_write'],
    ],
    users: 'drivers that run as programs',
  },
  {
    title: 'io_uring',
    calls: ['io_uring_enter', 'io_uring_register', 'io_uring_setup'],
    users: 'databases and servers that are built for io_uring and do not fall back to plain calls',
  },
  { title: 'bpf', calls: ['bpf'], users: 'programs that load BPF, such as Cilium, Falco and bpftrace' },
  { title: 'perf_event_open', calls: ['perf_event_open'], users: 'perf and profilers that count in hardware' },
  { title: 'userfaultfd', calls: ['userfaultfd'], users: 'live migration (QEMU, CRIU) and Android’s garbage collector' },
  {
    title: 'kernel keys',
    calls: ['add_key', 'keyctl', 'request_key'],
    users: 'Kerberos with its tickets in a keyring, and encrypted file systems',
  },
  {
    title: 'setting the clock',
    calls: ['clock_settime', 'clock_settime64', 'settimeofday', 'stime'],
    users: 'time services such as chrony',
  },
  {
    title: 'running the machine',
    calls: ['acct', 'quotactl', 'quotactl_fd', 'reboot', 'setdomainname', 'sethostname', 'swapoff', 'swapon', 'syslog'],
    users: 'programs that look after the node, and an init system in the container',
  },
  { title: 'watching whole file systems', calls: ['fanotify_init'], users: 'virus scanners and file monitors' },
  { title: '16-bit code', calls: ['modify_ldt', 'vm86', 'vm86old'], users: 'Wine and DOS emulators' },
  {
    title: 'looking into other processes',
    calls: ['kcmp', 'pidfd_getfd', 'process_madvise', 'process_vm_readv', 'process_vm_writev', 'ptrace'],
    users: 'debuggers, strace, profilers and crash reporters',
    everyday: true,
  },
];
