import { expect, it } from 'vitest';
import { memo, memoPair } from '../../../server/src/core';

it('makes an answer once for each object, also where the answer is undefined', () => {
  const asked: string[] = [];
  const firstWord = memo(({ text }: { readonly text: string }) => {
    asked.push(text);
    return /\w+/.exec(text)?.[0];
  });
  const [one, other, empty] = [{ text: 'a b' }, { text: 'a b' }, { text: '' }];
  expect([one, other, empty, one, other, empty].map(firstWord)).toEqual(['a', 'a', undefined, 'a', 'a', undefined]);
  expect(asked).toEqual(['a b', 'a b', '']);
});

it('makes an answer once for each pair of objects, in this order', () => {
  let made = 0;
  const numbered = memoPair((_one: object, _other: object) => ++made);
  const [a, b] = [{}, {}];
  expect([numbered(a, b), numbered(b, a), numbered(a, a), numbered(a, b), numbered(b, a)]).toEqual([1, 2, 3, 1, 2]);
});
