import type { Rule } from '../../../core';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { found } from '../spots';
import { findAction, largestErrno } from '../words';

export const errnoRange: Rule<SeccompPart> = {
  code: 'seccomp/errno-range',
  title: 'An error number is out of range',
  category: 'correctness',
  severity: 'error',
  why:
    'libseccomp refuses an error number of 4095 or more, and Go’s decoder a negative one, so the container does not start. ' +
    'runc looks at the low 16 bits only: 65537 counts as 1.',
  sources: [from.libseccompSystem, from.runc, from.goJson],
  example: {
    bad: '{ "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 4095 }',
    good: '{ "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38 }',
  },
  ...found(function* ({ profile }) {
    const places = [
      { key: 'defaultErrnoRet', node: profile.node, action: profile.defaultAction, errno: profile.defaultErrnoRet },
      ...profile.rules.map(({ node, action, errnoRet }) => ({ key: 'errnoRet', node, action, errno: errnoRet })),
    ];
    for (const { key, node, action, errno } of places) {
      if (!errno || (errno.value >= 0n && errno.value <= BigInt(largestErrno))) continue;
      const span = fieldOf(node, key)?.value?.span ?? errno.node.span;
      const low = BigInt.asUintN(16, errno.value);
      if (errno.value < 0n) yield { span, message: `\`${key}\` cannot be negative: the profile does not load.` };
      // Where the action takes no number, only its sign is ever looked at.
      else if (findAction(action?.value)?.takesErrno === false) continue;
      else if (errno.value > 0xffff_ffffn * 0x1_0000_0000n)
        yield { span, message: `\`${key}\` is too large for any number: the profile does not load.` };
      else if (low > BigInt(largestErrno))
        yield {
          span,
          message: `\`${key}\` may be at most ${largestErrno}: libseccomp refuses ${low === errno.value ? low : `${low}, the low 16 bits of ${errno.value}`}.`,
        };
      else yield { span, severity: 'warning', message: `Only the low 16 bits of \`${key}\` count: ${errno.value} is taken as ${low}.` };
    }
  }),
};
