import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf } from '../../../tree';
import { fieldOf, valueAt } from '../conf/fields';
import { onCrio, type PolicyPart } from '../part';

export const crioDecryptionKeys: Rule<PolicyPart> = {
  code: 'policy/crio-decryption-keys',
  title: 'A file in the decryption key folder is not a key',
  category: 'correctness',
  severity: 'warning',
  why:
    'CRI-O reads every file below `decryption_keys_path` as a private key at each pull, and one that it cannot use fails all pulls, of images that are not encrypted too. ' +
    'CRI-O cannot prompt for the password of a key. A README, a backup of an editor and a symbolic link are not keys either; a mounted Kubernetes secret consists of links.',
  sources: [signatureAuthorities.crioKeys, signatureAuthorities.crio],
  example: {
    bad: '[crio.runtime]\ndecryption_keys_path = "/etc/crio/keys"\n',
    good: '[crio.runtime]\ndecryption_keys_path = "/etc/crio/node-keys"\n',
    path: 'etc/crio/crio.conf',
    files: { 'keys/README': 'The keys of this node.\n', 'node-keys/node.pem': '-----BEGIN PRIVATE KEY-----\n' },
  },
  check: onCrio(function* ({ tree, keys }) {
    const runtime = valueAt(tree, 'crio', 'runtime');
    const place =
      fieldOf(runtime, 'decryption_keys_path')?.value ?? membersOf(valueAt(tree, 'crio')).find(({ value }) => value === runtime)?.key;
    if (!place) return;
    for (const { name, uri, problem } of keys) {
      if (!problem) continue;
      const what = problem === 'password' ? 'has a password, and CRI-O cannot prompt for it' : 'is not a key';
      yield {
        span: place.span,
        message: `${code(name)} in this folder ${what}, so CRI-O fails every pull.`,
        related: [{ uri, span: { start: 0, end: 0 }, message: 'This file.' }],
      };
    }
  }),
};
