import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { fieldValue, itemsAt } from '../conf/fields';
import { isHost } from '../imageName';
import { onMirrors, type PolicyPart } from '../part';
import { replace } from '../repair';

export const searchRegistry: Rule<PolicyPart> = {
  code: 'policy/search-registry',
  title: 'Invalid search registry',
  category: 'correctness',
  severity: 'error',
  why:
    'Short names are looked for in the registries of `unqualified-search-registries`. ' +
    'Each is a host with an optional port: a path, a scheme or an empty entry makes the reader refuse the whole file.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: 'unqualified-search-registries = ["docker.io/library"]\n',
    good: 'unqualified-search-registries = ["docker.io"]\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors<{ readonly replace?: string }>(
    function* ({ tree }) {
      const old = fieldValue(fieldValue(fieldValue(tree.root, 'registries'), 'search'), 'registries');
      for (const { node, text } of [...itemsAt(fieldValue(tree.root, 'unqualified-search-registries')), ...itemsAt(old)]) {
        const name = text.replace(/\/+$/, '');
        if (isHost(name)) continue;
        const bare = name.replace(/^https?:\/\//, '');
        const host = bare.replace(/\/.*$/s, '');
        const problem = bare !== name ? 'has a scheme' : name === '' ? 'is empty' : name.includes('/') ? 'has a path' : 'is not a host';
        yield {
          span: node.span,
          message: `The search registry ${code(text || '""')} ${problem}, so the file is refused: only hosts are allowed here.`,
          ...(isHost(host) && { hint: { replace: host } }),
        };
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace)],
  ),
};
