import { expect, it } from 'vitest';
import { parseYaml } from '../../../server/src/tree';

it.each([
  ['a: [1, 2\nb: 3\n', '`]` is missing, or a line before it is not indented enough.'],
  ['a:\n\t- b\n', 'YAML is indented with blanks, not with tabs.'],
  ['a: "x\nb: 1\n', 'This string is never closed.'],
  ['a: b: c\n', 'A map or list cannot start here; a value with a colon and a blank in it needs quotes.'],
  ['a\nb: 1\n', 'The key spans several lines: a colon is missing, or a line is not indented as it should be.'],
  ['a:\n  b: 1\n c: 2\n', 'The line is indented otherwise than those that it belongs to.'],
  ['a: @x\n', 'A value that starts with this character needs quotes.'],
  ['a: "\\q"\n', 'YAML knows no such escape in double quotes; in single quotes a backslash is plain text.'],
  ['a: [1,,2]\n', '`,` is not allowed here.'],
  ['{a: 1} b\n', '`b` is not allowed here.'],
])('%j is said in plain words', (text, message) => {
  expect(parseYaml(text).problems[0]?.message).toBe(message);
});
