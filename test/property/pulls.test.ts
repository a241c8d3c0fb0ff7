import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { createConnection, LSPErrorCodes, type Message, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { memoryFiles } from '../../server/src/core';
import { serve } from '../../server/src/lsp/server';
import { vsCode } from '../helpers/clients';

afterEach(() => void vi.restoreAllMocks());

interface Answer {
  readonly result?: { readonly kind: 'full' | 'unchanged'; readonly resultId?: string; readonly items?: readonly unknown[] };
  readonly error?: { readonly code: number };
}

/** A client that sees each message: what is answered twice, or never. */
async function startRaw() {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(createConnection(toServer, toClient), { disk: () => memoryFiles() });
  const writer = new StreamMessageWriter(toServer);
  const answers = new Map<number, Answer[]>();
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  const send = (message: object) => void writer.write({ jsonrpc: '2.0', ...message } as Message);
  new StreamMessageReader(toClient).listen((message) => {
    const { id, method, params } = message as { id?: number; method?: string; params?: { items?: unknown[] } };
    if (method !== undefined) {
      if (id !== undefined) send({ id, result: method === 'workspace/configuration' ? (params?.items ?? []).map(() => null) : null });
      return;
    }
    if (id === undefined) return;
    answers.set(id, [...(answers.get(id) ?? []), message as Answer]);
    waiting.get(id)?.(message as Answer);
  });
  function request(method: string, params: unknown) {
    const id = ++count;
    const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    return { id, answer };
  }
  const notify = (method: string, params: unknown) => send({ method, params });
  await request('initialize', { processId: null, rootUri: null, capabilities: vsCode }).answer;
  notify('initialized', {});
  const stop = () => request('shutdown', undefined).answer;
  return { request, notify, answers, stop };
}

const texts = {
  'pods.yaml': ['yaml', Array.from({ length: 4 }, (_, i) => pod(i)).join('---\n')],
  'web.seccomp.json': [
    'json',
    JSON.stringify(
      {
        defaultAction: 'SCMP_ACT_ERRNO',
        syscalls: ['raed', 'mount', 'mount'].map((name) => ({ names: [name, 'read'], action: 'SCMP_ACT_ALLOW' })),
      },
      null,
      2,
    ),
  ],
  'usr.bin.a.apparmor': ['apparmor', 'profile a /usr/bin/a {\n  /etc/** rw,\n  /etc/passwd r,\n  capability sys_admin,\n  deny /x w\n}\n'],
} as const;

function pod(i: number) {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p${i}\nspec:\n  containers:\n    - {name: a, image: b, securityContext: {privileged: true}}\n`;
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'pull' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: fc.nat(1000),
      cut: fc.nat(2),
      put: fc.constantFrom('', 'x', '"', '\n', ' ', ','),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), turns: fc.integer({ min: 1, max: 30 }) }) },
);

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

it('pulls that are cancelled in any order have one answer each, and the last one the findings of a fresh server', async () => {
  // Each look at the clock is a slice later than the one before, so that a pause follows each step.
  let now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 1000));
  const fresh = await startRaw();
  const server = await startRaw();
  let files = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(texts)), fc.array(step, { maxLength: 25 }), async (name, steps) => {
      const [languageId, first] = texts[name as keyof typeof texts];
      const uri = `file:///project/${++files}/${name}`;
      let text: string = first;
      let version = 1;
      let known: { readonly resultId: string | undefined; readonly items: readonly unknown[] } = { resultId: undefined, items: [] };
      const pulls: { readonly id: number; readonly answer: Promise<Answer>; cancelled: boolean }[] = [];
      const pull = () => {
        const params = { textDocument: { uri }, ...(known.resultId && { previousResultId: known.resultId }) };
        const sent = { ...server.request('textDocument/diagnostic', params), cancelled: false };
        const before = known;
        void sent.answer.then(({ result }) => {
          if (result?.kind === 'full') known = { resultId: result.resultId, items: result.items ?? [] };
          else if (result) expect(result.resultId).toBe(before.resultId);
        });
        pulls.push(sent);
        return sent;
      };
      server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
      for (const one of steps) {
        if (one.kind === 'pull') pull();
        else if (one.kind === 'wait') await turns(one.turns);
        else if (one.kind === 'cancel') {
          const sent = pulls.at(-1 - one.which);
          if (!sent) continue;
          sent.cancelled = true;
          server.notify('$/cancelRequest', { id: sent.id });
        } else {
          const start = one.at % (text.length + 1);
          const end = Math.min(text.length, start + one.cut);
          const place = (offset: number) => {
            const lines = text.slice(0, offset).split('\n');
            return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
          };
          const change = { range: { start: place(start), end: place(end) }, text: one.put };
          text = text.slice(0, start) + one.put + text.slice(end);
          server.notify('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges: [change] });
        }
      }
      const last = pull();
      const { result, error } = await last.answer;
      expect(error).toBeUndefined();
      const all = await Promise.all(pulls.map(({ answer }) => answer));
      await turns(3);
      for (const [i, sent] of pulls.entries()) {
        expect(server.answers.get(sent.id)).toHaveLength(1);
        const allowed: (number | undefined)[] = [undefined, LSPErrorCodes.ServerCancelled, LSPErrorCodes.ContentModified];
        if (sent.cancelled) allowed.push(LSPErrorCodes.RequestCancelled);
        expect(allowed).toContain(all[i]?.error?.code);
      }
      fresh.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
      const wanted = (await fresh.request('textDocument/diagnostic', { textDocument: { uri } }).answer).result?.items;
      expect(result?.kind === 'full' ? result.items : known.items).toEqual(wanted);
      for (const { notify } of [server, fresh]) notify('textDocument/didClose', { textDocument: { uri } });
    }),
    { numRuns: 60 },
  );
  await Promise.all([server.stop(), fresh.stop()]);
}, 120_000);
