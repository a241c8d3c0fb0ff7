import { editBetween, type Fix, type Rebased } from '../../core';
import { rebase as rebased } from '../../service';
import { textEditOf } from '../convert';
import type { Snapshot } from '../documents';
import type { RebaseParams, RebaseResult } from '../protocol';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** The edit that moves a fork onto a newer default, with what upstream changed; or why there is none. */
export async function rebase(session: Session, { uri, onto }: RebaseParams): Promise<RebaseResult> {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  const fix = snapshot && rebaseFix(snapshot, onto);
  if (!fix) return { problem: "Only seccomp profiles are forks of a runtime's default.", notes: [], edits: [] };
  if (typeof fix === 'string') return { problem: fix, notes: [], edits: [] };
  return {
    title: fix.title,
    notes: fix.notes,
    edits: fix.edits.map((edit) => textEditOf(snapshot.text, edit)),
  };
}

/** One that the user confirms. */
interface RebaseFix extends Fix {
  readonly edits: readonly { readonly span: { readonly start: number; readonly end: number }; readonly text: string }[];
  readonly notes: readonly string[];
}

export function rebaseFix({ document, context }: Snapshot, onto: string | undefined): RebaseFix | string | undefined {
  const result = rebased(document, onto, context);
  if (result === undefined || typeof result === 'string') return result;
  const edit = editBetween(document.source.text, result.text);
  if (!edit) return `The profile is up to date with ${result.onto}.`;
  const notes = notesOf(result);
  return { title: `Rebase on ${result.onto}`, edits: [edit], safe: false, notes, note: notes.join(' ') };
}

const notesOf = ({ added, removed, kept, security }: Rebased): readonly string[] =>
  [
    security.length > 0 && `Security: ${security.join('; ')}.`,
    added.length > 0 && `Added or changed: ${added.join(', ')}.`,
    removed.length > 0 && `Removed: ${removed.join(', ')}.`,
    kept.length > 0 && `Kept as the file has them, although the default changed them: ${kept.join(', ')}.`,
  ].filter((note): note is string => typeof note === 'string');
