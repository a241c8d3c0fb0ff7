import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Loaded } from '../../server/src/core';
import { keepMentions, mentionsIn } from '../../server/src/languages/pod/mentions';
import type { PodPart } from '../../server/src/languages/pod/part';

it('edits find the words that a fresh look finds, also those that come together', () => {
  const piece = fc
    .array(fc.constantFrom('patc', 'hes', 'patches', 'Helm', 'Release', 'Li', 'st', 'App', 'lication', ' ', 'x'), { maxLength: 12 })
    .map((all) => all.join(''));
  let joined = 0;
  fc.assert(
    fc.property(piece, fc.array(fc.tuple(fc.nat(40), fc.nat(6), piece), { maxLength: 6 }), (start, edits) => {
      let text = start;
      let loaded: Loaded<PodPart> = { parts: [], reads: [] };
      keepMentions(loaded, mentionsIn(text, undefined));
      for (const [at, removed, inserted] of edits) {
        const from = Math.min(at, text.length);
        const oldEnd = Math.min(from + removed, text.length);
        const next = text.slice(0, from) + inserted + text.slice(oldEnd);
        const found = mentionsIn(next, { loaded, text, change: { start: from, oldEnd, newEnd: from + inserted.length } });
        expect(found).toEqual(mentionsIn(next, undefined));
        if (found.size && !mentionsIn(inserted, undefined).size) joined++;
        text = next;
        loaded = { parts: [], reads: [] };
        keepMentions(loaded, found);
      }
    }),
    { numRuns: 1000 },
  );
  expect(joined).toBeGreaterThan(10);
});
