import type { GroupText } from './group';

/**
 * The machine, the kernel and the processor.
 *
 * $source section 2 of the Linux manual; calls without a page: include/linux/syscalls.h and the file of the kernel that defines the call
 * $version man-pages 6.03, Linux 7.1
 * $checked 2026-11-30
 */
export const system: readonly GroupText[] = [
  {
    name: '@debug',
    title: 'Looking into processes',
    about: 'Reads and changes other processes, or measures the machine.',
    calls: `
ptrace(long request, long pid, void *addr, void *data) Traces a process: reads and changes its memory, registers and calls.
process_vm_readv(pid_t pid, const struct iovec *local_iov, unsigned long liovcnt, const struct iovec *remote_iov, unsigned long riovcnt, unsigned long flags) Reads the memory of another process.
process_vm_writev(pid_t pid, const struct iovec *local_iov, unsigned long liovcnt, const struct iovec *remote_iov, unsigned long riovcnt, unsigned long flags) Writes the memory of another process.
process_madvise(int pidfd, const struct iovec *iov, size_t vlen, int advice, unsigned flags) Gives advice on the memory of another process.
pidfd_getfd(int pidfd, int targetfd, unsigned flags) Copies an open descriptor out of another process.
kcmp(pid_t pid1, pid_t pid2, int type, unsigned long idx1, unsigned long idx2) Tells whether two processes share a kernel object.
perf_event_open(struct perf_event_attr *attr, pid_t pid, int cpu, int group_fd, unsigned long flags) Opens a counter or a trace of performance events.
lookup_dcookie(u64 cookie, char *buf, size_t len) Gave a profiler the path for a number; gone since Linux 5.12.
uprobe() Where the kernel's own probes in programs jump to; not for programs.
uretprobe() Where the kernel's own probes at the return of functions jump to; not for programs.
`,
  },
  {
    name: '@kernel-code',
    title: 'Code for the kernel',
    about: 'Puts code into the kernel, or another kernel in its place.',
    calls: `
bpf(int cmd, union bpf_attr *attr, unsigned size) Loads programs that run in the kernel, and creates their maps.
init_module(void *image, unsigned long len, const char *params) Loads a kernel module from memory.
finit_module(int fd, const char *params, int flags) Loads a kernel module from an open file.
delete_module(const char *name, unsigned flags) Unloads a kernel module.
create_module Reserved room for a kernel module; gone since Linux 2.6.
query_module Told about kernel modules; gone since Linux 2.6.
get_kernel_syms Listed the symbols of the kernel; gone since Linux 2.6.
kexec_load(unsigned long entry, unsigned long nr_segments, struct kexec_segment *segments, unsigned long flags) Loads another kernel to boot into.
kexec_file_load(int kernel_fd, int initrd_fd, unsigned long cmdline_len, const char *cmdline, unsigned long flags) Loads another kernel to boot into from an open file.
`,
  },
  {
    name: '@keyring',
    title: 'Kernel keys',
    about: 'Stores keys in the kernel; the store is only partly divided by namespaces.',
    calls: `
add_key(const char *type, const char *description, const void *payload, size_t plen, key_serial_t keyring) Adds a key to a keyring of the kernel.
request_key(const char *type, const char *description, const char *callout_info, key_serial_t keyring) Looks a key up, and has it made by a helper on the host when it is missing.
keyctl(int operation, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5) Reads, changes and links keys and keyrings.
`,
  },
  {
    name: '@limits',
    title: 'Limits and use',
    about: 'Reads and sets resource limits, tells what was used and what machine this is.',
    calls: `
getrlimit(unsigned resource, struct rlimit *rlim) Reads a resource limit.
ugetrlimit(unsigned resource, struct rlimit *rlim) \`getrlimit\` without the sign error of the first 32-bit form.
setrlimit(unsigned resource, const struct rlimit *rlim) Sets a resource limit.
prlimit64(pid_t pid, unsigned resource, const struct rlimit64 *new, struct rlimit64 *old) Reads and sets a resource limit of any process.
getrusage(int who, struct rusage *usage) Tells what a process has used.
sysinfo(struct sysinfo *info) Tells memory, load and uptime of the machine.
uname(struct utsname *buf) Tells the names of system, host and kernel release.
olduname(struct old_utsname *buf) \`uname\` without the domain name.
oldolduname(struct oldold_utsname *buf) \`uname\` with the first, shorter fields.
getrandom(void *buf, size_t size, unsigned flags) Gets random bytes.
`,
  },
  {
    name: '@administration',
    title: 'Administration',
    about: 'Runs the machine: its name, power, swap, quotas, logs and accounting.',
    calls: `
sethostname(const char *name, int len) Sets the host name.
setdomainname(const char *name, int len) Sets the NIS domain name.
reboot(int magic, int magic2, unsigned op, void *arg) Restarts or stops the machine, or ends a PID namespace.
syslog(int type, char *buf, int len) Reads, clears or tunes the kernel log.
acct(const char *path) Switches process accounting on or off.
swapon(const char *path, int flags) Starts swapping to a file or device.
swapoff(const char *path) Stops swapping to a file or device.
quotactl(unsigned op, const char *special, id_t id, void *addr) Reads and sets disk quotas.
quotactl_fd(unsigned fd, unsigned op, id_t id, void *addr) \`quotactl\` by an open file instead of a device.
vhangup() Hangs up the terminal.
nfsservctl Controlled the NFS server of the kernel; gone since Linux 3.1.
bdflush(int func, long data) Tuned the daemon that writes buffers; gone since Linux 5.15.
sysfs(int option, unsigned long arg1, unsigned long arg2) Tells which file system types the kernel knows; replaced by /proc/filesystems.
ustat(unsigned dev, struct ustat *ubuf) Tells the free space of a device; replaced by \`statfs\`.
_sysctl Read and set kernel parameters; gone since Linux 5.5, replaced by /proc/sys.
`,
  },
  {
    name: '@raw-io',
    title: 'Hardware',
    about: 'Reaches ports and buses past the drivers.',
    calls: `
ioperm(unsigned long from, unsigned long num, int turn_on) Opens a range of I/O ports to the process.
iopl(unsigned level) Opens all I/O ports to the process.
pciconfig_read(unsigned long bus, unsigned long dfn, unsigned long off, unsigned long len, void *buf) Reads the configuration of a PCI device.
pciconfig_write(unsigned long bus, unsigned long dfn, unsigned long off, unsigned long len, void *buf) Writes the configuration of a PCI device.
pciconfig_iobase(long which, unsigned long bus, unsigned long devfn) Tells where the address ranges of a PCI bus begin.
s390_pci_mmio_read(unsigned long mmio_addr, void *user_buffer, size_t length) Reads from the memory of a PCI device on s390.
s390_pci_mmio_write(unsigned long mmio_addr, const void *user_buffer, size_t length) Writes to the memory of a PCI device on s390.
rtas(struct rtas_args *args) Calls the firmware of a PowerPC machine.
spu_create(const char *path, unsigned flags, mode_t mode, int neighbor_fd) Creates a context on a processing unit of a Cell processor.
spu_run(int fd, u32 *npc, u32 *event) Runs a program on a processing unit of a Cell processor.
`,
  },
  {
    name: '@processor',
    title: 'One processor only',
    about: 'Exists on some architectures and deals with their particulars.',
    calls: `
arch_prctl(int op, unsigned long addr) Sets the FS and GS base, and processor features, on x86.
modify_ldt(int func, void *ptr, unsigned long bytecount) Reads and changes the local descriptor table on x86.
vm86(unsigned long fn, struct vm86plus_struct *v86) Enters virtual 8086 mode on 32-bit x86.
vm86old(struct vm86_struct *info) The first form of \`vm86\`.
breakpoint() Raises a breakpoint trap on 32-bit Arm.
cacheflush(unsigned long start, unsigned long end, unsigned long flags) Makes code that was just written visible to the processor, on Arm, MIPS and others.
cachectl(char *addr, int nbytes, int op) Makes memory cacheable or not on MIPS; answers that it cannot.
usr26() Went to the 26-bit mode of old Arm processors.
usr32() Went back to the 32-bit mode of Arm processors.
atomic_barrier() Orders memory accesses on m68k.
atomic_cmpxchg_32(unsigned long newval, unsigned long oldval, unsigned long d3, unsigned long d4, unsigned long d5, unsigned long *mem) Compares and swaps a word on m68k processors that cannot.
sysmips(long cmd, long arg1, long arg2) Changes how MIPS handles unaligned access and atomic swaps.
riscv_flush_icache(void *start, void *end, unsigned long flags) Makes code that was just written visible to the processor, on RISC-V.
riscv_hwprobe(struct riscv_hwprobe *pairs, size_t pair_count, size_t cpu_count, unsigned long *cpus, unsigned flags) Tells which extensions the RISC-V processors have.
s390_guarded_storage(int command, struct gs_cb *gs_cb) Sets up guarded memory for garbage collectors on s390.
s390_runtime_instr(int command, int signum) Starts and stops instrumentation of the running program on s390.
s390_sthyi(unsigned long function_code, void *resp_buffer, u64 *return_code, unsigned long flags) Asks the hypervisor of s390 about its resources.
subpage_prot(unsigned long addr, unsigned long len, u32 *map) Protects parts of a page on PowerPC.
swapcontext(struct ucontext *old_ctx, struct ucontext *new_ctx, long ctx_size) Changes the user context on PowerPC.
switch_endian() Changes the byte order of the program on PowerPC.
sys_debug_setcontext(struct ucontext *ctx, int ndbg, void *dbg) Sets a user context and debug registers on 32-bit PowerPC.
multiplexer The number of PowerPC that was kept for several calls in one; never used.
`,
  },
  {
    name: '@obsolete',
    title: 'Gone or never there',
    about: 'Numbers that were reserved and never used, or whose work other calls do today.',
    calls: `
oldstat(const char *path, struct old_stat *statbuf) \`stat\` with 16-bit fields.
oldlstat(const char *path, struct old_stat *statbuf) \`lstat\` with 16-bit fields.
oldfstat(int fd, struct old_stat *statbuf) \`fstat\` with 16-bit fields.
uselib(const char *library) Loaded a shared library of the a.out days; gone since Linux 6.16.
syscall(long number) Makes the call whose number is its first argument, on 32-bit MIPS: a way round a filter that looks at the number.
afs_syscall Reserved for the Andrew file system; never implemented.
break Never implemented.
ftime Never implemented.
getpmsg Reserved for STREAMS; never implemented.
putpmsg Reserved for STREAMS; never implemented.
gtty Never implemented.
stty Never implemented.
idle Turned the first process into the idle task; gone since Linux 2.3.
lock Never implemented.
mpx Never implemented.
prof Never implemented.
profil Never implemented.
security Reserved for security modules; never implemented.
tuxcall Reserved for the TUX web server; never implemented.
ulimit Never implemented.
vserver Reserved for Linux-VServer; never implemented.
`,
  },
];
