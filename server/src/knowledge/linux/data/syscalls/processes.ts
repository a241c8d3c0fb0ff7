import type { GroupText } from './group';

/**
 * Processes: how they start, run, sleep, signal and end, and as whom.
 *
 * $source section 2 of the Linux manual; calls without a page: include/linux/syscalls.h and the file of the kernel that defines the call
 * $version man-pages 6.03, Linux 7.1
 * $checked 2026-11-30
 */
export const processes: readonly GroupText[] = [
  {
    name: '@process',
    title: 'Processes',
    about: 'Starts, awaits and ends processes and threads.',
    calls: `
fork() Makes a copy of the calling process.
vfork() Makes a child that borrows the memory of its parent until it runs a program.
clone(unsigned long flags, void *stack, int *parent_tid, int *child_tid, unsigned long tls) Makes a process or a thread; the flags say what is shared and which namespaces are new.
clone3(struct clone_args *args, size_t size) \`clone\` with its arguments in memory, so that a filter cannot see the flags.
execve(const char *path, char **argv, char **envp) Runs a program in place of the calling one.
execveat(int dirfd, const char *path, char **argv, char **envp, int flags) Runs a program given by an open file or folder.
exit(int status) Ends the calling thread.
exit_group(int status) Ends all threads of the process.
wait4(pid_t pid, int *status, int options, struct rusage *rusage) Waits for a child and tells what it used.
waitid(int idtype, id_t id, siginfo_t *infop, int options, struct rusage *rusage) Waits for a child, chosen by process, group or pidfd.
waitpid(pid_t pid, int *status, int options) Waits for a child.
prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5) Reads and sets properties of the calling process: its name, capabilities, no_new_privs, seccomp.
getpid() Tells the id of the process.
getppid() Tells the id of the parent.
getpgid(pid_t pid) Tells the process group of a process.
getpgrp() Tells the process group of the calling process.
setpgid(pid_t pid, pid_t pgid) Moves a process to a process group.
getsid(pid_t pid) Tells the session of a process.
setsid() Starts a new session.
pidfd_open(pid_t pid, unsigned flags) Gets a descriptor that stands for a process.
pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned flags) Signals the process that a pidfd refers to.
process_mrelease(int pidfd, unsigned flags) Frees the memory of a dying process.
personality(unsigned persona) Sets how the kernel imitates other systems, and whether addresses are randomized.
restart_syscall() Continues a call that a stop signal interrupted; made by the kernel itself.
`,
  },
  {
    name: '@threads',
    title: 'Threads',
    about: 'What thread libraries need: locks, ids, thread-local storage.',
    calls: `
gettid() Tells the id of the thread.
set_tid_address(int *tidptr) Names the word that is cleared when the thread ends.
futex(u32 *uaddr, int op, u32 val, const struct timespec *timeout, u32 *uaddr2, u32 val3) Waits for a word in memory to change, or wakes the threads that wait.
futex_time64(u32 *uaddr, int op, u32 val, const struct timespec *timeout, u32 *uaddr2, u32 val3) \`futex\` with 64-bit time for 32-bit programs.
futex_wait(void *uaddr, unsigned long val, unsigned long mask, unsigned flags, struct timespec *timeout, int clockid) Waits for a word in memory to change.
futex_waitv(struct futex_waitv *waiters, unsigned count, unsigned flags, struct timespec *timeout, int clockid) Waits for one of several words in memory to change.
futex_wake(void *uaddr, unsigned long mask, int nr, unsigned flags) Wakes threads that wait for a word in memory.
futex_requeue(struct futex_waitv *waiters, unsigned flags, int nr_wake, int nr_requeue) Wakes some waiting threads and moves the others to another word.
set_robust_list(struct robust_list_head *head, size_t len) Tells the kernel which locks to release when the thread dies.
get_robust_list(int pid, struct robust_list_head **head, size_t *len) Reads the list of robust locks of a thread.
membarrier(int cmd, unsigned flags, int cpu_id) Orders memory accesses across all threads.
rseq(struct rseq *rseq, u32 rseq_len, int flags, u32 sig) Registers short sections that restart when they are interrupted.
rseq_slice_yield() Gives back the extra time slice that a thread was granted through rseq.
get_thread_area(struct user_desc *u_info) Reads a thread-local storage entry.
set_thread_area(struct user_desc *u_info) Sets a thread-local storage entry.
get_tls() Reads the thread-local storage pointer on 32-bit Arm.
set_tls(unsigned long addr) Sets the thread-local storage pointer on 32-bit Arm.
`,
  },
  {
    name: '@scheduling',
    title: 'Scheduling',
    about: 'Decides when and on which processor threads run.',
    calls: `
sched_yield() Lets other threads run first.
sched_getaffinity(pid_t pid, unsigned len, unsigned long *mask) Tells on which processors a thread may run.
sched_setaffinity(pid_t pid, unsigned len, unsigned long *mask) Sets on which processors a thread may run.
sched_getattr(pid_t pid, struct sched_attr *attr, unsigned size, unsigned flags) Reads policy and parameters of a thread.
sched_setattr(pid_t pid, struct sched_attr *attr, unsigned flags) Sets policy and parameters of a thread.
sched_getparam(pid_t pid, struct sched_param *param) Reads the real-time priority of a thread.
sched_setparam(pid_t pid, struct sched_param *param) Sets the real-time priority of a thread.
sched_getscheduler(pid_t pid) Tells the scheduling policy of a thread.
sched_setscheduler(pid_t pid, int policy, struct sched_param *param) Sets scheduling policy and priority of a thread.
sched_get_priority_max(int policy) Tells the highest priority of a policy.
sched_get_priority_min(int policy) Tells the lowest priority of a policy.
sched_rr_get_interval(pid_t pid, struct timespec *interval) Tells the time slice of a thread.
sched_rr_get_interval_time64(pid_t pid, struct timespec *interval) \`sched_rr_get_interval\` with 64-bit time for 32-bit programs.
nice(int increment) Changes the niceness of the calling thread.
getpriority(int which, int who) Tells the niceness of processes.
setpriority(int which, int who, int prio) Sets the niceness of processes.
ioprio_get(int which, int who) Tells the I/O class and priority of processes.
ioprio_set(int which, int who, int ioprio) Sets the I/O class and priority of processes.
getcpu(unsigned *cpu, unsigned *node, void *cache) Tells on which processor and NUMA node the thread runs.
`,
  },
  {
    name: '@signal',
    title: 'Signals',
    about: 'Sends, blocks and handles signals.',
    calls: `
kill(pid_t pid, int sig) Sends a signal to processes.
tkill(pid_t tid, int sig) Sends a signal to a thread; replaced by \`tgkill\`.
tgkill(pid_t tgid, pid_t tid, int sig) Sends a signal to a thread of a process.
pause() Waits for a signal.
signal(int sig, void *handler) Sets a signal handler; the oldest form.
sigaction(int sig, const struct sigaction *act, struct sigaction *oldact) Sets a signal handler; the form with 32 signals.
rt_sigaction(int sig, const struct sigaction *act, struct sigaction *oldact, size_t sigsetsize) Sets a signal handler.
sigprocmask(int how, const sigset_t *set, sigset_t *oldset) Blocks signals; the form with 32 signals.
rt_sigprocmask(int how, const sigset_t *set, sigset_t *oldset, size_t sigsetsize) Blocks and unblocks signals.
sigpending(sigset_t *set) Tells which signals wait; the form with 32 signals.
rt_sigpending(sigset_t *set, size_t sigsetsize) Tells which blocked signals wait.
sigsuspend(int unused1, int unused2, unsigned long mask) Waits for a signal with another mask; the form with 32 signals.
rt_sigsuspend(sigset_t *mask, size_t sigsetsize) Waits for a signal with another mask.
rt_sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout, size_t sigsetsize) Waits for one of several signals.
rt_sigtimedwait_time64(const sigset_t *set, siginfo_t *info, const struct timespec *timeout, size_t sigsetsize) \`rt_sigtimedwait\` with 64-bit time for 32-bit programs.
rt_sigqueueinfo(pid_t pid, int sig, siginfo_t *info) Sends a signal with data to a process.
rt_tgsigqueueinfo(pid_t tgid, pid_t tid, int sig, siginfo_t *info) Sends a signal with data to a thread.
sigreturn() Returns from a signal handler; the form with 32 signals.
rt_sigreturn() Returns from a signal handler.
sigaltstack(const stack_t *ss, stack_t *old_ss) Sets the stack on which handlers run.
signalfd(int fd, const sigset_t *mask, size_t sigsetsize) Receives signals through a descriptor.
signalfd4(int fd, const sigset_t *mask, size_t sigsetsize, int flags) \`signalfd\` with flags.
sgetmask() Reads the signal mask; an old form.
ssetmask(int newmask) Sets the signal mask; an old form.
`,
  },
  {
    name: '@time',
    title: 'Time and timers',
    about: 'Reads clocks, sleeps and sets timers; changes no clock.',
    calls: `
time(time_t *tloc) Tells the time in seconds.
gettimeofday(struct timeval *tv, struct timezone *tz) Tells the time in microseconds.
clock_gettime(clockid_t clock, struct timespec *tp) Reads a clock.
clock_gettime64(clockid_t clock, struct timespec *tp) \`clock_gettime\` with 64-bit time for 32-bit programs.
clock_getres(clockid_t clock, struct timespec *res) Tells how fine a clock is.
clock_getres_time64(clockid_t clock, struct timespec *res) \`clock_getres\` with 64-bit time for 32-bit programs.
nanosleep(const struct timespec *duration, struct timespec *rem) Sleeps.
clock_nanosleep(clockid_t clock, int flags, const struct timespec *t, struct timespec *remain) Sleeps by a chosen clock, for or until a time.
clock_nanosleep_time64(clockid_t clock, int flags, const struct timespec *t, struct timespec *remain) \`clock_nanosleep\` with 64-bit time for 32-bit programs.
alarm(unsigned seconds) Requests a signal after some seconds.
getitimer(int which, struct itimerval *value) Reads an interval timer.
setitimer(int which, struct itimerval *new, struct itimerval *old) Sets an interval timer, which signals the process.
timer_create(clockid_t clock, struct sigevent *event, timer_t *timerid) Creates a POSIX timer.
timer_delete(timer_t timerid) Removes a POSIX timer.
timer_gettime(timer_t timerid, struct itimerspec *value) Reads a POSIX timer.
timer_gettime64(timer_t timerid, struct itimerspec *value) \`timer_gettime\` with 64-bit time for 32-bit programs.
timer_settime(timer_t timerid, int flags, const struct itimerspec *new, struct itimerspec *old) Starts or stops a POSIX timer.
timer_settime64(timer_t timerid, int flags, const struct itimerspec *new, struct itimerspec *old) \`timer_settime\` with 64-bit time for 32-bit programs.
timer_getoverrun(timer_t timerid) Tells how many expirations were missed.
timerfd The first attempt at timers as descriptors, in Linux 2.6.22 only; replaced by \`timerfd_create\`.
timerfd_create(int clock, int flags) Creates a timer that is read as a descriptor.
timerfd_gettime(int fd, struct itimerspec *value) Reads a timer that is a descriptor.
timerfd_gettime64(int fd, struct itimerspec *value) \`timerfd_gettime\` with 64-bit time for 32-bit programs.
timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old) Starts or stops a timer that is a descriptor.
timerfd_settime64(int fd, int flags, const struct itimerspec *new, struct itimerspec *old) \`timerfd_settime\` with 64-bit time for 32-bit programs.
times(struct tms *buf) Tells how much processor time the process and its children used.
`,
  },
  {
    name: '@clock',
    title: 'Setting the clock',
    about: 'Changes the clock, which the whole machine shares.',
    calls: `
settimeofday(const struct timeval *tv, const struct timezone *tz) Sets the system clock.
stime(const time_t *t) Sets the system clock in seconds; an old form.
clock_settime(clockid_t clock, const struct timespec *tp) Sets a clock.
clock_settime64(clockid_t clock, const struct timespec *tp) \`clock_settime\` with 64-bit time for 32-bit programs.
adjtimex(struct timex *buf) Reads the state of the clock, or tunes its speed.
clock_adjtime(clockid_t clock, struct timex *buf) \`adjtimex\` for a chosen clock.
clock_adjtime64(clockid_t clock, struct timex *buf) \`clock_adjtime\` with 64-bit time for 32-bit programs.
`,
  },
  {
    name: '@identity',
    title: 'Users, groups and capabilities',
    about: 'Tells and changes as whom a process acts.',
    calls: `
getuid() Tells the real user id.
getuid32() \`getuid\` with 32-bit ids.
geteuid() Tells the effective user id.
geteuid32() \`geteuid\` with 32-bit ids.
getgid() Tells the real group id.
getgid32() \`getgid\` with 32-bit ids.
getegid() Tells the effective group id.
getegid32() \`getegid\` with 32-bit ids.
getresuid(uid_t *ruid, uid_t *euid, uid_t *suid) Tells real, effective and saved user id.
getresuid32(uid_t *ruid, uid_t *euid, uid_t *suid) \`getresuid\` with 32-bit ids.
getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid) Tells real, effective and saved group id.
getresgid32(gid_t *rgid, gid_t *egid, gid_t *sgid) \`getresgid\` with 32-bit ids.
getgroups(int size, gid_t *list) Tells the supplementary groups.
getgroups32(int size, gid_t *list) \`getgroups\` with 32-bit ids.
setuid(uid_t uid) Sets the user id.
setuid32(uid_t uid) \`setuid\` with 32-bit ids.
setgid(gid_t gid) Sets the group id.
setgid32(gid_t gid) \`setgid\` with 32-bit ids.
setreuid(uid_t ruid, uid_t euid) Sets real and effective user id.
setreuid32(uid_t ruid, uid_t euid) \`setreuid\` with 32-bit ids.
setregid(gid_t rgid, gid_t egid) Sets real and effective group id.
setregid32(gid_t rgid, gid_t egid) \`setregid\` with 32-bit ids.
setresuid(uid_t ruid, uid_t euid, uid_t suid) Sets real, effective and saved user id.
setresuid32(uid_t ruid, uid_t euid, uid_t suid) \`setresuid\` with 32-bit ids.
setresgid(gid_t rgid, gid_t egid, gid_t sgid) Sets real, effective and saved group id.
setresgid32(gid_t rgid, gid_t egid, gid_t sgid) \`setresgid\` with 32-bit ids.
setfsuid(uid_t uid) Sets the user id that file access is judged by.
setfsuid32(uid_t uid) \`setfsuid\` with 32-bit ids.
setfsgid(gid_t gid) Sets the group id that file access is judged by.
setfsgid32(gid_t gid) \`setfsgid\` with 32-bit ids.
setgroups(int size, gid_t *list) Sets the supplementary groups.
setgroups32(int size, gid_t *list) \`setgroups\` with 32-bit ids.
capget(struct cap_user_header *header, struct cap_user_data *data) Reads the capabilities of a thread.
capset(struct cap_user_header *header, const struct cap_user_data *data) Sets the capabilities of the calling thread.
`,
  },
  {
    name: '@namespaces',
    title: 'Namespaces',
    about: 'Enters, leaves and lists the namespaces that make up a container.',
    calls: `
unshare(unsigned long flags) Moves the calling process into new namespaces.
setns(int fd, int nstype) Joins an existing namespace.
listns(const struct ns_id_req *req, u64 *ns_ids, size_t count, unsigned flags) Lists namespaces.
`,
  },
  {
    name: '@sandbox',
    title: 'Self-confinement',
    about: 'Lets a process give up rights for good.',
    calls: `
seccomp(unsigned operation, unsigned flags, void *args) Installs a system call filter, or asks what filters can do.
landlock_create_ruleset(const struct landlock_ruleset_attr *attr, size_t size, u32 flags) Starts a set of Landlock rules.
landlock_add_rule(int ruleset_fd, int rule_type, const void *rule_attr, u32 flags) Adds a rule to a Landlock set.
landlock_restrict_self(int ruleset_fd, u32 flags) Confines the calling thread by a Landlock set.
lsm_get_self_attr(unsigned attr, struct lsm_ctx *ctx, u32 *size, u32 flags) Reads the security labels of the calling process.
lsm_set_self_attr(unsigned attr, struct lsm_ctx *ctx, u32 size, u32 flags) Sets a security label of the calling process.
lsm_list_modules(u64 *ids, u32 *size, u32 flags) Lists the security modules that are active.
`,
  },
];
