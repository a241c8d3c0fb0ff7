import { l10n, type Uri, window } from 'vscode';
import { fixesRequest, type HardenParams, type HardenResult, hardenRequest } from '../../../server/src/lsp/protocol/harden';
import type { FileParams, Range } from '../../../server/src/lsp/protocol/text';
import { type MadeReview, type ReviewItem, startReview } from '../review';
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
    void window.showInformationMessage(
      range ? l10n.t('Nothing is left to harden here.') : l10n.t('Nothing is left to harden in this file.'),
    );
    return;
  }
  const titles = new Set(all.changes.map(({ title }) => title.replace(/…$/, '')));
  await startReview({
    title: titles.size === 1 ? [...titles].join() : l10n.t('Harden: {0} changes', titles.size),
    make: (ticks) => made(host, params, all, ticks),
  });
}

/** The fixes of all findings of a file, each with a check box; what isn't safe is left out until it is taken in. */
export const fixAll: Command = {
  id: 'fixAll',
  async run(host, argument) {
    const file = fileOf(argument);
    if (!file) return;
    const uri = wire(host, file);
    const params: FileParams = { uri };
    const all = await host.client.sendRequest<HardenResult>(fixesRequest, params);
    if (all.changes.length === 0) void window.showInformationMessage(l10n.t('No finding of this file has a fix.'));
    else
      await startReview({
        title: all.changes.length === 1 ? l10n.t('Fix all: 1 change') : l10n.t('Fix all: {0} changes', all.changes.length),
        make: async (ticks) => fixed(uri, all, ticks),
      });
  },
};

/** What is not safe is a guess at what the file means: left out until a person takes it in. */
function fixed(uri: string, { changes }: HardenResult, ticks: ReadonlyMap<string, boolean>): MadeReview {
  const items = changes.map(
    ({ title, note, safe }, i): ReviewItem => ({
      id: `change ${i}`,
      title,
      ...(note && { reason: note }),
      ...(!safe && { risk: l10n.t('Is it what the file means?') }),
      ticked: ticks.get(`change ${i}`) ?? safe,
    }),
  );
  return { items, files: [{ uri, edits: changes.flatMap(({ edits }, i) => (items[i]?.ticked ? edits : [])) }] };
}

/** The pieces of the change, those that lose data or change who runs without a tick; a change without pieces is one itself. */
async function made(host: Host, params: HardenParams, all: HardenResult, ticks: ReadonlyMap<string, boolean>): Promise<MadeReview> {
  const items = all.changes.flatMap(({ title, note, safe, pieces }, i): readonly ReviewItem[] => {
    if (!pieces)
      return [
        { id: `change ${i}`, title, ...(note && (safe ? { reason: note } : { risk: note })), ticked: ticks.get(`change ${i}`) ?? true },
      ];
    return pieces.map((piece) => ({
      id: piece.id,
      title: piece.title,
      ...(piece.note !== undefined && (piece.breaking ? { risk: piece.note } : { reason: piece.note })),
      ticked: ticks.get(piece.id) ?? !piece.breaking,
    }));
  });
  const left = items.filter(({ ticked }) => !ticked).map(({ id }) => id);
  const leaveOut = left.filter((id) => !id.startsWith('change '));
  const { changes } = leaveOut.length > 0 ? await host.client.sendRequest<HardenResult>(hardenRequest, { ...params, leaveOut }) : all;
  const wanted = leaveOut.length > 0 ? changes : changes.filter((_, i) => !left.includes(`change ${i}`));
  return { items, files: [{ uri: params.uri, edits: wanted.flatMap(({ edits }) => edits) }] };
}

const plain = ({ line, character }: { line: number; character: number }) => ({ line, character });

const isRange = (value: unknown): value is Range => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
