import * as vscode from 'vscode';
import { bare, completionsAt, equal, find, findings, offered, open, test, until } from './harness';

/** The built-in JSON support attaches to `json`; beside it nothing may be said twice. */
const plain = 'plain/profile.json';
const all = ['seccomp/web.json', 'containers/policy.json', 'deploy/web.yaml', 'apparmor.d/usr.bin.web', plain, 'plain/broken.json'];

test('beside JSON: a profile under any name is checked', async () => {
  const document = await open(plain);
  await until('a finding', () => findings(document).find(({ range }) => document.getText(range).includes('opennat')));
});

test('beside JSON: a syntax error is reported once', async () => {
  const document = await open('plain/broken.json');
  const errors = await until('the error', () =>
    vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
  );
  equal(new Set(errors.map(({ range }) => JSON.stringify(range))).size, errors.length, 'places of errors');
});

test('no two diagnostics say the same of one place', async () => {
  for (const path of all) {
    const document = await open(path);
    const found = await until(`diagnostics of ${path}`, () => vscode.languages.getDiagnostics(document.uri));
    const said = found.map(({ range, message }) => `${JSON.stringify(range)} ${words(message)}`);
    equal(repeated(said), [], `${path}: one place, one message`);
    const sources = new Set(found.map(({ range, source }) => `${JSON.stringify(range)} by ${source}`));
    equal(repeated([...sources].map((one) => one.split(' by ')[0])), [], `${path}: one place, two extensions`);
  }
});

test('no completion is offered twice', async () => {
  for (const [path, text, expected] of [
    [plain, 'SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'],
    [plain, 'futex', 'futex_waitv'],
    ['seccomp/web.json', 'SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'],
    ['containers/policy.json', 'sigstoreSigned', 'signedBy'],
    ['deploy/web.yaml', 'SYS_ADMIN', 'NET_BIND_SERVICE'],
  ] as const) {
    const document = await open(path);
    const place = find(document, text).end;
    await offered(document, place, expected);
    const labels = (await completionsAt(document, place)).map(bare);
    equal(repeated(labels), [], `${path} at ${text}`);
  }
});

test('a hover says a thing once', async () => {
  for (const [path, text] of [
    [plain, 'SCMP_ACT_ALLOW'],
    ['seccomp/web.json', 'futex'],
    ['deploy/web.yaml', 'SYS_ADMIN'],
  ] as const) {
    const document = await open(path);
    const place = find(document, text).start.translate(0, 2);
    const hovers = await until(`a hover in ${path} at ${text}`, () =>
      vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, place),
    );
    equal(hovers.length, 1, `hovers in ${path} at ${text}`);
  }
});

const words = (message: string) =>
  message
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const repeated = <T>(values: readonly T[]): T[] => values.filter((value, i) => values.indexOf(value) !== i);
