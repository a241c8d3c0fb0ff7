import { describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from '../../../server/src/core';
import {
  type ArrayNode,
  find,
  insertItem,
  memberOf,
  type ObjectNode,
  type Path,
  parseJson,
  parseYaml,
  removeItem,
  removeMember,
  renameKey,
  setMembers,
  setPath,
  setPaths,
  type Tree,
  toValue,
} from '../../../server/src/tree';

const json = (text: string, edit: (tree: Tree) => readonly Edit[]) => applyEdits(text, edit(parseJson(text)));
const yaml = (text: string, edit: (tree: Tree) => readonly Edit[]) => applyEdits(text, edit(parseYaml(text)));
const object = (tree: Tree, path: Path) => find(tree.root, path) as ObjectNode;
const array = (tree: Tree, path: Path) => find(tree.root, path) as ArrayNode;

describe('edits in YAML', () => {
  it.each([
    ['replaces a scalar beside its comment', 'a: true # why\n', ['a'], false, 'a: false # why\n'],
    ['adds behind the last member and its comment', 'a:\n  b: 1 # one\n# end\n', ['a', 'c'], 'x', 'a:\n  b: 1 # one\n  c: x\n# end\n'],
    ['makes what is missing on the way', 'a:\n    b: 1\n', ['a', 'c', 'd'], ['ALL'], 'a:\n    b: 1\n    c:\n        d:\n          - ALL\n'],
    ['fills an empty key, its comment kept', 'a: # later\nb: 1\n', ['a', 'c'], true, 'a: # later\n  c: true\nb: 1\n'],
    ['turns {} into a block', 'a: {}\nb: 1\n', ['a', 'c'], true, 'a:\n  c: true\nb: 1\n'],
    ['stays in flow style', 'a: {b: [x]} # f\n', ['a', 'c'], { d: 1 }, 'a: {b: [x], c: {d: 1}} # f\n'],
    [
      'writes below a list item',
      '- name: x\n  image: y\n- name: z\n',
      [0, 'on'],
      'off',
      '- name: x\n  image: y\n  "on": "off"\n- name: z\n',
    ],
    ['keeps the dashes where the file has them', 'l:\n- a\nm: 1\n', ['o'], ['b'], 'l:\n- a\nm: 1\no:\n- b\n'],
    ['replaces a block by a scalar', 'a:\n  b: 1\n  c: 2\nd: 1\n', ['a'], 'x', 'a: x\nd: 1\n'],
    ['keeps Windows line ends', 'a:\r\n  b: 1\r\nc: 2\r\n', ['a', 'd'], 3, 'a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n'],
    ['fills an empty document', '', ['a', 'b'], 1, 'a:\n  b: 1\n'],
    ['works behind ---', '---\na: 1', ['b'], 2, '---\na: 1\nb: 2'],
  ])('%s', (_, text, path, value, expected) => {
    expect(yaml(text as string, (tree) => setPath(tree, path as Path, value as never))).toBe(expected);
  });
  it('makes one block of several values below a missing key', () => {
    const edits = (tree: Tree) =>
      setPaths(tree, [
        { path: ['s', 'c', 'drop'], value: ['ALL'] },
        { path: ['s', 'p'], value: false },
        { path: ['a'], value: 2 },
      ]);
    expect(yaml('a: 1\n', edits)).toBe('a: 2\ns:\n  c:\n    drop:\n      - ALL\n  p: false\n');
  });
  it('adds to an inner and an outer object that end on one line', () => {
    const edits = (tree: Tree) =>
      setPaths(tree, [
        { path: ['s', 'p'], value: false },
        { path: ['s', 'c', 'add'], value: 1 },
      ]);
    expect(yaml('s:\n  c:\n    drop: 2 # two\nt: 1\n', edits)).toBe('s:\n  c:\n    drop: 2 # two\n    add: 1\n  p: false\nt: 1\n');
  });
  it.each([
    ['a: 1\nb: 2 # two\nc: 3\n', ['b'], 'a: 1\nc: 3\n'],
    ['- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['x:\n  a: 1\ny: 2\n', ['x', 'a'], 'x: {}\ny: 2\n'],
    ['x: {a: 1, b: 2}\n', ['x', 'b'], 'x: {a: 1}\n'],
    ['a: 1\nb: 2', ['b'], 'a: 1'],
  ])('removes from %j %j', (text, path, expected) => {
    expect(
      yaml(text, (tree) =>
        removeMember(tree, object(tree, path.slice(0, -1)), memberOf(find(tree.root, path.slice(0, -1)), String(path.at(-1)))!),
      ),
    ).toBe(expected);
  });
  it('inserts and removes items', () => {
    expect(yaml('l:\n  - a # x\n  - b\nm: 1\n', (tree) => insertItem(tree, array(tree, ['l']), 'c'))).toBe(
      'l:\n  - a # x\n  - b\n  - c\nm: 1\n',
    );
    expect(yaml('l:\n  - a\n', (tree) => insertItem(tree, array(tree, ['l']), { m: 1, o: 2 }, 0))).toBe('l:\n  - m: 1\n    o: 2\n  - a\n');
    expect(yaml('l: []\n', (tree) => insertItem(tree, array(tree, ['l']), 'c'))).toBe('l: [c]\n');
    expect(yaml('l:\n  - a # x\n  - b\n', (tree) => removeItem(tree, array(tree, ['l']), 0))).toBe('l:\n  - b\n');
    expect(yaml('l:\n- a\nm: 1\n', (tree) => removeItem(tree, array(tree, ['l']), 0))).toBe('l: []\nm: 1\n');
  });
});

describe('edits in JSON', () => {
  it.each([
    ['replaces', '{\n\t"a": 1,\n\t"b": 2\n}', ['a'], { c: [1, 2] }, '{\n\t"a": {\n\t\t"c": [1, 2]\n\t},\n\t"b": 2\n}'],
    ['adds a line', '{\n    "a": 1\n}\n', ['b', 'c'], 'x', '{\n    "a": 1,\n    "b": {\n        "c": "x"\n    }\n}\n'],
    ['stays on one line', '{"a": {"b": 1}}', ['a', 'c'], [true], '{"a": {"b": 1, "c": [true]}}'],
    ['keeps a collection on its line', '{\n  "a": [{"b": 1}],\n  "c": 1\n}', ['a'], [{ d: 2 }], '{\n  "a": [{"d": 2}],\n  "c": 1\n}'],
    ['keeps the blanks in braces', '{\n  "a": { "b": 1 }\n}', ['a'], { c: 2 }, '{\n  "a": { "c": 2 }\n}'],
    ['spreads what would be too long', '{"a": [1]}', ['a'], Array(60).fill(10), `{"a": [\n${Array(60).fill('  10').join(',\n')}\n]}`],
    ['fills an empty object', '{}', ['a'], 1, '{\n  "a": 1\n}'],
    ['fills an empty inner object', '{"a": {}}', ['a', 'b'], 1, '{"a": {"b": 1}}'],
  ])('%s', (_, text, path, value, expected) => {
    expect(json(text as string, (tree) => setPath(tree, path as Path, value as never))).toBe(expected);
  });
  it('fills an empty object with several members', () => {
    const text = '{ "a": {} }';
    expect(JSON.parse(json(text, (tree) => setMembers(tree, object(tree, ['a']), { b: 1, c: 2 })))).toEqual({ a: { b: 1, c: 2 } });
  });

  it('removes with the comma', () => {
    expect(json('{\n  "a": 1,\n  "b": 2\n}', (tree) => removeMember(tree, object(tree, []), object(tree, []).members[1]!))).toBe(
      '{\n  "a": 1\n}',
    );
    expect(json('{\n  "a": 1,\n  "b": 2\n}', (tree) => removeMember(tree, object(tree, []), object(tree, []).members[0]!))).toBe(
      '{\n  "b": 2\n}',
    );
    expect(json('["a", "b", "c"]', (tree) => removeItem(tree, array(tree, []), 1))).toBe('["a", "c"]');
  });
  it('inserts into lists', () => {
    expect(json('[\n  "a"\n]', (tree) => insertItem(tree, array(tree, []), 'b'))).toBe('[\n  "a",\n  "b"\n]');
    expect(json('{"l": ["a"]}', (tree) => insertItem(tree, array(tree, ['l']), 'b', 0))).toBe('{"l": ["b", "a"]}');
    expect(json('[{"x": 1}]', (tree) => insertItem(tree, array(tree, []), { y: 2 }))).toBe('[{"x": 1}, {"y": 2}]');
  });
  it('renames in the quotes that stand there', () => {
    expect(json('{"acept": 1}', (tree) => renameKey(object(tree, []).members[0]!, 'accept'))).toBe('{"accept": 1}');
    expect(yaml("'acept': 1\n", (tree) => renameKey(object(tree, []).members[0]!, 'accept'))).toBe("'accept': 1\n");
  });
  it('writes strings that read back as strings', () => {
    for (const value of [
      'yes',
      '1',
      '',
      'a: b',
      '# x',
      '*x',
      ' x',
      'null',
      '0x10',
      '- a',
      'x #y',
      '@x',
      '1.5',
      'a:',
      '!t',
      '"q"',
      'é',
      '~',
    ]) {
      expect(toValue(find(parseYaml(yaml('a: 1\n', (tree) => setPath(tree, ['b'], value))).root, ['b']))).toBe(value);
    }
  });
});

it('gives a long list of words a line for each, and leaves a short one on its own', () => {
  const words = Array.from({ length: 20 }, (_, i) => `call_${i}`);
  const tree = parseJson('{\n  "a": 1\n}\n');
  const text = applyEdits(tree.text, setPath(tree, ['names'], words));
  expect(text.split('\n').slice(0, 4)).toEqual(['{', '  "a": 1,', '  "names": [', '    "call_0",']);
  expect(JSON.parse(text).names).toEqual(words);
  expect(applyEdits(tree.text, setPath(tree, ['names'], words.slice(0, 3)))).toContain('"names": ["call_0", "call_1", "call_2"]');
});
