import { listed, type Rule } from '../../../core';
import { architectureNamed, findArchitecture } from '../../../knowledge';
import { coverAbis } from '../coverAbis';
import { change } from '../edits';
import { architectureWords } from '../hosts';
import { fieldOf, isListIfAny } from '../model';
import type { SeccompPart } from '../part';
import { onProfile, type RuleInput } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';
import { isAllowed } from '../wording';

export const uncoveredAbi: Rule<SeccompPart> = {
  code: 'seccomp/uncovered-abi',
  title: 'Programs of another ABI of the host are killed',
  category: 'compatibility',
  severity: 'information',
  why:
    'A call of an ABI that the filter does not cover does not get the default action: the thread is killed. ' +
    'So a 32-bit program dies at its first call on a 64-bit host whose profile lists the 64-bit ABI alone, also under a profile that allows nearly everything. ' +
    'Leave the ABI out on purpose where no such program is to run.',
  sources: [from.libseccompProgram, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host, loader } = input;
    if (resolved.unconfined || (!profile.rules.length && !profile.architectures.length && !profile.archMap.length)) return;
    // That containerd drops archMap is told by a rule of its own.
    if (loader.reader === 'oci' && profile.archMap.length && !profile.architectures.length) return;
    if (isMistaken(input)) return;
    const uncovered = host.architecture.sub.flatMap((name) => architectureNamed(name) ?? []).filter((abi) => !resolved.abis.includes(abi));
    const programs = uncovered.filter(({ name }) => name !== 'x32');
    if (!programs.length) return;
    const open = isAllowed(resolved.default);
    const names = listed(uncovered.map(({ scmp }) => scmp));
    yield {
      span: placeOf(input),
      ...(open && { severity: 'warning' as const }),
      message: `${listed(programs.map(({ name }) => name))} programs are killed at their first call${open ? ', although the profile allows what it does not name' : ''}: the filter does not cover that ABI.`,
      cure: () => [
        change(
          `Add ${names}`,
          coverAbis(
            input,
            uncovered.map(({ scmp }) => scmp),
          ),
        ),
      ],
    };
  }),
};

/** What the list means is known when its words are right. */
const isMistaken = (input: RuleInput): boolean =>
  !isListIfAny(input.profile.node, 'architectures') ||
  !isListIfAny(input.profile.node, 'archMap') ||
  [...architectureWords(input)].some(({ word }) => !findArchitecture(word.value));

function placeOf({ profile, host }: RuleInput) {
  const own = profile.architectures.find(({ value }) => value === host.architecture.scmp);
  const entry = profile.archMap.find(({ architecture }) => architecture?.value === host.architecture.scmp)?.architecture;
  const key = fieldOf(profile.node, 'architectures') ?? fieldOf(profile.node, 'archMap') ?? fieldOf(profile.node, 'defaultAction');
  return (own ?? entry)?.node.span ?? key?.key.span ?? headOf(profile.node);
}
