import { FileType, l10n, languages, type QuickPickItem, QuickPickItemKind, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type Template, templatesRequest } from '../../../server/src/lsp/protocol/templates';
import type { Command } from './command';

/** An unsaved file to start from, in the folder that was clicked or the workspace's first. */
export const newProfile: Command = {
  id: 'newProfile',
  async run({ client }, argument) {
    const templates = await client.sendRequest<readonly Template[]>(templatesRequest);
    const picked = await window.showQuickPick(itemsOf(templates), {
      title: l10n.t('New Profile'),
      placeHolder: l10n.t('What to start from'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!picked?.template) return;
    const folder = await folderOf(argument);
    const document = folder ? await openIn(folder, picked.template) : await openUnnamed(picked.template);
    await window.showTextDocument(document);
  },
};

type Item = QuickPickItem & { readonly template?: Template };

function itemsOf(templates: readonly Template[]): Item[] {
  const groups = new Set(templates.map(({ group }) => group));
  return [...groups].flatMap((group): Item[] => [
    { label: group, kind: QuickPickItemKind.Separator },
    ...templates
      .filter((template) => template.group === group)
      .map((template) => ({ label: template.title, description: template.fileName, detail: template.description, template })),
  ]);
}

async function folderOf(argument: unknown): Promise<Uri | undefined> {
  if (!(argument instanceof Uri)) return workspace.workspaceFolders?.[0]?.uri;
  const { type } = await workspace.fs.stat(argument);
  return type & FileType.Directory ? argument : Uri.joinPath(argument, '..');
}

async function openIn(folder: Uri, { fileName, languageId, text }: Template) {
  const uri = (await freeName(folder, fileName)).with({ scheme: 'untitled' });
  const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), languageId);
  const edit = new WorkspaceEdit();
  edit.insert(uri, document.positionAt(0), text);
  await workspace.applyEdit(edit);
  return document;
}

const openUnnamed = ({ languageId, text }: Template) => workspace.openTextDocument({ language: languageId, content: text });

/** `seccomp.json`, or `seccomp-2.json` when that exists or is open unsaved. */
async function freeName(folder: Uri, fileName: string): Promise<Uri> {
  const { base, extension } = /^(?<base>.+?)(?<extension>\.[^/]*)?$/.exec(fileName)?.groups ?? {};
  for (let count = 1; ; count++) {
    const uri = Uri.joinPath(folder, count === 1 ? fileName : `${base}-${count}${extension ?? ''}`);
    const open = workspace.textDocuments.some((document) => document.uri.path === uri.path);
    if (!open && !(await exists(uri))) return uri;
  }
}

const exists = (uri: Uri) =>
  workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
