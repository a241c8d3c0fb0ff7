import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { type Default, type DiffParams, defaultsRequest } from '../../../server/src/lsp/protocol/compare';
import { type SettingValue, type SettingValuesParams, settingValuesRequest } from '../../../server/src/lsp/protocol/settings';
import { committed } from '../git';
import { comparedIn } from '../reports';
import { type Command, fileOf, type Host, wire } from './command';
import { reportOn } from './diffWithDefault';

/** How a file differs in meaning from what the user picks: a default of a runtime or of one of its releases, its last commit, another file. */
export const compareWith: Command = {
  id: 'compareWith',
  async run(host, argument, label) {
    const compared = argument === undefined || argument instanceof Uri ? comparedIn(argument) : undefined;
    const file = compared ?? fileOf(argument);
    if (!file) return;
    const items = await itemsFor(host, file);
    const picked = typeof label === 'string' ? items.find((item) => item.label === label) : await pick(file, items);
    const against = await picked?.against();
    if (against) await reportOn(host, file, against === 'default' ? undefined : against);
  },
};

interface Item extends QuickPickItem {
  /** Undefined where the user goes back. */
  against(): Promise<DiffParams['against'] | 'default'>;
}

async function itemsFor(host: Host, file: Uri): Promise<readonly Item[]> {
  const uri = wire(host, file);
  const target: SettingValuesParams = { uri, setting: 'target' };
  const [defaults, releases, version] = await Promise.all([
    host.client.sendRequest<readonly Default[]>(defaultsRequest, { uri }),
    host.client.sendRequest<readonly SettingValue[]>(settingValuesRequest, target),
    committed(file),
  ]);
  return [
    ...defaults.map(
      ({ title, runtime, isAncestor }): Item => ({
        label: title,
        ...(isAncestor && { description: l10n.t('forked from it') }),
        against: async () => (runtime ? { runtime } : 'default'),
      }),
    ),
    ...(defaults.length > 0 && releases.length > 0
      ? [{ label: l10n.t('The default of another release…'), against: async () => aRelease(releases) }]
      : []),
    ...(version ? [{ label: l10n.t('The version in git'), description: 'HEAD', against: async () => version }] : []),
    { label: l10n.t('Another file…'), against: another },
  ];
}

async function aRelease(releases: readonly SettingValue[]): Promise<DiffParams['against']> {
  const items = releases.map(({ value, detail }) => ({ label: value, description: detail }));
  const picked = await window.showQuickPick(items, { title: l10n.t('The default of which release'), matchOnDescription: true });
  return picked && { runtime: picked.label };
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
