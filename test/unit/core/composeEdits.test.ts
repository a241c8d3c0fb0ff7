import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, canCombine, composeEdits, type Edit } from '../../../server/src/core';

/** Edits of a text that do not meet, made of numbers of any size. */
function editsIn(text: string, seeds: readonly (readonly [number, number, string])[]): readonly Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  for (const [gap, size, written] of seeds) {
    const start = Math.min(text.length, from + (gap % 5));
    const end = Math.min(text.length, start + (size % 4));
    edits.push({ span: { start, end }, text: written });
    from = end + 1;
    if (from > text.length) break;
  }
  return edits;
}

it('several steps come to the same as their edits of the first text', () => {
  const seeds = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ maxLength: 3 })), { maxLength: 4 });
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(seeds, { maxLength: 4 }), (text, all) => {
      const steps: (readonly Edit[])[] = [];
      let after = text;
      for (const one of all) {
        const edits = editsIn(after, one);
        steps.push(edits);
        after = applyEdits(after, edits);
      }
      const composed = composeEdits(text.length, steps);
      expect(canCombine(composed)).toBe(true);
      expect(applyEdits(text, composed)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

it('keeps an edit where it is, and what a later step takes back is none', () => {
  const insert: Edit = { span: { start: 2, end: 2 }, text: 'xy' };
  expect(composeEdits(4, [[insert]])).toEqual([insert]);
  expect(composeEdits(4, [[insert], [{ span: { start: 2, end: 4 }, text: '' }]])).toEqual([]);
  expect(composeEdits(4, [[insert], [{ span: { start: 3, end: 5 }, text: 'z' }]])).toEqual([{ span: { start: 2, end: 3 }, text: 'xz' }]);
});
