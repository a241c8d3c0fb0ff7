import { describe, expect, it } from 'vitest';
import { itemsOf, membersOf, parseYaml, toValue } from '../../../server/src/tree';
import { countDecoded } from '../../../server/src/tree/aliases';

/** `levels` anchors, each of which repeats the one before it `times` times. */
const repeated = (levels: number, times: number): string => {
  const lines = ['x0: &x0 [a]'];
  for (let i = 1; i <= levels; i++)
    lines.push(
      `x${i}: &x${i} [${Array(times)
        .fill(`*x${i - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\n`;
};

/** The same with merge keys. */
const merged = (levels: number): string => {
  const lines = ['x0: &x0 {a: 1}'];
  for (let i = 1; i <= levels; i++) lines.push(`x${i}: &x${i}`, `  <<: [*x${i - 1}, *x${i - 1}]`);
  return `${lines.join('\n')}\n`;
};

const problemsIn = (text: string) =>
  parseYaml(text).problems.map(({ span, message }) => [text.slice(span.start, span.end), message] as const);

describe('aliases that go-yaml refuses', () => {
  it.each([
    ['repeated lists', repeated(9, 9)],
    ['merge keys that double', merged(60)],
    ['a deep chain', `${repeated(0, 0)}${Array.from({ length: 400 }, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}]`).join('\n')}\n`],
  ])('%s: one problem, and no alias leads anywhere', (_, text) => {
    const tree = parseYaml(text);
    expect(tree.problems).toHaveLength(1);
    expect(tree.problems[0]?.message).toContain('excessive aliasing');
    expect(JSON.stringify(toValue(tree.root)).length).toBeLessThan(text.length * 3);
  });

  it.each([
    ['directly', 'spec: &s {containers: *s}'],
    ['through another anchor', 'a: &a {b: &b {c: *a, d: *b}}'],
    ['by a merge key', 'a: &a {b: 1, <<: *a}'],
    ['twice', 'spec: &s\n  containers: *s\n  template: {<<: *s}\n'],
  ])('an anchor that contains itself %s', (_, text) => {
    expect(problemsIn(text)).toEqual([[expect.stringMatching(/^\*/), expect.stringContaining('contains itself')]]);
    expect(toValue(parseYaml(text).root)).toBeTypeOf('object');
  });

  it('an alias without an anchor before it', () => {
    expect(problemsIn('a: *b\nb: &b 1\n')).toEqual([['*b', expect.stringContaining('No anchor `b`')]]);
  });

  it('counts no further than the refusal, however much the aliases stand for', () => {
    for (const levels of [10, 20, 40]) expect(countDecoded(parseWithTargets(repeated(levels, 10))).decoded).toBeLessThan(50_000);
  });
});

/** The tree as it is before its aliases are judged. */
function parseWithTargets(text: string) {
  const root = parseYaml(text).root as NonNullable<ReturnType<typeof parseYaml>['root']>;
  const anchors = new Map(membersOf(root).map(({ value }) => [value?.anchor, value]));
  for (const { value } of membersOf(root))
    for (const item of itemsOf(value)) if (item.kind === 'alias') Object.assign(item, { target: anchors.get(item.name) });
  return root;
}

describe('aliases that go-yaml accepts', () => {
  it('up to 99 of 100 decoded nodes may come from them', () => {
    // 1 document, 1 map, key and list of 30, key and n aliases; each alias decodes itself outside and 31 nodes inside of the anchor.
    const text = (n: number) => `a: &a [${Array(30).fill('b').join(', ')}]\nc: [${Array(n).fill('*a').join(', ')}]\n`;
    expect(problemsIn(text(500))).toEqual([]);
    expect(countDecoded(parseYaml(text(500)).root as never).decoded).toBe(1 + 1 + 2 + 30 + 2 + 500 * 32);
  });

  it('a merge of a large object by many costs its members once for each object', () => {
    const text = `a: &a {${Array.from({ length: 50 }, (_, i) => `k${i}: ${i}`).join(', ')}}\nc:\n${'- {<<: *a, own: 1}\n'.repeat(50)}`;
    const { root, problems } = parseYaml(text);
    expect(problems).toEqual([]);
    const [first] = itemsOf(membersOf(root)[1]?.value);
    expect(membersOf(first)).toHaveLength(51);
    expect(membersOf(first)).toBe(membersOf(first));
  });

  it('values of one anchor are shared', () => {
    const value = toValue(parseYaml('a: &a {b: [1]}\nc: *a\nd: *a\n').root) as Record<string, unknown>;
    expect(value.c).toBe(value.d);
    expect(value).toEqual({ a: { b: [1] }, c: { b: [1] }, d: { b: [1] } });
  });
});
