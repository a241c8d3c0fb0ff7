import type { Rule } from '../../../core';
import { redundanciesOf } from '../meaning/redundancy';
import type { ApparmorPart } from '../policy/model';
import { manual, ownLine, remove } from './refusal';

export const denyWins: Rule<ApparmorPart> = {
  code: 'apparmor/deny-wins',
  title: 'An allowance that a deny rule takes back',
  category: 'correctness',
  severity: 'information',
  steady: true,
  why: `Where an allow rule and a \`deny\` rule match the same access, \`deny\` wins, whichever is first and however exact the other is.

So the allow rule does nothing, and the access is denied without a line in the log. Make the \`deny\` rule narrower, or since AppArmor 4.1 give the allow rule a higher \`priority\`; or remove the allow rule.`,
  sources: [manual],
  example: {
    bad: 'profile web {\n  /etc/ssl/private/web.key r,\n  deny /etc/ssl/private/** rw,\n}\n',
    good: 'profile web {\n  deny /etc/ssl/private/** rw,\n}\n',
  },
  *check(part) {
    for (const { span, by } of redundanciesOf(part).denied) {
      yield {
        span,
        message: 'A deny rule matches all that this rule allows, and deny wins.',
        tags: ['unnecessary'],
        related: [{ span: by, message: 'denied here' }],
        // Nothing changes by it, but the deny rule may be the mistake.
        cure: () => [
          {
            ...remove(ownLine(part.text, span), 'Remove the rule, which does nothing…'),
            safe: false,
            note: 'The access stays denied, and nothing tells any more that it was meant to be allowed.',
          },
        ],
      };
    }
  },
};
