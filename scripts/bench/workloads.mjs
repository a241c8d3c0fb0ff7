// The texts that are measured: made by a program, so that each run sees the same ones.

const pod = (i) => `apiVersion: v1
kind: Pod
metadata:
  name: app-${i}
  labels: {app: app-${i}}
spec:
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: main
      image: registry.example.org/shop/app:${i}
      securityContext:
        allowPrivilegeEscalation: false
        capabilities: {drop: [ALL]}
    - name: helper
      image: registry.example.org/shop/helper:${i}
      securityContext: {runAsUser: ${1000 + i}}
`;

const documents = (count) => Array.from({ length: count }, (_, i) => pod(i)).join('---\n');

const indented = (text, by) => text.replace(/^(?=.)/gm, by);

const list = (count) =>
  `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: count }, (_, i) => `  - ${indented(pod(i), '    ').trimStart()}`).join('')}`;

/** A definition of a resource: long, and without any pod. */
const definition = (megabytes) => {
  const property = (i) =>
    `                  field${i}:\n                    type: string\n                    description: What field ${i} of this resource says.\n`;
  const head = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.org
spec:
  group: example.org
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
`;
  const count = Math.ceil((megabytes * 1_000_000) / property(100_000).length);
  return head + Array.from({ length: count }, (_, i) => property(i)).join('');
};

const calls = ['read', 'write', 'openat', 'close', 'mmap', 'futex', 'clone', 'execve', 'getpid', 'socket', 'bind', 'listen'];

const seccomp = (count) =>
  JSON.stringify(
    {
      defaultAction: 'SCMP_ACT_ERRNO',
      architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
      syscalls: Array.from({ length: count }, (_, i) => ({
        names: [calls[i % calls.length]],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: i % 6, value: i, op: 'SCMP_CMP_EQ' }],
      })),
    },
    null,
    2,
  );

const policy = (count) =>
  JSON.stringify(
    {
      default: [{ type: 'reject' }],
      transports: {
        docker: Object.fromEntries(
          Array.from({ length: count }, (_, i) => [
            `registry.example.org/team${i}`,
            [{ type: 'signedBy', keyType: 'GPGKeys', keyPath: `/etc/pki/team${i}.gpg` }],
          ]),
        ),
      },
    },
    null,
    2,
  );

const apparmor = (count) =>
  `abi <abi/4.0>,\n\nprofile bench /usr/bin/bench {\n${Array.from({ length: count }, (_, i) => `  /srv/app${i}/data/** r${i % 3 ? '' : 'w'},\n`).join('')}}\n`;

/** What is typed in each text: before the last `at`, one letter is put in and taken out again. */
export const workloads = {
  'yaml 10 documents': { uri: 'pods.yaml', language: 'yaml', text: documents(10), at: 'registry' },
  'yaml 100 documents': { uri: 'pods.yaml', language: 'yaml', text: documents(100), at: 'registry' },
  'yaml 1,000 documents': { uri: 'pods.yaml', language: 'yaml', text: documents(1000), at: 'registry' },
  'yaml 4,000 documents': { uri: 'pods.yaml', language: 'yaml', text: documents(4000), at: 'registry' },
  'List of 0.8 MB': { uri: 'list.yaml', language: 'yaml', text: list(1300), at: 'registry' },
  'definition of 5 MB': { uri: 'crd.yaml', language: 'yaml', text: definition(5), at: 'resource' },
  'one pod': { uri: 'pod.yaml', language: 'yaml', text: pod(1), at: 'registry' },
  'seccomp 40 rules': { uri: 'seccomp.json', language: 'json', text: seccomp(40), at: 'SCMP_ACT_ALLOW' },
  'seccomp 400 rules': { uri: 'seccomp.json', language: 'json', text: seccomp(400), at: 'SCMP_ACT_ALLOW' },
  'seccomp 4,000 rules': { uri: 'seccomp.json', language: 'json', text: seccomp(4000), at: 'SCMP_ACT_ALLOW' },
  'policy 10 scopes': { uri: 'policy.json', language: 'json', text: policy(10), at: 'team' },
  'policy 1,000 scopes': { uri: 'policy.json', language: 'json', text: policy(1000), at: 'team' },
  'policy 10,000 scopes': { uri: 'policy.json', language: 'json', text: policy(10_000), at: 'team' },
  'AppArmor 200 rules': { uri: 'usr.bin.bench', language: 'apparmor', text: apparmor(200), at: 'data' },
  'AppArmor 2,000 rules': { uri: 'usr.bin.bench', language: 'apparmor', text: apparmor(2000), at: 'data' },
  'AppArmor 20,000 rules': { uri: 'usr.bin.bench', language: 'apparmor', text: apparmor(20_000), at: 'data' },
};
