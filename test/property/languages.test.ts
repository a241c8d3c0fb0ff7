import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles, type Part, type Rule, type Span, shift } from '../../server/src/core';
import {
  actionsAt,
  check,
  complete,
  type Document,
  diffWithBaseline,
  explain,
  fixAll,
  fixesAt,
  folds,
  hover,
  lenses,
  links,
  open,
  outline,
  renderBaseline,
  selections,
  tokens,
} from '../../server/src/service';
import { languages } from '../helpers/languages';

const settings = { rules: {} };
const context = defaultContext;
const files = memoryFiles();

/** Pieces that hurt parsers. */
const garbage = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '#',
    '\n',
    '\r\n',
    '\t',
    '\\',
    '-',
    '- ',
    '&a ',
    '*a',
    '<<: ',
    '---\n',
    '|',
    '>',
    '{{ x }}',
    '@{',
    '${',
    '<',
    '\u0000',
    '\ud800',
    '\ufeff',
    '😀',
    'true',
    '0x',
    '1e999',
    '..',
    '/**',
    '->',
    '=',
  ),
  fc.string({ maxLength: 8 }),
);
const edits = fc.array(fc.record({ at: fc.nat(), remove: fc.nat({ max: 12 }), insert: garbage }), { minLength: 1, maxLength: 5 });

function mangle(text: string, changes: readonly { at: number; remove: number; insert: string }[]): string {
  return changes.reduce((current, { at, remove, insert }) => {
    const start = at % (current.length + 1);
    return current.slice(0, start) + insert + current.slice(start + remove);
  }, text);
}

/** Its example makes a check take as long as one may. */
const costly = 'apparmor/rules-not-compared';

for (const language of languages) {
  const rules: readonly Rule<Part>[] = language.rules.filter(({ code }) => code !== costly);
  const seeds = rules
    .flatMap(({ example: { bad, good, path = 'x' } }) => [bad, good].map((text) => ({ text, uri: `file:///w/${path}` })))
    .concat((language.templates ?? []).map(({ text }) => ({ text, uri: 'file:///w/x' })));
  if (!seeds.length) continue;

  const read = (text: string, uri: string): Promise<Document> =>
    open({ uri, languageId: '', version: 0, text }, files, { context, language: language.name }) as Promise<Document>;

  const said = (from: Document) => check(from, context, settings).map(({ code, span, message }) => ({ code, span, message }));

  describe(`${language.name}, whatever is typed`, () => {
    it('answers everything inside the text, and its fixes leave a text that is read again', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...seeds), edits, fc.nat(), async ({ uri, ...seed }, changes, n) => {
          const text = mangle(seed.text, changes);
          const document = await read(text, uri);
          const offset = n % (text.length + 1);
          const inside = (span: Span) =>
            expect(0 <= span.start && span.start <= span.end && span.end <= text.length, JSON.stringify(span)).toBe(true);
          const everywhere = { start: 0, end: text.length };

          for (const finding of check(document, context, settings)) {
            inside(finding.span);
            for (const related of finding.related ?? []) if (!related.uri) inside(related.span);
            expect(finding.message).not.toBe('');
          }
          for (const { fixes } of fixesAt(document, everywhere, context, settings)) {
            for (const fix of fixes) {
              for (const edit of editsOf(fix)) inside(edit.span);
              await read(applyEdits(text, editsOf(fix)), uri);
            }
          }
          for (const action of actionsAt(document, { start: offset, end: offset }, context)) applyEdits(text, editsOf(action));
          applyEdits(text, await fixAll({ document, context, settings }, { harden: true }));
          for (const item of complete(document, offset, context)) inside(item.span);
          const hovered = hover(document, offset, context);
          if (hovered) inside(hovered.span);
          for (const item of outline(document)) inside(item.span);
          for (const span of [...folds(document), ...selections(document, offset)]) inside(span);
          for (const { span } of [...links(document, context), ...lenses(document, context, settings)]) inside(span);
          for (const group of tokens(document)) for (const { span } of group.tokens) inside(shift(span, group.start));
          for (const change of diffWithBaseline(document, context)?.changes ?? []) if (change.span) inside(change.span);
          renderBaseline(document, context);
          explain(document, 'x', context);
        }),
        { numRuns: 150 },
      );
    });

    it('an edit by steps ends where reading from scratch does, and so does what is tried between them', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...seeds), edits, async ({ uri, ...seed }, changes) => {
          let { text } = seed;
          let document = await read(text, uri);
          for (const { at, remove, insert } of changes) {
            // A trial that comes to nothing, as that of a fix.
            const tried = mangle(text, [{ at: at + 7, remove: insert.length, insert: '\n' }]);
            expect(said((await document.reread(tried)) as Document)).toEqual(said(await read(tried, uri)));
            const start = at % (text.length + 1);
            const oldEnd = Math.min(text.length, start + remove);
            const next = text.slice(0, start) + insert + text.slice(oldEnd);
            const previous = { document, change: { start, oldEnd, newEnd: start + insert.length } };
            document = (await open({ uri, languageId: '', version: 0, text: next }, files, {
              context,
              language: language.name,
              previous,
            })) as Document;
            text = next;
          }
          expect(said(document)).toEqual(said(await read(text, uri)));
        }),
        { numRuns: 100 },
      );
    });
  });
}
