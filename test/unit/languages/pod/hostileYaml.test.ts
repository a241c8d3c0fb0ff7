import { expect, it } from 'vitest';
import { defaultContext, memoryFiles, workLimits } from '../../../../server/src/core';
import { check, type Document, open } from '../../../../server/src/service';
import { parseYaml, walk } from '../../../../server/src/tree';

const head = `apiVersion: v1
kind: Pod
metadata:
  name: p
spec:
  hostPID: true
  containers:
    - name: a
      image: b
`;
const context = { ...defaultContext, ownsStructure: true };
const found = async (text: string) => {
  const document = await open({ uri: 'file:///project/p.yaml', languageId: 'yaml', version: 1, text }, memoryFiles(), { context });
  return check(document as Document, context, { rules: {} }).map(({ code, message }) => ({ code, message }));
};
/** Each list repeats the one before nine times. */
const bomb = Array.from(
  { length: 9 },
  (_, i) =>
    `x${i}: &x${i} [${Array(9)
      .fill(i ? `*x${i - 1}` : 'lol')
      .join(', ')}]\n`,
).join('');

it.each([
  ['100,000 open brackets', `${head}      args: ${'['.repeat(100_000)}\n`],
  ['5,000 brackets that are closed', `${head}      args: ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
  ['5,000 braces', `${head}      args: ${'{a: '.repeat(5000)}\n`],
  ['20,000 dashes', `${head}      args:\n        ${'- '.repeat(20_000)}x\n`],
  ['1,000 maps in each other', `${head}      args:\n${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(8 + i)}a:\n`).join('')}`],
])('says that %s are too deep, and the rest as ever', async (_, text) => {
  const findings = await found(text);
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['pod/host-namespaces', 'pod/syntax']));
  expect(findings.find(({ code }) => code === 'pod/syntax')?.message).toMatch(/nested too deeply|too deep to be read/);
  expect([...walk(parseYaml(text).root)].length).toBeLessThan(1500);
});

it('reads a list that is as deep as any that people write', async () => {
  const text = `${head}      args: ${'['.repeat(300)}${']'.repeat(300)}\n`;
  expect(parseYaml(text).problems).toEqual([]);
});

it('follows the aliases of a bomb no further than go-yaml', async () => {
  const findings = await found(head + bomb);
  expect(findings.find(({ code }) => code === 'pod/syntax')?.message).toMatch(/aliases of this document repeat too much/);
  expect(findings.map(({ code }) => code)).toContain('pod/host-namespaces');
  expect([...walk(parseYaml(head + bomb).root)].length).toBeLessThan(1000);
});

it('reads a line of three million characters once, and answers in short sentences', async () => {
  const long = 'x'.repeat(3_000_000);
  const findings = await found(`${head}      securityContext: {capabilities: {add: ["${long}"]}}\n`);
  expect(findings.map(({ code }) => code)).toContain('pod/host-namespaces');
  for (const { message } of findings) expect(message.length).toBeLessThanOrEqual(workLimits.sentence + 1);
});
