import type { Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from '../../core';
import { type Checked, check, excluded } from '../../service';
import { diagnosticOf } from '../convert';
import type { Session } from '../session';

/** Findings as the protocol has them. Places in other files need the texts there, to count lines in. */
export async function diagnosticsFor(session: Session, text: TextDocument, findings: readonly Checked[]): Promise<Diagnostic[]> {
  const uris = new Set(findings.flatMap(({ related = [] }) => related.flatMap(({ uri }) => uri ?? [])));
  const others = new Map<string, TextDocument>();
  for (const uri of uris) {
    const content = await session.files.read(uri);
    if (content !== undefined) others.set(uri, TextDocument.create(uri, '', 0, content));
  }
  return findings.map((finding) => diagnosticOf(text, finding, others));
}

async function diagnosticsOf(session: Session, uri: string): Promise<Diagnostic[]> {
  const snapshot = await session.documents.get(uri);
  if (!snapshot || excluded(pathOf(uri), session.settings())) return [];
  const findings = check(snapshot.document, snapshot.context, session.settings(), (code, error) => session.complain(code, error));
  return [...(await diagnosticsFor(session, snapshot.text, findings)), ...(session.opinion?.of(snapshot) ?? [])];
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
    const version = session.documents.text(uri)?.version;
    const diagnostics = await diagnosticsOf(session, uri);
    // A text that has changed meanwhile is pushed again.
    if (version === undefined || version !== session.documents.text(uri)?.version) return;
    await session.connection.sendDiagnostics({ uri, version, diagnostics });
  };
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setTimeout(() => push(uri).catch((error) => session.complain('textDocument/publishDiagnostics', error)), 0);
  };
}

/** Tells the client that answers about open documents have changed. */
export function refresh(session: Session, push: ((uri: string) => void) | undefined): void {
  const { client, connection, documents } = session;
  if (push) documents.uris().forEach(push);
  else if (client.workspace?.diagnostics?.refreshSupport) void connection.languages.diagnostics.refresh();
  if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest('workspace/codeLens/refresh');
}
