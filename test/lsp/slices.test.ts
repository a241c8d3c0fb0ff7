import { afterEach, expect, it, vi } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { inSlices, whileWanted } from '../../server/src/lsp/slices';
import type { Steps } from '../../server/src/service';
import { languages } from '../helpers/languages';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient | undefined;
/** Each look at the clock is a slice later than the one before, so that a pause follows each step. */
function pauseAfterEachStep() {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 1000));
}
afterEach(async () => {
  vi.restoreAllMocks();
  await client?.stop();
  client = undefined;
});

function stepsUpTo(most: number, afterEach: (step: number) => void) {
  let done = 0;
  function* steps(): Steps<string> {
    while (done < most) {
      afterEach(++done);
      yield;
    }
    return 'all';
  }
  return { steps: steps(), done: () => done };
}

it('ends at the step after which a request was cancelled', async () => {
  pauseAfterEachStep();
  const source = new CancellationTokenSource();
  const work = stepsUpTo(100, (step) => void (step === 7 && source.cancel()));
  await expect(inSlices(work.steps, source.token)).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(work.done()).toBe(7);
});

it('ends at the step after which the result is no longer wanted', async () => {
  pauseAfterEachStep();
  let version = 1;
  const work = stepsUpTo(100, (step) => void (step === 7 && version++));
  expect(await inSlices(whileWanted(work.steps, () => version === 1))).toBeUndefined();
  expect(work.done()).toBe(7);
  const whole = stepsUpTo(100, () => {});
  expect(await inSlices(whileWanted(whole.steps, () => true))).toBe('all');
  expect(whole.done()).toBe(100);
});

const uri = 'file:///project/pods.yaml';
const podNamed = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - {name: a, image: b, securityContext: {privileged: true}}\n`;
const pods = (count: number) => Array.from({ length: count }, (_, i) => podNamed(`p${i}`)).join('---\n');

it('an edit ends the check of the text before it, and what was checked of that is not checked again', async () => {
  client = await startInProcess();
  const count = 40;
  await client.open(uri, 'yaml', pods(count));
  const rules = languages.find(({ name }) => name === 'pod')?.rules ?? [];
  const [first] = rules;
  if (!first) throw new Error('pods have rules');
  pauseAfterEachStep();
  const checked: string[] = [];
  let edited: Promise<unknown> | undefined;
  const { check } = first;
  vi.spyOn(first, 'check').mockImplementation((part, context) => {
    checked.push(/name: (\w+)/.exec(part.text)?.[1] ?? '');
    // While the fifth document is checked, somebody types in the first.
    if (checked.length === 5) edited = client?.edit(uri, pods(count).indexOf('p0'), pods(count).indexOf('p0') + 2, 'other');
    return check(part, context);
  });
  const diagnostics = await client.diagnostics(uri);
  await edited;
  expect(diagnostics.length).toBeGreaterThanOrEqual(count);
  expect(checked.filter((name) => name === 'other')).toHaveLength(1);
  // Not at the end: the rest of the old text was not checked first.
  expect(checked.indexOf('other')).toBeLessThan(count);
  // The new one, and the one that was being checked.
  expect(checked.length).toBeLessThanOrEqual(count + 2);
}, 30_000);

it('answers cancelled requests with the error for it, and the others', async () => {
  client = await startInProcess();
  await client.open(uri, 'yaml', pods(200));
  const { connection } = client;
  const params = { textDocument: { uri }, position: { line: 5, character: 3 } };
  const behind = client.diagnostics(uri);
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, async (_, i) => {
      const source = new CancellationTokenSource();
      const answer = connection.sendRequest('textDocument/hover', params, source.token).then(
        (hover) => (hover ? 'hover' : 'nothing'),
        (error: { code: number }) => error.code,
      );
      if (i % 2) source.cancel();
      return answer;
    }),
  );
  expect(outcomes.filter((_, i) => i % 2).every((outcome) => outcome === LSPErrorCodes.RequestCancelled)).toBe(true);
  expect(outcomes.filter((_, i) => i % 2 === 0).every((outcome) => outcome === 'hover')).toBe(true);
  await behind;
}, 30_000);
