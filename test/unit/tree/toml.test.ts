import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/src/core';
import {
  cursorsAt,
  find,
  locate,
  type Node,
  type ObjectNode,
  parseToml,
  pathTo,
  removeMember,
  setMember,
  setPath,
  setValue,
  toValue,
  walk,
} from '../../../server/src/tree';

const plain = (text: string) => JSON.parse(JSON.stringify(toValue(parseToml(text).root)));

describe('a tree of TOML', () => {
  it('gathers tables, lists of tables and dotted keys', () => {
    expect(
      plain(
        'a.b = 1\n[[registry]]\nprefix = "p"\n[[registry.mirror]]\nlocation = \'m\'\n[[registry]]\nx = { y = [1, true] }\n[a.c]\nd = 2020-01-01\n',
      ),
    ).toEqual({
      a: { b: 1, c: { d: '2020-01-01' } },
      registry: [{ prefix: 'p', mirror: [{ location: 'm' }] }, { x: { y: [1, true] } }],
    });
  });

  it.each([
    ['a = quay.io\nb = 1\n', 'quay.io', { b: 1 }],
    ['a =\nb = 1\n', 'a =', { b: 1 }],
    ['a = "x\nb = 1\n', '"x', { b: 1 }],
    ['[t\nb = 1\n', '[t', { b: 1 }],
    ['a = 1\na = 2\n', 'a = 2', { a: 1 }],
    ['\n\n=', '=', {}],
    ['a 1\n[t]\nb = 1\n', '1', { t: { b: 1 } }],
    ['a = [1,\n[t]\nb = 2\n', undefined, undefined],
  ])('reads on behind a mistake: %j', (text, shown, value) => {
    const tree = parseToml(text);
    expect(tree.problems.length).toBeGreaterThan(0);
    const [first] = tree.problems;
    if (shown !== undefined) expect(first && text.slice(first.span.start, first.span.end)).toContain(shown);
    if (value !== undefined) expect(JSON.parse(JSON.stringify(toValue(tree.root)))).toEqual(value);
  });

  it('knows what stands where, in tables that are taken up again', () => {
    const text = '[a.x]\nk = 1\n[b]\nk = 2\n[a.y]\nk = 3\n';
    const tree = parseToml(text);
    for (const [value, path] of [
      ['1', 'a.x.k'],
      ['2', 'b.k'],
      ['3', 'a.y.k'],
    ] as const)
      expect(pathTo(locate(tree, text.indexOf(value))?.node as Node).join('.')).toBe(path);
  });

  it('edits simple values and leaves the rest', () => {
    const text = '# c\n[a]\nk = "v" # why\nl = [1]\n[a.b]\n';
    const tree = parseToml(text);
    const table = find(tree.root, ['a']) as ObjectNode;
    const edited = (edits: Parameters<typeof applyEdits>[1]) => applyEdits(text, edits);
    expect(edited(setValue(tree, find(table, ['k']) as Node, 'x\\y'))).toBe(text.replace('"v"', '"x\\\\y"'));
    expect(edited(setMember(tree, table, 'm', true))).toBe(text.replace('[1]\n', '[1]\nm = true\n'));
    expect(edited(removeMember(tree, table, table.members[0] as (typeof table.members)[0]))).toBe(text.replace('k = "v" # why\n', ''));
    expect(edited(setPath(tree, ['a', 'b', 'c'], 'd'))).toBe(text.replace('[a.b]', '[a.b]\nc = "d"'));
    expect(setPath(tree, ['z', 'c'], 'd')).toEqual([]);
    expect(setValue(tree, table, {})).toEqual([]);
  });

  it('tells keys from values, and the table they are in', () => {
    const at = (marked: string) => {
      const offset = marked.indexOf('|');
      return cursorsAt(parseToml(marked.replace('|', '')), offset).map(({ kind, path, prefix }) => [kind, path.join('.'), prefix]);
    };
    expect(at('[[r]]\n[[r]]\nlo|\n[b]\n')).toEqual([['key', 'r.1', 'lo']]);
    expect(at('[b]\nk = "v|\n[c]\n')).toEqual([['value', 'b.k', 'v']]);
    expect(at('k = ["a", "|"]\n')).toEqual([['value', 'k.0', '']]);
    expect(at('|')).toEqual([['key', '', '']]);
    expect(at('# k|')).toEqual([]);
    expect(at('[b|]')).toEqual([]);
  });

  it('gives up on what nests too deeply', () => {
    for (const depth of [5_000, 50_000]) expect(parseToml(`a = ${'['.repeat(depth)}${']'.repeat(depth)}`).problems).toHaveLength(1);
  });

  it('takes any text, and keeps children within their parents', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '[[',
      ']]',
      'a',
      '.',
      'b',
      ' = ',
      '"',
      "'",
      '"""',
      '\n',
      '#',
      '{',
      '}',
      ',',
      '1',
      'true',
      '\\',
      '\r\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const tree = parseToml(pieces.join(''));
        for (const node of walk(tree.root)) {
          expect(node.span.start).toBeLessThanOrEqual(node.span.end);
          if (node.parent) expect(node.span.end).toBeLessThanOrEqual(node.parent.span.end);
          if (node.kind === 'object') for (const { key, value } of node.members) expect(value?.parent ?? key.parent).toBe(node);
        }
        for (const { span } of tree.problems) expect(span.end).toBeLessThanOrEqual(tree.text.length);
      }),
    );
  });
});
