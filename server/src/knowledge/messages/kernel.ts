/** Records of the kernel's audit: AppArmor, seccomp and SELinux. The language that reads such records in `observe` reads the rest of the line. */

import { family } from './template';

/**
 * $source torvalds/linux security/apparmor/audit.c, kernel/auditsc.c, security/selinux/avc.c
 * $checked 2026-11-30
 */
export const kernelMessages = family('kernel', 'torvalds/linux', 'apparmor', [
  {
    id: 'apparmor-denied',
    file: 'security/apparmor/audit.c',
    form: 'apparmor="DENIED" operation={operation:quoted}',
    example:
      'audit: type=1400 audit(1796034154.812:412): apparmor="DENIED" operation="open" class="file" profile="till-guard" name="/etc/shadow" pid=7 comm="cat" requested_mask="r" denied_mask="r" fsuid=0 ouid=0',
    gives: () => ({ kind: 'denial', of: 'apparmor', record: '' }),
  },
  {
    id: 'apparmor-killed',
    file: 'security/apparmor/audit.c',
    form: 'apparmor="KILLED" operation={operation:quoted}',
    example:
      'audit: type=1400 audit(1796034154.812:412): apparmor="KILLED" operation="open" profile="till-guard" name="/etc/shadow" pid=7 comm="cat" requested_mask="r" denied_mask="r" fsuid=0 ouid=0',
    gives: () => ({ kind: 'denial', of: 'apparmor', record: '' }),
  },
  {
    id: 'apparmor-userns',
    file: 'security/apparmor/lsm.c',
    versions: 'Ubuntu kernels, 6.7 and later',
    form: 'apparmor="AUDIT" operation="userns_create"',
    example:
      'audit: type=1400 audit(1796035912.153:168): apparmor="AUDIT" operation="userns_create" class="namespace" info="Userns create - transitioning profile" profile="unconfined" pid=56 comm="till" requested="userns_create" target="unprivileged_userns"',
    gives: () => ({ kind: 'denial', of: 'apparmor', record: '' }),
  },
  {
    id: 'seccomp',
    file: 'kernel/auditsc.c',
    layer: 'seccomp',
    form: 'type={type:seccomp} {between:text}syscall={call} {rest:text}code={code}',
    example:
      'audit: type=1326 audit(1796034154.812:413): auid=1000 uid=0 gid=0 ses=1 subj=unconfined pid=7 comm="till" exe="/till" sig=31 arch=c000003e syscall=165 compat=0 ip=0x7f code=0x80000000',
    gives: () => ({ kind: 'denial', of: 'seccomp', record: '' }),
  },
  {
    id: 'selinux-avc',
    file: 'security/selinux/avc.c',
    layer: 'selinux',
    form: 'avc: denied { {access:text} } for {rest:text}scontext={source:label} tcontext={target:label} tclass={class}',
    example:
      'type=AVC msg=audit(1796034154.812:414): avc:  denied  { write } for  pid=7 comm="till" name="data" dev="dm-0" ino=9 scontext=system_u:system_r:container_t:s0:c1,c2 tcontext=unconfined_u:object_r:user_home_t:s0 tclass=dir permissive=0',
    gives: () => ({ kind: 'denial', of: 'selinux', record: '' }),
  },
  {
    id: 'bad-system-call',
    file: 'arch/x86/kernel/signal.c',
    layer: 'seccomp',
    form: 'Bad system call',
    example: 'Bad system call (core dumped)',
    gives: () => ({ kind: 'refused', operation: 'killed-by-seccomp', errno: 'EPERM' }),
  },
  {
    id: 'sigsys',
    file: 'arch/x86/kernel/signal.c',
    layer: 'seccomp',
    form: 'signal: bad system call',
    example: 'till exited: signal: bad system call (core dumped)',
    gives: () => ({ kind: 'refused', operation: 'killed-by-seccomp', errno: 'EPERM' }),
  },
  {
    id: 'oom',
    file: 'mm/oom_kill.c',
    layer: 'runtime',
    form: 'Memory cgroup out of memory: Killed process {pid:number}',
    example: 'Memory cgroup out of memory: Killed process 7 (till) total-vm:9kB',
    gives: () => ({ kind: 'elsewhere', cause: 'The container used more memory than its limit, and the kernel killed it' }),
  },
]);
