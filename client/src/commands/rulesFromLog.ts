import { env, FileType, l10n, Uri, ViewColumn, window, workspace } from 'vscode';
import {
  fromFolderObservationRequest,
  fromObservationRequest,
  type ObservationParams,
  type ObservationResult,
} from '../../../server/src/lsp/protocol/observe';
import { type Status, statusRequest } from '../../../server/src/lsp/protocol/status';
import type { FileParams } from '../../../server/src/lsp/protocol/text';
import { inNotice } from '../notice';
import { showReport } from '../reports';
import { startReview } from '../review';
import { type Chosen, rulesReview } from './chooseRules';
import { type Command, fileOf, type Host, wire } from './command';

/** A denial of AppArmor or seccomp in the audit log or the journal, calls that strace saw, one by one or counted. */
const denial =
  /apparmor=(?:\\?"|&quot;)*(?:DENIED|ALLOWED|AUDIT)|^(?:DENIED|ALLOWED) +\S+ \w+ |\btype=(?:1326|1400|SECCOMP|AVC)\b|^.*\w\(.*\)\s+= |^% time\b.*\bsyscall/m;

/**
 * The rules that would allow what a log says was denied: a report, the rules to choose from, then a preview of the edit. Where no profile is
 * open, or for a folder, each denial goes to the file that has its profile.
 */
export const rulesFromLog: Command = {
  id: 'rulesFromLog',
  async run(host, argument, log) {
    const place = await placeOf(host, argument);
    if (!place) {
      void window.showInformationMessage(l10n.t('Open a folder with AppArmor or seccomp profiles, or one of these files.'));
      return;
    }
    const text = typeof log === 'string' ? log : await findLog(place);
    if (!text) return;
    const params: ObservationParams = { uri: wire(host, place.uri), text };
    const request = place.isFolder ? fromFolderObservationRequest : fromObservationRequest;
    const ask = (chosen: Chosen) => host.client.sendRequest<ObservationResult | null>(request, { ...params, chosen });
    const result = await ask({});
    if (!result) {
      void window.showInformationMessage(
        place.isFolder
          ? l10n.t('The folder {0} has no AppArmor or seccomp profiles.', inNotice(nameOf(place.uri)))
          : l10n.t('Rules from a log can be added to AppArmor and seccomp profiles.'),
      );
      return;
    }
    const isEmpty = result.suggestions.length + result.edits.length + result.others.length === 0;
    // The first page of a window takes seconds to appear; the review doesn't wait for it.
    await Promise.all([
      showReport(l10n.t('Rules from the log'), result.report),
      ...(isEmpty ? [] : [startReview(rulesReview(result, ask, params.uri))]),
    ]);
  },
};

/** What a log is read for. */
interface LogPlace {
  readonly uri: Uri;
  readonly isFolder: boolean;
}

/** What a menu or a lens passed; else the file in the active editor where it has such rules, else a folder of the workspace. */
async function placeOf(host: Host, argument: unknown): Promise<LogPlace | undefined> {
  const file = fileOf(argument);
  if (file && argument instanceof Uri && (await isFolder(file))) return { uri: file, isFolder: true };
  if (file && (argument !== undefined || (await canObserve(host, file)))) return { uri: file, isFolder: false };
  const [only, ...others] = workspace.workspaceFolders ?? [];
  const around = file && workspace.getWorkspaceFolder(file);
  const folder = around ?? (others.length > 0 ? await window.showWorkspaceFolderPick() : only);
  return folder && { uri: folder.uri, isFolder: true };
}

const isFolder = async (uri: Uri): Promise<boolean> => {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch {
    return false;
  }
};

async function canObserve(host: Host, file: Uri): Promise<boolean> {
  const status = await host.client.sendRequest<Status | null>(statusRequest, { uri: wire(host, file) } satisfies FileParams);
  return status?.can.includes('observe') ?? false;
}

const nameOf = (uri: Uri): string => uri.path.split('/').at(-1) ?? '';

/** What is selected in any editor, else a log in the active editor, the clipboard, or a document that the user pastes into. */
async function findLog({ uri: file, isFolder: forFolder }: LogPlace): Promise<string | undefined> {
  const selected = window.visibleTextEditors.map(({ document, selection }) => document.getText(selection));
  // The server knows more forms of recordings: several lines that are selected beside the file are meant.
  const beside = window.visibleTextEditors
    .filter(({ document, selection }) => document.uri.toString() !== file.toString() && !selection.isSingleLine)
    .map(({ document, selection }) => document.getText(selection));
  const found = selected.find((text) => denial.test(text)) ?? beside[0];
  if (found) return found;
  const open = forFolder ? window.activeTextEditor?.document.getText() : undefined;
  if (open !== undefined && denial.test(open)) return open;
  const copied = await env.clipboard.readText();
  if (denial.test(copied)) return copied;
  const document = await workspace.openTextDocument({ language: 'log', content: '' });
  await window.showTextDocument(document, ViewColumn.Beside);
  const name = inNotice(nameOf(file));
  const answer = await window.showInformationMessage(
    l10n.t('Paste the denials for {0} into the new document.', name),
    l10n.t('Suggest Rules'),
  );
  return answer && document.getText();
}
