import { afterEach, describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import type { Steps } from '../../server/src/core';
import { createScheduler } from '../../server/src/lsp/scheduler';
import { vsCode } from '../helpers/clients';
import { languages } from '../helpers/languages';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient | undefined;
/** Each look at the clock is a slice later than the one before, so that a pause follows each step. */
function pauseAfterEachStep() {
  let now = Date.now();
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

describe('a scheduler', () => {
  it('ends work at the step after which its request was cancelled', async () => {
    pauseAfterEachStep();
    const source = new CancellationTokenSource();
    const work = stepsUpTo(100, (step) => void (step === 7 && source.cancel()));
    await expect(createScheduler().steps('a', work.steps, { token: source.token })).rejects.toMatchObject({
      code: LSPErrorCodes.RequestCancelled,
    });
    expect(work.done()).toBe(7);
  });

  it('ends work at the step after which its result is no longer wanted', async () => {
    pauseAfterEachStep();
    let version = 1;
    const work = stepsUpTo(100, (step) => void (step === 7 && version++));
    expect(await createScheduler().steps('a', work.steps, { isWanted: () => version === 1 })).toBeUndefined();
    expect(work.done()).toBe(7);
    const whole = stepsUpTo(100, () => {});
    expect(await createScheduler().steps('a', whole.steps)).toBe('all');
    expect(whole.done()).toBe(100);
  });

  it('goes on at once within a slice', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(1000);
    const scheduler = createScheduler();
    // The first pause begins a slice.
    await scheduler.steps('a', stepsUpTo(2, () => {}).steps);
    const turns = vi.spyOn(globalThis, 'setImmediate');
    await scheduler.steps('a', stepsUpTo(1000, () => {}).steps);
    expect(turns).not.toHaveBeenCalled();
  });

  it('does the work on the text of the last message first, then other texts, then the workspace', async () => {
    pauseAfterEachStep();
    const scheduler = createScheduler();
    const order: string[] = [];
    const begin = (purpose: string) => scheduler.steps(purpose, stepsUpTo(5, () => void order.push(purpose)).steps);
    scheduler.arrived('b');
    await Promise.all([begin('workspace'), begin('a'), begin('b')]);
    // Each may take a step before the others are there.
    expect(order.slice(3)).toEqual([...'bbbb', ...'aaaa', ...Array(4).fill('workspace')]);
    // A message about another text changes the order between two steps.
    order.length = 0;
    scheduler.arrived('b');
    const first = stepsUpTo(5, (step) => {
      order.push('b');
      if (step === 3) scheduler.arrived('a');
    });
    await Promise.all([scheduler.steps('b', first.steps), begin('a')]);
    expect(order.join('')).toBe('babbaaaabb');
  });
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
    // While the fifth document is checked, the user types in the first.
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
  const pulled = client.diagnostics(uri);
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
  await pulled;
}, 30_000);

/** Counts how often documents are checked, by the name in each. */
function countChecks() {
  const [first] = languages.find(({ name }) => name === 'pod')?.rules ?? [];
  if (!first) throw new Error('pods have rules');
  const checked: string[] = [];
  const { check } = first;
  vi.spyOn(first, 'check').mockImplementation((part, context) => {
    checked.push(/name: (\w+)/.exec(part.text)?.[1] ?? '');
    return check(part, context);
  });
  return checked;
}

describe('ten keys are one check', () => {
  const text = pods(3);
  const at = text.indexOf('name: p1') + 8;

  it('for a client that pulls after each one', async () => {
    client = await startInProcess();
    const { connection } = client;
    await client.open(uri, 'yaml', text);
    const before = await client.diagnostics(uri);
    const checked = countChecks();
    const answers: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++) {
      void client.edit(uri, at + i, at + i, 'x');
      const pull = connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } });
      answers.push(
        pull.then(
          ({ items }) => items.length,
          ({ code, data }) => ({ code, data }),
        ),
      );
    }
    const superseded = { code: LSPErrorCodes.ServerCancelled, data: { retriggerRequest: false } };
    expect(await Promise.all(answers)).toEqual([...Array(9).fill(superseded), before.length]);
    expect(checked).toEqual(['p1xxxxxxxxxx']);
  });

  it('for a client that cancels the pull before', async () => {
    client = await startInProcess();
    const { connection } = client;
    await client.open(uri, 'yaml', text);
    const before = await client.diagnostics(uri);
    const checked = countChecks();
    let source = new CancellationTokenSource();
    const answers: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++) {
      source.cancel();
      source = new CancellationTokenSource();
      void client.edit(uri, at + i, at + i, 'x');
      const pull = connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } }, source.token);
      answers.push(
        pull.then(
          ({ items }) => items.length,
          ({ code }) => code,
        ),
      );
    }
    const outcomes = await Promise.all(answers);
    expect(outcomes.at(-1)).toBe(before.length);
    const refusals: unknown[] = [LSPErrorCodes.RequestCancelled, LSPErrorCodes.ServerCancelled];
    expect(outcomes.slice(0, -1).every((outcome) => refusals.includes(outcome))).toBe(true);
    expect(checked).toEqual(['p1xxxxxxxxxx']);
  });

  it('for a client that is sent the findings', async () => {
    const { textDocument, ...others } = vsCode;
    const { diagnostic: _, ...pushed } = textDocument ?? {};
    client = await startInProcess({
      capabilities: { ...others, textDocument: { ...pushed, publishDiagnostics: { versionSupport: true } } },
    });
    const sent: number[] = [];
    let last: () => void = () => {};
    const end = new Promise<void>((resolve) => {
      last = resolve;
    });
    client.connection.onNotification('textDocument/publishDiagnostics', ({ version }: { version: number }) => {
      sent.push(version);
      if (version === 11) last();
    });
    await client.open(uri, 'yaml', text);
    await vi.waitFor(() => expect(sent).toContain(1));
    const checked = countChecks();
    for (let i = 0; i < 10; i++) void client.edit(uri, at + i, at + i, 'x');
    await end;
    expect(checked).toEqual(['p1xxxxxxxxxx']);
    expect(sent.filter((version) => version > 1)).toEqual([11]);
  });
});

it('a pull of a text that has changed since is answered with the findings of the newest text where no other pull came', async () => {
  client = await startInProcess();
  const text = pods(1);
  await client.open(uri, 'yaml', text);
  const answer = client.diagnostics(uri);
  await client.edit(uri, text.indexOf('privileged'), text.length, 'privileged: false}}\n');
  expect((await answer).map(({ code }) => code)).not.toContain('pod/privileged');
});

describe('while a long text is read', () => {
  const small = 'file:///project/small.yaml';
  /** Calls a function when the text has begun to be read, and tells how the reading ends. */
  async function whileReading(text: string, during: () => Promise<unknown>) {
    client = await startInProcess();
    await client.open(small, 'yaml', podNamed('small'));
    await client.diagnostics(small);
    pauseAfterEachStep();
    const pod = languages.find(({ name }) => name === 'pod');
    if (!pod) throw new Error('there are pods');
    const { load } = pod;
    let end = 'none';
    let then: Promise<unknown> | undefined;
    let meanwhile: string | undefined;
    vi.spyOn(pod, 'load').mockImplementation(async (source, options) => {
      then ??= during().then(() => {
        meanwhile = end;
      });
      try {
        const loaded = await load(source, options);
        end = 'read';
        return loaded;
      } catch (error) {
        end = 'given up';
        throw error;
      }
    });
    await client.open(uri, 'yaml', text);
    const found = await client.diagnostics(uri);
    await then;
    return { found, end, meanwhile };
  }
  const hover = () =>
    client?.request('textDocument/hover', { textDocument: { uri: small }, position: { line: 6, character: 60 } }) as Promise<unknown>;
  const list = (count: number) =>
    `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: count }, (_, i) => podNamed(`p${i}`).replace(/^/gm, '  ').replace(/^ {2}/, '- ').trimEnd()).join('\n')}\n`;

  it.each([
    ['of many documents', pods(150), 150],
    ['that is a List', list(400), 400],
  ])('%s, a hover in another one is answered', async (_, text, count) => {
    const { found, end, meanwhile } = await whileReading(text, hover);
    expect(meanwhile).toBe('none');
    expect(end).toBe('read');
    expect(found.filter(({ code }) => code === 'pod/privileged')).toHaveLength(count);
  });

  it('it is given up when it is closed', async () => {
    const { found, end } = await whileReading(pods(150), async () =>
      client?.connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    );
    expect(end).toBe('given up');
    expect(found).toEqual([]);
  });

  it('edits are not lost', async () => {
    const text = pods(150);
    const at = text.lastIndexOf('privileged: true');
    const { found } = await whileReading(text, async () => client?.edit(uri, at, at + 16, 'privileged: false'));
    expect(found.filter(({ code }) => code === 'pod/privileged')).toHaveLength(149);
  });
});
