import { baseName, code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf } from '../../../tree';
import { onRegistries, type PolicyPart } from '../part';

export const registriesFileName: Rule<PolicyPart> = {
  code: 'policy/registries-file-name',
  title: 'A file that is not read',
  category: 'correctness',
  severity: 'warning',
  why: 'Only files whose names end in `.yaml` are read; this one is ignored.',
  sources: [signatureAuthorities.registriesReader],
  example: {
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    good: '# The sections stand in example.yaml.\n',
    path: 'etc/containers/registries.d/example.yml',
  },
  check: onRegistries(function* ({ tree, uri }) {
    const place = membersOf(tree.root)[0]?.key.span;
    if (place && /\/registries\.d\/[^/]+$/.test(uri) && !uri.endsWith('.yaml'))
      yield { span: place, message: `Only files that end in \`.yaml\` are read, so ${code(baseName(uri))} is ignored.` };
  }),
};
