import { insert, refusal } from './refusal';

export const unterminatedString = refusal({
  code: 'apparmor/unterminated-string',
  title: 'Unterminated quoted string',
  why: `A quoted word runs to the next quote, over line ends too; with no quote left apparmor_parser refuses the file.`,
  example: { bad: 'profile web {\n  "/srv/my site/** r,\n}\n', good: 'profile web {\n  "/srv/my site/**" r,\n}\n' },
  message: () => 'This quote is never closed, so apparmor_parser refuses the file.',
  fixes: (place, _, { text }) => {
    const line = /^"[^"\n]*/.exec(text.slice(place.start, place.end))?.[0] ?? '';
    // A path ends before its permissions, a name before its brace; else at the end of the rule.
    const end = /\s+(?:[rwalkmixpcuPCU]+(?:\s*->.*)?\s*,|\{)\s*$/.exec(line)?.index ?? /\s*,?\s*$/.exec(line)?.index ?? line.length;
    return [end > 1 ? { ...insert(place.start + end, '"', `Close the quote: ${line.slice(0, end)}"`), safe: false } : undefined];
  },
});
