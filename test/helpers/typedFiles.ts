/** A file of each kind to be typed from its first key to its last, and everyday edits of it. Each text is made for this purpose. */

import type { Key } from './plainEditor';

export interface TypedFile {
  readonly name: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly edits: readonly TypedEdit[];
}

export interface TypedEdit {
  readonly title: string;
  /** The keys are typed after the last sign of this text. */
  readonly after: string;
  /** Text, and names of keys. */
  readonly keys: readonly (Key | readonly [Key])[];
  /** What `after` and what follows it up to `before` have become. */
  readonly becomes: string;
  /** The text after the edit, which has not changed. */
  readonly before: string;
}

const enter = ['Enter'] as const;

export const typedFiles: readonly TypedFile[] = [
  {
    name: 'seccomp profile',
    path: 'seccomp/typed.json',
    languageId: 'seccomp',
    text: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 1,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
  "syscalls": [
    {
      "names": [
        "read",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["personality"],
      "action": "SCMP_ACT_ALLOW",
      "args": [
        {
          "index": 0,
          "value": 8,
          "op": "SCMP_CMP_EQ"
        }
      ]
    },
    { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
  ]
}
`,
    edits: [
      {
        title: 'append a name',
        after: '"read"',
        keys: [',', enter, '"openat"'],
        becomes: '"read",\n        "openat"',
        before: ',\n        "write"',
      },
      {
        title: 'append a name in a line',
        after: '["personality"',
        keys: [',', enter, '"getpid"'],
        becomes: '["personality",\n      "getpid"',
        before: '],',
      },
      {
        title: 'append a rule',
        after: '"errnoRet": 38 }',
        keys: [',', enter, '{ "names": ["futex"], "action": "SCMP_ACT_LOG" }'],
        becomes: '"errnoRet": 38 },\n    { "names": ["futex"], "action": "SCMP_ACT_LOG" }',
        before: '\n  ]',
      },
      {
        title: 'insert a line',
        after: '"SCMP_ACT_ERRNO",',
        keys: [enter, '"flags": ["SECCOMP_FILTER_FLAG_LOG"],'],
        becomes: '"SCMP_ACT_ERRNO",\n  "flags": ["SECCOMP_FILTER_FLAG_LOG"],',
        before: '\n  "defaultErrnoRet"',
      },
      {
        title: 'delete and retype a word',
        after: '"write',
        keys: [...Array.from({ length: 5 }, () => ['Backspace'] as const), 'pwrite64'],
        becomes: '"pwrite64',
        before: '"\n      ],',
      },
    ],
  },
  {
    name: 'operator profile',
    path: 'deploy/typed-profile.yaml',
    languageId: 'yaml',
    text: `apiVersion: security-profiles-operator.x-k8s.io/v1beta1
kind: SeccompProfile
metadata:
  name: shop
  namespace: store
spec:
  defaultAction: SCMP_ACT_ERRNO
  architectures:
    - SCMP_ARCH_X86_64
  syscalls:
    - action: SCMP_ACT_ALLOW
      names:
        - read
        - openat
        - getuid
        - exit_group
    - action: SCMP_ACT_LOG
      names: [mount, "umount2"]
      args:
        - index: 0
          value: 8
          op: SCMP_CMP_EQ
`,
    edits: [
      {
        title: 'append a name',
        after: '- read',
        keys: [enter, '- write'],
        becomes: '- read\n        - write',
        before: '\n        - openat',
      },
      {
        title: 'append a rule',
        after: 'op: SCMP_CMP_EQ',
        keys: [enter, ['Backspace'], ['Backspace'], ['Backspace'], '- action: SCMP_ACT_ERRNO', enter, '  names: [bpf]'],
        becomes: 'op: SCMP_CMP_EQ\n    - action: SCMP_ACT_ERRNO\n      names: [bpf]',
        before: '\n',
      },
    ],
  },
  {
    name: 'signature policy',
    path: 'containers/policy.json',
    languageId: 'containers-policy',
    text: `{
  "default": [
    {
      "type": "reject"
    }
  ],
  "transports": {
    "docker": {
      "quay.io/shop": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPaths": [
            "/etc/pki/containers/signer.pub"
          ],
          "signedIdentity": { "type": "matchRepository" }
        }
      ]
    },
    "docker-daemon": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    edits: [
      {
        title: 'append a key',
        after: '"/etc/pki/containers/signer.pub"',
        keys: [',', enter, '"/etc/pki/containers/spare.pub"'],
        becomes: '"/etc/pki/containers/signer.pub",\n            "/etc/pki/containers/spare.pub"',
        before: '\n          ],',
      },
      {
        title: 'append a scope',
        after: '"matchRepository" }\n        }\n      ]',
        keys: [',', enter, '"docker.io/library": [{ "type": "reject" }]'],
        becomes: '"matchRepository" }\n        }\n      ],\n      "docker.io/library": [{ "type": "reject" }]',
        before: '\n    },',
      },
    ],
  },
  {
    name: 'registries.conf',
    path: 'containers/registries.conf',
    languageId: 'containers-conf',
    text: `# where images come from
unqualified-search-registries = ["docker.io", "quay.io"]
short-name-mode = "enforcing"

[[registry]]
prefix = "quay.io/shop"
location = "mirror.example.org/shop"
insecure = false
blocked = true

[[registry.mirror]]
location = "near.example.org/shop"
pull-from-mirror = "digest-only"

[[registry]]
location = "docker.io"

[aliases]
"shop" = "quay.io/shop/web"
`,
    edits: [
      {
        title: 'append a registry',
        after: '["docker.io"',
        keys: [',', enter, '"ghcr.io"'],
        becomes: '["docker.io",\n"ghcr.io"',
        before: ', "quay.io"]',
      },
      {
        title: 'append a table',
        after: 'location = "docker.io"',
        keys: [enter, enter, '[[registry]]', enter, 'location = "ghcr.io"', enter, 'blocked = true'],
        becomes: 'location = "docker.io"\n\n[[registry]]\nlocation = "ghcr.io"\nblocked = true',
        before: '\n\n[aliases]',
      },
    ],
  },
  {
    name: 'registries.d',
    path: 'containers/registries.d/typed.yaml',
    languageId: 'yaml',
    text: `# where signatures are stored
default-docker:
  lookaside: file:///var/lib/containers/sigstore
docker:
  quay.io/shop:
    lookaside: https://signatures.example.org/shop
    use-sigstore-attachments: true
  docker.io/library:
    lookaside: https://signatures.example.net
    lookaside-staging: file:///srv/signatures
  registry.example.com:
    use-sigstore-attachments: false
`,
    edits: [
      {
        title: 'append a scope',
        after: 'sigstore-attachments: true',
        keys: [enter, ['Backspace'], 'ghcr.io/shop:', enter, '  use-sigstore-attachments: true'],
        becomes: 'sigstore-attachments: true\n  ghcr.io/shop:\n    use-sigstore-attachments: true',
        before: '\n  docker.io/library',
      },
    ],
  },
  {
    name: 'crio.conf',
    path: 'containers/crio.conf',
    languageId: 'containers-conf',
    text: `# what CRI-O reads of this project
[crio]
log_dir = "/var/log/crio/pods"

[crio.image]
signature_policy = "/etc/containers/policy.json"
signature_policy_dir = "/etc/crio/policies"
pause_image = "registry.example.org/pause:3.10"

[crio.runtime]
seccomp_profile = "/etc/crio/seccomp.json"
apparmor_profile = "crio-default"
default_capabilities = [
  "CHOWN",
  "NET_BIND_SERVICE",
]
decryption_keys_path = "/etc/crio/keys"
`,
    edits: [
      {
        title: 'append a capability',
        after: '"CHOWN",',
        keys: [enter, '"SETUID",'],
        becomes: '"CHOWN",\n  "SETUID",',
        before: '\n  "NET_BIND_SERVICE"',
      },
    ],
  },
  {
    name: 'AppArmor profile',
    path: 'apparmor.d/typed',
    languageId: 'apparmor',
    text: `abi <abi/4.0>,

include <tunables/global>

@{SITE} = /srv/shop

profile shop /usr/sbin/shop flags=(attach_disconnected) {
  include <abstractions/base>

  capability chown,
  capability net_bind_service,
  network inet stream,
  signal (send, receive) peer=shop,

  /usr/sbin/shop mr,
  @{SITE}/{static,media}/** r,
  owner /var/log/shop/*.log rw,
  deny /etc/shadow r, # never
  /usr/bin/convert rCx -> convert,

  profile convert {
    include <abstractions/base>

    /usr/bin/convert mr,
  }
}
`,
    edits: [
      {
        title: 'append a capability',
        after: 'capability chown,',
        keys: [enter, 'capability setuid,'],
        becomes: 'capability chown,\n  capability setuid,',
        before: '\n  capability net',
      },
      {
        title: 'append a rule',
        after: '*.log rw,',
        keys: [enter, '/run/shop.sock rw,'],
        becomes: '*.log rw,\n  /run/shop.sock rw,',
        before: '\n  deny',
      },
      {
        title: 'delete and retype a word',
        after: 'network inet',
        keys: [...Array.from({ length: 4 }, () => ['Backspace'] as const), 'inet6'],
        becomes: 'network inet6',
        before: ' stream,',
      },
    ],
  },
  {
    name: 'pod',
    path: 'deploy/typed.yaml',
    languageId: 'yaml',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: registry.example.org/web:1.4
      imagePullPolicy: IfNotPresent
      args: ["--port", "8080"]
      securityContext:
        allowPrivilegeEscalation: false
        runAsUser: 10001
        capabilities:
          drop:
            - ALL
          add:
            - NET_BIND_SERVICE
    - name: all
      image: registry.example.org/all:2
`,
    edits: [
      {
        title: 'append a capability',
        after: '- NET_BIND_SERVICE',
        keys: [enter, '- CHOWN'],
        becomes: '- NET_BIND_SERVICE\n            - CHOWN',
        before: '\n    - name: all',
      },
      {
        title: 'append a container',
        after: 'all:2',
        keys: [
          enter,
          ['Backspace'],
          '- name: app',
          enter,
          '  image: registry.example.org/app:1',
          enter,
          'securityContext:',
          enter,
          '  privileged: false',
        ],
        becomes: 'all:2\n    - name: app\n      image: registry.example.org/app:1\n      securityContext:\n        privileged: false',
        before: '\n',
      },
      {
        title: 'delete and retype a word',
        after: 'type: RuntimeDefault',
        keys: [...Array.from({ length: 14 }, () => ['Backspace'] as const), 'Localhost', enter, 'localhostProfile: shop.json'],
        becomes: 'type: Localhost\n      localhostProfile: shop.json',
        before: '\n  containers:',
      },
    ],
  },
  {
    name: 'kustomization',
    path: 'deploy/kustomization.yaml',
    languageId: 'yaml',
    text: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - web.yaml
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /spec/template/spec/hostNetwork
        value: false
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        template:
          spec:
            automountServiceAccountToken: false
`,
    edits: [
      {
        title: 'append a resource',
        after: '- web.yaml',
        keys: [enter, '- all.yaml'],
        becomes: '- web.yaml\n  - all.yaml',
        before: '\npatches:',
      },
    ],
  },
];
