import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { OpenText } from '../../../server/src/lsp/openText';

const piece = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', 'ä', '\u{1f600}'), { maxLength: 8 }).map((all) => all.join(''));
const position = fc.record({ line: fc.integer({ min: -1, max: 12 }), character: fc.integer({ min: -1, max: 12 }) });
const event = fc.oneof(
  { weight: 9, arbitrary: fc.record({ range: fc.record({ start: position, end: position }), text: piece }) },
  { weight: 1, arbitrary: fc.record({ text: piece }) },
);

const isForward = ({ start, end }: { start: { line: number; character: number }; end: { line: number; character: number } }) =>
  start.line < end.line || (start.line === end.line && start.character <= end.character);

it('after any changes is what the library makes of them', () => {
  fc.assert(
    fc.property(piece, fc.array(event, { maxLength: 5 }), (start, events) => {
      let own = new OpenText('file:///a', 'x', 1, start);
      for (const [i, one] of events.entries()) {
        const turned = 'range' in one && !isForward(one.range) ? { ...one, range: { start: one.range.end, end: one.range.start } } : one;
        const before = own;
        const { text, change } = own.changed(turned, i + 2);
        own = text;
        expect(own.version).toBe(i + 2);
        expect(own.getText()).toBe(before.getText().slice(0, change.start) + turned.text + before.getText().slice(change.oldEnd));
        expect(change.newEnd).toBe(change.start + turned.text.length);
        const other = TextDocument.create('file:///a', 'x', 1, own.getText());
        expect(own.lineCount).toBe(other.lineCount);
        for (let offset = -1; offset <= own.getText().length + 1; offset++)
          expect(own.positionAt(offset)).toEqual(other.positionAt(offset));
        for (let line = -1; line <= own.lineCount; line++) {
          expect(own.getLineRange(line)).toEqual(other.getLineRange(line));
          expect(own.getEOLCharacters(line)).toBe(other.getEOLCharacters(line));
          for (let character = -1; character < 6; character++)
            expect(own.offsetAt({ line, character })).toBe(other.offsetAt({ line, character }));
        }
      }
    }),
    { numRuns: 400 },
  );
});
