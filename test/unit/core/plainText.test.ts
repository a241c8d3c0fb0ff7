import { describe, expect, it } from 'vitest';
import { bold, code, fenced, lineLink, link, ours, plainText, table } from '../../../server/src/core';

describe('Markdown as plain text', () => {
  it.each([
    ['code', code('/srv/** rw,'), '/srv/** rw,'],
    ['code with a backtick', code('a`b'), 'a`b'],
    ['code with what is a sign elsewhere', code('**x** [a](b) \\*'), '**x** [a](b) \\*'],
    ['bold', `${bold(ours('high risk'))}: opens ${bold(code('ptrace'))}`, 'high risk: opens ptrace'],
    ['emphasis', 'asks *what it does*, _not why_', 'asks what it does, not why'],
    ['stars and lines of names', 'SCMP_ACT_ALLOW, a*b*c and 2 * 3 * 4', 'SCMP_ACT_ALLOW, a*b*c and 2 * 3 * 4'],
    ['a link', link(ours('the manual'), 'https://example.org/a_b_c'), 'the manual (https://example.org/a_b_c)'],
    ['a link of code', link(code('read'), 'https://example.org/read'), 'read (https://example.org/read)'],
    ['a link that is its own title', '[https://example.org](https://example.org)', 'https://example.org'],
    ['a bare address', '<https://example.org>', 'https://example.org'],
    ['a line', `denied by ${lineLink(3, 'file:///a/b')}`, 'denied by line 3'],
    ['a rule in a line', link(code('/x r,'), 'file:///a/b#L7'), '/x r, (line 7)'],
    ['a heading and a list', '# Web\n\n- one\n* two\n  - three\n1. four', 'Web\n\n- one\n- two\n  - three\n1. four'],
    ['a quotation', '> said', 'said'],
    ['escaped signs', 'a \\* b \\_ c \\| d', 'a * b _ c | d'],
    ['a line across', 'a\n\n---\n\nb', 'a\n\nb'],
    ['a block of code', `Write:\n\n${fenced('a: "**"\n  b: `c`', 'yaml')}`, 'Write:\n\n    a: "**"\n      b: `c`'],
    ['a block that is never closed', '```\n| a |\n# b', '    | a |\n    # b'],
  ])('%s', (_, markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it('keeps the columns of a table', () => {
    expect(
      plainText(
        `Before\n\n${table(
          [ours('Call'), ours('Risk')],
          [
            [code('a|b'), bold(ours('high'))],
            [ours('clone3'), ours('low')],
          ],
        )}\n\nAfter`,
      ),
    ).toBe('Before\n\nCall    Risk\na|b     high\nclone3  low\n\nAfter');
  });

  it('writes the rows of a wide table one by one, without the addresses', () => {
    const wide = table(
      [link(ours('one'), 'https://example.org/1'), ours('two'), ours('three')],
      [
        [ours('a '.repeat(30)), ours('b '.repeat(30)), ours('')],
        [ours('c'), ours('d'), ours('e')],
      ],
    );
    const [as, bs] = ['a '.repeat(30).trim(), 'b '.repeat(30).trim()];
    expect(plainText(wide)).toBe(`one: ${as}\ntwo: ${bs}\n\none: c\ntwo: d\nthree: e`);
  });

  it('ends on any text', () => {
    for (const sign of ['`', '*', '[', '](', '_', '|', '\\', '<', '**a', '`` `'])
      expect(typeof plainText(sign.repeat(2_000))).toBe('string');
  });
});
