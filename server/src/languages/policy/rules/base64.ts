import { type Rule, wordTable } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, setValue, stringOf } from '../../../tree';
import { encodeBase64, repairBase64 } from '../base64';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filled, rename, repair, requirementAround, withoutItem } from '../repair';

export const base64: Rule<PolicyPart> = {
  code: 'policy/base64',
  title: 'Invalid base64 data',
  category: 'correctness',
  severity: 'error',
  why:
    'Keys and certificates inside of the file are standard base64 with padding; the loader refuses anything else. ' +
    'Line breaks in it are left out, blanks are not, and the alphabet for URLs (`-` and `_`) is not taken. ' +
    'What is encoded is the whole file: for sigstore the text of the PEM file with its BEGIN and END lines, for GPG the exported key. `base64 -w0 team.pub` writes it.',
  sources: [signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyData": "mDMEZQ" }]
}
`,
    good: `{
  "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyData": "mDMEZQ==" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'base64'),
    (file, at) => {
      const text = stringOf(at.node) ?? '';
      if (text.includes('-----BEGIN')) return [repair('Encode the key as base64', setValue(file.tree, at.node, encodeBase64(text)))];
      const path = /^\/[^\s]+$/.test(text) && at.member ? pathFieldFor[String(at.member.key.value)] : undefined;
      if (path) return [rename(at, path)];
      const repaired = repairBase64(text);
      if (repaired !== undefined) return [repair('Write as standard base64', setValue(file.tree, at.node, repaired))];
      return [...filled(file, at, stringOf(get(requirementAround(at.node), 'type'))), withoutItem(file, at.node)];
    },
  ),
};

const pathFieldFor: Readonly<Record<string, string>> = wordTable({
  keyData: 'keyPath',
  caData: 'caPath',
  rekorPublicKeyData: 'rekorPublicKeyPath',
  caRootsData: 'caRootsPath',
  caIntermediatesData: 'caIntermediatesPath',
});
