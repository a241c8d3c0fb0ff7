import { baseName, type Files } from '../../core';
import { runTool as answerOf, ToolError, type ToolWorld } from '../../tools';
import { pathBelow } from '../overview';
import type { ToolAnswer, ToolCall } from '../protocol/tools';
import type { Session } from '../session';

/** Answers a language model of the editor: with the same tools, and of the same files, as `confine mcp`. */
export async function runTool(session: Session, { name, arguments: given }: ToolCall): Promise<ToolAnswer> {
  await session.scanned;
  try {
    return { text: await answerOf(name, given, worldOf(session)) };
  } catch (error) {
    if (error instanceof ToolError) return { text: error.message, failed: true };
    throw error;
  }
}

function worldOf(session: Session): ToolWorld {
  const folders = session.folders();
  const [first = ''] = folders;
  const files: Files = {
    ...session.files,
    async read(uri) {
      const text = await session.files.read(uri);
      return text !== undefined && session.begin(uri, text) ? text : undefined;
    },
  };
  return {
    settings: session.settings.of(first),
    files,
    context: () => session.context(first, ''),
    folders,
    includeFolders: session.includeFolders(`${first}/x`),
    uriOf: (path) => uriIn(folders, path),
    pathOf: (uri) => pathBelow(uri, folders),
  };
}

/** In a workspace of several folders a path may begin with the name of one. */
function uriIn(folders: readonly string[], path: string): string {
  const encoded = path.split('/').map(encodeURIComponent);
  if (path.startsWith('/')) return `file://${encoded.join('/')}`;
  const named = folders.length > 1 ? folders.find((folder) => baseName(folder) === path.split('/')[0]) : undefined;
  return named ? [named, ...encoded.slice(1)].join('/') : [folders[0] ?? '', ...encoded].join('/');
}
