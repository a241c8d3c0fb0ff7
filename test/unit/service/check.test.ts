import { expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../server/src/core';
import { type Checked, check, defaultSettings, open } from '../../../server/src/service';

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true\n`;
const source = { uri: 'file:///project/pods.yaml', languageId: 'yaml', version: 1, text: ['a', 'b', 'c'].map(pod).join('---\n') };

it('findings before an edit are the same objects afterwards, those behind it have moved', async () => {
  const options = { context: defaultContext };
  const document = await open(source, memoryFiles(), options);
  const start = source.text.indexOf('name: b') + 'name: b'.length;
  const text = `${source.text.slice(0, start)}b${source.text.slice(start)}`;
  const change = { start, oldEnd: start, newEnd: start + 1 };
  const previous = document && { document, change };
  const edited = await open({ ...source, version: 2, text }, memoryFiles(), { ...options, ...(previous && { previous }) });
  if (!document || !edited) throw new Error('no pod');
  const before = check(document, defaultContext, defaultSettings);
  const after = check(edited, defaultContext, defaultSettings);
  const third = before.length / 3;
  expect(after).toHaveLength(before.length);
  for (const [i, finding] of after.slice(0, third).entries()) expect(finding).toBe(before[i]);
  for (const [i, finding] of after.slice(2 * third).entries())
    expect(finding.span.start).toBe((before[2 * third + i]?.span.start ?? 0) + 1);
});

it('other severities are other findings', async () => {
  const document = await open(source, memoryFiles(), { context: defaultContext });
  if (!document) throw new Error('no pod');
  const before = check(document, defaultContext, { rules: {} });
  const after = check(document, defaultContext, { rules: { 'pod/privileged': 'off' } });
  const plain = ({ cure: _, ...finding }: Checked) => finding;
  expect(before.filter(({ code }) => code !== 'pod/privileged').map(plain)).toEqual(after.map(plain));
  expect(after.length).toBeLessThan(before.length);
});

it('says of a word of a million characters its beginning and its end', async () => {
  const word = `a${'x'.repeat(1_000_000)}z`;
  const text = JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read', word], action: 'SCMP_ACT_ALLOW' }] });
  const document = await open({ uri: 'file:///p.json', languageId: '', version: 1, text }, memoryFiles(), {
    context: defaultContext,
    language: 'seccomp',
  });
  const found = document
    ? check(document, defaultContext, defaultSettings).find(({ code }) => code === 'seccomp/unknown-syscall')
    : undefined;
  const sentences = [found?.message ?? '', ...(found?.cure?.() ?? []).map(({ title }) => title)];
  expect(sentences).toHaveLength(2);
  for (const sentence of sentences) expect(sentence.length).toBe(2001);
  expect(found?.message).toMatch(/^libseccomp knows no call `ax+…x+z` and skips it\.$/);
});
