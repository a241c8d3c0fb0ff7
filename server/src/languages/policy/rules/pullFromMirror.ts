import { code, listed, nearest, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { booleanOf, stringOf } from '../../../tree';
import { fieldOf, fieldValue } from '../conf/fields';
import { onMirrors, type PolicyPart } from '../part';
import { removal, replace } from '../repair';

const uses: readonly string[] = ['all', 'digest-only', 'tag-only'];

export const pullFromMirror: Rule<PolicyPart> = {
  code: 'policy/pull-from-mirror',
  title: 'Conflicting settings for pull-from-mirror',
  category: 'correctness',
  severity: 'error',
  why:
    '`pull-from-mirror` belongs to a mirror and is `all`, `digest-only` or `tag-only`; anything else refuses the file. ' +
    'So does `mirror-by-digest-only = true` of the registry together with a `pull-from-mirror` of one of its mirrors, for they answer the same question.',
  sources: [signatureAuthorities.mirrorsReader, signatureAuthorities.mirrors],
  example: {
    bad: '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "mirror.example.com"\npull-from-mirror = "digests-only"\n',
    good: '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "mirror.example.com"\npull-from-mirror = "digest-only"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors<{ readonly remove?: boolean; readonly same?: boolean; readonly replace?: string }>(
    function* ({ mirrors }) {
      for (const { node, mirrors: own } of mirrors) {
        const misplaced = fieldOf(node, 'pull-from-mirror');
        if (misplaced && stringOf(misplaced.value))
          yield {
            span: misplaced.key.span,
            message: '`pull-from-mirror` belongs in a mirror, so the file is refused.',
            hint: { remove: true },
          };
        for (const mirror of own) {
          const member = fieldOf(mirror.node, 'pull-from-mirror');
          const use = stringOf(member?.value);
          if (!member?.value || !use) continue;
          if (booleanOf(fieldValue(node, 'mirror-by-digest-only')))
            yield {
              span: member.key.span,
              message: '`mirror-by-digest-only` of the registry excludes `pull-from-mirror`, so the file is refused.',
              hint: { remove: true, same: use === 'digest-only' },
            };
          else if (!uses.includes(use)) {
            const meant = nearest(use, uses);
            const message = `${code(use)} is not one of ${listed(uses.map(code), 'or')}, so the file is refused.`;
            yield { span: member.value.span, message, ...(meant && { hint: { replace: meant } }) };
          }
        }
      }
    },
    (file, at, hint) => [hint.remove ? removal(file, at, hint.same === true) : replace(file, at, hint.replace)],
  ),
};
