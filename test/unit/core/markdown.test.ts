import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  code,
  escaped,
  fenced,
  lineLink,
  link,
  linkedTo,
  md,
  printed,
  type Terminal,
  table,
  terminalOf,
  terminalText,
  visible,
} from '../../../server/src/core';

it('tables survive what cells hold', () => {
  expect(table([md`a`], [[escaped('x|y\nz')]])).toBe('| a |\n| --- |\n| x\\|y␊z |');
  expect(table([md`a`], [[code('x|y')]])).toBe('| a |\n| --- |\n| `x\\|y` |');
});

it('links lead to lines where links can be followed, and read as text elsewhere', () => {
  const text = md`by ${code('/a r')}, ${lineLink(3)}, and ${lineLink(1, 'file:///a%20(b)')} of b`;
  expect(linkedTo(text, 'file:///w/$&')).toBe('by `/a r`, [line 3](file:///w/$&#L3), and [line 1](file:///a%20%28b%29#L1) of b');
  expect(terminalOf(linkedTo(text, 'file:///w/x'))).toBe('by `/a r`, line 3, and line 1 of b');
});

it.each(['command:confine.harden', 'javascript:x', 'data:text/html,x', 'http://e.example'])('no link leads to %s', (url) => {
  expect(link(md`x`, url)).toBe('[x](#)');
});

it('code is code whatever is in it', () => {
  expect(code('a`b')).toBe('``a`b``');
  expect(code('``')).toBe('``` `` ```');
  expect(code('a\nb\u001b[1m')).toBe('`a␊b␛[1m`');
  expect(fenced('```\n![x](y)\n')).toBe('````\n```\n![x](y)\n````');
});

it('text of a file is read as text', () => {
  expect(escaped('![x](https://e.example)')).toBe('\\!\\[x\\](https\\://e.example)');
  expect(escaped('<img src=x>')).toBe('\\<img src=x\\>');
  expect(escaped('a\n# b')).toBe('a␊\\# b');
  expect(escaped('1. a')).toBe('1\\. a');
  expect(terminalOf(escaped('*a* `b` [c](d) \\'))).toBe('*a* `b` [c](d) \\');
});

it('nothing that is printed is a command of a job or of a terminal', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('##vso[', ':', ':', ' ', '\n', '\r', '#', '[', '\u001b', '\u009b', '\u202e', '\u2028', 'a'),
  });
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 4 }), (texts) => {
      const line = texts.reduce<Terminal>((all, text) => terminalText`${all}${visible(text)}`, visible(''));
      const out = printed(terminalText`${line}\n  ${line}\n`);
      expect(out).not.toMatch(/^\s*::|##(?:vso)?\[/im);
      expect(out).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
    }),
  );
});
