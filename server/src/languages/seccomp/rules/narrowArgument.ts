import type { Edit, Rule } from '../../../core';
import type { Architecture } from '../../../knowledge';
import { memberOf, setMembers, type Tree } from '../../../tree';
import { change, renumber, reword } from '../edits';
import { type ArgumentCondition, argumentIn, namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { argumentsOn } from '../signatures';
import { from } from '../sources';
import { isAllowed } from '../wording';

export const narrowArgument: Rule<SeccompPart> = {
  code: 'seccomp/narrow-argument',
  title: 'The argument is narrower than the comparison',
  category: 'security',
  severity: 'warning',
  why:
    'The filter sees 64 bits of every argument, and the kernel cuts an argument that it takes as an int down to 32 **after** the filter has run. ' +
    'A program sets a higher bit, and the filter sees another number than the kernel uses: a refused value is no longer equal, a value above a bound is let through. ' +
    'Compare with `SCMP_CMP_MASKED_EQ` and the mask 4294967295 (65535 where the kernel takes 16 bits), which looks at the bits that count.',
  sources: [from.kernel, from.libseccompMerge, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["socket"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 40, "op": "SCMP_CMP_EQ" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["socket"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 40, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ resolved, host, tree, overruled }) {
    if (host.architecture.bits !== 64 || overruled) return;
    for (const { rule, verdict } of resolved.rules) {
      // Higher bits turn equal into different and small into large; which of the two opens a door depends on who is let in.
      const risky = isAllowed(verdict) ? opensAbove : isAllowed(resolved.default) ? opensBeside : undefined;
      if (!risky) continue;
      for (const condition of rule.args) {
        const { op, value } = condition;
        const place = argumentIn(condition);
        const argument =
          op && place !== undefined && risky.has(op.value)
            ? argumentOf(
                host.architecture,
                namesOf(rule).map(({ value: name }) => name),
                place,
              )
            : undefined;
        if (!op || !argument) continue;
        const mask = argument.bits === 16 ? 0xffffn : 0xffff_ffffn;
        yield {
          span: op.node.span,
          message: `The kernel looks at ${argument.bits} bits of \`${argument.name}\`, this condition at 64: with a higher bit set ${isAllowed(verdict) ? 'every value is let through' : 'the value is no longer refused'}.`,
          cure: () =>
            op.value === 'SCMP_CMP_EQ' && value && value.value <= mask
              ? [
                  {
                    ...change(`Compare the low ${argument.bits} bits with MASKED_EQ`, masked(tree, condition, mask)),
                    preferred: true,
                  },
                ]
              : [],
        };
      }
    }
  }),
};

const opensAbove: ReadonlySet<string> = new Set(['SCMP_CMP_NE', 'SCMP_CMP_GT', 'SCMP_CMP_GE']);
const opensBeside: ReadonlySet<string> = new Set(['SCMP_CMP_EQ', 'SCMP_CMP_LT', 'SCMP_CMP_LE']);

/** The argument at that place, if the kernel takes it as narrower than a register in one of the calls. */
function argumentOf(abi: Architecture, names: readonly string[], place: number) {
  for (const name of names) {
    const argument = argumentsOn(abi, name)?.[place];
    if (argument && !argument.pointer && argument.bits < 64) return argument;
  }
  return undefined;
}

/** Refuses what was refused and, besides, what the kernel treats as the same. */
function masked(tree: Tree, { node, op, value, valueTwo }: ArgumentCondition, mask: bigint): readonly Edit[] {
  if (!op || !value) return [];
  const operand = valueTwo
    ? renumber(valueTwo.node, value.value)
    : setMembers(tree, node, { valueTwo: Number(value.value) }, memberOf(node, 'value'));
  return [...reword(tree, op, 'SCMP_CMP_MASKED_EQ'), ...renumber(value.node, mask), ...operand];
}
