/** Commands that the server carries out itself, so that lenses work in every editor. A client with commands of its own keeps those. */

import {
  type ClientCapabilities,
  type ExecuteCommandParams,
  LSPErrorCodes,
  MessageType,
  type Range,
  ResponseError,
  ShowMessageNotification,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { code, editsOf, type Fix, noteOf, withoutLinks, wordTable } from '../../core';
import { renderedAsMarkdown, rulePage } from '../../report';
import { allRules, check, fixAll, harden, loadRule, renderedFiles, shownExample } from '../../service';
import { spanOf } from '../convert';
import type { Snapshot } from '../documents';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';
import { editOf } from '../workspaceEdit';
import { applyActionCommand, editTaken } from './codeAction';
import { diff } from './diff';
import { rebaseFix } from './rebase';
import { ask } from './requests';
import { whyMarkdown } from './why';

interface ServerCommand {
  /** Changes the file, so that the client must apply edits that the server sends. */
  readonly edits: boolean;
  /** Absent: for every client. */
  suits?(client: ClientCapabilities): boolean;
  /** Whether it can do something with the arguments after the file's address. */
  takes?(args: readonly unknown[]): boolean;
  run(session: Session, uri: string, args: readonly unknown[]): Promise<void>;
}

const refused = (message: string) => new ResponseError(LSPErrorCodes.RequestFailed, message);

const commands: Readonly<Record<string, ServerCommand>> = wordTable({
  'confine.ask': {
    edits: false,
    takes: ([query]) => typeof query === 'string',
    async run(session, uri, [query]) {
      const { markdown } = await ask(session, { uri, query: String(query) });
      await session.reports.show(session.connection, String(query), markdown);
    },
  },
  'confine.diffWithDefault': { edits: false, run: reportDifferences },
  'confine.explainError': {
    edits: false,
    async run(session, text) {
      await session.reports.show(session.connection, 'Why', await whyMarkdown(session, text));
    },
  },
  'confine.explainRule': {
    edits: false,
    async run(session, code) {
      const rule = await loadRule(code);
      if (!rule) throw refused(`Confine has no rule ${code}.`);
      await session.reports.show(session.connection, code, rulePage(rule, await shownExample(rule), allRules()));
    },
  },
  'confine.fixAll': {
    edits: true,
    async run(session, uri) {
      const { document, context, text } = await known(session, uri);
      const title = 'Apply all safe Confine fixes';
      const edits = await fixAll({ document, context, settings: session.settings.of(uri) });
      await apply(session, title, await editOf(session, text, { title, edits, safe: true }));
    },
  },
  'confine.hardenFile': { edits: true, run: hardenAt },
  'confine.hardenHere': { edits: true, run: hardenAt },
  'confine.rebase': {
    edits: true,
    async run(session, uri, [onto]) {
      const snapshot = await known(session, uri);
      const fix = rebaseFix(snapshot, typeof onto === 'string' ? onto : undefined);
      if (fix === undefined) throw refused("Only seccomp profiles are forks of a runtime's default.");
      if (typeof fix === 'string') return say(session.connection, fix);
      const edit = await editOf(session, snapshot.text, fix);
      await apply(session, fix.title, edit);
      if (edit && !edit.changeAnnotations) await say(session.connection, `${fix.title}. ${fix.note}`);
    },
  },
  'confine.reportDifferences': { edits: false, run: reportDifferences },
  'confine.showRendered': {
    edits: false,
    async run(session, uri) {
      const { document, context } = await known(session, uri);
      const files = renderedFiles(document, context);
      if (!files.length) return say(session.connection, 'No program writes other files from this file.');
      const name = uri.slice(uri.lastIndexOf('/') + 1);
      await session.reports.show(session.connection, `Written from ${name}`, renderedAsMarkdown(name, files));
    },
  },
  'confine.showProblems': { edits: false, run: reportFindings },
  [applyActionCommand]: {
    edits: true,
    suits: ({ textDocument }) => !textDocument?.codeAction?.codeActionLiteralSupport,
    async run(session, uri, [offered, taken]) {
      const edit = await editTaken(session, await known(session, uri), offered, taken);
      if (!edit) throw refused('The file has changed since the action was offered.');
      await apply(session, (taken as { title: string }).title, edit);
    },
  },
});

/** What to announce: the client has the others itself, or they could do nothing for it. */
export const serverCommands = (client: ClientCapabilities, clientCommands: ReadonlySet<string>): string[] =>
  Object.keys(commands).filter((name) => !clientCommands.has(name) && isPossible(client, commands[name]));

const isPossible = (client: ClientCapabilities, command: ServerCommand | undefined): boolean =>
  command !== undefined && (!command.edits || client.workspace?.applyEdit === true) && (command.suits?.(client) ?? true);

export const canExecute = (client: ClientCapabilities, name: string, args: readonly unknown[]): boolean =>
  isPossible(client, commands[name]) && (commands[name]?.takes?.(args) ?? true);

export async function executeCommand(
  session: Session,
  { command: name, arguments: [subject, ...args] = [] }: ExecuteCommandParams,
): Promise<null> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new ResponseError(LSPErrorCodes.RequestFailed, `Confine has no command ${name}.`);
  if (!isPossible(session.client, command)) throw refused(`${name} needs an editor that applies the edits of a server.`);
  if (typeof subject !== 'string' || command.takes?.(args) === false) throw refused(`${name} needs other arguments.`);
  await command.run(session, subject, args);
  return null;
}

async function known(session: Session, uri: string): Promise<Snapshot> {
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) throw refused('Confine does not know this kind of file.');
  return snapshot;
}

async function apply({ connection }: Session, label: string, edit: WorkspaceEdit | undefined): Promise<void> {
  if (!edit) return say(connection, 'There is nothing to change.');
  const { applied, failureReason } = await connection.workspace.applyEdit({ label, edit });
  if (!applied) throw refused(failureReason ?? 'The editor did not apply the edit.');
}

const say = (connection: Session['connection'], message: string): Promise<void> =>
  connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: withoutLinks(message) });

/** Everything at once; what may break is confirmed where the client can show it, else told afterwards. */
async function hardenAt(session: Session, uri: string, [place]: readonly unknown[]): Promise<void> {
  const { document, context, text } = await known(session, uri);
  const fixes = harden(document, isRange(place) ? spanOf(text, place) : undefined, context, session.settings.of(uri));
  const titles = [...new Set(fixes.map(({ title }) => title.replace(/…$/, '')))];
  const notes = [...new Set(fixes.flatMap((fix) => noteOf(fix) ?? []))].join(' ');
  const whole: Fix = {
    title: titles.length === 1 ? titles.join() : `Harden: ${titles.length} changes`,
    edits: fixes.flatMap(editsOf),
    safe: fixes.every(({ safe }) => safe),
    ...(notes && { note: notes }),
  };
  const edit = await editOf(session, text, whole);
  await apply(session, whole.title, edit);
  if (edit && notes && !edit.changeAnnotations) await say(session.connection, `${whole.title}. ${notes}`);
}

const isRange = (value: unknown): value is Range => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

async function reportDifferences(session: Session, uri: string): Promise<void> {
  const result = await diff(session, { uri });
  if (!result) return say(session.connection, 'There is no runtime default to compare this file with.');
  await session.reports.show(session.connection, result.title, result.report);
}

/** The findings of a file, errors first, for editors that have no list of problems to open. */
async function reportFindings(session: Session, uri: string): Promise<void> {
  const { document, context, text } = await known(session, uri);
  const findings = check(document, context, session.settings.of(uri)).filter(({ severity }) => severity !== 'hint');
  if (findings.length === 0) return say(session.connection, 'This file has no findings.');
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const lines = ['error', 'warning', 'information'].flatMap((wanted) =>
    findings
      .filter(({ severity }) => severity === wanted)
      .map(({ span, message }) => `Line ${text.positionAt(span.start).line + 1}: ${wanted}: ${message}`),
  );
  await session.reports.show(session.connection, `Findings in ${name}`, [`# Findings in ${code(name)}`, ...lines].join('\n\n'));
}
