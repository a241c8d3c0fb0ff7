import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf, memoryFiles, type Part, type Rule, resolveUri } from '../../server/src/core';
import { languages } from '../../server/src/languages';
import { check, type Document, fixesAt, open } from '../../server/src/service';

const settings = { rules: {} };

async function read(rule: Rule<Part>, text: string): Promise<{ document: Document; context: Context }> {
  const context = { ...defaultContext, ...rule.example.context };
  const language = rule.code.split('/')[0] as (typeof languages)[number]['name'];
  const names: Readonly<Record<string, string>> = {
    seccomp: 'web.json',
    policy: 'containers/policy.json',
    pod: 'pod.yaml',
    apparmor: 'apparmor.d/web',
  };
  const uri = `file:///project/${rule.example.path ?? names[language]}`;
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const files = memoryFiles(
    Object.fromEntries(Object.entries(rule.example.files ?? {}).map(([name, content]) => [resolveUri(uri, name), content])),
  );
  const document = await open({ uri, languageId: '', version: 1, text }, files, {
    context,
    language,
    includeFolders: [folder.replace(/\/$/, '')],
  });
  return { document: document as Document, context };
}

const codes = (document: Document, context: Context) => [...new Set(check(document, context, settings).map((finding) => finding.code))];

for (const language of languages) {
  const rules: readonly Rule<Part>[] = language.rules;
  describe(`rules of ${language.name}`, () => {
    it('have codes of their own', () => {
      expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length);
      for (const rule of rules) expect(rule.code).toMatch(new RegExp(`^${language.name}/[a-z0-9]+(?:-[a-z0-9]+)*$`));
    });

    it.each(rules.map((rule) => [rule.code, rule] as const))('%s: the bad example has it, the good one has not', async (code, rule) => {
      const bad = await read(rule, rule.example.bad);
      expect(codes(bad.document, bad.context)).toContain(code);
      const good = await read(rule, rule.example.good);
      expect(codes(good.document, good.context)).not.toContain(code);
      expect(
        check(good.document, good.context, settings)
          .filter((finding) => finding.severity === 'error')
          .map((finding) => finding.message),
      ).toEqual([]);
    });

    it.each(rules.filter((rule) => rule.fixes).map((rule) => [rule.code, rule] as const))(
      '%s: its safe fix cures it',
      async (code, rule) => {
        const { document, context } = await read(rule, rule.example.bad);
        const everywhere = { start: 0, end: rule.example.bad.length };
        const own = fixesAt(document, everywhere, context, settings).filter(({ finding }) => finding.code === code);
        const offered = own.flatMap(({ finding, fixes }) => fixes.map((fix) => ({ finding, fix })));
        expect(offered.length, 'the example shows the fix at work').toBeGreaterThan(0);
        for (const { finding, fix } of offered.filter((each) => each.fix.safe).slice(0, 1)) {
          const cured = await read(rule, applyEdits(rule.example.bad, editsOf(fix)));
          const left = check(cured.document, cured.context, settings).filter((other) => other.code === code);
          expect(left.length, fix.title).toBeLessThan(check(document, context, settings).filter((other) => other.code === code).length);
          expect(left.map((other) => other.message)).not.toContain(finding.message);
        }
      },
    );

    it.each(rules.filter((rule) => rule.fixes).map((rule) => [rule.code, rule] as const))(
      '%s: the fix writes what the message asks for',
      async (code, rule) => {
        const { document, context } = await read(rule, rule.example.bad);
        for (const { finding, fixes } of fixesAt(document, { start: 0, end: rule.example.bad.length }, context, settings)) {
          const meant = /did you mean `?"?(.+?)"?`?\?$/.exec(finding.message)?.[1];
          if (finding.code !== code || meant === undefined) continue;
          expect(fixes.map((fix) => applyEdits(rule.example.bad, editsOf(fix))).join('\n')).toContain(meant);
        }
      },
    );

    it.each(rules.map((rule) => [rule.code, rule] as const))('%s: says who says so', (_, rule) => {
      expect(rule.sources.length).toBeGreaterThan(0);
      expect(rule.title).not.toMatch(/[.!]$/);
      expect(rule.why.trim().split(/(?<=[.])\s/)[0]).toMatch(/\.$/);
    });
  });
}
