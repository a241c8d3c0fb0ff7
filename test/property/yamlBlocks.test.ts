import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TextChange } from '../../server/src/core';
import { type Node, parseEditedYaml, parseLongYaml, parseYaml, type Tree, yamlWork } from '../../server/src/tree';

/** All that a tree says, as plain values. */
function dump(node: Node | undefined, parent?: Node): unknown {
  if (!node) return undefined;
  if (node.parent !== parent) throw new Error(`the parent of the node at ${node.span.start} is another`);
  const { start, end } = node.span;
  const own = [node.kind, start, end, node.anchor];
  if (node.kind === 'array') return [...own, node.flow, node.items.map((item) => dump(item, node))];
  if (node.kind === 'object')
    return [...own, node.flow, node.members.map(({ key, value, span }) => [{ ...span }, dump(key, node), dump(value, node)])];
  return node.kind === 'scalar' ? [...own, node.value, node.raw, node.quoted] : [...own, node.name];
}

/** As one string, which is compared fast. */
const whole = ({ text, root, problems, comments }: Tree) => JSON.stringify({ text, root: dump(root), problems, comments }, null, 1);

const indented = (text: string, by: string) => text.replace(/^(?=[^\n])/gm, by);

/** Values in block style, as people and programs write them; each ends with a line break. */
const { block } = fc.letrec<{ block: string; value: string }>((tie) => {
  const leaf = fc.constantFrom(
    ' x\n',
    ' 1\n',
    ' true # why\n',
    ' "quoted"\n',
    " 'it''s'\n",
    '\n',
    ' a plain text\n      that goes on\n\n      after a blank line\n',
    ' "a long\n      text"\n',
    ' |\n      one\n        two\n\n      # no comment\n',
    ' >-\n      folded\n      text\n',
    ' |+\n      kept\n\n',
    ' {a: 1, b: [x, y]}\n',
    ' [a, b,\n      c]\n',
    ' {}\n',
    ' # a comment\n',
    ' !!str 5\n',
  );
  const between = fc.constantFrom('', '', '', '# comment\n', '\n', '   # deeper\n', '\r\n');
  const name = fc.constantFrom('a', 'b', 'name', 'spec', '"q"', 'x/y', '<<');
  const deeper = fc.tuple(fc.constantFrom('  ', '    ', '   '), tie('block')).map(([by, inner]) => `\n${indented(inner, by)}`);
  const value = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: deeper });
  const map = fc
    .array(fc.tuple(name, tie('value'), between), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([key, own, rest]) => `${key}:${own}${rest}`).join(''));
  const item = fc.oneof(
    leaf,
    tie('block').map((inner) => ` ${indented(inner, '  ').trimStart()}`),
    deeper,
  );
  const list = fc
    .array(fc.tuple(item, between), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([own, rest]) => `-${own}${rest}`).join(''));
  return { value, block: fc.oneof({ maxDepth: 3 }, map, list) };
});

const document = fc
  .tuple(
    fc.constantFrom('', '', '---\n', '# head\n', '  \n'),
    fc.array(block, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '# end', '\n'),
  )
  .chain(([head, blocks, end]) =>
    fc.boolean().map((crlf) => {
      const keys = blocks.map((one, i) => `key${i}:\n${indented(one, i % 2 || !one.startsWith('-') ? '  ' : '')}`);
      const all = `${head}${keys.join('')}${end}`;
      return crlf ? all.replace(/\r?\n/g, '\r\n') : all;
    }),
  );

const puts = [
  '',
  ' ',
  '  ',
  '\n',
  'x',
  '# ',
  ': ',
  '- ',
  'k: v\n',
  '- i\n',
  '\n  k: v',
  '"',
  "'",
  '{',
  ']',
  '|',
  '&a ',
  '*a',
  '!!str ',
  '---\n',
  '...\n',
  '%',
  '\t',
  '? ',
  '\r',
  ', ',
  '\uFEFF',
];
const edit = fc.record({ at: fc.nat(), length: fc.oneof(fc.constant(0), fc.nat({ max: 9 })), put: fc.constantFrom(...puts) });

function applied(before: string, { at, length, put }: { at: number; length: number; put: string }) {
  const start = at % (before.length + 1);
  const oldEnd = Math.min(before.length, start + length);
  const change: TextChange = { start, oldEnd, newEnd: start + put.length };
  return { after: before.slice(0, start) + put + before.slice(oldEnd), change };
}

it('a document that is edited step by step is read as it is read at once', () => {
  let spared = 0;
  fc.assert(
    fc.property(document, fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
      let tree = parseLongYaml(text);
      expect(whole(tree)).toBe(whole(parseYaml(text)));
      for (const one of edits) {
        const { after, change } = applied(tree.text, one);
        const read = yamlWork.characters;
        tree = parseEditedYaml(after, { tree, change });
        if (yamlWork.characters - read < after.length) spared++;
        if (whole(tree) !== whole(parseYaml(after))) expect(whole(tree)).toBe(whole(parseYaml(after)));
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  expect(spared).toBeGreaterThan(100);
}, 60_000);
