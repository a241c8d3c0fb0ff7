import { commands, env, l10n, Range, type TextDocumentShowOptions, Uri, window, workspace } from 'vscode';
import { reportRequest, type WorkspaceReport } from '../../../server/src/lsp/protocol/overview';
import type { ViewFilter } from '../workspaceView';
import type { Command } from './command';

/** Opens the line that a row of the view tells of. */
export const jump: Command = {
  id: 'jump',
  async run({ view }, argument) {
    const place = view.row(argument)?.place;
    if (!place) return;
    const { start, end } = place.range;
    const options: TextDocumentShowOptions = { selection: new Range(start.line, start.character, end.line, end.character), preview: true };
    await commands.executeCommand('vscode.open', Uri.parse(place.uri), options);
  },
};

/** Previews the hardening of what the row tells of. */
export const hardenRow: Command = {
  id: 'hardenRow',
  async run({ view }, argument) {
    const row = view.row(argument);
    if (!row?.place) return;
    const inPod = row.kind !== 'profile' && row.kind !== 'signature-policy';
    await commands.executeCommand(
      inPod ? 'confine.hardenHere' : 'confine.hardenFile',
      Uri.parse(row.place.uri),
      ...(inPod ? [row.place.range] : []),
    );
  },
};

/** Shows what the file decides about the row; of a profile, how it differs from the default. */
export const explainRow: Command = {
  id: 'explainRow',
  async run({ view }, argument) {
    const row = view.row(argument);
    if (row?.question) await commands.executeCommand('confine.ask', Uri.parse(row.question.uri), row.question.query);
    else if (row?.place) await commands.executeCommand('confine.reportDifferences', Uri.parse(row.place.uri));
  },
};

export const copyRow: Command = {
  id: 'copyRow',
  async run({ view }, argument) {
    const row = view.row(argument);
    if (row) await env.clipboard.writeText([row.label, row.description].filter(Boolean).join(': '));
  },
};

const levels = ['privileged', 'baseline', 'restricted'];

/** One list for both: levels to tick, and a text to type. A key binding may name the filter: `{ "levels": ["privileged"], "text": "web" }`. */
export const filterView: Command = {
  id: 'filterView',
  async run({ view }, argument) {
    const filter = filterIn(argument) ?? (await askForFilter(view.filter));
    if (filter) view.setFilter(filter);
  },
};

function filterIn(value: unknown): ViewFilter | undefined {
  if (typeof value !== 'object' || value === null || !('levels' in value || 'text' in value)) return undefined;
  const { levels: wanted, text } = value as { readonly levels?: unknown; readonly text?: unknown };
  return {
    levels: Array.isArray(wanted) ? levels.filter((level) => wanted.includes(level)) : [],
    text: typeof text === 'string' ? text : '',
  };
}

function askForFilter(before: ViewFilter): Promise<ViewFilter | undefined> {
  const pick = window.createQuickPick();
  pick.title = l10n.t('Filter: levels to show, and a text');
  pick.placeholder = l10n.t('Text that a row contains');
  pick.canSelectMany = true;
  pick.value = before.text;
  // Shown whatever is typed: the text is for the rows of the view.
  pick.items = levels.map((label) => ({ label, description: l10n.t('workloads that pass only this level'), alwaysShow: true }));
  pick.selectedItems = pick.items.filter(({ label }) => before.levels.includes(label));
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve({ levels: pick.selectedItems.map(({ label }) => label), text: pick.value.trim() });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export const clearFilter: Command = {
  id: 'clearFilter',
  async run({ view }) {
    view.setFilter({ levels: [], text: '' });
  },
};

/** Opens the page of `confine report` as a Markdown file that can be saved. */
export const exportReport: Command = {
  id: 'exportReport',
  async run({ client }) {
    const { markdown } = await client.sendRequest<WorkspaceReport>(reportRequest, {});
    await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content: markdown }));
  },
};
