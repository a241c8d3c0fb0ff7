import { type Uri, window } from 'vscode';
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
  const { changes } = await host.client.sendRequest<HardenResult>(hardenRequest, params);
  if (changes.length === 0) {
    void window.showInformationMessage(`Nothing is left to harden ${range ? 'here' : 'in this file'}.`);
    return;
  }
  const titles = new Set(changes.map(({ title }) => title.replace(/…$/, '')));
  await preview({
    title: titles.size === 1 ? [...titles].join() : `Harden: ${titles.size} changes`,
    notes: [...new Set(changes.flatMap(({ note }) => note ?? []))],
    files: [{ uri, edits: changes.flatMap(({ edits }) => edits) }],
  });
}

const plain = ({ line, character }: { line: number; character: number }) => ({ line, character });

const isRange = (value: unknown): value is Range => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
