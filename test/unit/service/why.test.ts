import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf } from '../../../server/src/core';
import { placeText, whyOf } from '../../helpers/why';

const pod = (spec: string, more = '') => `apiVersion: v1
kind: Pod
metadata:
  name: till
${more}spec:
${spec}`;

const deployment = (name: string, spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
${spec}`;

const plainPod = pod(`  containers:
  - name: till
    image: registry.example.org/till:1
`);

const hardened = deployment(
  'till',
  `      containers:
      - name: till
        image: registry.example.org/till:1
        securityContext:
          runAsUser: 1000
          readOnlyRootFilesystem: true
          allowPrivilegeEscalation: false
          capabilities:
            drop: ["ALL"]
        volumeMounts:
        - name: settings
          mountPath: /etc/till
        - name: scratch
          mountPath: /scratch
      - name: log
        image: registry.example.org/log:1
      volumes:
      - name: settings
        configMap: {name: till}
      - name: scratch
        emptyDir: {}
`,
);

const calls = (...without: readonly string[]) =>
  [
    'bind',
    'chown',
    'clone',
    'clone3',
    'execve',
    'fchownat',
    'lchown',
    'fchown',
    'mkdir',
    'mkdirat',
    'openat',
    'openat2',
    'open',
    'rmdir',
    'setgid',
    'setgroups',
    'setresgid',
    'setresuid',
    'setuid',
    'socket',
    'unlinkat',
    'write',
  ].filter((name) => !without.includes(name));

const profile = (...without: readonly string[]) =>
  JSON.stringify(
    {
      defaultAction: 'SCMP_ACT_ERRNO',
      architectures: ['SCMP_ARCH_X86_64'],
      syscalls: [{ names: calls(...without), action: 'SCMP_ACT_ALLOW' }],
    },
    null,
    2,
  );

const underSeccomp = pod(`  containers:
  - name: till
    image: registry.example.org/till:1
    securityContext:
      seccompProfile:
        type: Localhost
        localhostProfile: till.json
`);

interface Case {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  /** Each answer as `certainty layer file:line`, in order. */
  readonly answers: readonly string[];
  /** Of all messages together. */
  readonly says?: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'a container of another pod is left alone': {
    text: "kubectl exec till-5b9f6c7d8-abcde -c till -- touch /var/x\ntouch: cannot touch '/var/x': Read-only file system",
    files: { 'a.yaml': hardened, 'b.yaml': hardened.replaceAll('till', 'other') },
    answers: ['certain filesystem a.yaml:17'],
    says: /emptyDir/,
  },
  'a folder with an emptyDir is writable, so the root is not it': {
    text: "$ kubectl logs deploy/till -c till\ntouch: cannot touch '/scratch/x': Read-only file system",
    files: { 'a.yaml': hardened },
    answers: [],
  },
  'a ConfigMap is always read-only': {
    text: "$ kubectl logs deploy/till -c till\nsed: couldn't open temporary file /etc/till/sedAb12: Read-only file system",
    files: { 'a.yaml': hardened },
    answers: ['likely filesystem a.yaml:23'],
    says: /ConfigMap/,
  },
  'node reports a read-only root': {
    text: "till-6d9f8b7c5d-8zq4t till Error: EROFS: read-only file system, mkdir '/app/.next/cache'",
    files: { 'a.yaml': hardened },
    answers: ['certain filesystem a.yaml:17'],
    says: /\/app\/\.next/,
  },
  'java reports a read-only root': {
    text: 'till-6d9f8b7c5d-8zq4t till java.io.FileNotFoundException: /opt/till/app.log (Read-only file system)',
    files: { 'a.yaml': hardened },
    answers: ['certain filesystem a.yaml:17'],
    says: /\/opt\/till/,
  },
  'a read-only root of Compose': {
    text: 'web-1  | mkdir: cannot create directory ‘/var/cache/web’: Read-only file system',
    files: {
      'compose.yaml':
        'services:\n  web:\n    image: registry.example.org/web:1\n    read_only: true\n    tmpfs: [/tmp]\n  other:\n    image: b\n    read_only: true\n',
    },
    answers: ['certain filesystem compose.yaml:4'],
    says: /tmpfs at \/var\/cache/,
  },
  'sudo under no new privileges': {
    text: 'till-6d9f8b7c5d-8zq4t till sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
    files: { 'a.yaml': hardened },
    answers: ['certain user a.yaml:18'],
  },
  'sudo in a service with no-new-privileges': {
    text: "dev-1 | sudo: The 'no new privileges' flag is set, which prevents sudo from running as root.",
    files: { 'compose.yaml': 'services:\n  dev:\n    image: a\n    security_opt:\n      - no-new-privileges:true\n' },
    answers: ['certain user compose.yaml:5'],
  },
  'gosu without SETUID and SETGID': {
    text: 'db | error: failed switching to "db": operation not permitted',
    files: { 'compose.yaml': 'services:\n  db:\n    image: db\n    cap_drop: [ALL]\n    cap_add: [CHOWN]\n' },
    answers: ['likely capability compose.yaml:4'],
    says: /SETGID and SETUID/,
  },
  'a port below 1024, of a Go program': {
    text: 'till-6d9f8b7c5d-8zq4t till 2026/11/30 09:00:00 listen tcp :443: bind: permission denied',
    files: { 'a.yaml': hardened },
    answers: ['likely capability a.yaml:20'],
    says: /443.*NET_BIND_SERVICE/,
  },
  'a port above 1023 is no matter of capabilities': {
    text: 'till-6d9f8b7c5d-8zq4t till listen tcp :8080: bind: permission denied',
    files: { 'a.yaml': hardened },
    answers: [],
  },
  'a user other than root has no capabilities from the start': {
    text: 'till: chown: /data: Operation not permitted',
    files: { 'a.yaml': pod('  securityContext:\n    runAsUser: 70\n  containers:\n  - name: till\n    image: a\n') },
    answers: ['likely user a.yaml:7'],
    says: /user 70.*CHOWN/,
  },
  'a mount without SYS_ADMIN': {
    text: 'mount: /mnt: permission denied.',
    files: { 'a.yaml': plainPod },
    answers: ['likely capability a.yaml:7'],
    says: /SYS_ADMIN/,
  },
  'a privileged container has every capability': {
    text: 'RTNETLINK answers: Operation not permitted',
    files: { 'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      privileged: true\n') },
    answers: [],
  },
  'a device of Compose that was not given': {
    text: 'vpn-1 | ERROR: Cannot open TUN/TAP dev /dev/net/tun: Operation not permitted (errno=1)',
    files: {
      'compose.yaml': 'services:\n  vpn:\n    image: vpn\n    cap_add: [NET_ADMIN]\n    volumes:\n      - /dev/net/tun:/dev/net/tun\n',
    },
    answers: ['likely runtime compose.yaml:6'],
    says: /devices/,
  },
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
  'admission names two containers': {
    text: 'Error creating: pods "till-5b9f6c7d8-abcde" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities (containers "log", "till" must set securityContext.capabilities.drop=["ALL"])',
    files: {
      'a.yaml': deployment('till', '      containers:\n      - name: log\n        image: a\n      - name: till\n        image: b\n'),
    },
    answers: ['certain admission a.yaml:13', 'certain admission a.yaml:15'],
  },
  'admission names the capability that was added': {
    text: 'pods "till" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities (container "till" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    files: {
      'a.yaml': pod(
        '  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        add:\n        - CHOWN\n        - NET_ADMIN\n',
      ),
    },
    answers: ['certain admission a.yaml:13'],
  },
  'admission names a volume': {
    text: 'pods "till" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes (volume "logs")',
    files: {
      'a.yaml': pod(
        '  containers:\n  - name: till\n    image: a\n  volumes:\n  - name: data\n    emptyDir: {}\n  - name: logs\n    hostPath: {path: /var/log}\n',
      ),
    },
    answers: ['certain admission a.yaml:13'],
  },
  'the API server names a field that is missing': {
    text: 'The Pod "till" is invalid: spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
    files: {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      seccompProfile:\n        type: Localhost\n'),
    },
    answers: ['certain api a.yaml:10'],
  },
  'the API server names a value': {
    text: 'The Deployment "till" is invalid: spec.template.spec.containers[0].securityContext.seccompProfile.type: Unsupported value: "runtimedefault": supported values: "Localhost", "RuntimeDefault", "Unconfined"',
    files: {
      'a.yaml': deployment(
        'till',
        '      containers:\n      - name: till\n        image: a\n        securityContext:\n          seccompProfile:\n            type: runtimedefault\n',
      ),
    },
    answers: ['certain api a.yaml:17'],
  },
  'strict decoding names a field': {
    text: 'Error from server (BadRequest): error when creating "a.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].securityContext.runAsNonroot"',
    files: { 'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      runAsNonroot: true\n') },
    answers: ['certain api a.yaml:10'],
  },
  'the kubelet names a user that is root': {
    text: 'Error: container\'s runAsUser breaks non-root policy (pod: "till_default(1b2c)", container: till)',
    files: {
      'a.yaml': pod(
        '  securityContext:\n    runAsNonRoot: true\n  containers:\n  - name: till\n    image: a\n    securityContext:\n      runAsUser: 0\n',
      ),
    },
    answers: ['certain kubelet a.yaml:12'],
  },
  'a capability that does not exist': {
    text: 'Error: unknown capability "CAP_NET_ROW" to add',
    files: {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        add: [NET_ROW]\n'),
    },
    answers: ['certain capability a.yaml:11'],
  },
  'docker run asks for everything itself': {
    text: "$ docker run --rm --cap-drop ALL --read-only --security-opt seccomp=till.json registry.example.org/till:1 mkdir /x\nmkdir: can't create directory '/x': Operation not permitted",
    files: { 'till.json': profile('mkdir', 'mkdirat') },
    answers: ['likely seccomp till.json:2'],
  },
  'a pull that the default rejects': {
    text: 'Error: copying system image from manifest list: Source image rejected: Running image docker://quay.example.org/a:1 is rejected by policy.',
    files: {
      'etc/containers/policy.json':
        '{\n  "default": [{"type": "reject"}],\n  "transports": {"docker": {"registry.example.org": [{"type": "insecureAcceptAnything"}]}}\n}\n',
    },
    answers: ['certain signature etc/containers/policy.json:2'],
  },
  'a pull with the signature of another image': {
    text: 'Trying to pull registry.example.org/till:1...\nError: Source image rejected: Signature for identity "registry.example.org/other:1" is not accepted',
    files: {
      'etc/containers/policy.json':
        '{\n  "default": [{"type": "reject"}],\n  "transports": {"docker": {\n    "registry.example.org": [{"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/k"}]\n  }}\n}\n',
    },
    answers: ['certain signature etc/containers/policy.json:4'],
    says: /signedIdentity/,
  },
  'registries.conf that is no TOML': {
    text: 'Error: loading registries configuration "/etc/containers/registries.conf": toml: line 2: expected value but found "quay" instead',
    files: { 'etc/containers/registries.conf': 'unqualified-search-registries = ["a.example.org"]\nshort-name-mode = quay\n' },
    answers: ['certain signature etc/containers/registries.conf:2'],
  },
  'errors of other causes': {
    text: 'Error: configmap "till" not found\ndocker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/x',
    files: { 'a.yaml': hardened },
    answers: ['certain runtime -', 'certain runtime -'],
  },
};

describe('why', () => {
  it.each(Object.entries(cases))('%s', async (_, { text, files, answers, says }) => {
    const report = await whyOf(text, files);
    expect(report.answers.map(placeText)).toEqual(answers);
    if (says) expect(report.answers.map(({ message, fix }) => `${message} ${fix?.title ?? ''}`).join('\n')).toMatch(says);
    if (answers.length === 0) expect(report.unread.length).toBeGreaterThan(0);
  });
});

const fixed = async (text: string, files: Readonly<Record<string, string>>) => {
  const { answers } = await whyOf(text, files);
  return answers.flatMap(({ decides, fix }) => (decides && fix && editsOf(fix).length > 0 ? [applyEdits(decides.text, editsOf(fix))] : []));
};

describe('the fix of an answer', () => {
  it('gives the container a folder to write to', async () => {
    const [text = ''] = await fixed("till-6d9f8b7c5d-8zq4t till Error: EROFS: read-only file system, mkdir '/app/cache/x'", {
      'a.yaml': hardened,
    });
    expect(text).toContain('name: cache\n          mountPath: /app/cache');
    expect(text).toContain('- name: cache\n        emptyDir: {}');
  });

  it('adds a capability to the container that the message is about', async () => {
    const files = {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        drop: [ALL]\n'),
    };
    expect(await fixed('chown: /data: Operation not permitted', files)).toEqual([
      expect.stringMatching(/drop: \[ALL\]\n +add:\n +- CHOWN\n/),
    ]);
  });

  it('allows the call', async () => {
    const [text = ''] = await fixed("rmdir: failed to remove 'x': Operation not permitted", {
      'a.yaml': underSeccomp,
      'seccomp/till.json': profile('rmdir'),
    });
    expect(JSON.parse(text).syscalls[0].names).toContain('rmdir');
  });

  it('adds the rule that a profile needs', async () => {
    const record =
      'audit: type=1400 audit(1796034154.812:412): apparmor="DENIED" operation="open" class="file" profile="till-guard" name="/etc/shadow" pid=7 comm="cat" requested_mask="r" denied_mask="r" fsuid=0 ouid=0';
    expect(await fixed(record, { 'apparmor.d/till-guard': 'abi <abi/4.0>,\nprofile till-guard {\n  /usr/** r,\n}\n' })).toEqual([
      expect.stringContaining('/etc/shadow r,'),
    ]);
  });
});

describe('what is around the messages', () => {
  const error = 'touch: cannot touch ‘/opt/x’: Read-only file system';
  const wanted = ['certain filesystem a.yaml:17'];

  it.each([
    ['colors', `\u001b[36mtill-6d9f8b7c5d-8zq4t\u001b[0m \u001b[33mtill\u001b[0m ${error}`],
    ['kubectl logs --prefix', `[pod/till-6d9f8b7c5d-8zq4t/till] ${error}`],
    ['the command before', `$ kubectl logs till-6d9f8b7c5d-8zq4t -c till\nstarting\n${error}`],
    ['JSON of a log driver', JSON.stringify({ log: `till-6d9f8b7c5d-8zq4t till ${error}\n`, stream: 'stderr' })],
    ['JSON of a program', `till-6d9f8b7c5d-8zq4t till {"level":"error","msg":"open /opt/x: read-only file system"}`],
    ['repetition', `till-6d9f8b7c5d-8zq4t till ${error}\n`.repeat(5)],
    ['repetition by other pods', `till-6d9f8b7c5d-8zq4t till ${error}\ntill-6d9f8b7c5d-aaaaa till ${error}\n`],
    ['Windows line ends', `hello\r\ntill-6d9f8b7c5d-8zq4t till ${error}\r\n`],
  ])('%s', async (_, text) => {
    expect((await whyOf(text, { 'a.yaml': hardened })).answers.map(placeText)).toEqual(wanted);
  });

  it('tells the first and the last line of what is repeated', async () => {
    const { answers } = await whyOf(`x\ntill-6d9f8b7c5d-8zq4t till ${error}\nx\ntill-6d9f8b7c5d-8zq4t till ${error}`, {
      'a.yaml': hardened,
    });
    expect(answers).toMatchObject([{ line: 2, lastLine: 4 }]);
  });

  it('is never guessed', async () => {
    const { answers, unread } = await whyOf('error: the flux capacitor failed\nall is well', { 'a.yaml': hardened });
    expect(answers).toEqual([]);
    expect(unread.map(({ line }) => line)).toEqual([1]);
  });

  it('may be anything', async () => {
    for (const text of [
      '',
      '\0',
      '\ufffd'.repeat(50),
      '{',
      '{"a":',
      '\u001b[',
      '"'.repeat(999),
      '\\\\"'.repeat(999),
      'Error: '.repeat(2000),
    ]) {
      const { answers } = await whyOf(text, { 'a.yaml': hardened, 'b.json': '{', 'apparmor.d/x': 'profile x {' });
      expect(answers).toEqual([]);
    }
  });
});
