import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, type Example, editsOf, type Finding, memoryFiles, type Report } from '../../../../server/src/core';
import { apparmor } from '../../../../server/src/languages/apparmor';
import { fixesOf } from '../../../helpers/fixes';

const folder = 'file:///project';

/** All findings of a text, as the service would gather them. */
async function findings(text: string, example: Pick<Example, 'context' | 'files' | 'path'> = {}) {
  const files = memoryFiles(
    Object.fromEntries(Object.entries(example.files ?? {}).map(([path, content]) => [`${folder}/${path}`, content])),
  );
  const context = { ...defaultContext, ...example.context };
  const source = { uri: `${folder}/${example.path ?? 'web'}`, languageId: 'apparmor', version: 1, text };
  const loaded = await apparmor.load(source, { files, includeFolders: [folder], context });
  const part = loaded.parts[0]!.part;
  const found: (Finding & Report)[] = [];
  for (const rule of apparmor.rules)
    for (const report of rule.check(part, context)) found.push({ severity: rule.severity, ...report, code: rule.code });
  return { part, found };
}

describe.each(apparmor.rules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  const { example } = rule;

  it('finds its mistake in the bad example, and no other', async () => {
    const { found, part } = await findings(example.bad, example);
    expect(found.map((finding) => finding.code)).toContain(code);
    const grave = found.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(grave.filter((finding) => finding.code !== code)).toEqual([]);
    for (const { span } of found) expect(span.start <= span.end && span.end <= part.text.length).toBe(true);
  });

  it('is silent on the good example', async () => {
    const { found } = await findings(example.good, example);
    expect(found.filter((f) => f.code === code || f.severity === 'error' || f.severity === 'warning')).toEqual([]);
  });

  it('is cured by its fixes', async () => {
    const { found } = await findings(example.bad, example);
    const finding = found.find((f) => f.code === code)!;
    expect(finding).toBeDefined();
    for (const fix of fixesOf(finding)) {
      const after = await findings(applyEdits(example.bad, editsOf(fix)), example);
      expect(
        after.found.filter((f) => f.code === code),
        fix.title,
      ).toHaveLength(found.filter((f) => f.code === code).length - 1);
    }
  });
});
