import * as vscode from 'vscode';
import { applyPreview, equal, find, findings, inWorkspace, ok, open, test, until } from './harness';

const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

for (const file of ['seccomp/web.json', 'deploy/web.yaml', 'containers/policy.json', 'apparmor.d/usr.bin.web']) {
  test(`diff: ${file} opens beside the default`, async () => {
    const document = await open(file);
    await until('the server', () =>
      vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri),
    );
    await vscode.commands.executeCommand('confine.diffWithDefault', document.uri);
    const input = await until('the tab', () => {
      const shown = activeInput();
      return shown instanceof vscode.TabInputTextDiff ? shown : undefined;
    });
    equal(input.modified.toString(), document.uri.toString(), 'right side');
    equal(input.original.scheme, 'profile-default', 'left side');
    ok((await vscode.workspace.openTextDocument(input.original)).getText().length > 0, 'the default is empty');
  });
}

test('report: the differences are shown as Markdown beside the file', async () => {
  const document = await open('seccomp/web.json');
  await vscode.commands.executeCommand('confine.reportDifferences', document.uri);
  await until('the preview', () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input }) => input instanceof vscode.TabInputCustom && input.viewType.includes('markdown.preview')),
  );
  await until('the keyboard back in the file', () => vscode.window.activeTextEditor?.document === document);
});

test('harden: applied from its preview it leaves no privileged container and every comment', async () => {
  const document = await open('deploy/web.yaml');
  await until('findings', () => findings(document));
  void vscode.commands.executeCommand('confine.hardenFile', document.uri);
  await applyPreview();
  ok(!document.getText().includes('privileged: true'), document.getText());
  ok(document.getText().includes('# keep this comment'), 'a comment was lost');
});

test('preview: nothing changes until it is asked to', async () => {
  const document = await open('deploy/web.yaml');
  const before = document.getText();
  await until('findings', () => findings(document));
  void vscode.commands.executeCommand('confine.hardenFile', document.uri);
  const input = await until('the preview', () => {
    const shown = activeInput();
    return shown instanceof vscode.TabInputTextDiff ? shown : undefined;
  });
  equal(input.original.toString(), document.uri.toString(), 'left side');
  const after = await vscode.workspace.openTextDocument(input.modified);
  ok(!after.getText().includes('privileged: true'), 'the right side is not hardened');
  equal(document.getText(), before, 'the file');
});

/** The proposed side of the diff that hardens a Deployment. */
async function previewedHardening(): Promise<vscode.TextDocument> {
  const document = await open('deploy/web.yaml');
  await until('findings', () => findings(document));
  void vscode.commands.executeCommand('confine.hardenFile', document.uri);
  const input = await until('the preview', () => {
    const shown = activeInput();
    return shown instanceof vscode.TabInputTextDiff ? shown : undefined;
  });
  return vscode.workspace.openTextDocument(input.modified);
}

test('preview: a change is left out and taken in again by the keyboard', async () => {
  const proposed = await previewedHardening();
  const whole = proposed.getText();
  const differs = () => proposed.getText() !== whole;
  // The list has the keyboard a moment after the diff is shown.
  await until('another proposal', async () => {
    await vscode.commands.executeCommand('confine.review.focus');
    if (!differs()) await vscode.commands.executeCommand('confine.togglePreviewedChange');
    await new Promise((resolve) => setTimeout(resolve, 300));
    return differs();
  });
  await vscode.commands.executeCommand('confine.togglePreviewedChange');
  await until('the first proposal', () => !differs());
  await vscode.commands.executeCommand('confine.discardPreview');
});

test('preview: keys without a pause each set the row that they are pressed on', async () => {
  const proposed = await previewedHardening();
  const whole = proposed.getText();
  /** What Home, Down and Space run in a list, each sent before the last one has ended; then what that makes of the proposal. */
  const press = async (...keys: readonly string[]) => {
    const before = proposed.getText();
    await vscode.commands.executeCommand('confine.review.focus');
    await Promise.all(keys.map((key) => vscode.commands.executeCommand(`list.${key}`)));
    for (let tries = 0; tries < 10 && proposed.getText() === before; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    // Each key changes the text once; the last of them counts.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return proposed.getText();
  };
  // The list has the keyboard a moment after the diff is shown, and loses it for one while the diff is drawn anew: keys that came to nothing are pressed again.
  const firstOut = await until('the first change left out', async () => {
    const text = proposed.getText() === whole ? await press('focusFirst', 'toggleExpand') : proposed.getText();
    return text !== whole && text;
  });
  const secondOut = await until('the second change alone left out', async () => {
    const text = proposed.getText();
    if (text === whole) await press('focusFirst', 'toggleExpand');
    const now = text === firstOut ? await press('focusFirst', 'toggleExpand', 'focusDown', 'toggleExpand') : proposed.getText();
    return now !== whole && now !== firstOut && now;
  });
  await until('the whole proposal', async () => {
    if (proposed.getText() === secondOut) await press('toggleExpand');
    return proposed.getText() === whole;
  });
  await vscode.commands.executeCommand('confine.discardPreview');
});

test('ask: the place that decides is selected', async () => {
  const document = await open('seccomp/web.json');
  await vscode.commands.executeCommand('confine.ask', document.uri, 'futex');
  const editor = await until('the editor', () => vscode.window.visibleTextEditors.find((one) => one.document === document));
  const selection = await until('a selection', () => (editor.selection.isEmpty ? undefined : editor.selection));
  const group = find(document, '"names"').union(find(document, 'SCMP_ACT_ALLOW'));
  ok(selection.intersection(group), `selected ${JSON.stringify(selection)}`);
});

test('new profile: every template opens in a language of its own', async () => {
  // The pick itself needs a person; what it offers comes from the server.
  const done = vscode.commands.executeCommand('confine.newProfile');
  const created = await until('an unsaved file', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return vscode.workspace.textDocuments.find(({ isUntitled }) => isUntitled);
  });
  await done;
  ok(created.getText().length > 0, 'the file is empty');
});

test('check workspace: files that are not open are checked, and not reported twice once they are', async () => {
  await open('seccomp/web.json');
  await vscode.commands.executeCommand('confine.checkWorkspace');
  const uri = inWorkspace('deploy/closed.yaml');
  const found = (shift = 0) => vscode.languages.getDiagnostics(uri).map(({ range, message }) => `${range.start.line + shift} ${message}`);
  await until('findings', () => found());
  const expected = found(1).sort();
  const editor = await vscode.window.showTextDocument(await open('deploy/closed.yaml'));
  // What the open file is told moves with the text; what was said while it was closed would stay behind.
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one line more\n'));
  await until('the same findings, once', () => found().sort().join('\n') === expected.join('\n'));
});

test('explain rule: the page opens', async () => {
  await vscode.commands.executeCommand('confine.explainRule', 'pod/privileged');
  await until('the preview', () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('pod-privileged')),
  );
});
