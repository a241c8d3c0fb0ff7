import { QuickPickItemKind, type Uri, window } from 'vscode';
import { type HardenParams, type HardenResult, hardenRequest, type Range } from '../../../server/src/lsp/protocol';
import { preview } from '../preview';
import { type Command, fileOf, type Host, wire } from './command';

/** Every hardening of a file, shown first. */
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

async function harden(host: Host, file: Uri, range?: Range): Promise<void> {
  const uri = wire(host, file);
  const params: HardenParams = { uri, ...(range && { range }) };
  const all = await host.client.sendRequest<HardenResult>(hardenRequest, params);
  if (all.changes.length === 0) {
    void window.showInformationMessage(`Nothing is left to harden ${range ? 'here' : 'in this file'}.`);
    return;
  }
  const leaveOut = await leftOut(all);
  if (!leaveOut) return;
  const { changes } = leaveOut.length ? await host.client.sendRequest<HardenResult>(hardenRequest, { ...params, leaveOut }) : all;
  if (changes.length === 0) return;
  const titles = new Set(changes.map(({ title }) => title.replace(/…$/, '')));
  await preview({
    title: titles.size === 1 ? [...titles].join() : `Harden: ${titles.size} changes`,
    notes: [...new Set(changes.flatMap(({ note }) => note ?? []))],
    files: [{ uri, edits: changes.flatMap(({ edits }) => edits) }],
  });
}

/**
 * Asks which pieces to make where one of them loses data or changes who runs: each with a check box, those without a tick.
 * Undefined: the user went away.
 */
async function leftOut({ changes }: HardenResult): Promise<readonly string[] | undefined> {
  const pieces = changes.flatMap((change) => change.pieces ?? []);
  if (!pieces.some(({ breaking }) => breaking)) return [];
  const group = (label: string) => ({ label, kind: QuickPickItemKind.Separator, id: '' });
  const itemsOf = (wanted: boolean) =>
    pieces
      .filter(({ breaking }) => breaking === wanted)
      .map(({ id, title, note }) => ({ label: title, id, picked: !wanted, ...(note !== undefined && { detail: note }) }));
  const chosen = await window.showQuickPick(
    [group('Changes that keep data and users'), ...itemsOf(false), group('Changes that lose data or change who runs'), ...itemsOf(true)],
    { canPickMany: true, title: 'Harden: which changes?', placeHolder: 'A preview follows', matchOnDetail: true },
  );
  if (!chosen) return undefined;
  const kept = new Set(chosen.map(({ id }) => id));
  return pieces.flatMap(({ id }) => (kept.has(id) ? [] : [id]));
}

const plain = ({ line, character }: { line: number; character: number }) => ({ line, character });

const isRange = (value: unknown): value is Range => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
