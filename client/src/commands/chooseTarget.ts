import {
  ConfigurationTarget,
  type ExtensionContext,
  l10n,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type SettingParams,
  type SettingsFileEdit,
  type SettingValue,
  settingValuesRequest,
  writeSettingRequest,
} from '../../../server/src/lsp/protocol/settings';
import { inNotice } from '../notice';
import { statusOf } from '../status';
import { type Command, fileOf, wire } from './command';

/** Changes a setting that the answers for this file depend on: runtime, architecture, Kubernetes version. */
export const chooseTarget: Command = {
  id: 'chooseTarget',
  async run(host, argument) {
    const { client, context } = host;
    const file = fileOf(argument);
    if (!file) return;
    const status = await statusOf(client, await workspace.openTextDocument(file));
    if (!status) return;
    const [only, ...others] = status.targets.map(({ label, value, setting }) => ({ label, description: value, setting }));
    const picked =
      others.length && only ? await window.showQuickPick([only, ...others], { title: l10n.t('How this {0} is read', status.what) }) : only;
    if (!picked) return;
    const { setting } = picked;
    const more = await client.sendRequest<readonly SettingValue[]>(settingValuesRequest, { uri: wire(host, file), setting });
    const value = await askValue(context, setting, picked.label, more);
    if (value === undefined) return;
    const params: SettingParams = { uri: wire(host, file), setting, value };
    const edit = await client.sendRequest<SettingsFileEdit | null>(writeSettingRequest, params);
    const place = edit ? await askPlace(edit) : 'editor';
    if (place === 'file' && edit) return writeFile(client, edit);
    if (place !== 'editor') return;
    const where = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
    await workspace.getConfiguration('confine', file).update(setting, value, where);
  },
};

/** Where the choice is kept; undefined: nowhere, the user went away. */
async function askPlace({ uri, create }: SettingsFileEdit): Promise<'file' | 'editor' | undefined> {
  const name = workspace.asRelativePath(Uri.parse(uri));
  const items = [
    {
      label: `$(file) ${name}`,
      description: create ? l10n.t('new file') : '',
      detail: l10n.t('The editor, the command and CI read it.'),
      place: 'file' as const,
    },
    {
      label: `$(gear) ${l10n.t('Workspace settings')}`,
      description: '',
      detail: l10n.t('Only the editor reads them. Values in .confine.yaml take precedence.'),
      place: 'editor' as const,
    },
  ];
  return (await window.showQuickPick(items, { title: l10n.t('Where to write the choice') }))?.place;
}

/** Makes the edit and saves the file, unless it has changes that the user has not saved. */
async function writeFile(client: BaseLanguageClient, { uri, create, edits }: SettingsFileEdit): Promise<void> {
  const file = Uri.parse(uri);
  const name = workspace.asRelativePath(file);
  if (!edits) {
    void window.showWarningMessage(l10n.t("Confine can't edit {0}. Check that it is a YAML mapping.", inNotice(name)));
    return;
  }
  const edit = new WorkspaceEdit();
  if (create) {
    edit.createFile(file, { contents: new TextEncoder().encode(edits.map(({ newText }) => newText).join('')) });
    await workspace.applyEdit(edit);
    return;
  }
  const document = await workspace.openTextDocument(file);
  const wasSaved = !document.isDirty;
  edit.set(file, await client.protocol2CodeConverter.asTextEdits([...edits]));
  if ((await workspace.applyEdit(edit)) && wasSaved) await document.save();
  else await window.showTextDocument(document);
}

/** What the manifest says of a setting. */
interface Schema {
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly anyOf?: readonly Schema[];
}

async function askValue(
  context: ExtensionContext,
  setting: string,
  title: string,
  more: readonly SettingValue[],
): Promise<string | undefined> {
  const schema = schemaOf(context, setting);
  const listed = [schema, ...(schema.anyOf ?? [])].find((one) => one.enum);
  const current = workspace.getConfiguration('confine').get<unknown>(setting);
  if (!listed?.enum) return window.showInputBox({ title, value: String(current ?? ''), prompt: schema.markdownDescription ?? '' });
  const items: QuickPickItem[] = [
    ...listed.enum.map((label, i) => ({ label, detail: listed.markdownEnumDescriptions?.[i] ?? '' })),
    ...(more.length ? [{ label: l10n.t('Releases'), kind: QuickPickItemKind.Separator }] : []),
    ...more.map(({ value, detail }) => ({ label: value, description: detail })),
  ];
  return (await window.showQuickPick(items, { title, placeHolder: String(current) }))?.label;
}

function schemaOf(context: ExtensionContext, setting: string): Schema {
  const groups: readonly { readonly properties: Record<string, Schema> }[] = context.extension.packageJSON.contributes.configuration;
  return Object.assign({}, ...groups.map(({ properties }) => properties))[`confine.${setting}`] ?? {};
}
