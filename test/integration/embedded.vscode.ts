import * as vscode from 'vscode';
import { codeOf, equal, find, findingOn, findings, fix, hoverAt, offered, ok, open, test, until } from './harness';

const file = 'deploy/profiles.yaml';

/** The lines of a document that differ from a text. */
const changedLines = (document: vscode.TextDocument, before: string): readonly string[] => {
  const old = before.split('\n');
  return document
    .getText()
    .split('\n')
    .filter((line, i) => line !== old[i]);
};

test('embedded: findings of profiles in a ConfigMap stand at their lines', async () => {
  const document = await open(file);
  equal(codeOf(await findingOn(document, '/var/log/web.log w')), 'apparmor/missing-comma', 'code in the AppArmor profile');
  equal(codeOf(await findingOn(document, 'raed')), 'seccomp/unknown-syscall', 'code in the seccomp profile');
});

test('embedded: hover explains a capability and a system call', async () => {
  const document = await open(file);
  const capability = await until('a hover', () => hoverAt(document, find(document, 'net_raw').start.translate(0, 2)));
  ok(capability.includes('Opens raw and packet sockets'), capability);
  const call = await until('a hover', () => hoverAt(document, find(document, '"read"').start.translate(0, 2)));
  ok(call.includes('read'), call);
});

test('embedded: capabilities complete', async () => {
  const document = await open(file);
  await offered(document, find(document, 'net_raw').end, 'net_bind_service');
});

test('embedded: a quick fix changes one line and keeps its indentation', async () => {
  const document = await open(file);
  const before = document.getText();
  await fix(document, await findingOn(document, '/var/log/web.log w'));
  equal(changedLines(document, before), ['      /var/log/web.log w,'], 'lines that the fix wrote');
  await until('the cure', () => findings(document).every((one) => codeOf(one) !== 'apparmor/missing-comma'));
});

test('embedded: an action lays a profile out in its block', async () => {
  const document = await open(file);
  const before = document.getText();
  await fix(document, await findingOn(document, '/var/log/web.log w'));
  const at = find(document, '/srv/**');
  const action = await until('the action', async () => {
    const offers = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      at,
      undefined,
      50,
    );
    return offers.find(({ title, edit }) => title === 'Format this AppArmor profile' && edit);
  });
  ok(action.edit && (await vscode.workspace.applyEdit(action.edit)), 'the edit was not applied');
  equal(changedLines(document, before), ['      /var/log/web.log w,', '      /srv/** r,'], 'lines that changed');
});

test('embedded: words of the profile have tokens', async () => {
  const document = await open(file);
  const tokens = await until('tokens', () =>
    vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri),
  );
  let line = 0;
  const lines = new Set<number>();
  for (let i = 0; i < tokens.data.length; i += 5) {
    line += tokens.data[i] ?? 0;
    lines.add(line);
  }
  ok(lines.has(find(document, 'capability').start.line), `tokens on lines ${[...lines].join(', ')}`);
});

test('embedded: a name leads to its profile, and is renamed with it', async () => {
  const document = await open(file);
  const use = find(document, 'worker,').start.translate(0, 1);
  const found = await until('a definition', () =>
    vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, use),
  );
  const ranges = found.map((one) => ('targetRange' in one ? one.targetRange : one.range));
  const line = find(document, 'profile worker').start.line;
  ok(
    ranges.some(({ start }) => start.line === line),
    JSON.stringify(ranges),
  );
  const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    document.uri,
    use,
    'helper',
  );
  ok(await vscode.workspace.applyEdit(edit), 'the rename was not applied');
  const text = document.getText();
  ok(text.includes('Px -> helper,') && text.includes('\n    profile helper /usr/bin/worker {'), text);
});
