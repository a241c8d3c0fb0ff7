import { listed, type Rule } from '../../../core';
import { decide } from '../analysis';
import type { Filter } from '../filter';
import type { MergedCall } from '../mergedCall';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { type Subcall, subcalls } from '../subcalls';
import { isAllowed, someNames } from '../wording';

export const socketcallBypass: Rule<SeccompPart> = {
  code: 'seccomp/socketcall-bypass',
  title: '32-bit programs bypass the conditions through socketcall or ipc',
  category: 'security',
  severity: 'information',
  why:
    'On ABIs with `socketcall` and `ipc` the arguments of the call inside lie in memory, out of a filter’s sight, so where the multiplexer is allowed the conditions on `socket` count for nothing. ' +
    'That is the case already where a rule allows `socket` under a condition: libseccomp allows its number of `socketcall` along with it, without that condition. Any process on an x86_64 host can change to 32 bits. ' +
    'Refusing the multiplexer breaks old 32-bit programs, leaving the ABI out of the profile kills them; AppArmor’s `deny network` closes the hole for all.',
  sources: [
    from.libseccompSyscalls,
    { title: 'CVE-2026-31431', url: 'https://www.cve.org/CVERecord?id=CVE-2026-31431' },
    { title: 'socketcall(2)', url: 'https://man7.org/linux/man-pages/man2/socketcall.2.html' },
  ],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["read", "socketcall"], "action": "SCMP_ACT_ALLOW" },
    {
      "names": ["socket"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2, "op": "SCMP_CMP_EQ" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64"],
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
    {
      "names": ["socket"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2, "op": "SCMP_CMP_EQ" }]
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { resolved, filter, host } = input;
    const entries = filter(host.architecture)?.entries;
    if (!entries) return;
    for (const through of ['socketcall', 'ipc'] as const) {
      const inside = conditionalIn(entries, through);
      const passed = inside.flatMap(([call, { conditional }]) => {
        const number = BigInt(subcalls.get(call)?.number ?? 0);
        const abis = resolved.abis.filter(
          (abi) => abi !== host.architecture && abi.multiplexed && isAllowed(decide(input, abi, through, [number]).verdict),
        );
        const name = conditional[0] && input.placed(conditional[0].origin).name;
        return abis.length && name ? [{ call, abis, name }] : [];
      });
      const [first] = passed;
      if (!first) continue;
      const [abi] = first.abis;
      const always = abi && filter(abi)?.entries.get(through)?.always;
      const open = always && input.placed(always.origin).name;
      yield {
        span: (open ?? first.name).node.span,
        message: `On ${listed(first.abis.map(({ name }) => name))} the conditions on ${someNames(passed.map(({ call }) => call))} count for nothing: ${open ? `\`${through}\` is allowed and makes the call out of the filter’s sight` : `the rule allows \`${through}\` for it as well, without them`}.`,
        related: (open ? passed : passed.slice(1)).map(({ call, name }) => ({
          span: name.node.span,
          message: `Conditions on \`${call}\`.`,
        })),
      };
    }
  }),
};

/** Calls of a multiplexer that have conditions only, in the order of the profile. */
function conditionalIn(entries: Filter['entries'], through: Subcall['through']): readonly (readonly [string, MergedCall])[] {
  const found = new Set<string>();
  for (const [call, sub] of subcalls) {
    const merged = entries.get(call);
    if (sub.through === through && merged && !merged.always && merged.conditional.length > 0) found.add(call);
  }
  return found.size ? [...entries].filter(([call]) => found.has(call)) : [];
}
