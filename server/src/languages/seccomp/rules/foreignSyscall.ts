import { listed, type Rule } from '../../../core';
import { findSyscall, numberedArchitectures, syscallNumbers } from '../../../knowledge';
import { hasCall } from '../filter';
import { namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { subcalls } from '../subcalls';
import { someNames } from '../wording';

export const foreignSyscall: Rule<SeccompPart> = {
  code: 'seccomp/foreign-syscall',
  title: 'Foreign system call: none of the covered ABIs has it',
  category: 'correctness',
  severity: 'hint',
  why:
    'libseccomp accepts a name that only other architectures have and does nothing with it. ' +
    'That is right in a profile for several hosts; where the profile is for this one, the line has no effect.',
  sources: [from.libseccompSyscalls, from.libseccompTable],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64"],
  "syscalls": [
    { "names": ["read", "socketcall"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
  "syscalls": [
    { "names": ["read", "socketcall"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, resolved, host, loader }) {
    // A profile with archMap, or that lists other machines, is meant for more hosts than this.
    if (profile.archMap.length && loader.reader !== 'oci') return;
    const own = new Set([host.architecture.name, ...host.architecture.sub]);
    if (resolved.abis.some(({ name }) => !own.has(name))) return;
    const reached = (name: string) => resolved.abis.some((abi) => hasCall(abi, name) || (abi.multiplexed && subcalls.has(name)));
    for (const rule of profile.rules) {
      const foreign = namesOf(rule).filter(({ value }) => findSyscall(value) && !reached(value));
      const [first] = foreign;
      if (!first) continue;
      const places = numberedArchitectures.filter((name) => syscallNumbers(name).has(first.value));
      const where = places.length ? ` (${first.value} is on ${listed(places.slice(0, 3))}${places.length > 3 ? ' and others' : ''})` : '';
      yield {
        span: first.node.span,
        message: `No program can make ${someNames(foreign.map(({ value }) => value))} on ${listed(resolved.abis.map(({ name }) => name))}${where}.`,
        related: foreign.slice(1, 20).map(({ value, node }) => ({ span: node.span, message: `\`${value}\` neither.` })),
        tags: ['unnecessary'],
      };
    }
  }),
};
