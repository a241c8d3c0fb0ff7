import { span } from '../../../core';
import { refusal, remove } from './refusal';

export const safeWithoutExec = refusal({
  code: 'apparmor/safe-without-exec',
  title: 'safe or unsafe without execution',
  why: `\`safe\` and \`unsafe\` say whether the environment is cleaned before a program starts, so the rule must allow to execute.`,
  example: { bad: 'profile web {\n  unsafe /usr/bin/logger r,\n}\n', good: 'profile web {\n  /usr/bin/logger r,\n}\n' },
  message: ({ word }) => `${word} needs permission to execute, and this rule gives none.`,
  fixes: (place, { word }, part) => {
    const blanks = /^[ \t]*/.exec(part.text.slice(place.end))?.[0].length ?? 0;
    return [remove(span(place.start, place.end + blanks), `Remove ${word}`)];
  },
});
