/** The files that a program writes from a file, as read-only documents. */

import type { TextDocumentContentResult } from 'vscode-languageserver';
import { renderedFiles } from '../../service';
import type { Rendered } from '../protocol/rendered';
import type { FileParams } from '../protocol/text';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** `confine-rendered:/PATH?URI`: the path on the machine where it is written, and the file that it is written from. */
export const renderedScheme = 'confine-rendered';

async function filesOf(session: Session, uri: string) {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  return snapshot ? renderedFiles(snapshot.document, snapshot.context) : [];
}

/** Where the client reads one of them. */
export const renderedUri = (uri: string, path: string): string => `${renderedScheme}:${encodeURI(path)}?${encodeURIComponent(uri)}`;

export async function rendered(session: Session, { uri }: FileParams): Promise<readonly Rendered[]> {
  const files = await filesOf(session, uri);
  return files.map(({ path }) => ({ path, uri: renderedUri(uri, path) }));
}

export async function renderedText(session: Session, rest: string): Promise<TextDocumentContentResult | null> {
  const [, path = '', query = ''] = /^([^?]*)\?(.*)$/s.exec(rest) ?? [];
  const files = await filesOf(session, decodeURIComponent(query));
  const found = files.find((file) => file.path === `/${decodeURI(path)}`);
  return found ? { text: found.text } : null;
}
