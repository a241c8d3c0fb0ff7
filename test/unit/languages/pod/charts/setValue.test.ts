import { describe, expect, it } from 'vitest';
import { givenValues, valuesProblem } from '../../../../../server/src/languages/pod/charts/given';
import { Dict, isList, type Value } from '../../../../../server/src/languages/pod/charts/value';

const plain = ({ v }: Value): unknown =>
  v instanceof Dict ? Object.fromEntries(v.keys().map((key) => [key, plain(v.get(key) as Value)])) : isList(v) ? v.map(plain) : v;

const given = (text: string, as: 'typed' | 'string' | 'json' = 'typed', values = '') => ({
  charts: [],
  files: values ? [{ uri: 'file:///values.yaml', text: values }] : [],
  set: [{ uri: 'set:/x', text, as }],
});

const read = (...args: Parameters<typeof given>): unknown => plain({ v: givenValues(given(...args)) });

describe('--set', () => {
  it.each([
    ['a=1', { a: 1 }],
    ['a.b=x,c=true', { a: { b: 'x' }, c: true }],
    ['a=null,b=false,c=007,d=-3,e=1.5', { a: null, b: false, c: '007', d: -3, e: '1.5' }],
    ['a={x,y},b={}', { a: ['x', 'y'], b: [''] }],
    ['a[0].b=1,a[1]=z', { a: [{ b: 1 }, 'z'] }],
    ['a[2]=x', { a: [null, null, 'x'] }],
    ['a=b\\,c,k\\.d=e', { a: 'b,c', 'k.d': 'e' }],
    ['a=', { a: '' }],
    ['nodes.app\\.kubernetes\\.io/name=web', { nodes: { 'app.kubernetes.io/name': 'web' } }],
  ])('%s', (text, result) => expect(read(text)).toEqual(result));

  it('takes text and JSON as they are', () => {
    expect(read('a=1,b=true', 'string')).toEqual({ a: '1', b: 'true' });
    expect(read('a={"b": [1, {"c": null}]}', 'json')).toEqual({ a: { b: [1, { c: null }] } });
  });

  it('wins over files, and keeps what it does not name', () => {
    expect(read('a.b=2,l[1].x=9', 'typed', 'a: {b: 1, c: 3}\nl: [{x: 1}, {x: 2, w: 3}]\n')).toEqual({
      a: { b: 2, c: 3 },
      l: [{ x: 1 }, { x: 9, w: 3 }],
    });
  });

  it.each(['a', '=1', 'a,b=1', 'a[x]=1', 'a[99999]=1', 'a={x'])('refuses %s', (text) => {
    expect(valuesProblem(given(text))).toBeDefined();
  });

  it('refuses a file that is no values', () => {
    expect(valuesProblem({ charts: [], files: [{ uri: 'file:///v.yaml', text: '- a\n' }], set: [] })).toBe(
      'v.yaml is not a file of values',
    );
    expect(valuesProblem({ charts: [], files: [{ uri: 'file:///v.yaml', text: '' }], set: [] })).toBeUndefined();
  });
});
