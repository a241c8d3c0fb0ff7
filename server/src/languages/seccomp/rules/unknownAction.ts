import { nearest, type Rule, wordTable } from '../../../core';
import { change, repair, reword } from '../edits';
import type { ProfileRule, TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { actions, findAction } from '../words';

export const unknownAction: Rule<SeccompPart> = {
  code: 'seccomp/unknown-action',
  title: 'Unknown action',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtimes refuse a profile with an action that is not one of the nine of the runtime specification. ' +
    'Names are upper case and begin with `SCMP_ACT_`; the kernel’s `SECCOMP_RET_…` and words such as DENY are not accepted.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree }) {
    const places: readonly { readonly action?: TextValue; readonly within?: ProfileRule }[] = [
      { ...(profile.defaultAction && { action: profile.defaultAction }) },
      ...profile.rules.map((rule) => ({ ...(rule.action && { action: rule.action }), within: rule })),
    ];
    for (const { action: word, within } of places) {
      if (!word?.value || findAction(word.value)) continue;
      const meant = actionMeant(word.value);
      yield {
        span: word.node.span,
        ...(within && { within }),
        message: `\`${word.value}\` is not an action: the runtime refuses the profile${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        cure: () => {
          if (!meant) return [];
          const edits = reword(tree, word, meant);
          // Upper case for lower case leaves no doubt, a guessed word does.
          const sure = meant === word.value.toUpperCase();
          return [sure ? repair(`Write \`${meant}\``, edits) : { ...change(`Write \`${meant}\``, edits), preferred: true }];
        },
      };
    }
  }),
};

const synonyms: Readonly<Record<string, string>> = wordTable({
  DENY: 'ERRNO',
  BLOCK: 'ERRNO',
  REJECT: 'ERRNO',
  PERMIT: 'ALLOW',
  ACCEPT: 'ALLOW',
  USER_NOTIF: 'NOTIFY',
  AUDIT: 'LOG',
});

function actionMeant(word: string): string | undefined {
  const bare = word.toUpperCase().replace(/^(?:SCMP_ACT_|SECCOMP_RET_|SECCOMP_|SCMP_)/, '');
  const exact = `SCMP_ACT_${synonyms[bare] ?? bare}`;
  return findAction(exact)
    ? exact
    : nearest(
        `SCMP_ACT_${bare}`,
        actions.map(({ name }) => name),
      );
}
