/** Programs that change who runs. */

import type { MessageRow } from '../template';
import { busybox, refused } from './refused';

/**
 * $source the repositories that each row names
 * $checked 2026-11-30
 */
export const usersMessages: readonly MessageRow[] = [
  refused(
    'su-exec-groups',
    'ncopa/su-exec su-exec.c',
    'change-user',
    'su-exec: setgroups({gid}): {errno}',
    'su-exec: setgroups(1000): Operation not permitted',
  ),
  refused(
    'su-exec-group',
    'ncopa/su-exec su-exec.c',
    'change-user',
    'su-exec: setgid({gid}): {errno}',
    'su-exec: setgid(1000): Operation not permitted',
  ),
  refused(
    'su-exec-user',
    'ncopa/su-exec su-exec.c',
    'change-user',
    'su-exec: setuid({uid}): {errno}',
    'su-exec: setuid(1000): Operation not permitted',
  ),
  refused(
    'gosu',
    'tianon/gosu main.go',
    'change-user',
    'error: failed switching to {user:quoted}: {errno}',
    'error: failed switching to "postgres": operation not permitted',
  ),
  refused(
    'setpriv',
    'util-linux/util-linux sys-utils/setpriv.c',
    'change-user',
    'setpriv: {call:text} failed: {errno}',
    'setpriv: setresuid failed: Operation not permitted',
  ),
  refused(
    'su-groups',
    'util-linux/util-linux login-utils/su-common.c',
    'change-user',
    'su: cannot set groups: {errno}',
    'su: cannot set groups: Operation not permitted',
  ),
  refused(
    'su-user',
    'util-linux/util-linux login-utils/su-common.c',
    'change-user',
    'su: cannot set {kind} id: {errno}',
    'su: cannot set user id: Operation not permitted',
  ),
  refused(
    'su-busybox',
    busybox('libbb/change_identity.c'),
    'change-user',
    "su: can't set groups: {errno}",
    "su: can't set groups: Operation not permitted",
  ),
  refused(
    's6-groups',
    'skarnet/s6 src/daemontools-extras/s6-applyuidgid.c',
    'change-user',
    's6-applyuidgid: fatal: unable to set {what:text}: {errno}',
    's6-applyuidgid: fatal: unable to set supplementary group list: Operation not permitted',
  ),
  refused(
    'apt-groups',
    'Debian/apt apt-pkg/contrib/fileutl.cc',
    'change-user',
    '{call:text} failed - {which} (1: {errno})',
    'E: setgroups 65534 failed - setgroups (1: Operation not permitted)',
  ),
  refused(
    'apache-setgid',
    'apache/httpd os/unix/unixd.c',
    'change-user',
    '({number:number}){errno}: AH02156: setgid: unable to set group id',
    '(1)Operation not permitted: AH02156: setgid: unable to set group id to Group 33',
  ),
  refused(
    'apache-setuid',
    'apache/httpd os/unix/unixd.c',
    'change-user',
    '({number:number}){errno}: AH02162: setuid: unable to change to uid: {uid}',
    '(1)Operation not permitted: AH02162: setuid: unable to change to uid: 33',
  ),
  refused(
    'nginx-setgid',
    'nginx/nginx src/os/unix/ngx_process_cycle.c',
    'change-user',
    '{call:setid}({id}) failed ({number:number}: {errno})',
    '[emerg] 21#21: setgid(101) failed (1: Operation not permitted)',
  ),
  refused(
    'nginx-initgroups',
    'nginx/nginx src/os/unix/ngx_process_cycle.c',
    'change-user',
    'initgroups({user}, {id}) failed ({number:number}: {errno})',
    '[emerg] 21#21: initgroups(nginx, 101) failed (1: Operation not permitted)',
  ),
  {
    id: 'sudo-no-new-privileges',
    file: 'sudo-project/sudo src/sudo.c',
    form: 'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
    example: 'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
    gives: () => ({ kind: 'refused', operation: 'gain-privileges', errno: 'EPERM', program: 'sudo' }),
  },
  {
    id: 'sudo-effective-uid',
    file: 'sudo-project/sudo src/sudo.c',
    form: 'sudo: effective uid is not 0, is {path:path} on a file system with the {option:quoted} option set',
    example:
      "sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set or an NFS file system without root privileges?",
    gives: () => ({ kind: 'refused', operation: 'gain-privileges', errno: 'EPERM', program: 'sudo' }),
  },
  refused(
    'sudo-setid',
    'sudo-project/sudo src/sudo.c',
    'change-user',
    'sudo: unable to change to {what:text}: {errno}',
    'sudo: unable to change to root gid: Operation not permitted',
  ),
  refused(
    'sudo-audit',
    'sudo-project/sudo plugins/sudoers/linux_audit.c',
    'audit-write',
    'sudo: unable to send audit message: {errno}',
    'sudo: unable to send audit message: Operation not permitted',
  ),
];
