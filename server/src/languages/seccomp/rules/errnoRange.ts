import type { Rule } from '../../../core';
import type { IntegerValue, ProfileRule } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule, type ProfileReport } from '../ruleInput';
import { from } from '../sources';
import { findAction, largestErrno, maxValue } from '../words';

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
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 4095
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 38
}
`,
  },
  check: onEachRule(function* ({ profile, loader }) {
    const places = [
      {
        errnoRet: profile.defaultErrnoRet,
        errno: profile.defaultErrno,
        action: profile.defaultAction,
        keys: ['defaultErrnoRet', 'defaultErrno'],
        within: undefined,
      },
      ...profile.rules.map((rule) => ({
        errnoRet: rule.errnoRet,
        errno: rule.errno,
        action: rule.action,
        keys: ['errnoRet', 'errno'],
        within: rule,
      })),
    ];
    for (const { action, errnoRet, errno, keys, within } of places) {
      // Where the action takes no number, only its sign and size are ever looked at.
      const counts = findAction(action?.value)?.takesErrno !== false;
      if (errnoRet) yield* outOfRange(errnoRet, keys[0] ?? '', counts, within);
      if (errno && loader.reader === 'containers' && /^\d+$/.test(errno.value))
        yield* outOfRange({ node: errno.node, value: BigInt(errno.value) }, keys[1] ?? '', counts, within);
    }
  }),
};

function* outOfRange({ node: { span }, value }: IntegerValue, key: string, counts: boolean, rule?: ProfileRule): Generator<ProfileReport> {
  const within = rule && { within: rule };
  const low = BigInt.asUintN(16, value);
  if (value < 0n) yield { span, message: `\`${key}\` cannot be negative: the profile does not load.` };
  else if (value > maxValue) yield { span, message: `\`${key}\` is too large for any number: the profile does not load.` };
  else if (value <= BigInt(largestErrno) || !counts) return;
  else if (low > BigInt(largestErrno))
    yield {
      ...within,
      span,
      message: `\`${key}\` may be at most ${largestErrno}: libseccomp refuses ${low === value ? low : `${low}, the low 16 bits of ${value}`}.`,
    };
  else yield { span, severity: 'warning', message: `Only the low 16 bits of \`${key}\` count: ${value} is taken as ${low}.` };
}
