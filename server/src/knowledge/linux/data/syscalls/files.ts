import type { GroupText } from './group';

/**
 * Files: what is in them, what is known about them, where they hang.
 *
 * $source section 2 of the Linux manual; calls without a page: include/linux/syscalls.h and the file of the kernel that defines the call
 * $version man-pages 6.03, Linux 7.1
 * $checked 2026-11-30
 */
export const files: readonly GroupText[] = [
  {
    name: '@basic-io',
    title: 'Read and write',
    about: 'Moves bytes through descriptors that are already open.',
    calls: `
read(int fd, void *buf, size_t count) Reads bytes from a descriptor.
pread64(int fd, void *buf, size_t count, off_t offset) Reads from a given position and leaves the file offset alone.
readv(int fd, const struct iovec *iov, unsigned long iovcnt) Reads into several buffers at once.
preadv(int fd, const struct iovec *iov, unsigned long iovcnt, unsigned long pos_l, unsigned long pos_h) Reads into several buffers from a given position.
preadv2(int fd, const struct iovec *iov, unsigned long iovcnt, unsigned long pos_l, unsigned long pos_h, int flags) Like \`preadv\`, with flags such as not to wait.
write(int fd, const void *buf, size_t count) Writes bytes to a descriptor.
pwrite64(int fd, const void *buf, size_t count, off_t offset) Writes at a given position and leaves the file offset alone.
writev(int fd, const struct iovec *iov, unsigned long iovcnt) Writes from several buffers at once.
pwritev(int fd, const struct iovec *iov, unsigned long iovcnt, unsigned long pos_l, unsigned long pos_h) Writes from several buffers at a given position.
pwritev2(int fd, const struct iovec *iov, unsigned long iovcnt, unsigned long pos_l, unsigned long pos_h, int flags) Like \`pwritev\`, with flags such as to append or to sync.
lseek(int fd, off_t offset, int whence) Moves the file offset.
_llseek(int fd, unsigned long offset_high, unsigned long offset_low, loff_t *result, unsigned whence) Moves the file offset by 64 bits for 32-bit programs.
close(int fd) Closes a descriptor.
close_range(unsigned first, unsigned last, unsigned flags) Closes a range of descriptors, or marks them close-on-exec.
dup(int oldfd) Makes a second descriptor for the same open file.
dup2(int oldfd, int newfd) Makes a second descriptor with a chosen number.
dup3(int oldfd, int newfd, int flags) Like \`dup2\`, optionally close-on-exec.
fcntl(int fd, unsigned cmd, unsigned long arg) Changes or queries a descriptor: flags, locks, owner, leases, seals.
fcntl64(int fd, unsigned cmd, unsigned long arg) \`fcntl\` with large-file locks for 32-bit programs.
ioctl(int fd, unsigned op, unsigned long arg) Sends a device or a file system a command of its own.
sendfile(int out_fd, int in_fd, off_t *offset, size_t count) Copies between two descriptors inside the kernel.
sendfile64(int out_fd, int in_fd, loff_t *offset, size_t count) \`sendfile\` with a 64-bit offset for 32-bit programs.
splice(int fd_in, loff_t *off_in, int fd_out, loff_t *off_out, size_t len, unsigned flags) Moves data between a pipe and a descriptor without copying it.
tee(int fd_in, int fd_out, size_t len, unsigned flags) Duplicates what is in one pipe into another.
vmsplice(int fd, const struct iovec *iov, unsigned long nr_segs, unsigned flags) Maps memory of the caller into a pipe.
copy_file_range(int fd_in, loff_t *off_in, int fd_out, loff_t *off_out, size_t len, unsigned flags) Copies a range from file to file inside the kernel.
readahead(int fd, loff_t offset, size_t count) Fills the page cache before the data is needed.
fadvise64(int fd, loff_t offset, size_t len, int advice) Tells the kernel how a file is going to be read.
fadvise64_64(int fd, loff_t offset, loff_t len, int advice) \`fadvise64\` with a 64-bit length for 32-bit programs.
arm_fadvise64_64(int fd, int advice, loff_t offset, loff_t len) \`fadvise64_64\` with the arguments in the order that 32-bit Arm needs.
fallocate(int fd, int mode, loff_t offset, loff_t len) Reserves, punches or zeroes a range of a file.
truncate(const char *path, long length) Cuts or extends a file by name.
truncate64(const char *path, loff_t length) \`truncate\` with a 64-bit length for 32-bit programs.
ftruncate(int fd, off_t length) Cuts or extends an open file.
ftruncate64(int fd, loff_t length) \`ftruncate\` with a 64-bit length for 32-bit programs.
sync() Writes everything that is cached to the disks.
syncfs(int fd) Writes one file system to its disk.
fsync(int fd) Writes one file, data and metadata, to its disk.
fdatasync(int fd) Writes the data of one file to its disk.
sync_file_range(int fd, loff_t offset, loff_t nbytes, unsigned flags) Starts or awaits the writing of a range of a file.
sync_file_range2(int fd, unsigned flags, loff_t offset, loff_t nbytes) \`sync_file_range\` with the arguments in the order that Arm and PowerPC need.
arm_sync_file_range(int fd, unsigned flags, loff_t offset, loff_t nbytes) The first name of \`sync_file_range2\` on 32-bit Arm.
cachestat(unsigned fd, struct cachestat_range *range, struct cachestat *cstat, unsigned flags) Counts the pages of a file that are in the page cache.
`,
  },
  {
    name: '@file-system',
    title: 'Files and folders',
    about: 'Opens, creates, renames, removes and describes files.',
    calls: `
open(const char *path, int flags, mode_t mode) Opens or creates a file.
openat(int dirfd, const char *path, int flags, mode_t mode) Opens or creates a file relative to an open folder.
openat2(int dirfd, const char *path, struct open_how *how, size_t size) Opens a file with rules on how the path may be followed.
creat(const char *path, mode_t mode) Creates a file and opens it for writing.
name_to_handle_at(int dirfd, const char *path, struct file_handle *handle, void *mount_id, int flags) Turns a path into a handle that names the file without its path.
open_by_handle_at(int mount_fd, struct file_handle *handle, int flags) Opens a file by handle, anywhere in its file system.
memfd_create(const char *name, unsigned flags) Creates a file that lives in memory only.
access(const char *path, int mode) Checks whether the real user may use a file.
faccessat(int dirfd, const char *path, int mode) \`access\` relative to an open folder.
faccessat2(int dirfd, const char *path, int mode, int flags) \`faccessat\` with flags.
stat(const char *path, struct stat *statbuf) Describes a file: type, owner, mode, size, times.
stat64(const char *path, struct stat64 *statbuf) \`stat\` with large sizes for 32-bit programs.
lstat(const char *path, struct stat *statbuf) Describes a file and does not follow a symbolic link.
lstat64(const char *path, struct stat64 *statbuf) \`lstat\` with large sizes for 32-bit programs.
fstat(int fd, struct stat *statbuf) Describes an open file.
fstat64(int fd, struct stat64 *statbuf) \`fstat\` with large sizes for 32-bit programs.
fstatat64(int dirfd, const char *path, struct stat64 *statbuf, int flags) Describes a file relative to an open folder, for 32-bit programs.
newfstatat(int dirfd, const char *path, struct stat *statbuf, int flags) Describes a file relative to an open folder.
statx(int dirfd, const char *path, int flags, unsigned mask, struct statx *statxbuf) Describes a file, with a choice of fields.
statfs(const char *path, struct statfs *buf) Describes the file system that a path is on.
statfs64(const char *path, size_t size, struct statfs64 *buf) \`statfs\` with large sizes for 32-bit programs.
fstatfs(int fd, struct statfs *buf) Describes the file system of an open file.
fstatfs64(int fd, size_t size, struct statfs64 *buf) \`fstatfs\` with large sizes for 32-bit programs.
file_getattr(int dirfd, const char *path, struct file_attr *attr, size_t size, unsigned flags) Reads the inode flags and project id of a file.
file_setattr(int dirfd, const char *path, struct file_attr *attr, size_t size, unsigned flags) Sets the inode flags and project id of a file.
readlink(const char *path, char *buf, int size) Reads where a symbolic link points.
readlinkat(int dirfd, const char *path, char *buf, int size) \`readlink\` relative to an open folder.
getdents(int fd, struct linux_dirent *dirent, unsigned count) Lists a folder.
getdents64(int fd, struct linux_dirent64 *dirent, unsigned count) Lists a folder with 64-bit inode numbers and file types.
readdir(int fd, struct old_linux_dirent *dirent, unsigned count) Reads one entry of a folder; replaced by \`getdents\`.
getcwd(char *buf, unsigned long size) Tells the working directory.
chdir(const char *path) Changes the working directory.
fchdir(int fd) Changes the working directory to an open folder.
mkdir(const char *path, mode_t mode) Creates a folder.
mkdirat(int dirfd, const char *path, mode_t mode) Creates a folder relative to an open one.
rmdir(const char *path) Removes an empty folder.
mknod(const char *path, mode_t mode, unsigned dev) Creates a device file, a named pipe, a socket or a plain file.
mknodat(int dirfd, const char *path, mode_t mode, unsigned dev) \`mknod\` relative to an open folder.
link(const char *oldpath, const char *newpath) Gives a file another name.
linkat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, int flags) \`link\` relative to open folders.
symlink(const char *target, const char *linkpath) Creates a symbolic link.
symlinkat(const char *target, int newdirfd, const char *linkpath) \`symlink\` relative to an open folder.
rename(const char *oldpath, const char *newpath) Renames or moves a file.
renameat(int olddirfd, const char *oldpath, int newdirfd, const char *newpath) \`rename\` relative to open folders.
renameat2(int olddirfd, const char *oldpath, int newdirfd, const char *newpath, unsigned flags) \`renameat\` that can also swap two files or refuse to overwrite.
unlink(const char *path) Removes a name, and the file with its last one.
unlinkat(int dirfd, const char *path, int flags) \`unlink\` or \`rmdir\` relative to an open folder.
chmod(const char *path, mode_t mode) Changes the permission bits of a file.
fchmod(int fd, mode_t mode) Changes the permission bits of an open file.
fchmodat(int dirfd, const char *path, mode_t mode) \`chmod\` relative to an open folder.
fchmodat2(int dirfd, const char *path, mode_t mode, unsigned flags) \`fchmodat\` with flags, such as not to follow a symbolic link.
chown(const char *path, uid_t owner, gid_t group) Changes owner and group of a file.
chown32(const char *path, uid_t owner, gid_t group) \`chown\` with 32-bit ids.
fchown(int fd, uid_t owner, gid_t group) Changes owner and group of an open file.
fchown32(int fd, uid_t owner, gid_t group) \`fchown\` with 32-bit ids.
lchown(const char *path, uid_t owner, gid_t group) Changes owner and group of a symbolic link itself.
lchown32(const char *path, uid_t owner, gid_t group) \`lchown\` with 32-bit ids.
fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags) \`chown\` relative to an open folder.
utime(const char *path, const struct utimbuf *times) Sets the times of a file, in seconds.
utimes(const char *path, const struct timeval *times) Sets the times of a file, in microseconds.
futimesat(int dirfd, const char *path, const struct timeval *times) \`utimes\` relative to an open folder.
utimensat(int dirfd, const char *path, const struct timespec *times, int flags) Sets the times of a file, in nanoseconds.
utimensat_time64(int dirfd, const char *path, const struct timespec *times, int flags) \`utimensat\` with 64-bit time for 32-bit programs.
umask(int mask) Sets which permission bits new files never get.
flock(int fd, unsigned operation) Locks or unlocks a whole file.
`,
  },
  {
    name: '@extended-attributes',
    title: 'Extended attributes',
    about: 'Reads and writes the named attributes of files: labels, capabilities, ACLs.',
    calls: `
getxattr(const char *path, const char *name, void *value, size_t size) Reads an extended attribute of a file.
lgetxattr(const char *path, const char *name, void *value, size_t size) \`getxattr\` on a symbolic link itself.
fgetxattr(int fd, const char *name, void *value, size_t size) Reads an extended attribute of an open file.
getxattrat(int dirfd, const char *path, unsigned flags, const char *name, struct xattr_args *args, size_t size) \`getxattr\` relative to an open folder.
setxattr(const char *path, const char *name, const void *value, size_t size, int flags) Sets an extended attribute of a file.
lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags) \`setxattr\` on a symbolic link itself.
fsetxattr(int fd, const char *name, const void *value, size_t size, int flags) Sets an extended attribute of an open file.
setxattrat(int dirfd, const char *path, unsigned flags, const char *name, const struct xattr_args *args, size_t size) \`setxattr\` relative to an open folder.
listxattr(const char *path, char *list, size_t size) Lists the extended attributes of a file.
llistxattr(const char *path, char *list, size_t size) \`listxattr\` on a symbolic link itself.
flistxattr(int fd, char *list, size_t size) Lists the extended attributes of an open file.
listxattrat(int dirfd, const char *path, unsigned flags, char *list, size_t size) \`listxattr\` relative to an open folder.
removexattr(const char *path, const char *name) Removes an extended attribute from a file.
lremovexattr(const char *path, const char *name) \`removexattr\` on a symbolic link itself.
fremovexattr(int fd, const char *name) Removes an extended attribute from an open file.
removexattrat(int dirfd, const char *path, unsigned flags, const char *name) \`removexattr\` relative to an open folder.
`,
  },
  {
    name: '@file-events',
    title: 'Watching files',
    about: 'Tells a program when files change or are opened.',
    calls: `
inotify_init() Creates a queue for changes of files.
inotify_init1(int flags) \`inotify_init\` with flags.
inotify_add_watch(int fd, const char *path, unsigned mask) Watches a file or folder.
inotify_rm_watch(int fd, int wd) Stops watching a file or folder.
fanotify_init(unsigned flags, unsigned event_f_flags) Creates a queue for events of whole mounts or file systems, which may also decide whether a file is opened.
fanotify_mark(int fd, unsigned flags, u64 mask, int dirfd, const char *path) Adds, removes or changes what a fanotify queue watches.
`,
  },
  {
    name: '@mount',
    title: 'Mounts and roots',
    about: 'Changes which file systems a process sees, and where.',
    calls: `
mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data) Attaches a file system, or changes a mount.
umount(const char *target) Detaches a file system; the old form without flags.
umount2(const char *target, int flags) Detaches a file system.
pivot_root(const char *new_root, const char *put_old) Makes another mount the root of the mount namespace.
chroot(const char *path) Changes the root folder of the calling process.
fsopen(const char *fs_name, unsigned flags) Starts to set up a file system for mounting.
fsconfig(int fs_fd, unsigned cmd, const char *key, const void *value, int aux) Sets the options of a file system that is being set up.
fsmount(int fs_fd, unsigned flags, unsigned attr_flags) Makes a mount, attached nowhere yet, from a file system that was set up.
fspick(int dirfd, const char *path, unsigned flags) Starts to reconfigure a file system that is mounted.
move_mount(int from_dirfd, const char *from_path, int to_dirfd, const char *to_path, unsigned flags) Attaches or moves a mount.
open_tree(int dirfd, const char *path, unsigned flags) Opens a mount, or a detached copy of a tree of mounts.
open_tree_attr(int dirfd, const char *path, unsigned flags, struct mount_attr *attr, size_t size) \`open_tree\` and \`mount_setattr\` in one step.
mount_setattr(int dirfd, const char *path, unsigned flags, struct mount_attr *attr, size_t size) Changes the properties of a mount or a tree of mounts: read-only, id mapping, propagation.
statmount(const struct mnt_id_req *req, struct statmount *buf, size_t size, unsigned flags) Describes a mount by its id.
listmount(const struct mnt_id_req *req, u64 *mnt_ids, size_t count, unsigned flags) Lists the mounts below a mount.
`,
  },
];
