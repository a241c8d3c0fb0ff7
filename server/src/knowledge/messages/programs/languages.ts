/** The runtimes of languages. */

import type { MessageRow } from '../template';
import { refused } from './refused';

/**
 * $source the repositories that each row names
 * $checked 2026-11-30
 */
export const languagesMessages: readonly MessageRow[] = [
  refused(
    'python-oserror',
    'python/cpython Objects/exceptions.c',
    'open-file',
    '[Errno {number:number}] {errno}: {path:quoted}',
    "OSError: [Errno 30] Read-only file system: '/srv/till'",
  ),
  refused(
    'python-oserror-plain',
    'python/cpython Objects/exceptions.c',
    'unknown',
    '{kind}Error: [Errno {number:number}] {errno}',
    'PermissionError: [Errno 1] Operation not permitted',
    { generic: true },
  ),
  refused(
    'node-path',
    'nodejs/node lib/internal/errors.js',
    'call',
    '{code:errnoName}: {errno}, {call:word} {path:quoted}',
    "Error: EACCES: permission denied, mkdir '/srv/till'",
  ),
  refused(
    'node-pathless',
    'nodejs/node lib/internal/errors.js',
    'exec',
    'spawn {path:path} {errno:errnoName}',
    'Error: spawn /srv/till EACCES',
    {},
  ),
  refused(
    'java-file',
    'openjdk/jdk src/java.base/share/native/libjava/io_util.c',
    'create-file',
    'FileNotFoundException: {path:path} ({errno})',
    'java.io.FileNotFoundException: /srv/till (Read-only file system)',
  ),
  refused(
    'java-nio-denied',
    'openjdk/jdk src/java.base/unix/classes/sun/nio/fs/UnixException.java',
    'open-file',
    'AccessDeniedException: {path:path}',
    'java.nio.file.AccessDeniedException: /srv/till',
    { errno: 'EACCES' },
  ),
  refused(
    'java-nio',
    'openjdk/jdk src/java.base/unix/classes/sun/nio/fs/UnixException.java',
    'create-file',
    'FileSystemException: {path:path}: {errno}',
    'java.nio.file.FileSystemException: /srv/till: Read-only file system',
  ),
  refused(
    'java-ioexception',
    'openjdk/jdk src/java.base/share/native/libjava',
    'unknown',
    'java.io.IOException: {errno}',
    'java.io.IOException: Operation not permitted',
    { generic: true },
  ),
  refused(
    'dotnet-denied',
    'dotnet/runtime src/libraries/System.Private.CoreLib',
    'open-file',
    'Access to the path {path:quoted} is denied.',
    "System.UnauthorizedAccessException: Access to the path '/srv/till' is denied.",
    { errno: 'EACCES' },
  ),
  refused(
    'dotnet-readonly',
    'dotnet/runtime src/libraries/Common/src/Interop/Unix',
    'create-file',
    '{errno} : {path:quoted}',
    "System.IO.IOException: Read-only file system : '/srv/till'",
  ),
  refused(
    'ruby',
    'ruby/ruby error.c',
    'call',
    '{errno} @ {call} - {path:path}',
    'Permission denied @ dir_s_mkdir - /srv/till (Errno::EACCES)',
  ),
  refused(
    'php-mkdir',
    'php/php-src main/streams/plain_wrapper.c',
    'mkdir',
    'mkdir(): {errno}',
    'PHP Warning:  mkdir(): Permission denied in /app/till.php on line 3',
  ),
  refused(
    'php-open',
    'php/php-src main/streams/streams.c',
    'open-file',
    '({path:text}): Failed to open stream: {errno}',
    'PHP Warning:  fopen(/srv/till): Failed to open stream: Read-only file system in /app/till.php on line 3',
  ),
  refused(
    'rust',
    'rust-lang/rust library/std/src/io/error.rs',
    'unknown',
    '{errno} (os error {number:number})',
    'Error: Permission denied (os error 13)',
    { generic: true },
  ),
  refused(
    'rust-os',
    'rust-lang/rust library/std/src/io/error.rs',
    'unknown',
    'Os { code: {number:number}, kind: {kind}, message: {errno:quotedErrno} }',
    'called `Result::unwrap()` on an `Err` value: Os { code: 30, kind: ReadOnlyFilesystem, message: "Read-only file system" }',
    { generic: true },
  ),
  refused('go-call', 'golang/go src/os, src/syscall', 'call', '{call:gocall} {path:path}: {errno}', 'mkdir /srv/till: permission denied'),
  refused('go-fork', 'golang/go src/os/exec', 'exec', 'fork/exec {path:path}: {errno}', 'fork/exec /srv/till: operation not permitted'),
  refused(
    'perl',
    'Perl/perl5 pp_sys.c',
    'open-file',
    "Can't open {path:quoted}: {errno}",
    "Can't open '/srv/till': Permission denied at till.pl line 3.",
  ),
  refused(
    'apk',
    'alpine/apk-tools src/database.c',
    'create-file',
    'ERROR: Unable to {what:text} database: {errno}',
    'ERROR: Unable to lock database: Read-only file system',
  ),
  refused(
    'apt-lock',
    'Debian/apt apt-pkg/contrib/fileutl.cc',
    'create-file',
    'Could not open lock file {path:path} - open ({number:number}: {errno})',
    'E: Could not open lock file /var/lib/apt/lists/lock - open (13: Permission denied)',
  ),
  refused(
    'dpkg',
    'Debian/dpkg lib/dpkg/dbmodify.c',
    'create-file',
    'unable to {what:text} {path:quoted}: {errno}',
    "dpkg: error: unable to create new file '/srv/till.dpkg-new': Operation not permitted",
  ),
];
