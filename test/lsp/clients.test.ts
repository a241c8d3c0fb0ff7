/** Everything that the server answers, in the name of four clients, compared with what each of them states. */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  ApplyWorkspaceEditParams,
  ClientCapabilities,
  CodeAction,
  CodeLens,
  Command,
  CompletionList,
  Diagnostic,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { applyEdits, linesOf } from '../../server/src/core';
import { bare, helix, neovim, vsCode } from '../helpers/clients';
import { type LspClient, positionIn, startInProcess, startNodeBundle } from '../helpers/lspClient';
import { announced, diagnostic as checkDiagnostic, edit as checkEdit, type Method, violations } from '../helpers/stated';

const root = path.join(import.meta.dirname, '../..');

const folder = 'file:///project';
const files = {
  [`${folder}/web.seccomp.json`]:
    '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "defaultErrnoRet": 38,\n  "architectures": ["SCMP_ARCH_X86_64"],\n  "syscalls": [\n    { "names": ["raed", "read", "read", "ptrace"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_NET_RAW"] } }\n  ]\n}\n',
  [`${folder}/apparmor.d/web`]:
    'abi <abi/4.0>,\n\n@{data}=/srv/web\nprofile web /usr/bin/web flags=(complain) {\n  include <abstractions/queue>\n  capability net_raw,\n  /etc/hosts r\n  /etc/hosts r,\n  @{data}/** rw,\n  /usr/bin/id Px -> ident,\n  signal (send) set=(term) peer=ident,\n}\n\nprofile ident {\n  /tmp/** rw,\n}\n',
  [`${folder}/apparmor.d/abstractions/queue`]: '/queue r,\n',
  [`${folder}/containers/policy.json`]:
    '{\n  "default": [{ "type": "reject" }],\n  "transports": {\n    "docker": { "quay.io/crio": { "type": "insecureAcceptAnything" }, "quay.io/x": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/x.pub" }] }\n  }\n}\n',
  [`${folder}/pod.yaml`]:
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/app: localhost/web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true # why\n        capabilities:\n          add: [NET_RAW]\n        seccompProfile:\n          type: Localhost\n          localhostProfile: web.seccomp.json\n',
} as const;
const [seccomp, apparmor, , policy, pod] = Object.keys(files) as [string, string, string, string, string];
const ids: Readonly<Record<string, string>> = {
  [seccomp]: 'seccomp',
  [apparmor]: 'apparmor',
  [policy]: 'containers-policy',
  [pod]: 'yaml',
};
const texts: Readonly<Record<string, string>> = files;

const clients = [
  ['that states nothing', bare],
  ['like Neovim', neovim],
  ['like Helix', helix],
  ['like VS Code', vsCode],
] as const;

interface Seen {
  readonly method: Method;
  readonly answer: unknown;
}

/** Places to ask at: each word of the text, and the end of each line. */
function placesIn(text: string): readonly number[] {
  const words = [...text.matchAll(/[\w@/.-]{2,}|[([{,:"]/g)].map((match) => match.index + 1);
  return words.filter((_, i) => i % 2 === 0);
}

/** Asks for everything that the server announces, or registers, of one file. */
async function everything(client: LspClient, uri: string): Promise<readonly Seen[]> {
  const text = texts[uri] as string;
  const seen: Seen[] = [];
  const ask = async <Answer>(method: Method, params: object): Promise<Answer> => {
    const answer = await client.request<Answer>(method, params);
    seen.push({ method, answer });
    return answer;
  };
  const textDocument = { uri };
  const whole: Range = { start: { line: 0, character: 0 }, end: positionIn(text, text.length) };
  for (const offset of placesIn(text)) {
    const at = { textDocument, position: positionIn(text, offset) };
    await ask('textDocument/hover', at);
    await ask('textDocument/signatureHelp', at);
    await ask('textDocument/definition', at);
    const list = await ask<CompletionList | null>('textDocument/completion', at);
    const documented = list?.items.filter(({ data }) => data !== undefined).slice(0, 3) ?? [];
    const items = await Promise.all(documented.map((item) => client.request('completionItem/resolve', item)));
    seen.push({ method: 'textDocument/completion', answer: { items } });
  }
  for (const method of ['textDocument/documentSymbol', 'textDocument/documentLink', 'textDocument/foldingRange'] as const)
    await ask(method, { textDocument });
  await ask('textDocument/codeLens', { textDocument });
  await ask('textDocument/inlayHint', { textDocument, range: whole });
  await ask('workspace/symbol', { query: '' });
  for (const only of [undefined, ['quickfix'], ['refactor.rewrite'], ['source.fixAll']]) {
    const context = { diagnostics: [], ...(only && { only }) };
    const actions = await ask<(CodeAction | Command)[] | null>('textDocument/codeAction', { textDocument, range: whole, context });
    const later = (actions ?? []).filter((action): action is CodeAction => 'data' in action);
    const made = await Promise.all(later.map((action) => client.request<CodeAction>('codeAction/resolve', action)));
    seen.push({ method: 'textDocument/codeAction', answer: made.filter((action) => action.edit) });
  }
  if (uri === apparmor)
    await ask('textDocument/rename', {
      textDocument,
      position: positionIn(text, text.indexOf('web /usr')),
      newName: 'shop',
    });
  return seen;
}

async function started(capabilities: ClientCapabilities, start = startInProcess) {
  const settings = { hints: { enabled: true }, preset: 'strict' };
  const client = await start({ folders: [folder], files, capabilities, settings, initializationOptions: { settings } });
  const pushed: Diagnostic[] = [];
  client.connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) => void pushed.push(...diagnostics));
  for (const [uri, id] of Object.entries(ids)) await client.open(uri, id, texts[uri] as string);
  return { client, pushed };
}

async function diagnosticsOf(client: LspClient, pushed: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  if (client.initialized.capabilities.diagnosticProvider)
    return (await Promise.all(Object.keys(ids).map((uri) => client.diagnostics(uri)))).flat();
  await vi.waitUntil(() => new Set(pushed.map(({ code }) => String(code).split('/')[0])).size === 4);
  return pushed;
}

interface Gathered {
  readonly seen: readonly Seen[];
  readonly diagnostics: readonly Diagnostic[];
}

const answers = new Map<ClientCapabilities, Gathered>();

describe.each(clients)('a client %s', (_, can) => {
  let client: LspClient;
  beforeAll(async () => {
    const { client: made, pushed } = await started(can);
    client = made;
    const seen: Seen[] = [];
    for (const uri of Object.keys(ids)) seen.push(...(await everything(client, uri)));
    answers.set(can, { seen, diagnostics: await diagnosticsOf(client, pushed) });
  }, 120_000);
  afterAll(() => client.stop());

  it('is told of what it knows alone', () => {
    expect(announced(can, client.initialized.capabilities)).toEqual([]);
  });

  it('gets only what it states', () => {
    const { seen, diagnostics } = answers.get(can) as Gathered;
    const complaints = seen.flatMap(({ method, answer }) => violations(can, method, answer));
    expect([...new Set([...complaints, ...diagnostics.flatMap((one) => checkDiagnostic(can, one))])]).toEqual([]);
  });

  it('gets an answer of every kind', () => {
    const { seen, diagnostics } = answers.get(can) as Gathered;
    const filled = seen.filter(({ answer }) => answer !== null && (!Array.isArray(answer) || answer.length > 0));
    const expected: readonly Method[] = [
      'textDocument/hover',
      'textDocument/completion',
      'textDocument/signatureHelp',
      'textDocument/definition',
      'textDocument/documentSymbol',
      'textDocument/documentLink',
      'textDocument/foldingRange',
      'textDocument/inlayHint',
      'textDocument/rename',
      'textDocument/codeLens',
      'workspace/symbol',
    ];
    expect([...new Set(filled.map(({ method }) => method))]).toEqual(expect.arrayContaining([...expected]));
    expect(filled.some(({ method }) => method === 'textDocument/codeAction')).toBe(can !== bare);
    expect(diagnostics.length).toBeGreaterThan(5);
  });

  it('finds every command of a lens among those that are announced', () => {
    const { seen } = answers.get(can) as Gathered;
    const { commands = [] } = client.initialized.capabilities.executeCommandProvider ?? {};
    const lenses = seen.filter(({ method }) => method === 'textDocument/codeLens').flatMap(({ answer }) => answer as CodeLens[]);
    expect(lenses.map(({ command }) => command?.command).filter((command) => !commands.includes(command ?? ''))).toEqual([]);
  });

  it('is refused an unknown command, and everything after the end', async () => {
    const { client: other } = await started(can);
    await expect(other.request('workspace/executeCommand', { command: 'confine.nothing' })).rejects.toThrow(/no command confine.nothing/);
    await other.request('shutdown', undefined);
    const at = { textDocument: { uri: pod }, position: { line: 0, character: 0 } };
    await expect(other.request('textDocument/hover', at)).rejects.toMatchObject({ code: -32600 });
    other.connection.dispose();
  });
});

it('sees what VS Code gets as too much for a client that states nothing', () => {
  const { seen, diagnostics } = answers.get(vsCode) as Gathered;
  const found = new Set([
    ...seen.flatMap(({ method, answer }) => violations(bare, method, answer)),
    ...diagnostics.flatMap((one) => checkDiagnostic(bare, one)),
  ]);
  for (const complaint of [
    'hover: Markdown',
    'completion: Markdown',
    'completion: a snippet',
    'completion: label details',
    'signature: Markdown',
    'symbol: a tree',
    'symbol: kind 19',
    'action: a literal',
    'action: preferred',
    'edit: documentChanges',
    'edit: annotations',
    'edit: creates a file',
    'diagnostic: code description',
    'diagnostic: related information',
  ])
    expect([...found], complaint).toContain(complaint);
});

/** What an editor does: the text after an edit, in either form. */
function textAfter(uri: string, { changes, documentChanges }: WorkspaceEdit): string {
  const text = texts[uri] as string;
  const lines = linesOf(text);
  const edits = (changes?.[uri] ??
    documentChanges?.flatMap((change) => ('edits' in change && change.textDocument.uri === uri ? change.edits : []))) as TextEdit[];
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) }, text: newText })),
  );
}

/** An editor that applies edits, and keeps what it is shown and told. */
function listening(client: LspClient) {
  const applied: ApplyWorkspaceEditParams[] = [];
  const shown: string[] = [];
  const told: string[] = [];
  client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
    applied.push(params);
    return { applied: true };
  });
  client.connection.onRequest('window/showDocument', ({ uri }: { uri: string }) => {
    shown.push(uri);
    return { success: true };
  });
  client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => void told.push(message));
  return { applied, shown, told };
}

/** Clicks the first lens of a file whose title matches. */
async function clickLens(client: LspClient, uri: string, title = /^/): Promise<CodeLens | undefined> {
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const lens = lenses.find(({ command }) => title.test(command?.title ?? ''));
  if (lens?.command) await client.request('workspace/executeCommand', { command: lens.command.command, arguments: lens.command.arguments });
  return lens;
}

describe.each(clients.slice(1))('the commands, for a client %s', (_, can) => {
  it('harden, by an edit that the editor applies', async () => {
    const { client } = await started(can);
    const { applied, told } = listening(client);
    expect(await clickLens(client, pod, /^Harden$/)).toBeDefined();
    const [{ edit }] = applied as [ApplyWorkspaceEditParams];
    expect(checkEdit(can, edit)).toEqual([]);
    expect(textAfter(pod, edit)).toContain('privileged: false # why');
    // What may break is confirmed before, or told after.
    if (can === vsCode) expect(Object.values(edit.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
    else await expect.poll(() => told).toHaveLength(1);
    await client.stop();
  });

  it('apply safe fixes', async () => {
    const { client } = await started(can);
    const { applied } = listening(client);
    await client.request('workspace/executeCommand', { command: 'confine.fixAll', arguments: [apparmor] });
    const [{ edit }] = applied as [ApplyWorkspaceEditParams];
    expect(checkEdit(can, edit)).toEqual([]);
    expect(edit.changeAnnotations).toBeUndefined();
    expect(textAfter(apparmor, edit)).toContain('  /etc/hosts r,\n');
    await client.stop();
  });

  it('show reports', async () => {
    // The bundle has a disk to keep them on, for editors that open no documents of the server.
    const { client } = await started(can, startNodeBundle);
    const { shown } = listening(client);
    const asked = [seccomp, apparmor, pod];
    for (const uri of asked) await clickLens(client, uri);
    expect(shown.map((uri) => /^(?:file|confine-answer):/.exec(uri)?.[0])).toEqual(
      asked.map(() => (can === vsCode ? 'confine-answer:' : 'file:')),
    );
    if (can === vsCode) {
      const reports = await Promise.all(shown.map((uri) => client.request('workspace/textDocumentContent', { uri })));
      expect(reports).toMatchObject([
        { text: expect.stringMatching(/^# /) },
        { text: expect.stringMatching(/^# Findings in `web`\n\nLine \d+: error: /) },
        { text: expect.stringMatching(/^# Findings in `[\w.]+`\n\nLine \d+: \w+: .*privileged/is) },
      ]);
    }
    await client.stop();
  });
});

it('without the means to edit or to show, commands answer in messages, and lenses that would edit are left out', async () => {
  const { client } = await started(bare);
  const { told } = listening(client);
  expect(await clickLens(client, pod, /^Harden$/)).toBeUndefined();
  expect((await clickLens(client, seccomp))?.command?.command).toBe('confine.reportDifferences');
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).not.toMatch(/`|\*\*|\]\(/);
  await expect(client.request('workspace/executeCommand', { command: 'confine.hardenFile', arguments: [pod] })).rejects.toThrow(/applies/);
  await client.stop();
});

it('actions are commands for clients that know no others, and do the same', async () => {
  const can: ClientCapabilities = { workspace: { applyEdit: true } };
  const { client } = await started(can);
  const { applied } = listening(client);
  const at = positionIn(texts[apparmor] as string, (texts[apparmor] as string).indexOf('/etc/hosts r\n') + '/etc/hosts r'.length);
  const actions = await client.request<Command[]>('textDocument/codeAction', {
    textDocument: { uri: apparmor },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  expect(actions.flatMap((action) => violations(can, 'textDocument/codeAction', [action]))).toEqual([]);
  const comma = actions.find(({ arguments: [, , taken] = [] }) => taken.code === 'apparmor/missing-comma') as Command;
  await client.request('workspace/executeCommand', { command: comma.command, arguments: comma.arguments });
  const [{ edit }] = applied as [ApplyWorkspaceEditParams];
  expect(Object.keys(edit)).toEqual(['changes']);
  expect(textAfter(apparmor, edit)).toContain('  /etc/hosts r,\n  /etc/hosts r,\n');
  await client.stop();
});

it('a client with commands of its own keeps them', async () => {
  const own = ['confine.hardenHere', 'confine.ask', 'confine.reportDifferences', 'confine.diffWithDefault'];
  const client = await startInProcess({ folders: [folder], files, initializationOptions: { commands: own } });
  for (const [uri, id] of Object.entries(ids)) await client.open(uri, id, texts[uri] as string);
  const { commands } = client.initialized.capabilities.executeCommandProvider ?? {};
  expect(commands).toEqual([
    'confine.explainError',
    'confine.explainRule',
    'confine.fixAll',
    'confine.hardenFile',
    'confine.rebase',
    'confine.showRendered',
    'confine.showProblems',
  ]);
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: pod } });
  expect(lenses.map(({ range, command }) => [range.start.line, command?.command])).toEqual([
    [0, 'confine.showProblems'],
    [0, 'confine.hardenHere'],
  ]);
  await client.stop();
});

describe('the start of the server', () => {
  const start = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, [path.join(root, 'dist/server/main.js'), ...args], { input, encoding: 'utf8' });

  it('speaks over standard input and output unless told otherwise', async () => {
    const client = await startNodeBundle({ arguments: [] });
    expect(client.initialized.serverInfo?.name).toBe('confine');
    await client.stop();
  });

  it.each([[['--bogus']], [['more']], [['--socket=x']], [['--node-ipc']], [['--stdio', '--pipe=a']], [['--socket']]])(
    '%s is refused in one sentence',
    (args) => {
      const { stderr, stdout, status } = start(args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^confine: [^\n]+\. Try --help\.\n$/);
    },
  );

  it('says what it is', () => {
    expect(start(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(start(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--stdio') });
  });
});
