import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TextChange } from '../../../server/src/core';
import { merge } from '../../../server/src/lsp/documents';

it('two changes merge into one that covers both', () => {
  const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 5 }), insert: fc.string({ maxLength: 5 }) });
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), fc.array(edit, { minLength: 1, maxLength: 6 }), (before, edits) => {
      let text = before;
      let change: TextChange | undefined;
      for (const { at, remove, insert } of edits) {
        const start = at % (text.length + 1);
        const oldEnd = Math.min(text.length, start + remove);
        text = text.slice(0, start) + insert + text.slice(oldEnd);
        change = merge(change, { start, oldEnd, newEnd: start + insert.length });
      }
      const { start, oldEnd, newEnd } = change as TextChange;
      expect(before.slice(0, start) + text.slice(start, newEnd) + before.slice(oldEnd)).toBe(text);
    }),
  );
});
