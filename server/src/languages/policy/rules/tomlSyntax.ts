import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onToml, type PolicyPart } from '../part';

export const tomlSyntax: Rule<PolicyPart> = {
  code: 'policy/toml-syntax',
  title: 'The text is not TOML',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why:
    'The reader stops at the first mistake and refuses the whole file. Without registries.conf no short name and no mirror is resolved, and every pull fails; CRI-O does not start. ' +
    'Strings stand in quotes, and a key or a `[table]` may be written once.',
  sources: [signatureAuthorities.mirrorsReader, { title: 'TOML 1.0', url: 'https://toml.io/en/v1.0.0' }],
  example: {
    bad: '[[registry]]\nlocation = quay.io/team\n',
    good: '[[registry]]\nlocation = "quay.io/team"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onToml(({ tree }) => tree.problems),
};
