import type { Rule } from '../../../core';
import { targetNames } from '../../../knowledge';
import { analyse } from '../analysis';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { isAllowed } from '../wording';

export const minKernelIgnored: Rule<SeccompPart> = {
  code: 'seccomp/min-kernel-ignored',
  title: 'The loader ignores minKernel',
  category: 'compatibility',
  severity: 'warning',
  why:
    'Podman, Buildah and CRI-O do not know `minKernel`: the rule applies on every kernel. ' +
    'Docker’s default allows `ptrace` from Linux 4.8 on, because before that a tracer could change a call after the filter had looked at it.',
  sources: [from.containersTypes, from.mobyTypes],
  example: {
    context: { target: 'podman' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["ptrace"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "minKernel": "4.8" }
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["ptrace"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* (input) {
    const { profile, loader, host } = input;
    if (loader.reader !== 'containers') return;
    const honoured = new Set(analyse(profile, { ...loader, reader: 'moby' }, host).resolved.rules.map(({ rule }) => rule));
    const applied = new Set(input.resolved.rules.map(({ rule }) => rule));
    for (const rule of profile.rules) {
      for (const filter of [rule.includes, rule.excludes]) {
        const member = filter && fieldOf(filter.node, 'minKernel');
        if (!member) continue;
        // On this host's kernel nothing is lost where the version is reached anyway.
        const differs = honoured.has(rule) !== applied.has(rule);
        yield {
          span: member.key.span,
          ...(!differs && { severity: 'information' as const }),
          message: `${targetNames[loader.target]} ignores \`minKernel\`: the rule ${isAllowed({ action: rule.action?.value ?? '' }) ? 'allows its calls' : 'applies'} on every kernel.`,
        };
      }
    }
  }),
};
