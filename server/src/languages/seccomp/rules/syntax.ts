import type { Report, Rule } from '../../../core';
import { jsonSyntaxFixes } from '../../../tree';
import type { SeccompPart } from '../part';
import { from } from '../sources';

export const syntax: Rule<SeccompPart> = {
  code: 'seccomp/syntax',
  title: 'Syntax error: the text is not JSON',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why:
    'Docker, Podman, containerd and runc read profiles with Go’s JSON decoder, which takes no comments, no trailing commas and no single quotes. ' +
    'crun’s own reader takes comments, but it is reached only through a runtime that has already read the file.',
  sources: [from.goJson],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  *check({ tree, object }, context): Iterable<Report> {
    // Other documents of a YAML file are none of ours: a chart's templates, a ConfigMap.
    if (!context.ownsStructure || (tree.syntax === 'yaml' && !object)) return;
    for (const { span: place, message } of tree.problems.slice(0, 20))
      yield { span: place, message, cure: () => jsonSyntaxFixes(tree, place) };
  },
};
