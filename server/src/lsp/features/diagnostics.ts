import type { Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import { pathOf } from '../../core';
import { check, excluded } from '../../service';
import { diagnosticOf } from '../convert';
import type { Session } from '../session';

async function diagnosticsOf(session: Session, uri: string): Promise<Diagnostic[]> {
  const snapshot = await session.documents.get(uri);
  if (!snapshot || excluded(pathOf(uri), session.settings())) return [];
  const findings = check(snapshot.document, snapshot.context, session.settings());
  return [...findings.map((finding) => diagnosticOf(snapshot.text, finding)), ...(session.opinion?.of(snapshot) ?? [])];
}

/** Pull: the client asks when it shows the document. */
export async function documentDiagnostics(session: Session, { textDocument }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
  return { kind: 'full', items: await diagnosticsOf(session, textDocument.uri) };
}

/** Push, for clients that do not pull: once for all changes that arrived together. */
export function pusher(session: Session): (uri: string) => void {
  const waiting = new Set<string>();
  const push = async (uri: string) => {
    waiting.delete(uri);
    const diagnostics = await diagnosticsOf(session, uri);
    const version = session.documents.text(uri)?.version;
    if (version !== undefined) await session.connection.sendDiagnostics({ uri, version, diagnostics });
  };
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setTimeout(() => void push(uri), 0);
  };
}

/** Tells the client that answers about open documents have changed. */
export function refresh(session: Session, push: ((uri: string) => void) | undefined): void {
  const { client, connection, documents } = session;
  if (push) documents.uris().forEach(push);
  else if (client.workspace?.diagnostics?.refreshSupport) void connection.languages.diagnostics.refresh();
  if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest('workspace/codeLens/refresh');
}
