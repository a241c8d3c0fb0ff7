/** What two globs have in common, against strings that match them. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, endsApart, endsOf, globError, headsOf, matches, overlap } from '../../server/src/languages/apparmor/syntax/glob';

const token = fc.constantFrom('/', '/', 'a', 'b', 'ab', '7', '.so');
const wider: Readonly<Record<string, readonly string[]>> = {
  '/': ['/', '/', '**', '{/,b/}'],
  a: ['a', '?', '*', '[ab]', '[^7]', '{a,b}', '{b,}a', '**'],
  b: ['b', '?', '*', '[ab]', '{b,/a}'],
  ab: ['ab', '*', 'a*', '?b', '{b,ab}'],
  '7': ['7', '[0-9]', '*', '[0-9]*'],
  '.so': ['.so', '.s?', '*', '.*', '{,/x}.so'],
};

/** A path with patterns that were made from it. */
const family = fc.array(token, { minLength: 2, maxLength: 9 }).chain((tokens) => {
  const pattern = fc.tuple(...tokens.map((one) => fc.constantFrom(...(wider[one] ?? [one])))).map((pieces) => `/${pieces.join('')}`);
  return fc.record({ path: fc.constant(`/${tokens.join('')}`), one: pattern, other: pattern });
});

describe('two globs that match the same path', () => {
  it('overlap, and neither their ends nor their heads keep them apart', () => {
    let met = 0;
    fc.assert(
      fc.property(family, ({ path, one, other }) => {
        if (globError(one) || globError(other) || !matches(one, path) || !matches(other, path)) return;
        met++;
        expect(endsApart(endsOf(one), endsOf(other))).toBe(false);
        expect(overlap(one, other)).toBe(true);
        expect(headsOf(one).some((head) => path.startsWith(head))).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(met).toBeGreaterThan(1000);
  });

  it('are told by covering: what the wider lacks, the narrower lacks too', () => {
    fc.assert(
      fc.property(family, family, ({ path, one, other }, { path: another }) => {
        if (globError(one) || globError(other) || !covers([one], other)) return;
        for (const each of [path, another]) if (matches(other, each)) expect(matches(one, each)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
