import { code, type Rule } from '../../../core';
import { keyTypes, signatureAuthorities } from '../../../knowledge';
import { get, setValue, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import type { PolicyPart } from '../part';
import { choice, repair } from '../repair';

export const notImplemented: Rule<PolicyPart> = {
  code: 'policy/not-implemented',
  title: 'A requirement that no release implements',
  category: 'correctness',
  severity: 'warning',
  why:
    'The file loads, but the requirement refuses every image, because no release implements it. ' +
    'That is so for `signedBaseLayer` and for each `keyType` but `GPGKeys`. X.509 certificates are trusted through `sigstoreSigned` with `pki` (since containers/image 5.34.1).',
  sources: [signatureAuthorities.evaluation, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "X509Certificates",
          "keyPath": "/etc/pki/containers/team.gpg"
        }
      ]
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
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg"
        }
      ]
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
      for (const { type, typeNode, node } of policy.lists.flatMap((list) => list.requirements)) {
        const keyType = get(node, 'keyType');
        const known = keyTypes.find((kind) => kind.name === stringOf(keyType));
        const layer = type === 'signedBaseLayer' && get(node, 'baseLayerIdentity')?.kind === 'object';
        const named = layer ? typeNode : type === 'signedBy' && known?.works === false ? keyType : undefined;
        if (named)
          yield {
            span: named.span,
            message: `No release implements ${code(stringOf(named) ?? '')}, so this requirement refuses every image.`,
          };
      }
    },
    (file, at) => {
      if (at.member?.key.value === 'keyType')
        return [
          choice(
            'Set keyType to `GPGKeys`…',
            setValue(file.tree, at.node, 'GPGKeys'),
            'Images signed with one of the keys are accepted then.',
          ),
        ];
      return at.object ? [repair('Replace by `reject`', setValue(file.tree, at.object, { type: 'reject' }))] : [];
    },
  ),
};
