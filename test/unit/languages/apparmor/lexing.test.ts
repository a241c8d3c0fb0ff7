/** Reading costs in proportion to the text, whatever it is: counted in looks of the lexer. */

import { expect, it, vi } from 'vitest';
import { parse } from '../../../../server/src/languages/apparmor/syntax/parser';

const counted = vi.hoisted(() => ({ looks: 0 }));

vi.mock('../../../../server/src/languages/apparmor/syntax/lexer', async (original) => {
  const lexer = await original<typeof import('../../../../server/src/languages/apparmor/syntax/lexer')>();
  return {
    ...lexer,
    scan(...place: Parameters<typeof lexer.scan>) {
      counted.looks++;
      return lexer.scan(...place);
    },
  };
});

function looksFor(text: string): number {
  counted.looks = 0;
  parse(text);
  return counted.looks;
}

it.each([
  ['braces', (n: number) => '{'.repeat(n)],
  ['parentheses', (n: number) => '('.repeat(n)],
  ['closing braces', (n: number) => '}'.repeat(n)],
  ['quotes', (n: number) => '"\\"'.repeat(n)],
  ['profiles in profiles', (n: number) => 'profile a {\n'.repeat(n)],
  ['conditions', (n: number) => `if ${'('.repeat(n)}`],
  ['rules without end', (n: number) => '/a '.repeat(n)],
  ['one rule on many lines', (n: number) => `capability ${'chown\n'.repeat(n)}`],
  ['sound rules', (n: number) => `profile a {\n${'  /srv/** rw,\n'.repeat(n)}}\n`],
])('%s twice as long take no more than twice the looks', (_, text) => {
  expect(looksFor(text(4_000))).toBeLessThan(2.1 * looksFor(text(2_000)) + 50);
});
