import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles, type Part, type Rule } from '../../server/src/core';
import { actionsAt, check, complete, type Document, explain, fixesAt, hover, open, outline } from '../../server/src/service';
import { languages } from '../helpers/languages';

/** Words that every plain object of JavaScript answers to. */
const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];
const settings = { rules: {} };
const context = defaultContext;

/** The words of a text; what is inside of a JSON string is one word too. */
const wordsOf = (text: string) => [...text.matchAll(/"(?:[^"\\\n]|\\.)+"|[A-Za-z_][\w.-]*/g)];

/** Its example makes a check take as long as one may, and it is one line many times. */
const costly = 'apparmor/rules-not-compared';

for (const language of languages.filter(({ rules }) => rules.length > 0)) {
  const rules: readonly Rule<Part>[] = language.rules.filter(({ code }) => code !== costly);

  describe(`${language.name}: a word from a file is never looked up in a prototype`, () => {
    it.each(rules.map((rule) => [rule.code, rule.example] as const))('%s', async (code, { bad, path = 'x', context: own }) => {
      let turn = code.length;
      for (const match of wordsOf(bad)) {
        const word = inherited[turn++ % inherited.length] as string;
        // Quoted words once with their quotes and once without: JSON has no bare words.
        for (const put of match[0].startsWith('"') ? [`"${word}"`, word] : [word]) {
          const text = bad.slice(0, match.index) + put + bad.slice(match.index + match[0].length);
          const judged = { ...context, ...own };
          const document = (await open({ uri: `file:///w/${path}`, languageId: '', version: 0, text }, memoryFiles(), {
            context: judged,
            language: language.name,
          })) as Document;
          for (const { message } of check(document, judged, settings)) expect(message).not.toContain('native code');
          const offset = match.index + 1;
          for (const { fixes } of fixesAt(document, { start: 0, end: text.length }, judged, settings))
            for (const fix of fixes) expect(applyEdits(text, editsOf(fix))).toBeTypeOf('string');
          complete(document, offset, judged);
          expect(hover(document, offset, judged)?.markdown ?? '').not.toContain('native code');
          actionsAt(document, { start: offset, end: offset }, judged);
          outline(document);
          explain(document, word, judged);
        }
      }
    });
  });
}
