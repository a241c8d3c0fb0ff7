import { Range, type Uri, WorkspaceEdit, window, workspace } from 'vscode';
import {
  type HardenChange,
  type HardenParams,
  type HardenResult,
  hardenRequest,
  type Range as WireRange,
} from '../../../server/src/lsp/protocol';
import { type Command, fileOf, type Host, wire } from './command';

/** Every hardening of a file; what may break a workload is previewed first. */
export const hardenFile: Command = {
  id: 'hardenFile',
  async run(host, argument) {
    const file = fileOf(argument);
    if (file) await harden(host, file);
  },
};

/** The container, profile or scope at the cursor, or at the place that a lens passed. */
export const hardenHere: Command = {
  id: 'hardenHere',
  async run(host, argument, place) {
    const file = fileOf(argument);
    const selection = window.activeTextEditor?.selection;
    const range = isRange(place) ? place : selection && { start: plain(selection.start), end: plain(selection.end) };
    if (file) await harden(host, file, range);
  },
};

async function harden(host: Host, file: Uri, range?: WireRange): Promise<void> {
  const document = await workspace.openTextDocument(file);
  const { version } = document;
  const params: HardenParams = { uri: wire(host, file), ...(range && { range }) };
  const { changes } = await host.client.sendRequest<HardenResult>(hardenRequest, params);
  if (changes.length === 0) {
    void window.showInformationMessage(`Nothing is left to harden ${range ? 'here' : 'in this file'}.`);
  } else if (document.version !== version) {
    void window.showInformationMessage('The file has changed meanwhile, so nothing was applied.');
  } else {
    await workspace.applyEdit(editOf(file, changes), { isRefactoring: true });
  }
}

/** An edit of a change that is not safe asks for confirmation, so that the whole opens as a preview with the notes beside it. */
function editOf(file: Uri, changes: readonly HardenChange[]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { title, note, safe, edits } of changes) {
    const metadata = { label: title, needsConfirmation: !safe, ...(note && { description: note }) };
    for (const { range, newText } of edits) {
      edit.replace(file, new Range(range.start.line, range.start.character, range.end.line, range.end.character), newText, metadata);
    }
  }
  return edit;
}

const plain = ({ line, character }: { line: number; character: number }) => ({ line, character });

const isRange = (value: unknown): value is WireRange => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
