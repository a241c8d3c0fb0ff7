import * as vscode from 'vscode';
import { equal, find, inWorkspace, ok, open, test, until } from './harness';

/** Keys of a tree, by the commands that they are bound to: the view is moved through as with the keyboard. */
const commands = { first: 'list.focusFirst', down: 'list.focusDown', expand: 'list.expand', open: 'list.select' };
type Key = keyof typeof commands;

async function press(...keys: readonly Key[]): Promise<void> {
  for (const key of keys) {
    await vscode.commands.executeCommand(commands[key]);
    // A row is drawn after the server has answered for it.
    await new Promise((resolve) => setTimeout(resolve, key === 'expand' ? 700 : 50));
  }
}

/** Presses keys from the first row on until the active editor is at a text of a file. */
async function leadsTo(path: string, text: string, after: string | undefined, ...keys: readonly Key[]): Promise<void> {
  await until(`${keys.join(' ')} to open ${path} at ${text}`, async () => {
    await vscode.commands.executeCommand('confine.workspace.focus');
    await vscode.commands.executeCommand('workbench.actions.treeView.confine.workspace.collapseAll');
    await press('first', ...keys);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== inWorkspace(path).toString()) return false;
    return find(editor.document, text, after).contains(editor.selection);
  });
}

const reset = () => vscode.commands.executeCommand('confine.clearFilter');

test('view: leads by keys from a workload to its container and to the setting that is weak', async () => {
  await reset();
  await leadsTo('deploy/closed.yaml', 'closed', undefined, 'expand', 'down', 'open');
  await leadsTo('deploy/closed.yaml', 'web', 'name: web', 'expand', 'down', 'expand', 'down', 'down', 'open');
  await leadsTo('deploy/closed.yaml', 'true', 'privileged', 'expand', 'down', 'expand', 'down', 'down', 'expand', 'down', 'open');
});

test('view: shows what fits the filter', async () => {
  await vscode.commands.executeCommand('confine.filterView', { text: 'pod odd' });
  await leadsTo('deploy/odd.yaml', 'odd', 'name:', 'expand', 'down', 'open');
  await vscode.commands.executeCommand('confine.filterView', { levels: ['restricted'], text: 'usr.bin.web' });
  await leadsTo('apparmor.d/usr.bin.web', 'web', 'profile', 'expand', 'down', 'open');
  await reset();
});

test('view: follows an edit that is not saved', async () => {
  await reset();
  const document = await open('deploy/closed.yaml');
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, find(document, 'closed', 'name:'), 'opened');
  ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  await vscode.commands.executeCommand('confine.filterView', { text: 'deployment opened' });
  await leadsTo('deploy/closed.yaml', 'opened', undefined, 'expand', 'down', 'open');
  await reset();
});

test('view: is exported as a Markdown file that can be saved', async () => {
  await vscode.commands.executeCommand('confine.exportReport');
  const document = vscode.window.activeTextEditor?.document;
  equal([document?.languageId, document?.isUntitled], ['markdown', true], 'the report');
  ok(
    /^## Workloads$/m.test(document?.getText() ?? '') && document?.getText().includes('`Deployment closed`'),
    'no workloads in the report',
  );
});

test('view: hardens and explains what a row is about', async () => {
  const document = await open('deploy/closed.yaml');
  const { start, end } = find(document, 'web', 'name: web');
  const range = { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } };
  const row = { kind: 'container', label: 'web', spoken: 'web', place: { uri: document.uri.toString(), range } };
  void vscode.commands.executeCommand('confine.hardenRow', row);
  await until('the preview', () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'confine-preview';
  });
  await vscode.commands.executeCommand('confine.explainRow', { ...row, question: { uri: document.uri.toString(), query: 'agent' } });
  await until('the answer', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('agent')));
});
