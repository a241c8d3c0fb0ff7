import { describe, it } from 'vitest';
import { type Case, expectAnswers } from './cases';

const cases: Readonly<Record<string, Case>> = {
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
};

describe('what a signature policy refuses', () => {
  it.each(Object.entries(cases))('%s', (_, one) => expectAnswers(one));
});
