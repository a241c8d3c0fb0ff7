import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { code, editsOf, linkedTo, md, noteOf, oneLine, pathOf, plainText, workLimits } from '../../core';
import { rulePage } from '../../report';
import {
  allRules,
  templates as allTemplates,
  checkInSteps,
  coverageOf,
  detect,
  excluded,
  explain,
  filesBelow,
  fixesToChoose,
  harden as hardenings,
  loadLanguage,
  loadLanguages,
  loadRule,
  offeredQuestions,
  shownExample,
  statusOf,
} from '../../service';
import { rangeOf, spanOf, textEditOf } from '../convert';
import type { AskParams, AskResult, QuestionRow, QuestionsParams } from '../protocol/ask';
import type { CheckSummary, CheckWorkspaceParams } from '../protocol/checkWorkspace';
import type { HardenParams, HardenResult } from '../protocol/harden';
import type { RulePage, RuleSummary } from '../protocol/rules';
import type { Status } from '../protocol/status';
import type { Template } from '../protocol/templates';
import type { FileParams } from '../protocol/text';
import type { Session } from '../session';
import { closedSnapshot, snapshotOf } from '../snapshot';
import { diagnosticsFor } from './diagnostics';

/** At once, as the findings: what the rest of the workspace says of the file changes both once it is read. */
export async function status(session: Session, { uri }: FileParams): Promise<Status | null> {
  const snapshot = await session.documents.get(uri);
  if (!snapshot) return tooLarge(session.documents.text(uri));
  // A kind without rules and hovers, such as Compose's, only refers to files of ours.
  if (!snapshot.document.regions.some(({ language }) => language.rules.length > 0 || language.hover)) return null;
  const settingsFile = session.settings.file(uri);
  return { ...statusOf(snapshot.document, snapshot.context, session.settings.of(uri)), ...(settingsFile && { settingsFile }) };
}

/** Characters by which a text that is too large is still recognized. */
const head = 65_536;

/** Says that a file of ours is not read for its size; null for any other. */
async function tooLarge(text: TextDocument | undefined): Promise<Status | null> {
  const all = text?.getText() ?? '';
  if (!text || all.length <= workLimits.text) return null;
  const name = detect({ uri: text.uri, languageId: text.languageId, version: text.version, text: all.slice(0, head) });
  if (name === undefined) return null;
  const description = `larger than ${workLimits.text / 1024 / 1024} MB, not checked`;
  return { language: name, what: (await loadLanguage(name)).title, description, targets: [], can: [] };
}

export async function harden(session: Session, { uri, range, leaveOut = [] }: HardenParams): Promise<HardenResult> {
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) return { changes: [] };
  const { text, document, context } = snapshot;
  const fixes = hardenings(document, range && spanOf(text, range), context, session.settings.of(uri), new Set(leaveOut));
  return {
    changes: fixes.map((fix) => {
      const note = noteOf(fix);
      const pieces = 'pieces' in fix ? fix.pieces?.() : undefined;
      return {
        title: oneLine(fix.title, 200),
        ...(pieces && { pieces: pieces.map(({ breaks, ...piece }) => ({ ...piece, breaking: breaks !== undefined })) }),
        safe: fix.safe,
        ...(note && { note }),
        edits: editsOf(fix).map((edit) => textEditOf(text, edit)),
      };
    }),
  };
}

export async function fixes(session: Session, { uri }: FileParams): Promise<HardenResult> {
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) return { changes: [] };
  const { text, document, context } = snapshot;
  const chosen = await fixesToChoose({ document, context, settings: session.settings.of(uri) });
  return {
    changes: chosen.map(({ finding, fix }) => ({
      title: `Line ${text.positionAt(finding.span.start).line + 1}: ${oneLine(fix.title, 200)}`,
      note: `${plainText(finding.message)} (${finding.code})`,
      safe: fix.safe,
      edits: editsOf(fix).map((edit) => textEditOf(text, edit)),
    })),
  };
}

export async function ask(session: Session, { uri, query, position }: AskParams): Promise<AskResult> {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) return { markdown: 'This file is none that Confine knows.' };
  const { text, document, context } = snapshot;
  const answer = explain(document, query, context, position && document.regions.length > 1 ? text.offsetAt(position) : undefined);
  if (!answer) return { markdown: md`The file says nothing about ${code(query)}.` };
  return { markdown: linkedTo(answer.markdown, uri), ...(answer.by && { range: rangeOf(text, answer.by) }) };
}

export async function questions(session: Session, { uri, position }: QuestionsParams): Promise<QuestionRow[]> {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) return [];
  const { text, document, context } = snapshot;
  return [...offeredQuestions(document, context, position && document.regions.length > 1 ? text.offsetAt(position) : undefined)];
}

export async function templates(): Promise<Template[]> {
  await loadLanguages();
  return allTemplates().map((template) => ({ ...template }));
}

export async function rules(): Promise<RuleSummary[]> {
  await loadLanguages();
  return allRules().map(({ code, title }) => ({ code, title }));
}

export async function rule(_: Session, { code }: { readonly code: string }): Promise<RulePage | null> {
  const found = await loadRule(code);
  return found ? { code, markdown: rulePage(found, await shownExample(found), allRules()) } : null;
}

/** Checks every file of the workspace; what is open is reported by the usual way already. */
export async function checkWorkspace(session: Session, params: CheckWorkspaceParams, token: CancellationToken): Promise<CheckSummary> {
  const { connection, files } = session;
  const counts: { -readonly [K in keyof CheckSummary]: CheckSummary[K] } = { files: 0, error: 0, warning: 0, information: 0, hint: 0 };
  const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
  progress.begin('Checking', 0, undefined, true);
  const markdown = session.folders().some((folder) => session.settings.of(folder).markdown);
  const cut = () => {
    counts.more = true;
  };
  for await (const uri of filesBelow(files, session.folders(), { stopped: cut, context: { markdown } })) {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    await session.settings.learn(uri);
    if (excluded(pathOf(uri), session.settings.of(uri))) continue;
    progress.report(`${counts.files} files, ${pathOf(uri).split('/').at(-1)}`);
    const checked = await checkFile(session, uri, token);
    if (!checked) continue;
    if (checked.counts) counts.files += 1;
    for (const finding of checked.findings) counts[finding.severity] += 1;
    if (!(params.pulled?.includes(uri) ?? session.documents.text(uri) !== undefined)) {
      session.published.add(uri);
      await connection.sendDiagnostics({ uri, diagnostics: await diagnosticsFor(session, checked.text, checked.findings) });
    }
  }
  progress.done();
  return counts;
}

/** A file that cannot be checked costs only itself. */
async function checkFile(session: Session, uri: string, token: CancellationToken) {
  const closed = await closedSnapshot(session, uri);
  if (!closed) return undefined;
  const { skipped } = coverageOf(closed.document, closed.context);
  const onFault = (code: string, error: unknown) => session.complain(`${uri}: ${code}`, error);
  const steps = checkInSteps(closed.document, closed.context, session.settings.of(uri), onFault);
  return {
    findings: (await session.scheduler.steps('workspace', steps, { token })) ?? [],
    text: closed.text,
    counts: skipped === undefined,
  };
}
