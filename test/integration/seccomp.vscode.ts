import * as vscode from 'vscode';
import { find, findingOn, findings, fix, hoverAt, offered, ok, open, test, until } from './harness';

const file = 'seccomp/web.json';

test('seccomp: a misspelt system call is found and the fix names the right one', async () => {
  const document = await open(file);
  const finding = await findingOn(document, 'opennat');
  await fix(document, finding);
  ok(!document.getText().includes('opennat') && document.getText().includes('openat'), document.getText());
  await until('the cure', () => !findings(document).some(({ range }) => document.getText(range).includes('openat')));
});

test('seccomp: hover explains a system call', async () => {
  const document = await open(file);
  const text = await until('a hover', () => hoverAt(document, find(document, 'futex').start.translate(0, 2)));
  ok(text.includes('futex'), text);
});

test('seccomp: system calls complete inside the names', async () => {
  const document = await open(file);
  await offered(document, find(document, 'futex').end, 'futex_waitv');
});

test('seccomp: symbols and folding', async () => {
  const document = await open(file);
  await until('symbols', () =>
    vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri),
  );
  await until('folds', () => vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri));
});
