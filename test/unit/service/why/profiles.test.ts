import { describe, expect, it } from 'vitest';
import { type Case, expectAnswers, plainPod, pod, profile, underSeccomp } from './cases';

const cases: Readonly<Record<string, Case>> = {
  'seccomp refuses one call of several': {
    text: "rmdir: failed to remove 'x': Operation not permitted",
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile('rmdir') },
    answers: ['likely seccomp seccomp/till.json:2'],
    says: /rmdir.*silent/s,
  },
  'seccomp answers another error than the message': {
    text: "rmdir: failed to remove 'x': Permission denied",
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile('rmdir') },
    answers: [],
  },
  'a profile that allows the call is no candidate': {
    text: "rmdir: failed to remove 'x': Operation not permitted",
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile() },
    answers: [],
  },
  'a thread of the JVM under a profile without clone3': {
    text: '[0.012s][warning][os,thread] Failed to start thread "GC Thread#0" - pthread_create failed (EPERM) for attributes: stacksize: 1024k',
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile('clone3') },
    answers: ['likely seccomp seccomp/till.json:2'],
    says: /clone3.*ENOSYS/,
  },
  'clone3 that is answered with ENOSYS falls back': {
    text: "RuntimeError: can't start new thread",
    files: {
      'a.yaml': underSeccomp,
      'seccomp/till.json': profile('clone3').replace(
        '"syscalls": [',
        '"syscalls": [{ "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 },',
      ),
    },
    answers: [],
  },
  'an audit record of seccomp names the call by its number': {
    text: 'Nov 30 10:22:34 n kernel: audit: type=1326 audit(1796034154.812:413): auid=4294967295 uid=0 gid=0 ses=1 pid=7 comm="till" exe="/till" sig=31 arch=c000003e syscall=84 compat=0 ip=0x7f code=0x80000000',
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile('rmdir').replace('SCMP_ACT_ERRNO', 'SCMP_ACT_KILL_PROCESS') },
    answers: ['certain seccomp seccomp/till.json:2'],
    says: /rmdir/,
  },
  'killed by seccomp, without the record': {
    text: 'Bad system call (core dumped)',
    files: { 'a.yaml': underSeccomp, 'seccomp/till.json': profile('rmdir').replace('SCMP_ACT_ERRNO', 'SCMP_ACT_KILL_PROCESS') },
    answers: ['likely seccomp seccomp/till.json:2'],
  },
  'crun refuses an action': {
    text: 'Error: crun: seccomp get action `SCMP_ACT_DENY`: OCI runtime error',
    files: { 'till.json': profile().replace('SCMP_ACT_ALLOW', 'SCMP_ACT_DENY') },
    answers: [expect.stringMatching(/^certain seccomp till\.json:\d+$/) as unknown as string],
  },
  'runc refuses a rule that repeats the default': {
    text: 'docker: Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: error adding seccomp filter rule for syscall mount: requested action matches default action of filter: unknown',
    files: { 'till.json': profile().replace('"syscalls": [', '"syscalls": [\n{ "names": ["mount"], "action": "SCMP_ACT_ERRNO" },') },
    answers: ['certain seccomp till.json:7'],
    says: /mount/,
  },
  'docker names the profile that is missing': {
    text: 'docker: opening seccomp profile (./seccomp/till2.json) failed: open ./seccomp/till2.json: no such file or directory',
    files: { 'seccomp/till.json': profile() },
    answers: ['likely seccomp -'],
  },
  'the default profile of CRI-O is missing for one of two containers': {
    text: 'Error: setup seccomp: unable to load local profile "/var/lib/kubelet/seccomp/till.json": open /var/lib/kubelet/seccomp/till.json: no such file or directory',
    files: { 'a.yaml': underSeccomp },
    answers: ['certain seccomp a.yaml:12'],
    says: /no such profile either/,
  },
  'CRI-O finds no AppArmor profile': {
    text: 'Error: applying apparmor profile to container 1b2c: AppArmor profile "till-gaurd" is not loaded',
    files: {
      'a.yaml': pod(
        '  containers:\n  - name: till\n    image: a\n    securityContext:\n      appArmorProfile: {type: Localhost, localhostProfile: till-gaurd}\n',
      ),
      'apparmor.d/till-guard': 'profile till-guard {\n  file,\n}\n',
    },
    answers: ['certain apparmor a.yaml:10'],
    says: /till-guard/,
  },
  'the audit log names a rule that is missing': {
    text: 'type=AVC msg=audit(1796034154.812:412): apparmor="DENIED" operation="open" class="file" profile="till-guard" name="/etc/shadow" pid=7 comm="cat" requested_mask="r" denied_mask="r" fsuid=0 ouid=0',
    files: { 'apparmor.d/till-guard': 'abi <abi/4.0>,\nprofile till-guard {\n  /usr/** r,\n}\n' },
    answers: ['certain apparmor apparmor.d/till-guard:2'],
    says: /\/etc\/shadow/,
  },
  'a capability that AppArmor denies': {
    text: 'audit: type=1400 audit(1796034154.812:412): apparmor="DENIED" operation="capable" class="cap" profile="till-guard" pid=7 comm="ping" capability=13 capname="net_raw"',
    files: { 'apparmor.d/till-guard': 'abi <abi/4.0>,\nprofile till-guard {\n  file,\n  deny capability net_raw,\n}\n' },
    answers: ['certain apparmor apparmor.d/till-guard:4'],
  },
  'SELinux denies, and no file of ours decides': {
    text: 'type=AVC msg=audit(1796034154.812:414): avc:  denied  { write } for  pid=7 comm="till" name="data" dev="dm-0" ino=9 scontext=system_u:system_r:container_t:s0:c1,c2 tcontext=unconfined_u:object_r:user_home_t:s0 tclass=dir permissive=0',
    files: { 'a.yaml': plainPod },
    answers: ['likely selinux -'],
    says: /user_home_t.*container_t.*:Z/s,
  },
  'docker run asks for everything itself': {
    text: "$ docker run --rm --cap-drop ALL --read-only --security-opt seccomp=till.json registry.example.org/till:1 mkdir /x\nmkdir: can't create directory '/x': Operation not permitted",
    files: { 'till.json': profile('mkdir', 'mkdirat') },
    answers: ['likely seccomp till.json:2'],
  },
};

describe('what a profile refuses', () => {
  it.each(Object.entries(cases))('%s', (_, one) => expectAnswers(one));
});
