import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { excluded, readSettings } from '../../../server/src/service';
import { globOf } from '../../../server/src/service/glob';

const matches = (pattern: string, path: string) => globOf(pattern)?.matches(path);

describe('patterns of paths', () => {
  it.each([
    ['**/vendor/**', ['vendor/a', 'x/vendor/a/b', 'x/vendor'], ['x/vendored/a']],
    ['**/*.test.{yaml,yml}', ['a.test.yaml', 'x/y/a.test.yml'], ['a.yaml', 'a.test.json']],
    ['home/*/x', ['home/me/x'], ['home/x', 'home/a/b/x']],
    ['a?[0-9]', ['ab1'], ['a/1', 'abc', 'ab']],
    ['[!a]b', ['bb'], ['ab', '/b']],
    ['a\\*', ['a*'], ['ab']],
    ['{a,b{c,d}}/x', ['a/x', 'bc/x', 'bd/x'], ['b/x']],
    ['./a', ['a'], []],
    ['**/.git*', ['.gitlab-ci.yml', 'x/.gitignore'], ['git']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(no.filter((path) => matches(pattern, path))).toEqual([]);
  });

  it('are those that VS Code’s matchers know', () => {
    const piece = fc.constantFrom('a', 'b', '.', '*', '?', '/', '**/', '{a,b}', '[ab]', 'ab');
    const path = fc.stringMatching(/^(?:[ab.]{1,3}\/){0,3}[ab.]{1,3}$/).filter((text) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(text));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), path, (pieces, text) => {
        const pattern = pieces.join('');
        // Those that end in a slash, begin with one, or have two in a row mean nothing for a file.
        fc.pre(!/^[./]|\/$|\/\/|\*\*\*|[^/]\*\*|\*\*(?!\/)|[?*+@]\(|\/\./.test(pattern));
        // Its short cuts differ from its own rules: `*.*` does not match `a.` there.
        expect(matches(pattern, text), pattern).toBe(picomatch.isMatch(text, pattern, { dot: true, fastpaths: false }));
      }),
      { numRuns: 2000 },
    );
  });

  it('of extended forms are refused, and the setting says so', () => {
    for (const pattern of ['**/+(a|a?)x', '!(a)', '@(a|b)', '*(a)', '?(a)', '!a']) {
      expect(globOf(pattern)).toBeUndefined();
      expect(readSettings({ exclude: [pattern] }).problems).toEqual([expect.stringContaining('confine.exclude')]);
    }
  });

  it('ask for each character of a path only as often as the pattern has pieces', () => {
    const pattern = `**/${'*a'.repeat(30)}b/**`;
    let asked = 0;
    const path = {
      *[Symbol.iterator]() {
        for (let i = 0; i < 2000; i++) {
          asked++;
          yield 'a';
        }
      },
    };
    expect(globOf(pattern)?.matches(path as unknown as string)).toBe(false);
    expect(asked).toBe(2000);
    expect(excluded(`/${'a'.repeat(2000)}`, { exclude: [pattern] })).toBe(false);
  });
});
