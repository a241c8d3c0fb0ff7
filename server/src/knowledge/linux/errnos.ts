import { wordTable } from '../../core';
import { lazy } from '../lazy';

/**
 * Linux error numbers by name, as on every architecture that runs containers but MIPS, PA-RISC, SPARC and Alpha, whose
 * numbers from 35 on differ. The seccomp defaults and libseccomp work with these.
 *
 * $source linux/include/uapi/asm-generic/errno-base.h and errno.h; errno(3)
 * $version Linux 7.1
 * $checked 2026-11-30
 */
export const errnoNumbers: () => ReadonlyMap<string, number> = lazy(() => {
  const numbers = new Map<string, number>();
  names
    .trim()
    .split(/\s+/)
    .forEach((entry, i) => {
      for (const name of entry.split('=')) if (name !== '-') numbers.set(name, i + 1);
    });
  return numbers;
});

/** The usual name of each number: EAGAIN, not EWOULDBLOCK. */
export const errnoNames: () => ReadonlyMap<number, string> = lazy(() => {
  const byNumber = new Map<number, string>();
  for (const [name, number] of errnoNumbers()) if (!byNumber.has(number)) byNumber.set(number, name);
  return byNumber;
});

/**
 * The names that Podman, Buildah and CRI-O take in `errno` and `defaultErrno`; any other name fails the load.
 *
 * $source container-libs common/pkg/seccomp/errno_list.go
 * $checked 2026-11-30
 */
export const containersErrnos: () => ReadonlySet<string> = lazy(() => new Set(containersNames.trim().split(/\s+/)));

/** What an error number tells a program, one phrase; for the numbers that a profile has reason to use. */
export const errnoMeaning = (name: string): string | undefined => (Object.hasOwn(meanings, name) ? meanings[name] : undefined);

/** From 1 upwards; `-` is unused, `=` joins two names for one number. */
const names = `
EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN=EWOULDBLOCK ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV
ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK=EDEADLOCK ENAMETOOLONG ENOLCK
ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT
- EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ
EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE
ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP=ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH
ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY
EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED
EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON`;

const containersNames = `
EPERM ENOENT ESRCH EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL
ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM
EREMOTE EBADMSG EOVERFLOW EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP ENOTSUP
EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN
ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED EOWNERDEAD
ENOTRECOVERABLE`;

const meanings: Readonly<Record<string, string>> = wordTable({
  EPERM: 'the caller may not do this; programs give up or say that they need root',
  EACCES: 'permission on the file is missing',
  ENOSYS: 'the kernel has no such call; libraries fall back to an older one',
  EINVAL: 'an argument makes no sense; often read as “not supported here”',
  ENOENT: 'no such file or folder',
  EAFNOSUPPORT: 'the address family is not supported; the natural answer for `socket`',
  EPROTONOSUPPORT: 'the protocol is not supported',
  EOPNOTSUPP: 'the operation is not supported here',
  ENODEV: 'no such device',
  EAGAIN: 'try again; programs may loop on it',
  EINTR: 'interrupted by a signal; programs repeat the call, and may loop',
  ENOMEM: 'no memory left; programs abort',
  EBADF: 'the descriptor is not open',
  ENOTTY: 'the device does not know this command',
});
