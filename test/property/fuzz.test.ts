import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/core';
import { fixed } from '../../server/src/service';
import { fuzz, ownSeeds, seedsOf } from '../helpers/fuzz';
import { type EditKind, editKinds, editOf, plans } from '../helpers/fuzz/edits';
import { minimized, minimizedText } from '../helpers/fuzz/minimize';

it('random edits of the examples break no promise', async () => {
  const edits = Number(process.env.EDITS ?? 80);
  const { work, failures } = await fuzz(await ownSeeds(), { edits, seed: 20 });
  expect(failures).toEqual([]);
  expect(work.edits).toBeGreaterThanOrEqual(edits);
  expect(work.requests).toBeGreaterThan(work.edits * 4);
  expect(work.fixes).toBeGreaterThan(0);
}, 300_000);

it('a promise that is broken is found again by its seed, and made small', async () => {
  const text = `${readFileSync('examples/apparmor.d/shop-nginx', 'utf8')}\ninclude <x>\n`;
  const [seed] = seedsOf(new Map([['file:///w/apparmor.d/web', text]]), 'file:///w');
  if (!seed) throw new Error('the example is a profile');
  // A file system that throws plays a mistake of ours.
  const files = {
    list: async () => [],
    read: (): never => {
      throw new Error('a mistake of ours');
    },
  };
  const { failures } = await fuzz([{ ...seed, files }], { edits: 3, seed: 1 });
  expect(failures.map(({ promise, seed: of }) => [promise, of])).toEqual([['reading and checking never throw', '1:0']]);
  expect(failures[0]?.text.length).toBeLessThan(20);
});

it('a list is made as small as still fails', async () => {
  const list = Array.from({ length: 100 }, (_, i) => i);
  expect(await minimized(list, async (some) => some.includes(17) && some.includes(63))).toEqual([17, 63]);
  const text = 'one two\nthree four\nfive six\n';
  expect(await minimizedText(text, async (some) => /f.*s/s.test(some))).toBe('fs');
});

it.each(editKinds)('%s makes one edit inside any text', (kind: EditKind) => {
  const texts = ['', 'a', '\n', '{ "a": [1, 2] }\r\n', 'profile web {\n  /srv/** r,\n}\n', 'a: b\n  - "c"\n'];
  for (const text of texts)
    for (const at of [0, 1, 7, 1_000_003]) {
      const { span } = editOf(text, { kind, at, other: at * 31 });
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  expect(
    texts.some((text) =>
      [0, 1, 2, 3].some((at) => editOf(text, { kind, at, other: 5 }).text !== '' || editOf(text, { kind, at, other: 5 }).span.end > 0),
    ),
  ).toBe(true);
});

it.each([false, true])(
  'fixing a file a second time changes nothing (hardening: %s)',
  async (harden) => {
    const seeds = await ownSeeds();
    await fc.assert(
      fc.asyncProperty(plans, async ({ file, steps: [step] }) => {
        const { uri, text, language, context, files, includeFolders } = seeds[file % seeds.length] as (typeof seeds)[number];
        const edited = step ? applyEdits(text, [editOf(text, step)]) : text;
        const fixedText = async (before: string) =>
          (
            await fixed(
              { uri, languageId: '', version: 1, text: before },
              files,
              { context, language, includeFolders },
              { rules: {} },
              { harden },
            )
          ).text;
        const once = await fixedText(edited);
        expect(await fixedText(once), edited).toBe(once);
      }),
      { numRuns: Number(process.env.RUNS ?? 25) },
    );
  },
  300_000,
);
