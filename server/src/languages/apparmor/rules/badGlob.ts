import type { Fix } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { insert, manual, parserSource, refusal, remove } from './refusal';

export const badGlob = refusal({
  code: 'apparmor/bad-glob',
  title: 'Invalid glob pattern',
  why: `Braces and brackets come in pairs, and an alternation has at least two choices, \`{a,b}\` or \`{a,}\`; apparmor_parser finds what is wrong only while it compiles, and then names no line.

To mean a brace or bracket itself, put a backslash before it.`,
  sources: [manual, parserSource('parser_regex.c')],
  example: { bad: 'profile web {\n  /srv/{www}/** r,\n}\n', good: 'profile web {\n  /srv/{www,}/** r,\n}\n' },
  message: ({ reason, word, expanded }) => {
    const what = {
      'unclosed-brace': 'has a { that is never closed',
      'unclosed-bracket': 'has a [ that is never closed',
      'stray-brace': 'closes a } that was never opened',
      'stray-bracket': 'closes a ] that was never opened',
      'single-choice': 'has braces with a single choice',
      'trailing-backslash': 'ends with a backslash',
      'empty-class': 'has brackets with no character in them',
      'class-dash': 'has a - in brackets that is neither first nor between two characters',
      'too-deep': 'nests braces deeper than 49',
    }[reason];
    return expanded
      ? `With its variables filled in, ${word} ${what}, so apparmor_parser cannot compile it.`
      : `${word} ${what}, so apparmor_parser cannot compile it.`;
  },
  fixes: (place, { reason, expanded }, part) => {
    if (expanded !== undefined) return [];
    if (reason === 'unclosed-brace') return [closed(part, place.start)];
    if (reason === 'stray-brace') return [{ ...remove(place, 'Remove the }'), safe: false }];
    if (reason !== 'single-choice') return [];
    const close = part.text.indexOf('}', place.start);
    return close < 0 ? [] : [{ ...insert(close, ',', 'Make it optional: add a comma'), safe: false }];
  },
});

/** A choice mostly ends with the folder that its last alternative is in. */
function closed({ text }: ApparmorPart, open: number): Fix | undefined {
  const inside = /^\{[^\s{}"]*,[^\s{}"/,]*/.exec(text.slice(open, open + 4096))?.[0];
  return inside === undefined ? undefined : { ...insert(open + inside.length, '}', `Close it: ${inside}}`), safe: false };
}
