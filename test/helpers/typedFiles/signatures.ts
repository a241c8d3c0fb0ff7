/** Signature policies, registries and the configuration of CRI-O. */

import { enter, type TypedFile } from './typedFile';

export const signatureFiles: readonly TypedFile[] = [
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
];
