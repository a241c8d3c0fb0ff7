import * as vscode from 'vscode';
import { equal, find, inWorkspace, ok, open, test, until } from './harness';

const file = 'seccomp/web.json';

/** The folder is a repository where the machine has git; the editor's own extension runs on Node only. */
async function inGit(): Promise<boolean> {
  const repository = await vscode.workspace.fs.stat(inWorkspace('seccomp/.git')).then(
    () => true,
    () => false,
  );
  return repository && vscode.extensions.getExtension('vscode.git') !== undefined;
}

const reports = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'confine-comparison');

test('git: the text as it is edited is compared with the last commit', async () => {
  const document = await open(file);
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => edit.replace(find(document, 'futex'), 'mount'));
  const compare = () => vscode.commands.executeCommand('confine.compareWith', document.uri, 'The version in git');
  if (!(await inGit())) {
    await compare();
    equal(reports().length, 0, 'reports about nothing');
    return;
  }
  const report = await until('the report', async () => {
    // The extension finds the repositories of the workspace in its own time.
    await compare();
    return reports().find(({ uri }) => uri.path.includes('web.json at HEAD'));
  });
  const text = report.getText();
  ok(/^# web\.json against web\.json at HEAD$/m.test(text), text);
  ok(/`mount`\S* \| fails with EPERM \| allowed/.test(text) && /futex\S* \| allowed \| fails with EPERM/.test(text), text);
});

test('compare: the default of a runtime that the file is not for', async () => {
  const document = await open(file);
  await vscode.commands.executeCommand('confine.compareWith', document.uri, 'podman default');
  const report = await until('the report', () => reports().find(({ uri }) => uri.path.includes('podman default')));
  ok(report.getText().startsWith('# web.json against podman default'), report.getText());
});

test('compare: the base is switched at the head of a report', async () => {
  const document = await open(file);
  await vscode.commands.executeCommand('confine.reportDifferences', document.uri);
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = () => tabs().flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.uri] : []));
  const report = await until('the report', () => shown().find((uri) => uri.scheme === 'confine-comparison'));
  const columns = () => vscode.window.tabGroups.all.length;
  await vscode.commands.executeCommand('workbench.action.focusNextGroup');
  const before = columns();
  await vscode.commands.executeCommand('confine.compareWith', report, 'podman default');
  await until('the report of another base', () => shown().find((uri) => uri.path.includes('podman default')));
  equal(columns(), before, 'columns of editors');
});
