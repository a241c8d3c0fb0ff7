import {
  type CancellationToken,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { counted, memo, pathOf, worst } from '../../core';
import { type Checked, checkInSteps, excluded } from '../../service';
import { diagnosticOf } from '../convert';
import type { StepsEnd } from '../scheduler';
import type { Session } from '../session';

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

/** The findings of the newest text; undefined where these are no longer wanted. */
async function diagnosticsOf(
  session: Session,
  uri: string,
  { isWanted = () => true, token }: StepsEnd = {},
): Promise<Diagnostic[] | undefined> {
  for (;;) {
    const snapshot = await session.documents.get(uri);
    if (!isWanted()) return undefined;
    if (!snapshot || excluded(pathOf(uri), session.settings.of(uri))) return [];
    const steps = checkInSteps(snapshot.document, snapshot.context, session.settings.of(uri), (code, error) =>
      session.complain(code, error),
    );
    // An edit ends the check of the text before it. What it didn't change is known then.
    const isCurrent = () => session.documents.text(uri)?.version === snapshot.text.version;
    const findings = await session.scheduler.steps(uri, steps, { token, isWanted: () => isCurrent() && isWanted() });
    if (!findings || !isCurrent()) continue;
    const diagnostics = await diagnosticsFor(session, snapshot.text, worst(findings, mostShown));
    return [...diagnostics, ...remainder(diagnostics, findings.length - diagnostics.length), ...(session.opinion?.of(snapshot) ?? [])];
  }
}

/** What a session knows of the requests for the findings of its texts. */
interface Pulls {
  /** The last request for each text. */
  readonly last: Map<string, object>;
  /** The last answer for each text, by which a client may ask what has changed since. */
  readonly answered: Map<string, { readonly resultId: string; readonly items: readonly Diagnostic[] }>;
  count: number;
}

const pullsOf = memo((_: Session): Pulls => ({ last: new Map(), answered: new Map(), count: 0 }));

/**
 * Pull: the client asks when it shows the document. A request of a text that has changed since, for which the client has sent another one, has an error as
 * its answer, so that ten keys are one check. Where there is no other one, the answer is about the newest text.
 */
export async function documentDiagnostics(
  session: Session,
  { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
  token?: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const pulls = pullsOf(session);
  const own = {};
  pulls.last.set(uri, own);
  const version = session.documents.text(uri)?.version;
  const isWanted = () => pulls.last.get(uri) === own || session.documents.text(uri)?.version === version;
  await session.scheduler.caughtUp();
  const items = await diagnosticsOf(session, uri, { isWanted, token });
  if (pulls.last.get(uri) === own) pulls.last.delete(uri);
  if (!items) throw new ResponseError(LSPErrorCodes.ServerCancelled, 'there is a newer request', { retriggerRequest: false });
  const before = pulls.answered.get(uri);
  if (before?.resultId === previousResultId && before && isSame(before.items, items))
    return { kind: 'unchanged', resultId: before.resultId };
  const resultId = String(++pulls.count);
  if (session.documents.text(uri)) pulls.answered.set(uri, { resultId, items });
  return { kind: 'full', resultId, items };
}

/** Forgets what was answered about a text that is closed. A request that came before has an empty list as its answer. */
export function forgetPulls(session: Session, uri: string): void {
  pullsOf(session).answered.delete(uri);
}

/** Whether two values of the protocol say the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}

/** Push, for clients that do not pull: once for all changes that arrived together. */
export function pusher(session: Session): (uri: string) => void {
  const waiting = new Set<string>();
  const push = async (uri: string) => {
    await session.scheduler.caughtUp();
    waiting.delete(uri);
    const version = session.documents.text(uri)?.version;
    // A text that has changed meanwhile is pushed again.
    const isWanted = () => version !== undefined && session.documents.text(uri)?.version === version;
    const diagnostics = await diagnosticsOf(session, uri, { isWanted });
    if (!diagnostics || !isWanted()) return;
    const versions = session.client.textDocument?.publishDiagnostics?.versionSupport;
    await session.connection.sendDiagnostics({ uri, ...(versions && { version }), diagnostics });
  };
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    push(uri).catch((error) => session.complain('textDocument/publishDiagnostics', error));
  };
}

/** Tells the client that answers about open documents have changed. */
export function refresh(session: Session, push: ((uri: string) => void) | undefined): void {
  const { client, connection, documents, unlessRefused } = session;
  if (push) documents.uris().forEach(push);
  else if (client.workspace?.diagnostics?.refreshSupport) unlessRefused(connection.languages.diagnostics.refresh());
  if (client.workspace?.codeLens?.refreshSupport) unlessRefused(connection.sendRequest('workspace/codeLens/refresh'));
  if (client.workspace?.inlayHint?.refreshSupport) unlessRefused(connection.languages.inlayHint.refresh());
}
