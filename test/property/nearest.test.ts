import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../server/src/core';

/** The definition, word for word. */
function plainDistance(a: string, b: string): number {
  if (!a || !b) return a.length + b.length;
  const [rest, other] = [a.slice(0, -1), b.slice(0, -1)];
  const steps = [plainDistance(rest, b) + 1, plainDistance(a, other) + 1, plainDistance(rest, other) + Number(a.at(-1) !== b.at(-1))];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1))
    steps.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...steps);
}

it('the distance is that of the definition, up to any limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, fc.nat(7), (a, b, limit) => {
      const plain = plainDistance(a, b);
      expect(editDistance(a, b)).toBe(plain);
      expect(editDistance(a, b, limit)).toBe(Math.min(plain, limit + 1));
    }),
  );
});
