import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf } from '../../../tree';
import { onRegistries, type PolicyPart } from '../part';
import { removal, rename } from '../repair';

export const registriesOldName: Rule<PolicyPart> = {
  code: 'policy/registries-old-name',
  title: 'Old name of lookaside in registries.d',
  category: 'compatibility',
  severity: 'hint',
  since: 'containers/image 5.22.0',
  why:
    '`sigstore` is the old name of `lookaside`, and has nothing to do with the sigstore project. ' +
    'The new names are read since containers/image 5.22 and replace the old ones where both are written.',
  sources: [signatureAuthorities.registries],
  example: {
    bad: 'docker:\n  registry.example.com:\n    sigstore: https://signatures.example.com\n',
    good: 'docker:\n  registry.example.com:\n    lookaside: https://signatures.example.com\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* ({ registries }) {
      for (const { member } of [...(registries.default ? [registries.default] : []), ...registries.sections]) {
        for (const { key } of membersOf(member.value)) {
          const name = String(key.value);
          if (name !== 'sigstore' && name !== 'sigstore-staging') continue;
          const now = name.replace('sigstore', 'lookaside');
          yield { span: key.span, message: `${code(name)} is now called ${code(now)}.`, tags: ['deprecated'], hint: { rename: now } };
        }
      }
    },
    (file, at, hint) => [rename(at, hint.rename) ?? removal(file, at, true)],
  ),
};
