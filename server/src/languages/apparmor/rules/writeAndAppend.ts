import { span } from '../../../core';
import { refusal, replace } from './refusal';

export const writeAndAppend = refusal({
  code: 'apparmor/write-and-append',
  title: 'Write and append together',
  why: `\`w\` includes appending, \`a\` allows nothing but appending: apparmor_parser refuses both in one rule.

For a log, \`a\` alone is the safer choice.`,
  example: { bad: 'profile web {\n  /var/log/web.log wa,\n}\n', good: 'profile web {\n  /var/log/web.log w,\n}\n' },
  message: ({ word }) => `${word} has both w and a, of which apparmor_parser accepts only one.`,
  fixes: (place, { word }, part) => {
    const start = place.start - (/[a-zA-Z]*$/.exec(part.text.slice(0, place.start).slice(-64))?.[0].length ?? 0);
    return [
      replace(span(start, start + word.length), word.replace(/a/g, '')),
      { ...replace(span(start, start + word.length), word.replace(/w/gi, '')), safe: false },
    ];
  },
});
