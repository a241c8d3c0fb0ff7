import { listed, type Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { found } from '../spots';
import { subcalls } from '../subcalls';
import { isAllowed, someNames } from '../wording';

export const socketcallBypass: Rule<SeccompPart> = {
  code: 'seccomp/socketcall-bypass',
  title: '32-bit programs pass the conditions through socketcall or ipc',
  category: 'security',
  severity: 'information',
  why:
    'On ABIs with `socketcall` and `ipc` the arguments of the call inside lie in memory, out of a filter’s sight; where the multiplexer is allowed, conditions on `socket` count for nothing there, and any process on an x86_64 host can change to 32 bits. ' +
    'Refusing the multiplexer breaks old 32-bit programs, leaving the ABI out of the profile kills them; AppArmor’s `deny network` closes the hole for all.',
  sources: [
    from.libseccompSyscalls,
    { title: 'CVE-2026-31431', url: 'https://www.cve.org/CVERecord?id=CVE-2026-31431' },
    { title: 'socketcall(2)', url: 'https://man7.org/linux/man-pages/man2/socketcall.2.html' },
  ],
  example: {
    bad: '{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], "syscalls": [{ "names": ["read", "socketcall"], "action": "SCMP_ACT_ALLOW" }, { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 2, "op": "SCMP_CMP_EQ" }] }] }',
    good: '{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }, { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 2, "op": "SCMP_CMP_EQ" }] }] }',
  },
  ...found(function* ({ resolved, filter }) {
    for (const through of ['socketcall', 'ipc'] as const) {
      const open = resolved.abis.filter((abi) => {
        const always = abi.multiplexed ? filter(abi)?.entries.get(through)?.always : undefined;
        return always && isAllowed(always.verdict);
      });
      const [abi] = open;
      const multiplexer = abi && filter(abi)?.entries.get(through)?.always?.origin.name;
      const native = resolved.abis[0];
      const entries = native && filter(native)?.entries;
      if (!abi || !multiplexer || !entries) continue;
      const filtered = [...entries].filter(
        ([call, entry]) => subcalls.get(call)?.through === through && !entry.always && entry.conditional.length > 0,
      );
      if (!filtered.length) continue;
      yield {
        span: multiplexer.node.span,
        message: `On ${listed(open.map(({ name }) => name))} the conditions on ${someNames(filtered.map(([call]) => call))} count for nothing: \`${through}\` is allowed and makes the call out of the filter’s sight.`,
        related: filtered.flatMap(([call, { conditional }]) => {
          const [first] = conditional;
          return first ? [{ span: first.origin.name.node.span, message: `Conditions on \`${call}\`.` }] : [];
        }),
      };
    }
  }),
};
