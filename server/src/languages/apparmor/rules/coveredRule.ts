import type { Rule } from '../../../core';
import { redundanciesOf } from '../meaning/redundancy';
import type { ApparmorPart } from '../policy/model';
import { manual, ownLine, remove } from './refusal';

export const coveredRule: Rule<ApparmorPart> = {
  code: 'apparmor/covered-rule',
  title: 'A rule that another contains',
  category: 'style',
  severity: 'hint',
  steady: true,
  why: `Everything that the rule allows is allowed by another rule of the same profile, so removing it changes nothing.

That often shows that the other rule is wider than it was meant to be: then narrow that one and keep this.`,
  sources: [manual],
  example: {
    bad: 'profile web {\n  /srv/web/** r,\n  /srv/web/index.html r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  *check(part) {
    for (const { span, by, byInclude } of redundanciesOf(part).covered) {
      yield {
        span,
        message: `${quoted(part.text.slice(by.start, by.end)) ?? (byInclude ? 'An included rule' : 'Another rule')} allows all of this already.`,
        tags: ['unnecessary'],
        related: [{ span: by, message: 'allowed here' }],
        cure: () => {
          const whole = ownLine(part.text, span);
          if (!byInclude) return [remove(whole, 'Remove the rule, which adds nothing')];
          // Another version of the included file may not have that rule.
          const note = 'Where another version of the included file is installed, it may not allow this.';
          return [{ ...remove(whole, 'Remove the rule, which adds nothing here…'), safe: false, note }];
        },
      };
    }
  },
};

/** A short rule or include as it is written, on one line and without its comma. */
function quoted(text: string): string | undefined {
  const line = text.trim().replace(/\s*,$/, '').replace(/\s+/g, ' ');
  return line === '' || line.length > 80 || line.includes('#') ? undefined : `\`${line}\``;
}
