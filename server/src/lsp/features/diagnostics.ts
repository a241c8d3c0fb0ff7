import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { counted, pathOf, worst } from '../../core';
import { type Checked, checkInSteps, excluded } from '../../service';
import { diagnosticOf } from '../convert';
import type { Session } from '../session';
import { inSlices, whileWanted } from '../slices';

/** Findings as the protocol has them. Places in other files need the texts there, to count lines in. */
export async function diagnosticsFor(session: Session, text: TextDocument, findings: readonly Checked[]): Promise<Diagnostic[]> {
  const uris = new Set(findings.flatMap(({ related = [] }) => related.flatMap(({ uri }) => uri ?? [])));
  const others = new Map<string, TextDocument>();
  for (const uri of uris) {
    const content = await session.files.read(uri);
    if (content !== undefined) others.set(uri, TextDocument.create(uri, '', 0, content));
  }
  return findings.map((finding) => diagnosticOf(session.client, text, finding, others));
}

/** With the line about the rest, what VS Code shows of one file; it would cut off more by itself, after all the work. */
const mostShown = 999;

/** That not all is shown, at the last place that is. */
function remainder(shown: readonly Diagnostic[], left: number): Diagnostic[] {
  const last = shown[shown.length - 1];
  if (left === 0 || !last) return [];
  const message = `${counted(left, 'further finding')} of this file ${left === 1 ? 'is' : 'are'} not shown, and none is worse than those that are.`;
  return [{ range: last.range, severity: DiagnosticSeverity.Information, source: 'confine', message }];
}

async function diagnosticsOf(session: Session, uri: string, token?: CancellationToken): Promise<Diagnostic[]> {
  const snapshot = await session.documents.get(uri);
  if (!snapshot || excluded(pathOf(uri), session.settings.of(uri))) return [];
  const steps = checkInSteps(snapshot.document, snapshot.context, session.settings.of(uri), (code, error) => session.complain(code, error));
  // An edit ends the check of the text before it. What it didn't change is known then.
  const isCurrent = () => session.documents.text(uri)?.version === snapshot.text.version;
  const findings = await inSlices(whileWanted(steps, isCurrent), token);
  if (!findings || !isCurrent()) return diagnosticsOf(session, uri, token);
  const diagnostics = await diagnosticsFor(session, snapshot.text, worst(findings, mostShown));
  return [...diagnostics, ...remainder(diagnostics, findings.length - diagnostics.length), ...(session.opinion?.of(snapshot) ?? [])];
}

/** Pull: the client asks when it shows the document. */
export async function documentDiagnostics(
  session: Session,
  { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
  token?: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const items = await diagnosticsOf(session, uri, token);
  const resultId = resultIdOf(items);
  return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
}

/** Follows from what is said alone, so that nothing is kept of an answer. */
function resultIdOf(items: readonly Diagnostic[]): string {
  const said = JSON.stringify(items);
  // Two sums over all characters: FNV-1a with 32 bits, and one with another start.
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let i = 0; i < said.length; i++) {
    const code = said.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
  }
  return [said.length, one >>> 0, other >>> 0].map((part) => part.toString(36)).join('-');
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
    const versions = session.client.textDocument?.publishDiagnostics?.versionSupport;
    await session.connection.sendDiagnostics({ uri, ...(versions && { version }), diagnostics });
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
  if (client.workspace?.inlayHint?.refreshSupport) void connection.languages.inlayHint.refresh();
}
