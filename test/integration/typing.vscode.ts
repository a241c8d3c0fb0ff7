import * as vscode from 'vscode';
import { editorLanguages } from '../helpers/editorLanguages';
import type { EditorLanguage, Key } from '../helpers/plainEditor';
import { type TypedEdit, type TypedFile, typedFiles } from '../helpers/typedFiles';
import { keysFor } from '../helpers/typist';
import { Failure, inWorkspace, test, until } from './harness';

/** Set when the suite is bundled: milliseconds from key to key, and whether the files of examples/ are typed too. */
declare const PACES: readonly number[];
declare const EXAMPLES: boolean;

/** A test that types is as long as its text. */
const limit = 240_000;

/** Every file at the first pace with its edits; at the others one of each form of text, or all where the examples are asked for. */
export async function declareTyping(): Promise<void> {
  for (const [i, pace] of PACES.entries())
    for (const file of typedFiles) {
      if (i > 0 && !EXAMPLES && !forms.includes(file.name)) continue;
      test(`typing at ${pace} ms: ${file.name}`, () => typeFile(file, pace), limit);
      for (const edit of i === 0 || EXAMPLES ? file.edits : [])
        test(`typing at ${pace} ms: ${file.name}, ${edit.title}`, () => makeEdit(file, edit, pace), limit);
    }
  if (EXAMPLES) for (const file of await exampleFiles()) test(`typing ${file.name}`, () => typeFile(file, PACES[0] as number), 10 * limit);
}

const forms = ['seccomp profile', 'pod', 'registries.conf'];

let count = 0;

async function typeFile({ name, path, languageId, text }: TypedFile, pace: number): Promise<void> {
  const document = await show(path, '', languageId);
  const keys = keysFor(editorLanguages[languageId] as EditorLanguage, text);
  await type(`${name} at ${pace} ms`, keys, pace);
  await comes(document, text, `${name} at ${pace} ms`, keys);
}

async function makeEdit({ name, path, languageId, text }: TypedFile, edit: TypedEdit, pace: number): Promise<void> {
  const document = await show(path, text, languageId);
  const place = text.indexOf(edit.after + edit.before) + edit.after.length;
  const editor = vscode.window.activeTextEditor as vscode.TextEditor;
  const position = document.positionAt(place);
  editor.selection = new vscode.Selection(position, position);
  const keys = edit.keys.flatMap((one) => (typeof one === 'string' ? [...one] : one));
  const title = `${name}, ${edit.title} at ${pace} ms`;
  await type(title, keys, pace);
  await comes(
    document,
    text.replace(edit.after + edit.before, () => edit.becomes + edit.before),
    `${name}, ${edit.title}`,
    keys,
  );
}

/** A file of its own in the folder that says what it is, so that the server begins anew with each. */
async function show(path: string, text: string, languageId: string): Promise<vscode.TextDocument> {
  const uri = inWorkspace(`typed${count++}/${path}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const opened = await vscode.workspace.openTextDocument(uri);
  const document = opened.languageId === languageId ? opened : await vscode.languages.setTextDocumentLanguage(opened, languageId);
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return document;
}

/** Has the browser press keys: the extension host has no keyboard. */
async function type(name: string, keys: readonly Key[], pace: number): Promise<void> {
  console.log(`keys ${JSON.stringify({ name, pace, keys })}`);
  await until('the last key', () => exists(`../${name}.done`), limit);
}

const exists = (path: string) =>
  vscode.workspace.fs.stat(inWorkspace(path)).then(
    () => true,
    () => false,
  );

async function comes(document: vscode.TextDocument, wanted: string, name: string, keys: readonly Key[]): Promise<void> {
  const arrived = await until('the text', () => document.getText() === wanted, 3_000).catch(() => false);
  const text = document.getText();
  console.log(`record ${JSON.stringify({ name, text: `keys: ${keysAsText(keys)}\n\nfile:\n${text}` })}`);
  if (!arrived) throw new Failure(`expected\n${wanted}\ngot\n${text}`);
}

const keysAsText = (keys: readonly Key[]) => keys.map((key) => (key.length === 1 ? key : `<${key}>`)).join('');

const languageIds: readonly (readonly [RegExp, string])[] = [
  [/policy\.json$/, 'containers-policy'],
  [/\.json$/, 'seccomp'],
  [/\.conf$/, 'containers-conf'],
  [/\.ya?ml$/, 'yaml'],
  [/apparmor\.d\//, 'apparmor'],
];

async function exampleFiles(): Promise<readonly TypedFile[]> {
  const files: TypedFile[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const [name, kind] of await vscode.workspace.fs.readDirectory(inWorkspace(path))) {
      const child = `${path}/${name}`;
      const languageId = languageIds.find(([pattern]) => pattern.test(child))?.[1];
      if (kind === vscode.FileType.Directory) await visit(child);
      else if (languageId) {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace(child)));
        files.push({ name: child.replaceAll('/', ' '), path: child.slice('examples/'.length), languageId, text, edits: [] });
      }
    }
  };
  await visit('examples');
  return files;
}
