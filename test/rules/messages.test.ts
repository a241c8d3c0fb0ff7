import { describe, expect, it } from 'vitest';
import type { Part, Rule } from '../../server/src/core';
import { check, openExample } from '../../server/src/service';
import { languages } from '../helpers/languages';

/** Without what is quoted: a value may contain any sign. */
const bare = (message: string): string => message.replace(/`[^`]*`|“[^”]*”|"[^"]*"|'[^']*'/g, 'X');

/** What keeps a message from being read once, alone, in the log of a build. */
function faultsOf(message: string): readonly string[] {
  const words = bare(message);
  const faults: readonly (readonly [name: string, found: boolean])[] = [
    ['no end', !/[.?]$/.test(message)],
    ['two sentences', /[.!?]\s+\S/.test(words)],
    ['doubled punctuation', /[.,;:?!][.,;:?!]|\s[.,;:?!](?:\s|$)| {2}/.test(words)],
    ['a value that is missing', /\[object|\bNaN\b|``/.test(message)],
    [
      'a wrong plural',
      /\b1 (?:\w+ )?(?:rules|files|calls|errors|arguments|conditions|containers|findings|images|profiles)\b|\b0 (?:more|other)\b|\(s\)/.test(
        words,
      ),
    ],
    ['too long', message.length > 300],
  ];
  return faults.flatMap(([name, found]) => (found ? [name] : []));
}

/** These say that something is missing, or are about the whole file: there is no value to name. */
const withoutValue = new Set([
  'apparmor/assignment-comma',
  'apparmor/comment-without-newline',
  'apparmor/convention-abi',
  'apparmor/convention-header',
  'apparmor/hat-name',
  'apparmor/identities-form',
  'apparmor/incomplete-rule',
  'apparmor/missing-blank',
  'apparmor/missing-comma',
  'apparmor/missing-open-brace',
  'apparmor/outside-profile',
  'apparmor/stray-brace',
  'apparmor/unclosed-list',
  'apparmor/unterminated-string',
  'notation/no-authority',
  'notation/syntax',
  'policy/openshift-syntax',
  'policy/registries-syntax',
  'policy/syntax',
  'policy/toml-syntax',
  'seccomp/syntax',
]);

const words = /[\w@{}$./:*^+-]+/g;

/** A word of the example, a quoted text, a number, a path or a name of the field: what tells one place from another. */
function namesValue(message: string, text: string): boolean {
  const own = message.match(words) ?? [];
  const known = new Set((text.match(words) ?? []).filter((word) => word.length > 1));
  const [first = ''] = own;
  return (
    text.includes(first.replace(/[.:]$/, '')) ||
    own.some((word) => known.has(word) || /\w[/@=:_.-]\w|^\/\w|@\{|[a-z][A-Z]|^[A-Z]{4,}$/.test(word)) ||
    /`[^`]+`|"[^"]+"|\d/.test(message)
  );
}

for (const language of languages.filter(({ rules }) => rules.length > 0)) {
  const rules: readonly Rule<Part>[] = language.rules;
  describe(`messages of ${language.name}`, () => {
    it.each(rules.map((rule) => [rule.code, rule] as const))('%s', async (code, rule) => {
      const { document, context } = await openExample(rule);
      const messages = check(document, context, { rules: {} })
        .filter((finding) => finding.code === code)
        .map(({ message }) => message);
      expect(messages).not.toEqual([]);
      expect(messages.flatMap((message) => faultsOf(message).map((fault) => `${fault}: ${message}`))).toEqual([]);
      expect(
        messages.filter((message) => !namesValue(message, rule.example.bad)).length > 0 && !withoutValue.has(code) ? messages : [],
      ).toEqual([]);
    });
  });
}

it.each([
  ['The rule is wrong', 'no end'],
  ['It is wrong. The runtime refuses it.', 'two sentences'],
  ['It is wrong..', 'doubled punctuation'],
  ['The rule `` is empty.', 'a value that is missing'],
  ['1 rules apply to every container.', 'a wrong plural'],
])('finds %j', (message, fault) => expect(faultsOf(message)).toContain(fault));
