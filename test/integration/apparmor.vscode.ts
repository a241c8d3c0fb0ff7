import * as vscode from 'vscode';
import { equal, find, findingOn, findings, fix, hoverAt, inWorkspace, offered, ok, open, skip, test, until } from './harness';

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

const wholeFile = (document: vscode.TextDocument) => new vscode.Range(0, 0, document.lineCount, 0);

test('apparmor: renaming a profile changes every file that names it', async () => {
  const peer = inWorkspace('apparmor.d/peer');
  await vscode.workspace.fs.writeFile(peer, new TextEncoder().encode('profile peer {\n  signal send peer=web,\n}\n'));
  const document = await open(file);
  const place = find(document, 'profile web').end;
  const edit = await until('a rename', async () => {
    const found = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      place,
      'shop',
    );
    return found.has(peer) ? found : undefined;
  });
  ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  ok(document.getText().includes('profile shop /usr/bin/web {'), document.getText());
  const other = await vscode.workspace.openTextDocument(peer);
  ok(other.getText().includes('peer=shop,'), other.getText());
  await vscode.window.showTextDocument(other);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.workspace.fs.delete(peer);
});

test('apparmor: profiles, workloads and scopes are found in the workspace', async () => {
  await open(file);
  const found = await until('symbols', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'web');
    return symbols.length > 1 ? symbols : undefined;
  });
  const paths = found.map(({ name, location }) => `${name} ${location.uri.path.split('/').at(-1)}`);
  ok(paths.includes('web usr.bin.web'), paths.join(', '));
  ok(paths.includes('web.json web.json'), paths.join(', '));
});

test('apparmor: a closing brace goes below the line that opened its block', async () => {
  const document = await open(file);
  const editor = vscode.window.activeTextEditor as vscode.TextEditor;
  await editor.edit((edit) => edit.replace(wholeFile(document), 'profile a {\n  /a r,\n    '));
  editor.selection = new vscode.Selection(2, 4, 2, 4);
  const options = { tabSize: 2, insertSpaces: true };
  await editor.edit((edit) => edit.insert(new vscode.Position(2, 4), '}'));
  const edits = await until('edits', () =>
    vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatOnTypeProvider',
      document.uri,
      new vscode.Position(2, 5),
      '}',
      options,
    ),
  );
  equal(
    edits.map(({ newText }) => newText),
    [''],
    'edits',
  );
});

const parser = '/usr/sbin/apparmor_parser';

test('apparmor: what apparmor_parser refuses is shown on save', async () => {
  const second = inWorkspace('apparmor.d/second');
  if (second.scheme !== 'file') skip('a web worker runs no programs');
  const there = await Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.file(parser))).then(
    () => true,
    () => false,
  );
  if (!there) skip(`${parser} is not installed`);
  const settings = vscode.workspace.getConfiguration('confine');
  await vscode.workspace.fs.writeFile(second, new TextEncoder().encode('profile second {\n  /a r,\n}\n'));
  await settings.update('apparmor.secondOpinion', true, vscode.ConfigurationTarget.Global);
  await settings.update('apparmor.parserPath', parser, vscode.ConfigurationTarget.Global);
  try {
    const document = await open('apparmor.d/second');
    const editor = vscode.window.activeTextEditor as vscode.TextEditor;
    const opinions = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source?.startsWith('apparmor_parser '));
    // Confine cannot know where the parser is started, and says nothing of a quoted include that it does not find.
    const includes = '  include "apparmor.d/abstractions/web"\n  include "local/absent"\n';
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), includes));
    await document.save();
    const [opinion] = await until('an opinion', opinions);
    equal(opinion?.range.start.line, 2, `the line of ${opinion?.message}`);
    ok(/^apparmor_parser \d/.test(opinion?.source ?? ''), `no version in ${opinion?.source}`);
    ok(opinion?.message.includes('local/absent'), opinion?.message ?? '');
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 3, 0)));
    await until('no opinion on another text', () => opinions().length === 0);
    await document.save();
  } finally {
    await settings.update('apparmor.secondOpinion', undefined, vscode.ConfigurationTarget.Global);
    await settings.update('apparmor.parserPath', undefined, vscode.ConfigurationTarget.Global);
    await vscode.workspace.fs.delete(second);
  }
});
