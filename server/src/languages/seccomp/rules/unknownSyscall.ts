import { code, listed, type Rule } from '../../../core';
import { type NumberedArchitecture, nearestSyscall } from '../../../knowledge';
import { insertItem } from '../../../tree';
import { change, reword, withoutNames } from '../edits';
import { keptWith, namesOf, type ProfileRule, type TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule, type RuleInput } from '../ruleInput';
import { from } from '../sources';
import { unknownNamesOf } from '../unknownNames';
import { someNames } from '../wording';

export const unknownSyscall: Rule<SeccompPart> = {
  code: 'seccomp/unknown-syscall',
  title: 'Unknown system call',
  category: 'correctness',
  severity: 'warning',
  why:
    'A name that libseccomp does not know is skipped: runc writes a debug message, crun a warning, and the call that was meant gets the default action. ' +
    'Names are the kernel’s, in lower case, whole, without prefix, number or wildcard; functions of the C library have other names than the calls that they make.',
  sources: [from.runc, from.crun, from.libseccompTable],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "opnat"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "openat"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* (input) {
    for (const rule of input.profile.rules) {
      for (const [i, at] of unknownNamesOf(rule).entries()) {
        const word = namesOf(rule)[at] as TextValue;
        const meant = i < input.searched ? keptWith(rule, input.host.architecture.name, meantIn)(at) : undefined;
        const question = meant
          ? meant.reason === 'no system call has this name'
            ? `did you mean ${code(meant.names[0] ?? '')}?`
            : `${meant.reason}: ${someNames(meant.names)}.`
          : undefined;
        yield {
          span: word.node.span,
          message: `libseccomp knows no call \`${word.value}\` and skips it${question ? `; ${question}` : '.'}`,
          cure: () =>
            cures(
              input,
              rule,
              word,
              (meant?.names ?? []).filter((name) => !namesOf(rule).some(({ value }) => value === name)),
              meant !== undefined,
            ),
        };
      }
    }
  }),
};

/** The call that a name of a rule probably means: a search that costs more than everything else about a name. */
function meantIn(rule: ProfileRule, architecture: string) {
  const known = new Map<number, ReturnType<typeof nearestSyscall>>();
  return (at: number) => {
    if (!known.has(at)) known.set(at, nearestSyscall(namesOf(rule)[at]?.value ?? '', architecture as NumberedArchitecture));
    return known.get(at);
  };
}

/** More than a handful of calls for one wildcard is a decision, not a repair. */
const most = 12;

function* choices(input: RuleInput, rule: ProfileRule, word: TextValue, names: readonly string[], known: boolean) {
  const { tree } = input;
  const [first, ...rest] = names;
  const list = word.node.parent;
  if (first !== undefined && names.length <= most) {
    const index = list?.kind === 'array' ? list.items.indexOf(word.node) + 1 : 0;
    const more = list?.kind === 'array' ? rest.flatMap((name) => insertItem(tree, list, name, index)) : [];
    yield { ...change(`Write ${listed(names.map(code))}`, [...reword(tree, word, first), ...more]), preferred: true };
  }
  // Skipped or gone is the same.
  if (rule.names.includes(word) && rule.names.length > 1) {
    const only = first === undefined && known ? ', which is listed already' : '';
    yield { ...change(`Remove \`${word.value}\`${only}`, withoutNames(tree, rule, [word])), safe: first === undefined };
  }
}

const cures = (...at: Parameters<typeof choices>) => [...choices(...at)];
