import { editBetween, type Fix, type Rebased } from '../../core';
import { rebase as rebased } from '../../service';
import { textEditOf } from '../convert';
import type { Snapshot } from '../documents';
import type { RebaseParams, RebaseResult } from '../protocol/rebase';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** The edit that moves a fork onto a newer default, call by call; or why there is none. */
export async function rebase(session: Session, { uri, onto, leaveOut = [] }: RebaseParams): Promise<RebaseResult> {
  await session.ready();
  const none = (problem: string): RebaseResult => ({ problem, notes: [], pieces: [], edits: [] });
  const snapshot = await snapshotOf(session, uri);
  const result = snapshot && rebased(snapshot.document, onto, snapshot.context, new Set(leaveOut));
  if (!result) return none("Only seccomp profiles are forks of a runtime's default.");
  if (typeof result === 'string') return none(result);
  const edit = editBetween(snapshot.document.source.text, result.text);
  if (!edit && leaveOut.length === 0) return none(upToDate(result));
  return {
    title: titleOf(result),
    notes: [keptNote(result)].filter((note) => note !== undefined),
    pieces: result.changes,
    edits: edit ? [textEditOf(snapshot.text, edit)] : [],
  };
}

const titleOf = ({ onto }: Rebased): string => `Rebase on ${onto}`;
const upToDate = ({ onto }: Rebased): string => `The profile is up to date with ${onto}.`;
const keptNote = ({ kept }: Rebased): string | undefined =>
  kept.length > 0 ? `Kept as the file has them, although the default changed them: ${kept.join(', ')}.` : undefined;

/** One that the user confirms. */
interface RebaseFix extends Fix {
  readonly edits: readonly { readonly span: { readonly start: number; readonly end: number }; readonly text: string }[];
  readonly notes: readonly string[];
}

export function rebaseFix({ document, context }: Snapshot, onto: string | undefined): RebaseFix | string | undefined {
  const result = rebased(document, onto, context);
  if (result === undefined || typeof result === 'string') return result;
  const edit = editBetween(document.source.text, result.text);
  if (!edit) return upToDate(result);
  const notes = notesOf(result);
  return { title: titleOf(result), edits: [edit], safe: false, notes, note: notes.join(' ') };
}

const notesOf = (result: Rebased): readonly string[] => {
  const { added, removed, security } = result;
  return [
    security.length > 0 && `Security: ${security.join('; ')}.`,
    added.length > 0 && `Added or changed: ${added.join(', ')}.`,
    removed.length > 0 && `Removed: ${removed.join(', ')}.`,
    keptNote(result),
  ].filter((note): note is string => typeof note === 'string');
};
