import { giveaway } from './giveaway';

export const everythingAllowed = giveaway({
  code: 'apparmor/everything-allowed',
  kind: 'everything',
  title: 'A rule that allows every file',
  severity: 'warning',
  why: `A rule that allows writing everywhere leaves only the permission bits of the file system between the program and the system.

An attacker who takes over the program may replace other programs, the policy itself and what runs at the next start, so the profile no longer contains it. \`file,\` and \`all,\` are reported as information: container runtimes start from them on purpose and take back what is dangerous with \`deny\` rules. Name the directories that the program works in instead.`,
  example: {
    bad: 'profile web {\n  /** rw,\n}\n',
    good: 'profile web {\n  /srv/web/** rw,\n}\n',
    fixDiffers: 'The fix only takes write access away, because it cannot know which files the program writes.',
  },
  severityOf: ({ rule }) => (rule.verb === 'file' && rule.path ? 'warning' : 'information'),
  note: 'The program loses write access that it may need; run the profile in complain mode first and add the paths that the log names.',
});
