import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, canCombine, editDistance, linesOf, memoryFiles, mirror, nearest, resolveUri } from '../../../server/src/core';

describe('applyEdits', () => {
  it('applies all against the first text, insertions in order', () => {
    const edits = [
      { span: { start: 4, end: 5 }, text: 'X' },
      { span: { start: 0, end: 0 }, text: 'a' },
      { span: { start: 0, end: 0 }, text: 'b' },
    ];
    expect(applyEdits('01234567', edits)).toBe('ab0123X567');
  });
  it('refuses edits that overlap', () => {
    const edits = [
      { span: { start: 0, end: 3 }, text: '' },
      { span: { start: 2, end: 4 }, text: '' },
    ];
    expect(canCombine(edits)).toBe(false);
    expect(() => applyEdits('01234', edits)).toThrow(RangeError);
  });
});

describe('linesOf', () => {
  it('knows all three line ends', () => {
    const lines = linesOf('a\nbc\r\nd\re');
    expect([lines.positionAt(0), lines.positionAt(3), lines.positionAt(6), lines.positionAt(8)]).toEqual([
      { line: 0, character: 0 },
      { line: 1, character: 1 },
      { line: 2, character: 0 },
      { line: 3, character: 0 },
    ]);
    expect([0, 1, 2, 3, 9].map((line) => lines.lineText(line))).toEqual(['a', 'bc', 'd', 'e', '']);
  });
  it('goes back and forth for every offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u{1f600}') }), fc.nat(), (text, n) => {
        const lines = linesOf(text);
        const offset = n % (text.length + 1);
        const inLineEnd = text[offset - 1] === '\r' && text[offset] === '\n';
        fc.pre(!inLineEnd);
        expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
      }),
    );
  });
});

describe('nearest', () => {
  it.each([
    ['SCMP_ACT_ALOW', 'SCMP_ACT_ALLOW'],
    ['raed', 'read'],
    ['zzzz', undefined],
    ['xy', undefined],
  ])('%s → %s', (word, expected) => expect(nearest(word, ['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG', 'read', 'ab'])).toBe(expected));
  it('counts a swap as one step and stops early', () => {
    expect(editDistance('abcd', 'abdc')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('aaaaaaaa', 'bbbbbbbb', 2)).toBe(3);
  });
});

describe('files', () => {
  it('lists folders of a map', async () => {
    const files = memoryFiles({ 'file:///w/a/b.json': '1', 'file:///w/a/c/d.json': '2' });
    expect(await files.list('file:///w/a')).toEqual([
      { name: 'b.json', kind: 'file' },
      { name: 'c', kind: 'folder' },
    ]);
    expect(await files.read('file:///w/toString')).toBeUndefined();
  });
  it.each([
    ['file:///w/a/b.json', 'c.json', 'file:///w/a/c.json'],
    ['file:///w/a/', '../x y', 'file:///w/x%20y'],
    ['file:///w/a/b', '/etc/apparmor.d', 'file:///etc/apparmor.d'],
    ['vscode-vfs://github/o/r/f', './g', 'vscode-vfs://github/o/r/g'],
  ])('%s + %s', (base, reference, expected) => expect(resolveUri(base, reference)).toBe(expected));
});

it('a mirrored change is the change seen from the other side', () => {
  const change = { direction: 'loosened', subject: 'mount', before: 'denied', after: 'allowed', span: { start: 1, end: 2 } } as const;
  expect(mirror(change)).toEqual({
    direction: 'tightened',
    subject: 'mount',
    before: 'allowed',
    after: 'denied',
    baselineSpan: { start: 1, end: 2 },
  });
  expect(mirror(mirror(change))).toEqual(change);
});
