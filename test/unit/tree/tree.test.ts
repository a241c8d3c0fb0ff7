import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aliasesOf,
  chunksOf,
  find,
  get,
  locate,
  membersOf,
  parseJson,
  parseYaml,
  pathTo,
  resolved,
  stringOf,
  type Tree,
  toValue,
  walk,
  yamlParts,
} from '../../../server/src/tree';

const cursor = (marked: string) => ({ text: marked.replace('|', ''), offset: marked.indexOf('|') });

function whatIsAt(parse: (text: string) => Tree, marked: string) {
  const { text, offset } = cursor(marked);
  const found = locate(parse(text), offset);
  return found && `${pathTo(found.node).join('.')} ${found.onKey ? 'key' : found.node.kind}`;
}

describe('parseJson', () => {
  it('keeps duplicate keys and reads the last', () => {
    const tree = parseJson('{"a": 1, "a": 2}');
    expect(tree.root?.kind === 'object' && tree.root.members.length).toBe(2);
    expect(toValue(get(tree.root, 'a'))).toBe(2);
  });
  it('keeps the digits of large numbers', () => {
    const node = resolved(find(parseJson('[18446744073709551615]').root, [0]));
    expect(node?.kind === 'scalar' && node.raw).toBe('18446744073709551615');
  });
  it('recovers behind a missing comma', () => {
    const tree = parseJson('{"a": 1 "b": {"c": [true]}}');
    expect(tree.problems.map((p) => [tree.text.slice(p.span.start, p.span.end), p.message])).toEqual([['1', 'A comma is missing here.']]);
    expect(toValue(find(tree.root, ['b', 'c', 0]))).toBe(true);
  });
  it('does not throw on deep nesting', () => {
    expect(parseJson('['.repeat(200_000)).problems).toHaveLength(1);
  });
});

describe('locate', () => {
  it.each([
    ['{"a": {"b": ["x", "|y"]}}', 'a.b.1 scalar'],
    ['{"a|": 1}', 'a key'],
    ['{"a": 1, | "b": 2}', ' object'],
  ])('in JSON %s', (marked, expected) => expect(whatIsAt(parseJson, marked)).toBe(expected));
  it.each([
    ['a:\n  - b: x|\n    c: y\n', 'a.0.b scalar'],
    ['a:\n  - b: x\n    |c: y\n', 'a.0.c key'],
    ['a: {b: [p, q|]}\n', 'a.b.1 scalar'],
  ])('in YAML %s', (marked, expected) => expect(whatIsAt(parseYaml, marked)).toBe(expected));
});

describe('parseYaml', () => {
  it('ends a block map with its last value', () => {
    const tree = parseYaml('a:\n  b: 1 # one\n\n# between\nc: |\n  text\n\n');
    expect([...walk(tree.root)].map((node) => tree.text.slice(node.span.start, node.span.end))).toEqual([
      'a:\n  b: 1 # one\n\n# between\nc: |\n  text',
      'b: 1',
      '1',
      '|\n  text',
    ]);
    expect(tree.comments.map((place) => tree.text.slice(place.start, place.end))).toEqual(['# one', '# between']);
  });
  it("reads plain words as Kubernetes' reader does", () => {
    expect({ ...(toValue(parseYaml('a: yes\nb: "yes"\nc: off\nd: 0644\ne: ~\nf: 1e3\n').root) as object) }).toEqual({
      a: true,
      b: 'yes',
      c: false,
      d: 420,
      e: null,
      f: 1000,
    });
  });
  it('follows aliases and merges', () => {
    const tree = parseYaml('base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nalso: *b\n');
    expect(membersOf(get(tree.root, 'use')).map((member) => [member.key.value, toValue(member.value)])).toEqual([
      ['y', 3],
      ['x', 1],
    ]);
    expect(toValue(find(tree.root, ['also', 'y']))).toBe(2);
    expect(aliasesOf(tree, find(tree.root, ['base', 'x'])!)).toHaveLength(2);
    expect(aliasesOf(tree, find(tree.root, ['use', 'y'])!)).toHaveLength(0);
  });
  it('gives a tree for what cannot be parsed', () => {
    const tree = parseYaml('a:\n  b: [\nc: d\n');
    expect(stringOf(get(tree.root, 'c'))).toBe('d');
    expect(tree.problems.length).toBeGreaterThan(0);
  });
});

describe('yamlParts', () => {
  it.each([
    ['a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['# licence\n---\na: 1\n...\n---\nb: |\n  --- x\n', ['# licence\n---\na: 1\n...\n', '---\nb: |\n  --- x\n']],
    ['', ['']],
  ])('splits %j', (text, documents) => {
    expect(chunksOf(text).map((chunk) => text.slice(chunk.start, chunk.end))).toEqual(documents);
  });
  it('makes only what a change touches anew', () => {
    const text = Array.from({ length: 100 }, (_, i) => `---\nname: n${i}\n`).join('');
    const made: string[] = [];
    const make = (part: string) => {
      made.push(part);
      return { text: part };
    };
    const parts = yamlParts(text, make);
    made.length = 0;
    const at = text.indexOf('n50');
    const next = `${text.slice(0, at)}xyz${text.slice(at)}`;
    const again = yamlParts(next, make, { loaded: { parts, reads: [] }, text, change: { start: at, oldEnd: at, newEnd: at + 3 } });
    expect(made).toEqual(['---\nname: xyzn50\n']);
    expect(again[99]?.part).toBe(parts[99]?.part);
    expect(again[99]?.start).toBe((parts[99]?.start ?? 0) + 3);
  });
  it('after any edit has the documents of a split from scratch', () => {
    const piece = fc.constantFrom('---', '\n', '...', ' ', '# c', 'a: 1', '%YAML 1.2', '--- x', '-', '.');
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, inserted, a, b) => {
        const start = a % (before.length + 1);
        const oldEnd = start + (b % (before.length - start + 1));
        const after = before.slice(0, start) + inserted + before.slice(oldEnd);
        const make = (part: string) => ({ text: part });
        const previous = {
          loaded: { parts: yamlParts(before, make), reads: [] },
          text: before,
          change: { start, oldEnd, newEnd: start + inserted.length },
        };
        expect(yamlParts(after, make, previous)).toEqual(yamlParts(after, make));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('quoted text whose further lines are indented less than YAML 1.2 asks', () => {
  it.each([
    ["a:\n  b: ['\n  one;\n  two\n  ']\n  c: 1\n", { a: { b: [' one; two '], c: 1 } }],
    ['a:\n  b: "one\n  two\nthree"\n  c: 1\n', { a: { b: 'one two three', c: 1 } }],
    ["a: 'x\n\ny'\nb: 2\n", { a: 'x\ny', b: 2 }],
  ])('is read as go-yaml reads it: %j', (text, value) => {
    const tree = parseYaml(text);
    expect(tree.problems).toEqual([]);
    expect(toValue(tree.root)).toEqual(value);
  });

  it('still ends a string without its quote at the next line', () => {
    const tree = parseYaml('a: "x\nb: 1\nc: "y"\n');
    expect(tree.problems.length).toBeGreaterThan(0);
    expect(stringOf(find(tree.root, ['c']))).toBe('y');
  });
});
