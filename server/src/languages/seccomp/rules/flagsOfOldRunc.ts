import type { Rule } from '../../../core';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { flagNames } from '../words';

export const flagsOfOldRunc: Rule<SeccompPart> = {
  code: 'seccomp/flags-of-old-runc',
  title: 'Older releases of runc refuse every flag',
  category: 'compatibility',
  severity: 'information',
  why:
    'runc before 1.2 (October 2024) refuses a profile that has a flag, and several distributions still ship 1.1. ' +
    '`SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV` needs runc 1.5 (2026). ' +
    'A profile without `flags` loads everywhere and gets SPEC_ALLOW.',
  sources: [from.runc, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_LOG"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
  },
  check: onProfile(function* ({ profile, loader }) {
    if (loader.runtime !== 'runc') return;
    const key = fieldOf(profile.node, 'flags')?.key;
    const flags = (profile.flags ?? []).filter(({ value }) => flagNames.includes(value) && value !== 'SECCOMP_FILTER_FLAG_TSYNC');
    const newest = flags.find(({ value }) => value === 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV');
    if (newest)
      yield { span: newest.node.span, message: 'runc before 1.5 refuses a profile with `SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV`.' };
    else if (key && flags.length)
      yield { span: key.span, message: `runc before 1.2 refuses every profile that has a flag, such as \`${flags[0]?.value}\`.` };
  }),
};
