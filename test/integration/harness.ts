import * as vscode from 'vscode';

/** A small runner of our own: the suite runs in the extension host of the desktop and in a web worker, where test frameworks do not. */

interface Test {
  readonly name: string;
  readonly body: () => Promise<void>;
  /** Milliseconds after which the test has failed if it still waits. */
  readonly limit: number;
}

const tests: Test[] = [];

/** Set when the suite is bundled: words of the names to run, or ''. */
declare const ONLY: string;

export function test(name: string, body: () => Promise<void>, limit = 60_000): void {
  if (name.includes(ONLY)) tests.push({ name, body, limit });
}

/** Runs what was declared, in order; leaves the count beside the workspace and throws when something failed. */
export async function runAll(): Promise<void> {
  let failed = 0;
  let skipped = 0;
  for (const { name, body, limit } of tests) {
    try {
      await within(limit, body());
      console.log(`  ✓ ${name}`);
    } catch (error) {
      if (error instanceof Skipped) {
        skipped++;
        console.log(`  - ${name}: skipped, ${error.message}`);
        continue;
      }
      failed++;
      console.log(`  ✗ ${name}\n      ${messageOf(error).replaceAll('\n', '\n      ')}`);
    } finally {
      await closeAll();
    }
  }
  const tally = { passed: tests.length - failed - skipped, failed };
  await vscode.workspace.fs.writeFile(inWorkspace('../tally.json'), new TextEncoder().encode(JSON.stringify(tally)));
  console.log(`\n${tally.passed} passed, ${tally.failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  if (failed) throw new Error(`${failed} of ${tests.length} tests failed`);
}

export class Failure extends Error {}

class Skipped extends Error {}

/** Ends a test for which something is missing where it runs. */
export function skip(reason: string): never {
  throw new Skipped(reason);
}

const messageOf = (error: unknown) =>
  error instanceof Failure ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);

export function equal<T>(actual: T, expected: T, what: string): void {
  const [got, wanted] = [JSON.stringify(actual, undefined, 1), JSON.stringify(expected, undefined, 1)];
  if (got !== wanted) throw new Failure(`${what}: expected ${wanted}, got ${got}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Failure(what);
}

/** Asks again and again until the answer is neither empty nor false; fails with what it was last. */
export async function until<T>(what: string, probe: () => T | PromiseLike<T>, patience = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe();
    const empty = value === undefined || value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);
    if (!empty) return value as NonNullable<T>;
    if (Date.now() > end) throw new Failure(`waited ${patience / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure(`did not end within ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** Every test starts with no editor open and every file as it is on disk. */
async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(path));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where a text stands; its first place, or the first after another text. */
export function find(document: vscode.TextDocument, text: string, after = ''): vscode.Range {
  const all = document.getText();
  const start = all.indexOf(text, Math.max(0, all.indexOf(after)));
  ok(start >= 0, `no ${JSON.stringify(text)} in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : code);

export const findings = (document: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'confine');

/** Waits for a finding that lies on the given text. */
export const findingOn = (document: vscode.TextDocument, text: string, after?: string): Promise<vscode.Diagnostic> =>
  until(`a finding on ${JSON.stringify(text)}`, () => {
    const place = find(document, text, after);
    return findings(document).find(({ range }) => range.intersection(place));
  });

export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

export async function completionsAt(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

/** Waits until a label is offered; quotes around it do not count. */
export async function offered(document: vscode.TextDocument, position: vscode.Position, label: string): Promise<void> {
  await until(`the completion ${label}`, async () => (await completionsAt(document, position)).some((one) => bare(one) === label));
}

/** A label without the quotes that JSON providers put around it. */
export const bare = (label: string): string => label.replaceAll('"', '');

/** Makes the first quick fix for a finding, the preferred one if there is, by its preview where it wants to be confirmed. */
export async function fix(document: vscode.TextDocument, finding: vscode.Diagnostic): Promise<void> {
  const actions = await until(`a quick fix of ${codeOf(finding)}`, async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    return found.filter(({ title }) => !title.startsWith('Ignore '));
  });
  const { edit, command } = actions.find(({ isPreferred }) => isPreferred) ?? (actions[0] as vscode.CodeAction);
  if (edit) {
    ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  } else if (command) {
    const before = document.getText();
    void vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    await until('the edit or its preview', () => previewIsOpen() || document.getText() !== before);
    if (previewIsOpen()) await applyPreview();
  }
}

function previewIsOpen(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'confine-preview';
}

/** Waits for the preview of an edit and applies it. */
export async function applyPreview(): Promise<void> {
  await until('the preview', previewIsOpen);
  await vscode.commands.executeCommand('confine.applyPreview');
}
