import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TextChange } from '../../server/src/core';
import { contentOf, itemsOf, jsonWork, type Node, parseJson, type Tree } from '../../server/src/tree';

/** All that a tree says, as plain values. */
function dump(node: Node | undefined, parent?: Node): unknown {
  if (!node) return undefined;
  expect(node.parent).toBe(parent);
  const { start, end } = node.span;
  if (node.kind === 'array') return ['array', start, end, node.items.map((item) => dump(item, node))];
  if (node.kind === 'object')
    return ['object', start, end, node.members.map(({ key, value, span }) => [span, dump(key, node), dump(value, node)])];
  return node.kind === 'scalar' ? ['scalar', start, end, node.value, node.raw, node.quoted] : node.kind;
}

const whole = ({ text, root, problems, comments }: Tree) => ({ text, root: dump(root), problems, comments });

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly put: string;
}

const puts = [
  '',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '1',
  'x',
  '#',
  '//',
  '/*',
  '*/',
  '\\',
  '\n',
  ' ',
  '"a": 1',
  '{"b": [2]}',
  ', {"c": "d"}',
  '[[]]',
];
const edit: fc.Arbitrary<Edit> = fc.record({ at: fc.nat(), length: fc.nat({ max: 9 }), put: fc.constantFrom(...puts) });
const value = fc.jsonValue({ maxDepth: 4 });
const text = fc
  .tuple(fc.array(value, { maxLength: 5 }), fc.constantFrom(undefined, 1, '\t'), fc.constantFrom('', '# x\n', '\n\n'))
  .map(([values, indent, head]) => `${head}${JSON.stringify({ first: values, second: { third: values } }, null, indent)}`);

function applied(before: string, { at, length, put }: Edit): { after: string; change: TextChange } {
  const start = at % (before.length + 1);
  const oldEnd = Math.min(before.length, start + length);
  return { after: before.slice(0, start) + put + before.slice(oldEnd), change: { start, oldEnd, newEnd: start + put.length } };
}

it('a text that is edited step by step is read as it is read at once', () => {
  fc.assert(
    fc.property(text, fc.array(edit, { minLength: 1, maxLength: 8 }), (begin, edits) => {
      let tree = parseJson(begin);
      for (const each of edits) {
        const { after, change } = applied(tree.text, each);
        const next = parseJson(after, { tree, change });
        expect(whole(next)).toEqual(whole(parseJson(after)));
        tree = next;
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
});

const list = (count: number) => `[\n${Array.from({ length: count }, (_, i) => `  {"name": "n${i}", "list": [${i}, "x"]}`).join(',\n')}\n]`;

it.each([100, 1000])('an edit in one of %s elements reads that element', (count) => {
  const before = parseJson(list(count));
  const at = before.text.indexOf('"n50"') + 3;
  const read = jsonWork.characters;
  const after = parseJson(`${before.text.slice(0, at)}z${before.text.slice(at)}`, {
    tree: before,
    change: { start: at, oldEnd: at, newEnd: at + 1 },
  });
  expect(jsonWork.characters - read).toBeLessThan(100);
  const [old, now] = [before, after].map(({ root }) => itemsOf(root).map(contentOf));
  expect(now?.filter((content, i) => content !== old?.[i])).toHaveLength(1);
});

it.each([
  ['a key', '"k50"', '"', 'z"'],
  ['an element beside it', '"k50"', '"k50"', '"new": {}, "k50"'],
  ['what separates two elements', '"k50": {"list": [50, "x"]}', ', "k51"', ', "new": [], "k51"'],
  ['two elements', '"k50"', '{"list": [50, "x"]}, "k51": ', ''],
])('an edit of %s reads the elements that it touches', (_, near, replaced, put) => {
  const before = parseJson(`{${Array.from({ length: 1000 }, (_, i) => `"k${i}": {"list": [${i}, "x"]}`).join(', ')}}`);
  const start = before.text.indexOf(replaced, before.text.indexOf(near) + (put.startsWith('z') ? 1 : 0));
  const change = { start, oldEnd: start + replaced.length, newEnd: start + put.length };
  const text = before.text.slice(0, start) + put + before.text.slice(change.oldEnd);
  const read = jsonWork.characters;
  const after = parseJson(text, { tree: before, change });
  expect(jsonWork.characters - read).toBeLessThan(150);
  expect(whole(after)).toEqual(whole(parseJson(text)));
});

it('what an element says stays the same object while another one is broken and mended', () => {
  const contents = ({ root }: Tree) => itemsOf(root).map(contentOf);
  const before = parseJson(list(40));
  const at = before.text.indexOf('{"name": "n7"');
  const broken = parseJson(`${before.text.slice(0, at)}${before.text.slice(at + 1)}`, {
    tree: before,
    change: { start: at, oldEnd: at + 1, newEnd: at },
  });
  expect(broken.problems.length).toBeGreaterThan(0);
  const mended = parseJson(before.text, { tree: broken, change: { start: at, oldEnd: at, newEnd: at + 1 } });
  expect(contents(mended).filter((content, i) => i < 7 && content !== contents(before)[i])).toEqual([]);
});
