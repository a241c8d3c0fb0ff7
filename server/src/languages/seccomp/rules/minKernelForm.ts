import type { Rule } from '../../../core';
import { change, reword } from '../edits';
import type { SeccompPart } from '../part';
import { minKernelOf } from '../resolve';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const minKernelForm: Rule<SeccompPart> = {
  code: 'seccomp/min-kernel-form',
  title: 'Invalid minKernel version',
  category: 'correctness',
  severity: 'error',
  why: 'Docker refuses a `minKernel` that is not two numbers from 0 to 255 with one dot between, or is 0.0: `4.8` is right, `4.8.0` and `4` are not.',
  sources: [from.mobyKernel, from.mobyTypes],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["ptrace"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "minKernel": "4.8.0" }
    }
  ]
}
`,
    good: `{
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
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    if (loader.reader !== 'moby') return;
    for (const rule of profile.rules) {
      for (const filter of [rule.includes, rule.excludes]) {
        const word = filter?.minKernel;
        if (!word?.value || minKernelOf(word.value)) continue;
        const two = /^\s*v?(\d+\.\d+)/.exec(word.value)?.[1];
        yield {
          span: word.node.span,
          message: `\`${word.value}\` is not two numbers from 0 to 255 with a dot: Docker does not load the profile.`,
          cure: () => (two && minKernelOf(two) ? [{ ...change(`Write "${two}"`, reword(tree, word, two)), preferred: true }] : []),
        };
      }
    }
  }),
};
