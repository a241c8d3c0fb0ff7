import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rangeOf, rangesIn } from '../../../server/src/lsp/convert';

it('many places are found where each is found by itself', () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '😀'), { maxLength: 30 });
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 }), (pieces, places) => {
      const document = TextDocument.create('file:///a', '', 1, pieces.join(''));
      const range = rangesIn(document);
      for (const [one, other] of places) {
        const [start, end] = [Math.min(one, other, pieces.join('').length), Math.min(Math.max(one, other), pieces.join('').length)];
        expect(range({ start, end })).toEqual(rangeOf(document, { start, end }));
      }
    }),
    { numRuns: 500 },
  );
});
