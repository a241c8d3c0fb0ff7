import * as vscode from 'vscode';
import { equal, find, findingOn, findings, fix, hoverAt, offered, ok, open, test, until } from './harness';

const file = 'apparmor.d/usr.bin.web';
const broken = 'apparmor.d/broken';

test('apparmor: a missing comma is found on its own line, and the fix adds it', async () => {
  const document = await open(broken);
  const finding = await findingOn(document, '/var/log/web.log w');
  equal(finding.range.start.line, find(document, '/var/log/web.log').start.line, 'line');
  await fix(document, finding);
  await until('the cure', () => findings(document).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error));
});

test('apparmor: hover reads the permission letters', async () => {
  const document = await open(file);
  ok(await until('a hover', () => hoverAt(document, find(document, 'rPix').start.translate(0, 1))), 'empty hover');
});

test('apparmor: capabilities complete', async () => {
  const document = await open(file);
  await offered(document, find(document, 'net_bind_service').end, 'net_bind_service');
});

test('apparmor: includes lead to their files', async () => {
  const document = await open(file);
  const place = find(document, 'abstractions/web').start.translate(0, 3);
  const found = await until('a definition', () =>
    vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, place),
  );
  const targets = found.map((one) => ('targetUri' in one ? one.targetUri : one.uri).path);
  ok(
    targets.some((path) => path.endsWith('/apparmor.d/abstractions/web')),
    targets.join(', '),
  );
});

test('apparmor: symbols, tokens and formatting', async () => {
  const document = await open(file);
  const symbols = await until('symbols', () =>
    vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri),
  );
  ok(
    symbols.some(({ name }) => name.includes('web')),
    JSON.stringify(symbols.map(({ name }) => name)),
  );
  const tokens = await until('tokens', () =>
    vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri),
  );
  ok(tokens.data.length > 0, 'no tokens');
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
    'vscode.executeFormatDocumentProvider',
    document.uri,
    options,
  );
  ok(
    edits === undefined || edits.every(({ newText }) => newText.trim() === ''),
    `formatting changes more than blanks: ${JSON.stringify(edits)}`,
  );
});
