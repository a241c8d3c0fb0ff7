import { listed, type Rule } from '../../../core';
import { architectureNamed, equivalentCalls, successorsOf } from '../../../knowledge';
import { decide } from '../analysis';
import { change, withCalls } from '../edits';
import { hasCall } from '../filter';
import { fieldValue, keptWith, namesOf, type ProfileRule } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { spanOfName } from '../spans';
import { someNames } from '../wording';
import { findAction } from '../words';

export const namesOfOtherArchitecture: Rule<SeccompPart> = {
  code: 'seccomp/names-of-x86',
  title: 'An allow list has the calls of x86 only',
  category: 'compatibility',
  severity: 'warning',
  why:
    'arm64, riscv64 and loongarch64 do not have `open`, `stat`, `poll`, `dup2` and other old calls; programs there make `openat`, `newfstatat`, `ppoll`, `dup3`. ' +
    'An allow list that was recorded on x86_64 and names only the old ones refuses what every program does on such a host.',
  sources: [from.libseccompTable],
  example: {
    context: { architecture: 'aarch64' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "archMap": [
    {
      "architecture": "SCMP_ARCH_X86_64",
      "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]
    },
    { "architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"] }
  ],
  "syscalls": [
    {
      "names": [
        "close",
        "execve",
        "exit_group",
        "futex",
        "open",
        "read",
        "rt_sigreturn",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "archMap": [
    {
      "architecture": "SCMP_ARCH_X86_64",
      "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]
    },
    { "architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"] }
  ],
  "syscalls": [
    {
      "names": [
        "close",
        "execve",
        "exit_group",
        "futex",
        "open",
        "openat",
        "read",
        "rt_sigreturn",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host, tree, part } = input;
    if (findAction(resolved.default.action)?.outcome !== 'denied' || resolved.unconfined) return;
    if (part.object && fieldValue(profile.node, 'baseProfileName')) return;
    // On the host that is judged for, and on each that the profile has an entry for.
    const hosts = [
      host.architecture,
      ...profile.archMap.flatMap(({ architecture }) => architectureNamed(wordOf(architecture?.value)) ?? []),
    ];
    const allowing = resolved.rules.filter(({ verdict }) => findAction(verdict.action)?.outcome === 'allowed');
    const names = new Set<string>();
    for (const { rule } of allowing) for (const { name } of keptWith(rule, undefined, relatedIn)) names.add(name);
    const followed = [...names].filter((name) => successorsOf(name).length > 0);
    for (const each of new Set(hosts)) {
      const isMissing = (name: string) => {
        const others = successorsOf(name).filter((other) => hasCall(each, other));
        return !hasCall(each, name) && others.length > 0 && !others.some((other) => names.has(other) || isAnswered(other));
      };
      const isAnswered = (other: string) =>
        each === host.architecture && findAction(decide(input, each, other).verdict.action)?.outcome !== 'denied';
      const missing = new Set(followed.filter(isMissing));
      if (!missing.size) continue;
      const old = allowing.flatMap(({ rule }) =>
        keptWith(rule, undefined, relatedIn).flatMap(({ name, at }) => (missing.has(name) ? [{ name, rule, at }] : [])),
      );
      const [first] = old;
      if (!first) continue;
      const wanted = [...new Set(old.flatMap(({ name }) => successorsOf(name).find((other) => hasCall(each, other)) ?? []))].sort();
      yield {
        span: spanOfName(first.rule, first.at),
        ...(each !== host.architecture && { severity: 'information' as const }),
        message: `${each.name} does not have ${someNames([...new Set(old.map(({ name }) => name))])}: programs there make ${listed(wanted.slice(0, 6).map((name) => `\`${name}\``))}${wanted.length > 6 ? ` and ${wanted.length - 6} more` : ''}, which the profile refuses.`,
        cure: () => [change(`Allow ${someNames(wanted, 7)}`, withCalls(tree, profile, wanted, { action: 'SCMP_ACT_ALLOW' }))],
      };
    }
  }),
};

/** The names of a rule that have successors or are some, with their places among all of them. */
const relatedIn = (rule: ProfileRule) =>
  namesOf(rule).flatMap(({ value: name }, at) => (successorsOf(name).length > 0 || successors.has(name) ? [{ name, at }] : []));

const successors: ReadonlySet<string> = new Set(equivalentCalls.flatMap(({ others }) => others));

/** libseccomp's word for an architecture of the specification. */
const wordOf = (scmp: string | undefined): string => (scmp ?? '').replace(/^SCMP_ARCH_/, '').toLowerCase();
