import { type ExtensionContext, Uri, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { WorkspaceView } from '../workspaceView';

/** What a command works with. */
export interface Host {
  readonly client: BaseLanguageClient;
  readonly context: ExtensionContext;
  readonly view: WorkspaceView;
}

/** A command of the manifest; `id` without the prefix `confine.`. */
export interface Command {
  readonly id: string;
  run(host: Host, ...args: readonly unknown[]): Promise<void>;
}

/** The file that a command is for: the one that a menu or a lens passed, else the active editor's. */
export function fileOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  if (typeof argument === 'string') return Uri.parse(argument);
  return window.activeTextEditor?.document.uri;
}

/** As the server knows the file. */
export const wire = ({ client }: Host, uri: Uri): string => client.code2ProtocolConverter.asUri(uri);
