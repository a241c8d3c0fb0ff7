import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Source } from '../../server/src/core';
import { looksTheSame } from '../../server/src/service/detect/detectAgain';
import { topLevelKeys } from '../../server/src/tree';

const value = fc.oneof(
  fc.constantFrom('SCMP_ACT_ERRNO', 'v1', 7, null),
  fc.array(fc.record({ names: fc.array(fc.string({ maxLength: 20 }), { maxLength: 9 }), '{': fc.constantFrom('a"}', '\\', 'x') }), {
    maxLength: 60,
  }),
  fc.record({ docker: fc.dictionary(fc.string({ maxLength: 9 }), fc.string({ maxLength: 60 }), { maxKeys: 12 }) }),
);
const text = fc
  .tuple(
    fc.dictionary(fc.constantFrom('defaultAction', 'syscalls', 'kind', 'apiVersion', 'default', 'transports'), value),
    fc.constantFrom(undefined, 2),
  )
  .map(([object, indent]) => JSON.stringify(object, null, indent));
const edit = fc.record({
  at: fc.nat(9000),
  cut: fc.nat(3),
  put: fc.constantFrom('', 'x', '", "', '\\', '{', '\n', ']', 'some more words'),
});

it('where an edit is taken for one that changes nothing of what detection sees, it changes nothing', () => {
  let same = 0;
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 12 }), fc.constantFrom(200, 1000, 5000, 64 * 1024), (first, edits, head) => {
      let source: Source = { uri: 'file:///project/a.json', languageId: 'json', version: 1, text: first };
      for (const { at, cut, put } of edits) {
        const start = at % (source.text.length + 1);
        const oldEnd = Math.min(source.text.length, start + cut);
        const next = { ...source, version: source.version + 1, text: source.text.slice(0, start) + put + source.text.slice(oldEnd) };
        if (looksTheSame(source, next, { start, oldEnd, newEnd: start + put.length }, head)) {
          same++;
          expect([...topLevelKeys(next.text.slice(0, head))]).toEqual([...topLevelKeys(source.text.slice(0, head))]);
        }
        source = next;
      }
    }),
    { numRuns: 1500 },
  );
  expect(same).toBeGreaterThan(100);
});
