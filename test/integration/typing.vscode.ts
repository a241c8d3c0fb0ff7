import * as vscode from 'vscode';
import type { Key } from '../helpers/plainEditor';
import { typedFiles } from '../helpers/typedFiles';
import type { TypedEdit, TypedFile } from '../helpers/typedFiles/typedFile';
import { Failure, inWorkspace, test, until } from './harness';

/** Set when the suite is bundled: milliseconds from key to key, and whether the files of examples/ are typed too. */
declare const PACES: readonly number[];
declare const EXAMPLES: boolean;

/** A test that types is as long as its text, and a busy machine presses keys slowly. `comes` ends one in which nothing happens. */
const limit = 900_000;

/** Milliseconds without a change of the text after the last key was pressed, after which no change is expected. */
const stillness = 20_000;

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

/** Milliseconds from key to key, and before Enter on top of it. */
interface Rhythm {
  readonly pace: number;
  readonly hesitation: number;
}

/** Enough for a list to open before Enter in an everyday edit; whole files are typed without looking up. */
const hesitation = 1_500;

const forms = ['seccomp profile', 'pod', 'registries.conf'];

let count = 0;

async function typeFile({ name, path, languageId, text }: TypedFile, pace: number): Promise<void> {
  const document = await show(path, '', languageId);
  const typist = new Typist(document, text, { pace, hesitation: 0 });
  await typist.typeAll().finally(() => record(`${name} at ${pace} ms`, typist.keys, document));
}

async function makeEdit({ name, path, languageId, text }: TypedFile, edit: TypedEdit, pace: number): Promise<void> {
  const document = await show(path, text, languageId);
  const place = text.indexOf(edit.after + edit.before) + edit.after.length;
  const position = document.positionAt(place);
  const editor = vscode.window.activeTextEditor as vscode.TextEditor;
  editor.selection = new vscode.Selection(position, position);
  const keys = edit.keys.flatMap((one) => (typeof one === 'string' ? [...one] : one));
  const wanted = text.replace(edit.after + edit.before, () => edit.becomes + edit.before);
  await press(keys, { pace, hesitation }, document, () => document.getText() === wanted, wanted).finally(() =>
    record(`${name}, ${edit.title} at ${pace} ms`, keys, document),
  );
}

/**
 * Types a line with its Enter at one pace, then looks at the screen as people do: corrects the indentation, and moves down to a bracket that
 * the editor has closed.
 */
class Typist {
  readonly keys: Key[] = [];

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly wanted: string,
    private readonly rhythm: Rhythm,
  ) {}

  async typeAll(): Promise<void> {
    while (this.offset < this.wanted.length) {
      await this.typeLine();
      await this.indent();
    }
    await press([], this.rhythm, this.document, () => this.document.getText() === this.wanted, this.wanted);
  }

  private async typeLine(): Promise<void> {
    const from = this.offset;
    const line = /^[^\n]*/.exec(this.wanted.slice(from))?.[0] ?? '';
    const end = from + line.length;
    const closing = /^\n[ \t]*[\])}]/.exec(this.wanted.slice(end))?.[0];
    const newlines = closing ? 0 : (/^\n*/.exec(this.wanted.slice(end))?.[0].length ?? 0);
    const there = line.startsWith(this.document.getText()[from] ?? ' ') && /^\s*$/.test(this.before) && /^[\])}]/.test(line);
    await this.press(
      [...(there ? ['ArrowRight', ...line.slice(1)] : line), ...Array.from({ length: newlines }, () => 'Enter')],
      end + newlines,
    );
    if (!closing) return;
    const below = this.document.getText().startsWith(closing, end);
    await this.press(below ? ['ArrowDown', 'Home'] : ['Enter'], end + 1);
  }

  private async indent(): Promise<void> {
    const start = this.offset - this.before.length;
    const wanted = /^[ \t]*/.exec(this.wanted.slice(start))?.[0] ?? '';
    while (!wanted.startsWith(this.before)) {
      const { length } = this.before;
      await this.press(['Backspace'], start, () => this.before.length < length);
    }
    await this.press([...wanted.slice(this.before.length)], start, () => this.before === wanted);
  }

  /** Presses keys and waits until the text up to the cursor is as wanted up to `offset`, with nothing but indentation after it. */
  private async press(keys: readonly Key[], offset: number, also: () => boolean = () => true): Promise<void> {
    this.keys.push(...keys);
    const arrived = () => {
      const typed = this.document.getText().slice(0, this.offset);
      return typed.startsWith(this.wanted.slice(0, offset)) && !typed.slice(offset).trim() && also();
    };
    await press(keys, this.rhythm, this.document, arrived, this.wanted);
  }

  private get offset(): number {
    const active = vscode.window.activeTextEditor?.selection.active;
    return active ? this.document.offsetAt(active) : 0;
  }

  private get before(): string {
    const active = vscode.window.activeTextEditor?.selection.active as vscode.Position;
    return this.document.lineAt(active.line).text.slice(0, active.character);
  }
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

let orders = 0;

/**
 * Has the browser press keys, since the extension host has no keyboard, and waits until they are pressed and the text has arrived at what is
 * wanted. No time limit but this one: all keys are pressed and the text no longer changes.
 */
async function press(
  keys: readonly Key[],
  rhythm: Rhythm,
  document: vscode.TextDocument,
  arrived: () => boolean,
  wanted: string,
): Promise<void> {
  const order = orders++;
  console.log(`keys ${JSON.stringify({ order, keys, ...rhythm })}`);
  await until('the keys to be pressed', async () => (await pressedOrder()) >= order, limit);
  let { version } = document;
  for (let since = Date.now(); !arrived(); await pause(20)) {
    if (document.version !== version) since = Date.now();
    else if (Date.now() - since > stillness) throw new Failure(`expected\n${wanted}\ngot\n${document.getText()}`);
    version = document.version;
  }
}

/** The runner writes the number of the last order that it has carried out beside the workspace. */
async function pressedOrder(): Promise<number> {
  try {
    return Number(new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace('../pressed.txt'))));
  } catch {
    return -1;
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** For whoever reads the recording of a run. */
function record(name: string, keys: readonly Key[], document: vscode.TextDocument): void {
  console.log(`record ${JSON.stringify({ name, text: `keys: ${keysAsText(keys)}\n\nfile:\n${document.getText()}` })}`);
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
