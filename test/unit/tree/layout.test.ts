import { describe, expect, it } from 'vitest';
import { applyEdits, canCombine } from '../../../server/src/core';
import {
  find,
  type MemberPosition,
  memberOf,
  type Node,
  type ObjectNode,
  type Path,
  parseJson,
  parseToml,
  parseYaml,
  setMembers,
  setPath,
  setValue,
  toValue,
} from '../../../server/src/tree';

const json = (text: string, path: Path, values: Parameters<typeof setMembers>[2], after?: 'first' | string) => {
  const tree = parseJson(text);
  const object = find(tree.root, path) as ObjectNode;
  const position: MemberPosition | undefined = after === 'first' || after === undefined ? after : memberOf(object, after);
  const edits = setMembers(tree, object, values, position);
  expect(canCombine(edits)).toBe(true);
  return applyEdits(text, edits);
};

describe('a new member of JSON', () => {
  const long = '{\n  "list": [{ "kind": "signed", "path": "/etc/pki/containers/keys/of/the/team.pub" }]\n}\n';

  it('stays on the line of an object that has room', () => {
    expect(json(long, ['list', 0], { a: 1 })).toBe(long.replace(' }]', ', "a": 1 }]'));
  });

  it('breaks the list around an object first, and the object when that is not enough', () => {
    expect(json(long, ['list', 0], { owner: 'team' })).toBe(
      '{\n  "list": [\n    { "kind": "signed", "path": "/etc/pki/containers/keys/of/the/team.pub", "owner": "team" }\n  ]\n}\n',
    );
    const both = { repository: 'registry.example.com/team', other: ['a', 'b'] };
    expect(json(long, ['list', 0], both)).toBe(
      '{\n  "list": [\n    {\n      "kind": "signed",\n      "path": "/etc/pki/containers/keys/of/the/team.pub",\n      "repository": "registry.example.com/team",\n      "other": ["a", "b"]\n    }\n  ]\n}\n',
    );
  });

  it.each([
    ['first', 'repository,other,kind,path'],
    ['kind', 'kind,repository,other,path'],
    ['path', 'kind,path,repository,other'],
  ])('reads back when the line is broken: %s', (after, keys) => {
    const values = { repository: 'registry.example.com/team/with/a/long/name', other: ['a', 'b'] };
    const text = json(long, ['list', 0], values, after);
    const { list } = JSON.parse(text);
    expect(Object.keys(list[0]).join()).toBe(keys);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
  });

  it('leaves the layout of a file of one line, of neighbors on the line and of commented lines', () => {
    for (const text of [
      long.replaceAll('\n', ''),
      long.replace(' }]', ' }, { "kind": "other" }]'),
      long.replace('{ "kind"', '/* the key of the team */ { "kind"'),
    ])
      expect(json(text, ['list', 0], { repository: 'registry.example.com/team' })).toBe(
        text.replace('team.pub"', 'team.pub", "repository": "registry.example.com/team"'),
      );
  });

  it('comes before all others where that is asked for', () => {
    expect(json('{\n  "a": 1\n}\n', [], { first: 0 }, 'first')).toBe('{\n  "first": 0,\n  "a": 1\n}\n');
    expect(json('{ "a": 1 }', [], { first: 0 }, 'first')).toBe('{ "first": 0, "a": 1 }');
    const text = '# the head\na: 1\nb:\n  - c: 1\n';
    const tree = parseYaml(text);
    expect(applyEdits(text, setMembers(tree, tree.root as ObjectNode, { z: 0 }, 'first'))).toBe('# the head\nz: 0\na: 1\nb:\n  - c: 1\n');
    const inner = find(tree.root, ['b', 0]) as ObjectNode;
    expect(applyEdits(text, setMembers(tree, inner, { z: 0 }, 'first'))).toBe('# the head\na: 1\nb:\n  - z: 0\n    c: 1\n');
  });
});

describe('values of JSON', () => {
  const set = (text: string, path: Path, value: Parameters<typeof setValue>[2]) => applyEdits(text, setPath(parseJson(text), path, value));

  it('are on one line in a file that writes short objects so', () => {
    const compact = '{\n  "a": [{ "type": "x" }]\n}\n';
    expect(set(compact, ['b'], { '': [{ type: 'y' }] })).toBe(
      '{\n  "a": [{ "type": "x" }],\n  "b": {\n    "": [{ "type": "y" }]\n  }\n}\n',
    );
    const spread = '{\n  "a": [\n    {\n      "type": "x"\n    }\n  ]\n}\n';
    expect(set(spread, ['b'], [{ type: 'y' }])).toBe(spread.replace(/\n\}\n$/, ',\n  "b": [\n    {\n      "type": "y"\n    }\n  ]\n}\n'));
  });

  it('take lines of their own beyond the width, key included', () => {
    const text = '{\n  "a": [{ "type": "x" }]\n}\n';
    const item = { path: '/etc/pki/containers/keys/of/the/team.pub', other: 'twenty characters...' };
    expect(set(text, ['a-key-of-some-length'], [item])).toContain(
      '"a-key-of-some-length": [\n    { "path": "/etc/pki/containers/keys/of/the/team.pub", "other": "twenty characters..." }\n  ]',
    );
  });

  it('are written without blanks in a file without them', () => {
    expect(set('{"a":{"b":[1,2]}}', ['a', 'c'], { d: [1, 2] })).toBe('{"a":{"b":[1,2],"c":{"d":[1,2]}}}');
  });

  it('stay on the line of a list on one line', () => {
    expect(set('{\n  "a": ["x"]\n}\n', ['a', 0], { type: 'x' })).toBe('{\n  "a": [{ "type": "x" }]\n}\n');
  });
});

describe('a string in the place of another', () => {
  it.each([
    ['a: "x" # why\n', 'y', 'a: "y" # why\n'],
    ["a: 'x'\n", "it's", "a: 'it''s'\n"],
    ["a: 'x'\n", 'line\nbreak', 'a: "line\\nbreak"\n'],
    ['a: x\n', 'z', 'a: z\n'],
    ['a: x\n', 'true', 'a: "true"\n'],
    ['a: !!str "x"\n', 'y', 'a: !!str "y"\n'],
    ["a: 'x'\n", true, 'a: true\n'],
    ["{a: 'x'}\n", 'y', "{a: 'y'}\n"],
  ])('keeps its quotes: %j', (text, value, expected) => {
    const tree = parseYaml(text);
    const changed = applyEdits(text, setValue(tree, find(tree.root, ['a']) as Node, value));
    expect(changed).toBe(expected);
    expect(toValue(find(parseYaml(changed).root, ['a']) as Node)).toBe(value);
  });

  it('keeps the literal quotes of TOML where they can hold it', () => {
    const changed = (value: string) => {
      const text = "a = 'x'\n";
      const tree = parseToml(text);
      return applyEdits(text, setValue(tree, find(tree.root, ['a']) as Node, value));
    };
    expect(changed('y')).toBe("a = 'y'\n");
    expect(changed("it's")).toBe('a = "it\'s"\n');
  });
});
