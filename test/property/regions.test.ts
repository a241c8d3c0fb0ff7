import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Document, parse, Scalar } from 'yaml';
import { applyEdits, type Edit } from '../../server/src/core';
import { find, parseJson, parseYaml, textRegion } from '../../server/src/tree';

/** Lines as profiles have them, with what hosts write otherwise: quotes, backslashes, indentation, letters beyond the BMP. */
const line = fc.oneof(
  fc.constantFrom('', '  /etc/** r,', '{"a": ["b"]}', "it's", 'a: b', '# note', '\tx', 'π😀', 'C:\\dir', ' x ', '- a', '---', '{{ x }}'),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[^ -~]/g, '')),
);
const text = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
const inserted = fc.oneof(line, fc.constantFrom('\n', 'a\n', '\nb', 'x\n  y\n'));

const styles = ['BLOCK_LITERAL', 'BLOCK_FOLDED', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'] as const;

/** A document that holds the text between other keys, two levels deep. */
function yamlWith(value: string, type: (typeof styles)[number], crlf: boolean): string {
  const scalar = new Scalar(value);
  scalar.type = type;
  const document = new Document({ before: 'x', data: { first: 1, text: null, after: [2] }, last: 'y' });
  document.setIn(['data', 'text'], scalar);
  const written = document.toString({ lineWidth: 30 });
  return crlf ? written.replaceAll('\n', '\r\n') : written;
}

const withoutEnd = (value: string): string => value.replace(/\n+$/, '');

const editOf = (value: string, [a, b]: readonly number[], insert: string): Edit => {
  const [from, to] = [(a as number) % (value.length + 1), (b as number) % (value.length + 1)];
  return { span: { start: Math.min(from, to), end: Math.max(from, to) }, text: insert };
};

const places = fc.tuple(fc.nat(200), fc.nat(200));

const regionIn = (host: string) => {
  const tree = parseYaml(host);
  return textRegion(tree, find(tree.root, ['data', 'text']));
};

it('leads every offset of a text to its place in YAML and back', () => {
  let followed = 0;
  fc.assert(
    fc.property(text, fc.constantFrom(...styles), fc.boolean(), (value, style, crlf) => {
      const host = yamlWith(value, style, crlf);
      const region = regionIn(host);
      if (!region) return;
      followed++;
      expect(withoutEnd(region.text)).toBe(withoutEnd((parse(host) as { data: { text: string } }).data.text));
      let last = -1;
      for (let offset = 0; offset <= region.text.length; offset++) {
        const there = region.map.toHost(offset);
        expect(there).toBeGreaterThanOrEqual(last);
        last = there;
        const char = region.text[offset];
        const plain = char !== undefined && host[there] === char && /[a-z]/.test(char) && host[there - 1] !== '\\';
        if (plain) expect(region.map.toRegion(there)).toBe(offset);
      }
    }),
    { numRuns: 500 },
  );
  expect(followed).toBeGreaterThan(250);
});

it('an edit through the map is the edit of the text, put back', () => {
  const made = { BLOCK_LITERAL: 0, BLOCK_FOLDED: 0, QUOTE_DOUBLE: 0, QUOTE_SINGLE: 0 };
  fc.assert(
    fc.property(text, fc.constantFrom(...styles), fc.boolean(), places, inserted, (value, style, crlf, at, insert) => {
      const host = yamlWith(value, style, crlf);
      const region = regionIn(host);
      if (!region) return;
      const edit = editOf(region.text, at, insert);
      const placed = region.map.editToHost(edit);
      if (!placed) return;
      made[style]++;
      const wanted = applyEdits(region.text, [edit]);
      const after = parse(applyEdits(host, [placed])) as { data: { text: string } };
      expect({ ...after, data: { ...after.data, text: withoutEnd(after.data.text) } }).toEqual({
        before: 'x',
        data: { first: 1, text: withoutEnd(wanted), after: [2] },
        last: 'y',
      });
    }),
    // A deletion that emptied a folded line, and so added a line break.
    { numRuns: 2000, examples: [['   !\n!    !\n!        !\n!      ', 'QUOTE_SINGLE', false, [104, 67], '']] },
  );
  for (const style of ['BLOCK_LITERAL', 'QUOTE_DOUBLE'] as const) expect(made[style]).toBeGreaterThan(200);
  for (const style of ['BLOCK_FOLDED', 'QUOTE_SINGLE'] as const) expect(made[style]).toBeGreaterThan(20);
});

it('the same in JSON, whatever the escapes', () => {
  fc.assert(
    fc.property(text, fc.boolean(), places, inserted, (value, escapeAll, at, insert) => {
      const written = escapeAll
        ? `"${[...value].map((char) => (char < 'g' && char.length === 1 ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : JSON.stringify(char).slice(1, -1))).join('')}"`
        : JSON.stringify(value);
      const host = `{"before": 1, "data": {"text": ${written}}, "after": 2}`;
      const tree = parseJson(host);
      const region = textRegion(tree, find(tree.root, ['data', 'text']));
      expect(region?.text).toBe(value);
      if (!region) return;
      const edit = editOf(value, at, insert);
      const placed = region.map.editToHost(edit);
      expect(placed).toBeDefined();
      if (!placed) return;
      expect(JSON.parse(applyEdits(host, [placed]))).toEqual({ before: 1, data: { text: applyEdits(value, [edit]) }, after: 2 });
    }),
    { numRuns: 1000 },
  );
});

it('no edit takes the line break that ends a block of YAML', () => {
  for (const style of ['BLOCK_LITERAL', 'BLOCK_FOLDED'] as const) {
    const host = yamlWith('one\ntwo\n', style, false);
    const region = regionIn(host);
    if (!region) throw new Error(`no region in ${style}`);
    const placed = region.map.editToHost({ span: { start: region.text.length - 1, end: region.text.length }, text: '!' });
    const after = placed && (parse(applyEdits(host, [placed])) as { data: { after: unknown } });
    if (style === 'BLOCK_FOLDED') expect(placed).toBeUndefined();
    else expect(after?.data.after).toEqual([2]);
  }
});
