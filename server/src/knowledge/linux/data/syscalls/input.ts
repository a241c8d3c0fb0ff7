import type { GroupText } from './group';

/**
 * Waiting, memory and messages between processes.
 *
 * $source section 2 of the Linux manual; calls without a page: include/linux/syscalls.h and the file of the kernel that defines the call
 * $version man-pages 6.03, Linux 7.1
 * $checked 2026-11-30
 */
export const input: readonly GroupText[] = [
  {
    name: '@io-events',
    title: 'Waiting for input and output',
    about: 'Waits until one of many descriptors is ready.',
    calls: `
poll(struct pollfd *fds, unsigned nfds, int timeout) Waits until one of several descriptors is ready.
ppoll(struct pollfd *fds, unsigned nfds, const struct timespec *timeout, const sigset_t *sigmask, size_t sigsetsize) \`poll\` with a signal mask and nanoseconds.
ppoll_time64(struct pollfd *fds, unsigned nfds, const struct timespec *timeout, const sigset_t *sigmask, size_t sigsetsize) \`ppoll\` with 64-bit time for 32-bit programs.
select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout) Waits until one of several descriptors is ready; the oldest form.
_newselect(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, struct timeval *timeout) \`select\` with five arguments, where \`select\` itself took one.
pselect6(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const struct timespec *timeout, void *sigmask) \`select\` with a signal mask and nanoseconds.
pselect6_time64(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const struct timespec *timeout, void *sigmask) \`pselect6\` with 64-bit time for 32-bit programs.
epoll_create(int size) Creates a set of descriptors to wait for.
epoll_create1(int flags) \`epoll_create\` with flags.
epoll_ctl(int epfd, int op, int fd, struct epoll_event *event) Adds, changes or removes a descriptor in an epoll set.
epoll_ctl_old A number that was reserved for an early epoll and does nothing.
epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout) Waits for events of an epoll set.
epoll_wait_old A number that was reserved for an early epoll and does nothing.
epoll_pwait(int epfd, struct epoll_event *events, int maxevents, int timeout, const sigset_t *sigmask, size_t sigsetsize) \`epoll_wait\` with a signal mask.
epoll_pwait2(int epfd, struct epoll_event *events, int maxevents, const struct timespec *timeout, const sigset_t *sigmask, size_t sigsetsize) \`epoll_pwait\` with nanoseconds.
eventfd(unsigned initval) Creates a counter that wakes the processes that wait for it.
eventfd2(unsigned initval, int flags) \`eventfd\` with flags.
`,
  },
  {
    name: '@aio',
    title: 'Asynchronous input and output',
    about: 'Queues reads and writes and collects the results later (the interface before io_uring).',
    calls: `
io_setup(unsigned nr_events, aio_context_t *ctx) Creates a queue for asynchronous reads and writes.
io_destroy(aio_context_t ctx) Removes a queue for asynchronous reads and writes.
io_submit(aio_context_t ctx, long nr, struct iocb **iocbs) Queues asynchronous reads and writes.
io_cancel(aio_context_t ctx, struct iocb *iocb, struct io_event *result) Tries to cancel an asynchronous read or write.
io_getevents(aio_context_t ctx, long min_nr, long nr, struct io_event *events, struct timespec *timeout) Collects the results of asynchronous reads and writes.
io_pgetevents(aio_context_t ctx, long min_nr, long nr, struct io_event *events, struct timespec *timeout, const void *sigmask) \`io_getevents\` with a signal mask.
io_pgetevents_time64(aio_context_t ctx, long min_nr, long nr, struct io_event *events, struct timespec *timeout, const void *sigmask) \`io_pgetevents\` with 64-bit time for 32-bit programs.
`,
  },
  {
    name: '@io-uring',
    title: 'io_uring',
    about: 'Does the work of other system calls through a ring in shared memory, past the filter.',
    calls: `
io_uring_setup(u32 entries, struct io_uring_params *params) Creates a ring through which calls are queued.
io_uring_enter(unsigned fd, u32 to_submit, u32 min_complete, u32 flags, const void *argp, size_t argsz) Starts the queued work and waits for results.
io_uring_register(unsigned fd, unsigned opcode, void *arg, unsigned nr_args) Ties buffers, files or restrictions to a ring.
`,
  },
  {
    name: '@memory',
    title: 'Memory',
    about: 'Maps, protects and locks memory.',
    calls: `
brk(void *addr) Moves the end of the heap.
mmap(void *addr, size_t length, unsigned long prot, unsigned long flags, unsigned long fd, off_t offset) Maps a file or fresh memory into the address space.
mmap2(void *addr, size_t length, unsigned long prot, unsigned long flags, unsigned long fd, off_t pgoffset) \`mmap\` with the offset in pages, for 32-bit programs.
munmap(void *addr, size_t length) Removes a mapping.
mremap(void *old_address, size_t old_size, size_t new_size, unsigned long flags, void *new_address) Grows, shrinks or moves a mapping.
mprotect(void *addr, size_t len, unsigned long prot) Changes whether memory may be read, written and executed.
pkey_mprotect(void *addr, size_t len, unsigned long prot, int pkey) \`mprotect\` that also ties the memory to a protection key.
pkey_alloc(unsigned long flags, unsigned long access_rights) Reserves a memory protection key.
pkey_free(int pkey) Gives a memory protection key back.
mseal(void *addr, size_t len, unsigned long flags) Makes a mapping unchangeable for good.
madvise(void *addr, size_t length, int advice) Tells the kernel how memory is going to be used.
mincore(void *addr, size_t length, unsigned char *vec) Tells which pages are in memory.
msync(void *addr, size_t length, int flags) Writes a mapped file back to its disk.
mlock(const void *addr, size_t len) Keeps memory from being swapped out.
mlock2(const void *addr, size_t len, int flags) \`mlock\` with flags.
mlockall(int flags) Keeps all memory of the process from being swapped out.
munlock(const void *addr, size_t len) Lets memory be swapped out again.
munlockall() Lets all memory of the process be swapped out again.
remap_file_pages(void *addr, size_t size, unsigned long prot, size_t pgoff, unsigned long flags) Rearranges the pages of a mapping; deprecated.
memfd_secret(unsigned flags) Creates memory that the kernel itself does not map.
map_shadow_stack(void *addr, unsigned long size, unsigned flags) Creates a shadow stack, which guards return addresses.
userfaultfd(int flags) Lets the program itself handle page faults of its memory.
get_mempolicy(int *mode, unsigned long *nodemask, unsigned long maxnode, void *addr, unsigned long flags) Tells from which NUMA nodes memory is taken.
set_mempolicy(int mode, const unsigned long *nodemask, unsigned long maxnode) Sets from which NUMA nodes memory is taken.
set_mempolicy_home_node(void *start, unsigned long len, unsigned long home_node, unsigned long flags) Sets the preferred NUMA node of a range of memory.
mbind(void *addr, unsigned long len, unsigned long mode, const unsigned long *nodemask, unsigned long maxnode, unsigned flags) Binds a range of memory to NUMA nodes.
migrate_pages(pid_t pid, unsigned long maxnode, const unsigned long *old_nodes, const unsigned long *new_nodes) Moves all memory of a process to other NUMA nodes.
move_pages(pid_t pid, unsigned long count, void **pages, const int *nodes, int *status, int flags) Moves single pages of a process to other NUMA nodes.
getpagesize() Tells the size of a memory page (a few architectures only).
`,
  },
  {
    name: '@ipc',
    title: 'Messages between processes',
    about: 'Pipes, message queues, semaphores and shared memory.',
    calls: `
pipe(int *pipefd) Creates a pipe.
pipe2(int *pipefd, int flags) \`pipe\` with flags.
ipc(unsigned call, int first, unsigned long second, unsigned long third, void *ptr, long fifth) Carries every System V call on some 32-bit ABIs; the first argument says which.
msgget(key_t key, int flags) Finds or creates a System V message queue.
msgsnd(int msqid, const void *msgp, size_t size, int flags) Sends to a System V message queue.
msgrcv(int msqid, void *msgp, size_t size, long type, int flags) Receives from a System V message queue.
msgctl(int msqid, int cmd, struct msqid_ds *buf) Describes, changes or removes a System V message queue.
semget(key_t key, int nsems, int flags) Finds or creates a System V semaphore set.
semop(int semid, struct sembuf *sops, unsigned nsops) Changes System V semaphores.
semtimedop(int semid, struct sembuf *sops, unsigned nsops, const struct timespec *timeout) \`semop\` with a time limit.
semtimedop_time64(int semid, struct sembuf *sops, unsigned nsops, const struct timespec *timeout) \`semtimedop\` with 64-bit time for 32-bit programs.
semctl(int semid, int semnum, int cmd, unsigned long arg) Describes, changes or removes a System V semaphore set.
shmget(key_t key, size_t size, int flags) Finds or creates System V shared memory.
shmat(int shmid, void *addr, int flags) Maps System V shared memory.
shmdt(void *addr) Unmaps System V shared memory.
shmctl(int shmid, int cmd, struct shmid_ds *buf) Describes, changes or removes System V shared memory.
mq_open(const char *name, int oflag, mode_t mode, struct mq_attr *attr) Opens or creates a POSIX message queue.
mq_unlink(const char *name) Removes a POSIX message queue.
mq_timedsend(mqd_t mqdes, const char *msg, size_t len, unsigned prio, const struct timespec *timeout) Sends to a POSIX message queue.
mq_timedsend_time64(mqd_t mqdes, const char *msg, size_t len, unsigned prio, const struct timespec *timeout) \`mq_timedsend\` with 64-bit time for 32-bit programs.
mq_timedreceive(mqd_t mqdes, char *msg, size_t len, unsigned *prio, const struct timespec *timeout) Receives from a POSIX message queue.
mq_timedreceive_time64(mqd_t mqdes, char *msg, size_t len, unsigned *prio, const struct timespec *timeout) \`mq_timedreceive\` with 64-bit time for 32-bit programs.
mq_notify(mqd_t mqdes, const struct sigevent *event) Requests a notification when a message arrives.
mq_getsetattr(mqd_t mqdes, const struct mq_attr *new, struct mq_attr *old) Reads and sets the attributes of a POSIX message queue.
`,
  },
  {
    name: '@network-io',
    title: 'Sockets',
    about: 'Talks to other programs, on this machine or over the network.',
    calls: `
socket(int domain, int type, int protocol) Creates a socket of an address family.
socketpair(int domain, int type, int protocol, int *sv) Creates two sockets that are connected to each other.
socketcall(int call, unsigned long *args) Carries every socket call on some 32-bit ABIs; the real arguments are in memory, where a filter can't read them.
bind(int fd, const struct sockaddr *addr, int addrlen) Gives a socket an address.
connect(int fd, const struct sockaddr *addr, int addrlen) Connects a socket to an address.
listen(int fd, int backlog) Makes a socket accept connections.
accept(int fd, struct sockaddr *addr, int *addrlen) Takes the next connection.
accept4(int fd, struct sockaddr *addr, int *addrlen, int flags) \`accept\` with flags.
shutdown(int fd, int how) Closes one or both directions of a connection.
getsockname(int fd, struct sockaddr *addr, int *addrlen) Tells the address of a socket.
getpeername(int fd, struct sockaddr *addr, int *addrlen) Tells the address of the other end.
getsockopt(int fd, int level, int optname, void *optval, int *optlen) Reads an option of a socket.
setsockopt(int fd, int level, int optname, const void *optval, int optlen) Sets an option of a socket.
send(int fd, const void *buf, size_t len, unsigned flags) Sends on a connected socket.
sendto(int fd, const void *buf, size_t len, unsigned flags, const struct sockaddr *addr, int addrlen) Sends to an address.
sendmsg(int fd, const struct msghdr *msg, unsigned flags) Sends a message, which may carry descriptors and credentials.
sendmmsg(int fd, struct mmsghdr *msgvec, unsigned vlen, unsigned flags) Sends several messages at once.
recv(int fd, void *buf, size_t len, unsigned flags) Receives from a connected socket.
recvfrom(int fd, void *buf, size_t len, unsigned flags, struct sockaddr *addr, int *addrlen) Receives, and tells from where.
recvmsg(int fd, struct msghdr *msg, unsigned flags) Receives a message, which may carry descriptors and credentials.
recvmmsg(int fd, struct mmsghdr *msgvec, unsigned vlen, unsigned flags, struct timespec *timeout) Receives several messages at once.
recvmmsg_time64(int fd, struct mmsghdr *msgvec, unsigned vlen, unsigned flags, struct timespec *timeout) \`recvmmsg\` with 64-bit time for 32-bit programs.
`,
  },
];
