import { extensions, l10n, type Uri } from 'vscode';
import type { OtherText } from '../../server/src/lsp/protocol/compare';

/** What is used of the API of the editor's own git extension (`extensions/git/src/api/git.d.ts` of VS Code). */
interface GitExtension {
  getAPI(version: 1): {
    getRepository(file: Uri): { show(revision: string, path: string): Promise<string> } | null;
    toGitUri(file: Uri, revision: string): Uri;
  };
}

/** The file as git has it at HEAD; undefined where there is no git extension, as in the web, or no such version. */
export async function committed(file: Uri): Promise<OtherText | undefined> {
  try {
    const git = await extensions.getExtension<GitExtension>('vscode.git')?.activate();
    const api = git?.getAPI(1);
    const text = await api?.getRepository(file)?.show('HEAD', file.fsPath);
    return api && text !== undefined
      ? { title: l10n.t('{0} at HEAD', file.path.split('/').at(-1) ?? ''), text, uri: api.toGitUri(file, 'HEAD').toString() }
      : undefined;
  } catch {
    // Switched off by `git.enabled`, or a file that is not in git.
    return undefined;
  }
}
