import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, insertItem, isNull, memberOf, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { keyPlaces } from '../keys';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { placeholderFor, placeholderNote } from '../placeholders';
import { choice, removal } from '../repair';

export const noKeys: Rule<PolicyPart> = {
  code: 'policy/no-keys',
  title: 'Key data without keys',
  category: 'correctness',
  severity: 'warning',
  why:
    'The file loads, but an empty key verifies nothing, and the requirement refuses every image that has a signature to check. ' +
    'An empty `rekorPublicKeyPath` counts as absent instead: then no transparency log is required, without a warning.',
  sources: [signatureAuthorities.reader, signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPaths": [] }
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
        { "type": "signedBy", "keyType": "GPGKeys", "keyPaths": ["/etc/pki/containers/signer.gpg"] }
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
    function* (file) {
      for (const { type, node } of signedRequirements(file.policy)) {
        const paths = type === 'signedBy' ? memberOf(node, 'keyPaths') : undefined;
        if (paths?.value?.kind === 'array' && !paths.value.items.length)
          yield { span: paths.key.span, message: '`keyPaths` is empty, so every signed image is refused for want of a key.' };
        for (const { field, node: place, path } of keyPlaces(file, node)) {
          const text = isNull(place) ? '' : stringOf(place);
          if (text !== '') continue;
          if (field === 'rekorPublicKeyPath')
            yield {
              span: place.span,
              message: 'An empty `rekorPublicKeyPath` counts as absent, so no transparency log is required.',
              hint: { remove: true },
            };
          // An empty `keyPath` or `caPath` counts as absent: another rule reports the missing field.
          else if (path === undefined ? !isNull(place) || place.parent?.kind === 'array' : place.parent?.kind === 'array')
            yield { span: place.span, message: `An empty entry in ${code(field)} is not a key, so every signed image is refused.` };
        }
      }
    },
    (file, at, hint) => {
      if (hint.remove === true) return [removal(file, at, true)];
      const value = at.member?.value;
      const type = stringOf(get(at.object, 'type'));
      return at.member?.key.value === 'keyPaths' && value?.kind === 'array' && !value.items.length
        ? [choice('Add a path', insertItem(file.tree, value, placeholderFor('keyPath', type)), placeholderNote)]
        : [];
    },
  ),
};
