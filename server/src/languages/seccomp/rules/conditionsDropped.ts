import { counted, type Rule } from '../../../core';
import { findSyscall, riskRank } from '../../../knowledge';
import { analyse, decide } from '../analysis';
import { change } from '../edits';
import { fieldOf } from '../model';
import { ociForm } from '../ociForm';
import type { SeccompPart } from '../part';
import { onProfile, type RuleInput } from '../ruleInput';
import { from } from '../sources';
import { isAllowed, someNames } from '../wording';

export const conditionsDropped: Rule<SeccompPart> = {
  code: 'seccomp/conditions-dropped',
  title: 'containerd drops the conditions, and the rules apply to every container',
  category: 'security',
  severity: 'warning',
  why:
    'containerd ignores `includes` and `excludes`: it reads a Localhost profile as the runtime specification’s form, and **every conditional rule applies to every container**, whatever its capabilities. ' +
    'A copy of a runtime’s default so allows `mount`, `bpf`, `setns` and `clone` with any flag to a container without a single capability. Nothing in any log says so. ' +
    'Resolve the conditions for the capabilities and the architecture that the containers have, and keep one file for each combination.',
  sources: [from.containerd, from.spec, from.moby],
  example: {
    context: { target: 'containerd' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
    {
      "names": ["bpf"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "caps": ["CAP_BPF"] }
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, loader, host } = input;
    if (loader.reader !== 'oci') return;
    const conditional = profile.rules.filter(({ said }) => said.includes || said.excludes);
    const dropped = conditional.flatMap((rule) => fieldOf(rule.node, 'includes') ?? fieldOf(rule.node, 'excludes') ?? []);
    const [first, ...rest] = dropped;
    if (!first) return;
    const opened = openedBy(input);
    const consequence = opened.length
      ? `${opened.length > 1 ? `${counted(opened.length, 'call')} that the conditions would refuse are` : 'a call that the conditions would refuse is'} allowed: ${someNames(opened)}`
      : 'the rules apply whatever capabilities and architecture the container has';
    yield {
      span: first.key.span,
      message: `containerd ignores \`includes\` and \`excludes\`: ${counted(conditional.length, 'rule')} ${conditional.length === 1 ? 'applies' : 'apply'} to every container, and ${consequence}.`,
      related: rest.slice(0, 40).map((member) => ({ span: member.key.span, message: 'Dropped as well.' })),
      cure: () => [
        {
          ...change(
            `Resolve for containerd (${capabilityWords(input)}, ${host.architecture.name})…`,
            ociForm(input),
            'Rules for other capabilities or architectures are removed. Calls that were open by accident fail then.',
          ),
          preferred: true,
        },
      ],
    };
  }),
};

/** What is allowed now and would not be if the conditions counted; risky ones first. */
function openedBy(input: RuleInput): readonly string[] {
  const { profile, loader, host } = input;
  const meant = analyse(profile, { ...loader, reader: 'moby' }, host);
  const names = [...(input.filter(host.architecture)?.entries.keys() ?? [])].filter((name) => {
    const now = decide(input, host.architecture, name).verdict;
    const then = decide(meant, host.architecture, name).verdict;
    return isAllowed(now) && !isAllowed(then);
  });
  const rank = (name: string) => riskRank(findSyscall(name)?.risk ?? 'low');
  return names.sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1));
}

function capabilityWords({ context, host }: RuleInput): string {
  if (context.capabilities === 'default') return 'capabilities: containerd’s default';
  if (context.capabilities === 'all' || context.capabilities === 'none') return `capabilities: ${context.capabilities}`;
  return `capabilities: ${[...host.capabilities].map((name) => name.replace(/^CAP_/, '')).join(', ')}`;
}
