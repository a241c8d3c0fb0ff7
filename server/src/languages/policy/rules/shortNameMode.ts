import { code, nearest, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { stringOf } from '../../../tree';
import { fieldValue } from '../conf/fields';
import { onMirrors, type PolicyPart } from '../part';
import { replace } from '../repair';

const modes = ['enforcing', 'permissive', 'disabled'];

export const shortNameMode: Rule<PolicyPart> = {
  code: 'policy/short-name-mode',
  title: 'Unknown short-name mode',
  category: 'correctness',
  severity: 'error',
  why:
    '`short-name-mode` is `enforcing`, `permissive` or `disabled`. ' +
    'Any other word makes the reader refuse the whole file, and every pull fails. An empty string counts as not written.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: 'short-name-mode = "enforced"\n',
    good: 'short-name-mode = "enforcing"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors<{ readonly replace?: string }>(
    function* ({ tree }) {
      const value = fieldValue(tree.root, 'short-name-mode');
      const mode = stringOf(value);
      if (!value || !mode || modes.includes(mode)) return;
      const meant = nearest(mode, modes);
      yield {
        span: value.span,
        message: `${code(mode)} is not a mode, so the file is refused: there are ${modes.map(code).join(', ')}.`,
        ...(meant && { hint: { replace: meant } }),
      };
    },
    (file, at, hint) => [replace(file, at, hint.replace, false)],
  ),
};
