import type { Rule } from '../../../core';
import { type ClashSide, callsOf, type Meeting } from '../clashes';
import { onEachClash } from '../clashReports';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { someNames } from '../wording';

export const duplicateRule: Rule<SeccompPart> = {
  code: 'seccomp/duplicate-rule',
  title: 'Duplicate rule for a system call',
  category: 'style',
  severity: 'hint',
  why:
    'Where a rule without conditions decides for a call, another with the same action adds nothing, with conditions or without. ' +
    'Conditions beside it mislead: they look like a restriction but restrict nothing.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" },
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachClash({
    report({ meeting }) {
      const { kind, agree, places } = meeting;
      if (!agree || meeting.added === meeting.older || kind === 'conflict') return undefined;
      const at = idleSide(meeting);
      const other = at === 'older' ? 'added' : 'older';
      const lost = meeting[at].rule.args.length > 0 ? 'The conditions have no effect: ' : '';
      const conditions = `${kind === 'wider' ? 'with fewer' : 'without'} conditions`;
      return {
        at,
        message: `${lost}${lost ? 'a' : 'A'} rule ${conditions} does the same for ${someNames(callsOf(meeting))}.`,
        related: places.slice(0, 10).map((place) => `\`${place[other].call}\` ${conditions}.`),
        tags: ['unnecessary'],
      };
    },
    cure: (clash, { tree }) => {
      const side = idleSide(clash.meeting);
      const title = `Remove ${someNames(callsOf(clash.meeting))} from this rule`;
      return [change(title, withoutNames(tree, clash.ruleOf(side), clash.names(side)))];
    },
  }),
};

/** The rule that does not count: the later one, or the conditional one that a later rule swallows. */
const idleSide = ({ kind }: Meeting): ClashSide => (kind === 'swallowed' ? 'older' : 'added');
