import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf, type Fix, memoryFiles, type Part, pathOf, type Rule, resolveUri } from '../../server/src/core';
import { type Checked, changesOfOthers, check, type OpenExample, openExample, workspaceIndex } from '../../server/src/service';
import { languages } from '../helpers/languages';

const findingsIn = ({ document, context }: OpenExample): readonly Checked[] => check(document, context, { rules: {} });

interface Sample {
  readonly rule: Rule<Part>;
  readonly bad: OpenExample;
  /** The rule's own findings in the bad example. */
  readonly findings: readonly Checked[];
  /** The first fix that is offered, with its finding. */
  readonly cured?: { readonly finding: Checked; readonly fix: Fix };
}

async function sampleOf(rule: Rule<Part>): Promise<Sample> {
  const bad = await openExample(rule);
  const findings = findingsIn(bad).filter(({ code }) => code === rule.code);
  const [cured] = findings.flatMap((finding) => (finding.cure?.() ?? []).slice(0, 1).map((fix) => ({ finding, fix })));
  return { rule, bad, findings, ...(cured && { cured }) };
}

/** The example after a fix, with the other files that the fix changes. */
async function after({ rule, bad }: Sample, fix: Fix): Promise<OpenExample> {
  const { uri } = bad.document.source;
  const { files = {} } = rule.example;
  const present = memoryFiles(Object.fromEntries(Object.entries(files).map(([name, text]) => [resolveUri(uri, name), text])));
  const changes = await changesOfOthers(fix.others ?? [], present);
  const index = workspaceIndex(memoryFiles());
  const changed: Record<string, string> = {};
  for (const change of changes ?? []) {
    const text = applyEdits(change.text ?? '', change.edits);
    changed[pathOf(change.uri)] = text;
    await index.update([{ uri: change.uri, text }]);
  }
  const context = { ...rule.example.context, facts: [...(rule.example.context?.facts ?? []), ...index.facts()] };
  const example = { ...rule.example, context, files: { ...files, ...changed } };
  return openExample({ ...rule, example }, applyEdits(rule.example.bad, editsOf(fix)));
}

/** How many findings each rule has. */
function countsOf(findings: readonly Checked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** What a fix leaves by its nature, in a finding that is no worse. */
const remains: ReadonlyMap<string, readonly string[]> = new Map([
  ['seccomp/no-seccomp', ['seccomp/nothing-allowed']],
  ['pod/mount-options', ['pod/gated-field']],
  ['pod/writable-root', ['pod/mount-options']],
  ['apparmor/everything-allowed', ['apparmor/raw-memory', 'apparmor/readable-secrets']],
]);

for (const language of languages) {
  const rules: readonly Rule<Part>[] = language.rules;
  describe(`rules of ${language.name}`, async () => {
    const samples = (await Promise.all(rules.map(sampleOf))).map((sample) => [sample.rule.code, sample] as const);
    const fixable = samples.flatMap(([code, { cured, ...sample }]) => (cured ? [[code, { ...sample, cured }] as const] : []));

    it('have codes of their own', () => {
      expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length);
      for (const rule of rules) expect(rule.code).toMatch(new RegExp(`^${language.name}/[a-z0-9]+(?:-[a-z0-9]+)*$`));
    });

    it.each(samples)('%s: the bad example has it, the good one does not', async (code, { rule, findings }) => {
      expect(findings.length).toBeGreaterThan(0);
      const good = findingsIn(await openExample(rule, rule.example.good));
      expect(good.map((finding) => finding.code)).not.toContain(code);
      expect(good.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    });

    it.each(fixable)('%s: the first fix cures it and brings no new finding', async (code, sample) => {
      const { finding, fix } = sample.cured;
      const left = findingsIn(await after(sample, fix));
      const own = left.filter((other) => other.code === code);
      expect(own.length, fix.title).toBeLessThan(sample.findings.length);
      expect(own.map(({ message }) => message)).not.toContain(finding.message);
      const before = countsOf(findingsIn(sample.bad));
      const brought = [...countsOf(left)].flatMap(([other, count]) => (count > (before.get(other) ?? 0) ? [other] : []));
      expect(brought.sort()).toEqual(remains.get(code) ?? []);
    });

    it.each(fixable)('%s: the first fix gives the good example', (_, { rule, cured }) => {
      const { bad, good, fixDiffers } = rule.example;
      const text = applyEdits(bad, editsOf(cured.fix));
      if (fixDiffers === undefined) expect(text).toBe(good);
      else {
        expect(text, 'fixDiffers is no longer true').not.toBe(good);
        expect(fixDiffers).toMatch(/^[A-Z].{20,}\.$/);
      }
    });

    it.each(samples)('%s: has an example that is written over lines', (_, { rule, cured }) => {
      const { bad, good, fixDiffers } = rule.example;
      expect(fixDiffers === undefined || cured !== undefined, 'fixDiffers without a fix').toBe(true);
      expect(good.endsWith('\n')).toBe(true);
      for (const text of [bad, good]) {
        expect(text.split('\n').filter((line) => line.length > 105)).toEqual([]);
        if (/^\s*[{[]/.test(text)) expect(text.split('\n').filter((line) => line.split('{').length > 2)).toEqual([]);
      }
    });

    const asking = fixable.flatMap(([code, sample]) => {
      const meant = /did you mean `?"?(.+?)"?`?\?$/.exec(sample.cured.finding.message)?.[1];
      return meant === undefined ? [] : [[code, meant, sample] as const];
    });

    it.runIf(asking.length > 0).each(asking)('%s: the fix writes %s, which the message asks for', (_, meant, { rule, cured }) => {
      const written = (cured.finding.cure?.() ?? []).map((fix) => applyEdits(rule.example.bad, editsOf(fix)));
      expect(written.join('\n')).toContain(meant);
    });

    it.each(rules.map((rule) => [rule.code, rule] as const))('%s: says who says so', (_, rule) => {
      expect(rule.sources.length).toBeGreaterThan(0);
      expect(rule.title).not.toMatch(/[.!]$/);
      expect(rule.why.trim().split(/(?<=[.])\s/)[0]).toMatch(/\.$/);
    });
  });
}
