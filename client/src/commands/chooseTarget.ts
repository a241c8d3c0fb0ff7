import { ConfigurationTarget, type ExtensionContext, type QuickPickItem, window, workspace } from 'vscode';
import { statusOf } from '../status';
import { type Command, fileOf } from './command';

/** Changes a setting that the answers for this file depend on: runtime, architecture, Kubernetes version. */
export const chooseTarget: Command = {
  id: 'chooseTarget',
  async run({ client, context }, argument) {
    const file = fileOf(argument);
    if (!file) return;
    const status = await statusOf(client, await workspace.openTextDocument(file));
    if (!status) return;
    const [only, ...others] = status.targets.map(({ label, value, setting }) => ({ label, description: value, setting }));
    const picked =
      others.length && only ? await window.showQuickPick([only, ...others], { title: `How this ${status.what} is read` }) : only;
    if (!picked) return;
    const value = await askValue(context, picked.setting, picked.label);
    if (value === undefined) return;
    const where = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
    await workspace.getConfiguration('confine', file).update(picked.setting, value, where);
  },
};

/** What the manifest says of a setting. */
interface Schema {
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
}

async function askValue(context: ExtensionContext, setting: string, title: string): Promise<string | undefined> {
  const schema = schemaOf(context, setting);
  const current = workspace.getConfiguration('confine').get<unknown>(setting);
  if (!schema.enum) return window.showInputBox({ title, value: String(current ?? ''), prompt: schema.markdownDescription ?? '' });
  const items = schema.enum.map((label, i): QuickPickItem => ({ label, detail: schema.markdownEnumDescriptions?.[i] ?? '' }));
  return (await window.showQuickPick(items, { title, placeHolder: String(current) }))?.label;
}

function schemaOf(context: ExtensionContext, setting: string): Schema {
  const groups: readonly { readonly properties: Record<string, Schema> }[] = context.extension.packageJSON.contributes.configuration;
  return Object.assign({}, ...groups.map(({ properties }) => properties))[`confine.${setting}`] ?? {};
}
