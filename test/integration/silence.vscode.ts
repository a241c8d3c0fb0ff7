import * as vscode from 'vscode';
import { equal, find, findings, inWorkspace, ok, open, test, until } from './harness';

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: nginx\n      securityContext:\n        privileged: true\n`;

async function write(path: string, text: string): Promise<vscode.TextDocument> {
  await vscode.workspace.fs.writeFile(inWorkspace(path), new TextEncoder().encode(text));
  return open(path);
}

async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, find(document, text), by);
  ok(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
}

/** Milliseconds for the silence, in which the server has to compute for ten seconds on a busy machine too, and for a server to start. */
const patience = 180_000;

/** The server is ended after 10 s, started again, and the file is left out: other files are answered. */
async function survives(path: string): Promise<void> {
  const other = await write(`other-${path}`, pod('calm'));
  await until(`findings of other-${path}`, () => findings(other).length > 0, patience);
}

test('a file that a server never ends with is left out until it changes', async () => {
  const document = await write('hang.yaml', pod('busy'));
  await survives('a.yaml');
  equal(findings(document).length, 0, 'findings of the file that is left out');
  await replace(document, 'busy', 'calm');
  await until('the findings of the changed file', () => findings(document).length > 0, patience);
}, 600_000);

test('however often that happens, the server is started again', async () => {
  const document = await write('again.yaml', pod('calm'));
  await until('the first findings', () => findings(document).length > 0, patience);
  // The library would give up after five crashes within three minutes.
  for (let i = 1; i <= 6; i++) {
    await replace(document, i === 1 ? 'calm' : `busy${i - 1}`, `busy${i}`);
    await survives(`again-${i}.yaml`);
  }
  await replace(document, 'busy6', 'calm');
  await until('the findings of the changed file', () => findings(document).length > 0, patience);
}, 1_200_000);
