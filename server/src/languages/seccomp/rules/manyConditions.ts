import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';

export const manyConditions: Rule<SeccompPart> = {
  code: 'seccomp/many-conditions',
  title: 'A rule has more than six conditions',
  category: 'compatibility',
  severity: 'warning',
  why:
    'crun up to 1.29 reads the first six conditions and drops the rest; runc and newer releases of crun read all. ' +
    'With seven an index repeats, so all of them are alternatives anyway: write several rules.',
  sources: [from.crun, { title: 'crun pull request 2220', url: 'https://github.com/containers/crun/pull/2220' }],
  example: {
    context: { target: 'podman' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [
        { "index": 2, "value": 0, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 1, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 2, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 3, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 4, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 5, "op": "SCMP_CMP_EQ" },
        { "index": 2, "value": 6, "op": "SCMP_CMP_EQ" }
      ]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 2, "value": 6, "op": "SCMP_CMP_LE" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, part }) {
    if (loader.runtime !== 'crun' || part.object) return;
    for (const { args } of profile.rules) {
      const seventh = args[6];
      if (seventh)
        yield {
          span: seventh.index?.node.span ?? headOf(seventh.node),
          message: 'crun up to 1.29 reads only six conditions, so it drops this one and those after it.',
        };
    }
  }),
};
