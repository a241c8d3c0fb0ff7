/** Text of a file in every string position of every example: nothing of it acts where people read it. */

import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { md, memoryFiles, oneLine, printed, sourceOfMarkdown, terminalOf } from '../../server/src/core';
import { changesAsMarkdown, changesAsText, findingsAsText, findingsForGithub, observedAsMarkdown, plain } from '../../server/src/report';
import {
  allRules,
  check,
  contextMaker,
  defaultSettings,
  diffWithBaseline,
  explain,
  fixTitles,
  fromObservation,
  hover,
  lenses,
  open,
} from '../../server/src/service';
import '../helpers/languages';

const hostile = [
  '![x](https://e.example/x.png)',
  '[a](command:x)',
  '<img src=x>',
  '`` ` ```',
  '**b**|c',
  '\u001b[31m\u009b\u202e',
  '::stop-commands::x',
  '##[error]x',
];

/** As an editor renders it, with HTML and links of themselves on, so that nothing is harmless by luck. */
const rendered = (markdown: string): string => new MarkdownIt({ html: true, linkify: true }).render(markdown);

function expectHarmless(markdown: string, where: string) {
  const html = rendered(markdown);
  expect(html, where).not.toMatch(/<img|<b>|<strong>b<|href="[^"]*(?:e\.example|command:)/);
  expectPrintable(markdown, where);
}

function expectPrintable(text: string, where: string) {
  expect(text, where).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
}

function expectNoCommand(text: string, where: string) {
  expectPrintable(text, where);
  expect(text, where).not.toMatch(/^\s*::|##\[/m);
}

/** Each string or word of a text in turn replaced by something hostile, as its syntax lets it be written. */
function* injected(text: string, language: string): Generator<string> {
  const places = [...text.matchAll(language === 'apparmor' ? /[\w@{}*/.]+/g : /"(?:[^"\\\n]|\\.)*"|(?<=[:-] )[\w./-]+$/gm)];
  const step = Math.max(1, Math.floor(places.length / 6));
  for (let i = 0; i < places.length; i += step) {
    const place = places[i] as RegExpMatchArray;
    const bad = hostile[(i / step) % hostile.length] as string;
    const both = `${bad}\n${hostile[(i / step + 3) % hostile.length]}`;
    const written = language === 'apparmor' ? `"${bad.replace(/"/g, '')}"` : JSON.stringify(both);
    yield text.slice(0, place.index) + written + text.slice((place.index ?? 0) + place[0].length);
  }
}

const context = { ...contextMaker()(defaultSettings, [], true) };
const languageIds = { seccomp: 'seccomp', apparmor: 'apparmor', policy: 'containers-policy', pod: 'yaml' } as const;

describe.each(['seccomp', 'apparmor', 'policy', 'pod'] as const)('%s', (language) => {
  it('shows and prints nothing that acts', async () => {
    const rules = allRules().filter((rule) => rule.code.startsWith(`${language}/`));
    let looked = 0;
    for (const rule of rules.filter((_, i) => i % 6 === 0)) {
      for (const text of injected(rule.example.bad, language)) {
        const uri = `file:///w/${rule.example.path ?? 'file'}`;
        const document = await open({ uri, languageId: languageIds[language], version: 0, text }, memoryFiles(rule.example.files), {
          context,
          includeFolders: ['file:///w'],
        });
        if (!document) continue;
        looked++;
        const name = `${rule.code}: ${JSON.stringify(text)}`;
        for (let at = 0; at < text.length; at += 11) {
          const answer = hover(document, at, context);
          if (answer) expectHarmless(answer.markdown, name);
        }
        for (const lens of lenses(document, context, defaultSettings)) expectPrintable(oneLine(lens.title), name);
        for (const query of [...hostile, '/etc/shadow r', 'risks', 'docker://quay.io/a:1', 'clone', 'app']) {
          const answer = explain(document, query, context);
          if (!answer) continue;
          expectHarmless(answer.markdown, name);
          expectNoCommand(printed(terminalOf(answer.markdown)), name);
        }
        const findings = check(document, context, defaultSettings).map((finding) => ({
          ...finding,
          help: '',
          fixes: fixTitles(finding),
        }));
        const file = { path: `a\n::error::b${hostile[0]}`, language, text, findings };
        expectNoCommand(printed(findingsAsText([file], plain, 'hint')), name);
        const lines = findingsForGithub([file], 'hint').split('\n').filter(Boolean);
        expect(lines.length, name).toBe(findings.length);
        for (const line of lines) expect(line, name).toMatch(/^::(?:error|warning|notice) file=[^\n\r]*$/);
        for (const { message } of findings) expectPrintable(oneLine(message), name);
        const { changes = [] } = diffWithBaseline(document, context) ?? {};
        expectHarmless(changesAsMarkdown(hostile[1] as string, hostile[0] as string, changes), name);
        expectNoCommand(printed(changesAsText('::x', '::y', changes, plain)), name);
        for (const bad of hostile.slice(0, 3)) {
          const log = `type=AVC apparmor="DENIED" operation="open" profile="${bad}" name="/x${bad}" requested_mask="r" denied_mask="r"\n`;
          const observed = fromObservation(document, log, context);
          if (observed) {
            const report = observedAsMarkdown(bad, observed, { place: () => md`line 1` });
            expectHarmless(report, name);
            expectNoCommand(printed(sourceOfMarkdown(report)), name);
          }
        }
      }
    }
    expect(looked).toBeGreaterThan(10);
  }, 120_000);
});
