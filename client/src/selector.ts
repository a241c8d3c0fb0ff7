import { workspace } from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient';

/** Language ids whose documents the server sees. In JSON and YAML it looks at the text before it says anything. */
export const languageIds: readonly string[] = ['apparmor', 'seccomp', 'containers-policy', 'containers-conf', 'json', 'jsonc', 'yaml'];

/** Where files live that can be edited; what Git or a diff shows of the past is left alone. */
const schemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'];

/** The documents of `languageIds` on disk, unsaved, or in the file system of the open folders. */
export function documentSelector(): DocumentSelector {
  const markdown = workspace.getConfiguration('confine').get('markdown') === true ? ['markdown'] : [];
  const open = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  return [...new Set([...schemes, ...open])].flatMap((scheme) => [...languageIds, ...markdown].map((language) => ({ scheme, language })));
}
