import { expect, it } from 'vitest';
import { memo, memoLast, memoPair, memoWith, memoWord } from '../../../server/src/core';

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

it('makes an answer once for each object and word', () => {
  const asked: string[] = [];
  const marked = memoWord(({ text }: { readonly text: string }, word: string, sign: string) => {
    asked.push(`${text} ${word}`);
    return text.replace(word, sign);
  });
  const [one, other] = [{ text: 'a b' }, { text: 'b a' }];
  expect([marked(one, 'a', '*'), marked(one, 'b', '*'), marked(other, 'a', '*'), marked(one, 'a', '*')]).toEqual([
    '* b',
    'a *',
    'b *',
    '* b',
  ]);
  expect(asked).toEqual(['a b a', 'a b b', 'b a a']);
});

it('keeps the last answer of an object while the other arguments are the same', () => {
  let made = 0;
  const numbered = memoLast((_one: object, _other: object, _word: string) => ++made);
  const [a, b] = [{}, {}];
  expect([
    numbered(a, b, 'x'),
    numbered(a, b, 'x'),
    numbered(a, b, 'y'),
    numbered(a, b, 'x'),
    numbered(b, b, 'x'),
    numbered(a, b, 'x'),
  ]).toEqual([1, 1, 2, 3, 4, 3]);
});

it('compares only what it is told to compare', () => {
  let made = 0;
  const numbered = memoLast(
    (_one: object, _text: string, _version: number) => ++made,
    (_text, version) => [version],
  );
  const once = memoWith((_one: object, _text: string) => ++made);
  const key = {};
  expect([numbered(key, 'a', 1), numbered(key, 'b', 1), numbered(key, 'b', 2)]).toEqual([1, 1, 2]);
  expect([once(key, 'a'), once(key, 'b')]).toEqual([3, 3]);
});
