/**
 * What the options of mount rules mean, and the types of file systems in use.
 *
 * $source mount(2), mount(8), mount_namespaces(7)
 * $version man-pages 6.03, util-linux 2.38
 * $checked 2026-11-30
 */

import { lazy } from '../lazy';
import { helpTable, type WordHelp } from './help';
import { mountOptions } from './words';

/** By one word for each meaning. */
const meanings = helpTable({
  ro: 'Nothing on it can be written.',
  rw: 'It can be written.',
  nosuid: 'Set-user-ID and set-group-ID bits and file capabilities have no effect.',
  suid: 'Set-user-ID and set-group-ID bits and file capabilities have their effect.',
  nodev: 'Device files on it open no device.',
  dev: 'Device files on it open their devices.',
  noexec: 'No program on it can be executed.',
  exec: 'Programs on it can be executed.',
  sync: 'Every write waits for the disk.',
  async: 'Writes do not wait for the disk.',
  remount: 'Changes the options of a mount that is there already.',
  mand: 'Mandatory locks; without effect since Linux 5.15.',
  nomand: 'No mandatory locks.',
  dirsync: 'Changes of directories wait for the disk.',
  nosymfollow: 'Symbolic links on it are not followed; since Linux 5.10.',
  symfollow: 'Symbolic links on it are followed.',
  noatime: 'Reading does not change the time of the last access.',
  atime: 'Reading changes the time of the last access, as the other options say.',
  nodiratime: 'Reading a directory does not change the time of its last access.',
  diratime: 'Reading a directory changes the time of its last access.',
  bind: 'Shows a directory or file at a second place.',
  rbind: 'Shows a directory at a second place, with all that is mounted below it.',
  move: 'Moves a mount to another place.',
  silent: 'The kernel leaves some warnings out of its log.',
  loud: 'The kernel logs all warnings.',
  acl: 'POSIX access control lists count.',
  noacl: 'POSIX access control lists do not count.',
  private: 'Mounts below it stay here, and none from elsewhere arrive.',
  rprivate: 'As `private`, with everything mounted below it.',
  slave: 'Mounts arrive from where it was copied; none go back.',
  rslave: 'As `slave`, with everything mounted below it.',
  shared: 'Mounts below it appear at its copies, in other namespaces too, and theirs here.',
  rshared: 'As `shared`, with everything mounted below it.',
  unbindable: 'As `private`, and it can’t be bound to a second place.',
  runbindable: 'As `unbindable`, with everything mounted below it.',
  relatime: 'Reading changes the time of the last access only when it is older than the last change, or than a day.',
  norelatime: 'Turns `relatime` off.',
  iversion: 'Every change of a file counts up its version.',
  noiversion: 'Versions of files are not counted.',
  strictatime: 'Every read changes the time of the last access.',
  nostrictatime: 'Uses the default of the kernel for the time of the last access.',
  lazytime: 'Times of files are kept in memory and written later.',
  nolazytime: 'Times of files are written at once.',
  user: 'Any user may mount it, by mount(8).',
  nouser: 'Only root may mount it, by mount(8).',
});

/** Every option, the other words for the same included. */
export const mountOptionHelp = lazy((): ReadonlyMap<string, WordHelp> => {
  const options = [...mountOptions()];
  const help = new Map<string, WordHelp>();
  for (const [word, { set, clear }] of options) {
    const same = options.find(([other, one]) => one.set === set && one.clear === clear && meanings.has(other))?.[0];
    const found = meanings.get(word) ?? (same === undefined ? undefined : meanings.get(same));
    if (found) help.set(word, found);
  }
  return help;
});

/** Types that mount rules name most; any other may be written too. */
export const fileSystems = [
  ...['ext4', 'xfs', 'btrfs', 'tmpfs', 'proc', 'sysfs', 'devtmpfs', 'devpts', 'overlay', 'squashfs', 'cgroup2', 'cgroup', 'mqueue'],
  ...['securityfs', 'debugfs', 'tracefs', 'bpf', 'fusectl', 'configfs', 'hugetlbfs', 'pstore', 'efivarfs', 'binfmt_misc', 'autofs'],
  ...['nfs', 'nfs4', 'cifs', 'fuse', 'fuse.*', 'vfat', 'exfat', 'ntfs3', 'iso9660', 'udf', 'ext2', 'ext3', 'f2fs', 'erofs'],
];
