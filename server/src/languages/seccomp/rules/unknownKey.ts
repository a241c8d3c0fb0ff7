import { nearest, type Rule, wordTable } from '../../../core';
import { type Member, membersOf, renameKey } from '../../../tree';
import { change } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { declaredName, operatorFields, profileShape, type Shape } from '../shape';
import { from } from '../sources';

export const unknownKey: Rule<SeccompPart> = {
  code: 'seccomp/unknown-key',
  title: 'Unknown key',
  category: 'correctness',
  severity: 'warning',
  why:
    'Loaders silently skip keys that they do not know, so their values have no effect. ' +
    'With `syscall` for `syscalls` not one rule applies. Keys that begin with `$`, `_` or `/` are taken for notes.',
  sources: [from.goJson, from.spec, from.mobyTypes],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscall": [
    { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
  },
  check: onEachRule(function* ({ places, part }) {
    for (const { node, shape } of places()) {
      const members = membersOf(node);
      const given = new Set(members.map((member) => declaredName(shape, member)));
      const free = Object.keys(shape).filter((name) => !given.has(name));
      for (const member of members) {
        const key = String(member.key.value);
        if (isKnown(shape, member, part) || /^[$_/]/.test(key)) continue;
        const meant = aliases[key.toLowerCase()] ?? nearest(key, free);
        const rename = meant !== undefined && free.includes(meant) ? meant : undefined;
        const consequence = rename === 'syscalls' ? 'no rule applies' : 'what it says has no effect';
        yield {
          span: member.key.span,
          message: `No loader knows \`${key}\`: ${consequence}${rename ? `; did you mean \`${rename}\`?` : '.'}`,
          cure: () => (rename ? [{ ...change(`Rename to \`${rename}\``, renameKey(member, rename)), preferred: true }] : []),
        };
      }
    }
  }),
};

/** Words for the same thing elsewhere. */
const aliases: Readonly<Record<string, string>> = wordTable({
  arch: 'architectures',
  archs: 'architectures',
  syscall: 'syscalls',
  rules: 'syscalls',
  operator: 'op',
});

const isKnown = (shape: Shape, member: Member, part: SeccompPart): boolean =>
  declaredName(shape, member) !== undefined ||
  (part.object !== undefined && shape === profileShape && operatorFields.includes(String(member.key.value)));
