import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { itemsOf, numberOf, setValue, walk } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { isByte } from '../reader/objects';
import { repair } from '../repair';

export const byteList: Rule<PolicyPart> = {
  code: 'policy/byte-list',
  title: 'Key data as a list of bytes',
  category: 'style',
  severity: 'hint',
  why:
    'A list of numbers is taken for data by an accident of the JSON reader; other tools and people expect base64. ' +
    'The value is the same.',
  sources: [signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyData": [107, 101, 121] }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyData": "a2V5" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onEachList(
    function* ({ policy }) {
      for (const { node } of signedRequirements(policy)) {
        for (const object of walk(node)) {
          if (object.kind !== 'object') continue;
          for (const { key, value } of object.members) {
            if (/Data$/.test(String(key.value)) && value?.kind === 'array' && value.items.length && value.items.every(isByte))
              yield { span: key.span, message: `${code(String(key.value))} is a list of numbers; everyone else writes base64.` };
          }
        }
      }
    },
    (file, { member }) => {
      const bytes = String.fromCharCode(
        ...itemsOf(member?.value)
          .slice(0, 4096)
          .map((item) => numberOf(item) ?? 0),
      );
      return member?.value && itemsOf(member.value).length <= 4096
        ? [repair('Write as base64', setValue(file.tree, member.value, btoa(bytes)))]
        : [];
    },
  ),
};
