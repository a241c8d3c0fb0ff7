import { l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';
import { type Default, type DiffParams, defaultsRequest } from '../../../server/src/lsp/protocol';
import { committed } from '../git';
import { type Command, fileOf, type Host, wire } from './command';
import { reportOn } from './diffWithDefault';

/** How a file differs in meaning from what the user picks: a runtime's default, its last commit, another file. */
export const compareWith: Command = {
  id: 'compareWith',
  async run(host, argument, label) {
    const file = fileOf(argument);
    if (!file) return;
    const items = await itemsFor(host, file);
    const picked = typeof label === 'string' ? items.find((item) => item.label === label) : await pick(file, items);
    if (!picked) return;
    const against = picked.other ? await another() : picked.against;
    if (against || !picked.other) await reportOn(host, file, against);
  },
};

interface Item extends QuickPickItem {
  /** Absent: the default in force. */
  readonly against?: DiffParams['against'];
  readonly other?: true;
}

async function itemsFor(host: Host, file: Uri): Promise<readonly Item[]> {
  const [defaults, version] = await Promise.all([
    host.client.sendRequest<readonly Default[]>(defaultsRequest, { uri: wire(host, file) }),
    committed(file),
  ]);
  return [
    ...defaults.map(
      ({ title, runtime, isAncestor }): Item => ({
        label: title,
        ...(isAncestor && { description: l10n.t('forked from it') }),
        ...(runtime && { against: { runtime } }),
      }),
    ),
    ...(version ? [{ label: l10n.t('The version in git'), description: 'HEAD', against: version }] : []),
    { label: l10n.t('Another file…'), other: true },
  ];
}

const pick = (file: Uri, items: readonly Item[]) =>
  window.showQuickPick([...items], {
    title: l10n.t('Compare {0} in meaning', file.path.split('/').at(-1) ?? ''),
    placeHolder: l10n.t('With what'),
  });

async function another(): Promise<DiffParams['against']> {
  const [file] = (await window.showOpenDialog({ canSelectMany: false, openLabel: l10n.t('Compare') })) ?? [];
  if (!file) return undefined;
  const document = await workspace.openTextDocument(file);
  return { title: file.path.split('/').at(-1) ?? '', text: document.getText(), uri: file.toString() };
}
