import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { stringOf } from '../../../tree';
import { fieldValue } from '../conf/fields';
import { onMirrors, type PolicyPart } from '../part';
import { replace } from '../repair';

export const registryPrefix: Rule<PolicyPart> = {
  code: 'policy/registry-prefix',
  title: 'Invalid registry prefix',
  category: 'correctness',
  severity: 'error',
  why:
    'The reader refuses registries.conf when a `prefix` has a scheme, or a wildcard together with a path, a port or a digest. ' +
    'A wildcard matches whole registries: `*.example.com`.',
  sources: [signatureAuthorities.mirrorsReader, signatureAuthorities.mirrors],
  example: {
    bad: '[[registry]]\nprefix = "*.example.com/team"\nlocation = "mirror.example.com"\n',
    good: '[[registry]]\nprefix = "*.example.com"\nlocation = "mirror.example.com"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors<{ readonly replace: string; readonly wider?: boolean }>(
    function* ({ mirrors }) {
      for (const { node } of mirrors) {
        const prefix = fieldValue(node, 'prefix');
        const text = stringOf(prefix) ?? '';
        const scheme = /^https?:\/\//.exec(text)?.[0];
        if (prefix && scheme)
          yield {
            span: prefix.span,
            message: `${code(text)} has a scheme, which no image name has, so the file is refused.`,
            hint: { replace: text.slice(scheme.length) },
          };
        else if (prefix && /^\*\..*[/@:]/.test(text.replace(/\/+$/, '')))
          yield {
            span: prefix.span,
            message: `${code(text)} has more than a domain after its \`*\`, so the file is refused.`,
            hint: { replace: text.replace(/[/@:].*$/, ''), wider: true },
          };
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace, hint.wider !== true)],
  ),
};
