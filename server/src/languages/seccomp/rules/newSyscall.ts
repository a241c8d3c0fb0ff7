import type { Rule, Span } from '../../../core';
import { findSyscall } from '../../../knowledge';
import { keptWith, namesOf, type ProfileRule } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { spanOfName } from '../spans';
import { someNames } from '../wording';

export const newSyscall: Rule<SeccompPart> = {
  code: 'seccomp/new-syscall',
  title: 'New system call that older versions of libseccomp do not know',
  category: 'compatibility',
  severity: 'hint',
  why:
    'libseccomp before 2.6 (January 2025) does not know the calls that Linux has had since 6.8 and skips their names, so on older hosts they get the default action. ' +
    'In an allow list that is harmless: programs fall back. In a deny list the call is open there as soon as the kernel has it.',
  sources: [from.libseccompTable, from.runc],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mount", "mseal"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
  },
  check: onProfile(function* ({ profile }) {
    const news = new Map<string, Span>();
    for (const rule of profile.rules)
      for (const { at, name } of keptWith(rule, undefined, newIn)) if (!news.has(name)) news.set(name, spanOfName(rule, at));
    const [first] = news.values();
    if (!first) return;
    yield {
      span: first,
      message: `libseccomp before 2.6 skips ${someNames([...news.keys()])}: there the default action decides.`,
      related: [...news].slice(1).map(([name, span]) => ({ span, message: `\`${name}\` came with Linux ${findSyscall(name)?.since}.` })),
    };
  }),
};

/** Names of a rule with their places among all of them. */
const newIn = (rule: ProfileRule) => namesOf(rule).flatMap(({ value: name }, at) => (isNew(name) ? [{ at, name }] : []));

function isNew(name: string): boolean {
  const [major = 0, minor = 0] = (findSyscall(name)?.since ?? '').split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 8);
}
