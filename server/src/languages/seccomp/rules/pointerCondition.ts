import type { Rule } from '../../../core';
import { argumentIn, namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { argumentsOn } from '../signatures';
import { from } from '../sources';
import { headOf } from '../spans';

export const pointerCondition: Rule<SeccompPart> = {
  code: 'seccomp/pointer-condition',
  title: 'A condition compares an address',
  category: 'correctness',
  severity: 'warning',
  why:
    'A filter sees the address in a pointer and never the memory at it: neither a path nor the flags of `clone3` can be filtered, and the caller chooses the address. ' +
    'Comparing with 0, “no pointer”, is what can be asked. For paths use AppArmor or another security module.',
  sources: [from.kernel, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["clone3"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
  ]
}
`,
  },
  check: onEachRule(function* ({ resolved, host, overruled }) {
    if (overruled) return;
    for (const { rule } of resolved.rules) {
      for (const condition of rule.args) {
        const place = argumentIn(condition);
        if (place === undefined || (!condition.value?.value && !condition.valueTwo?.value)) continue;
        const call = namesOf(rule).find(({ value }) => argumentsOn(host.architecture, value)?.[place]?.pointer)?.value;
        if (call === undefined) continue;
        yield {
          span: condition.index?.node.span ?? headOf(condition.node),
          message: `Argument ${place} of \`${call}\` is a pointer (\`${argumentsOn(host.architecture, call)?.[place]?.name}\`): the condition compares its address, not what it points at.`,
        };
      }
    }
  }),
};
