import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onRegistries, type PolicyPart } from '../part';

export const registriesSyntax: Rule<PolicyPart> = {
  code: 'policy/registries-syntax',
  title: 'Syntax error in registries.d',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why:
    'All files of registries.d are read for every operation on a registry, and one that is not YAML fails each of them. ' +
    'Tabs do not indent in YAML.',
  sources: [signatureAuthorities.registriesReader],
  example: {
    bad: 'docker:\n	registry.example.com:\n',
    good: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(({ tree }, context) => (context.ownsStructure ? tree.problems : [])),
};
