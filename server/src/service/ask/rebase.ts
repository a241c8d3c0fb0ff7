import { applyEdits, type Context, type Rebased } from '../../core';
import type { Document } from '../document';

/** Moves a file's changes onto a newer default: the first region that has an ancestor. */
export function rebase(
  document: Document,
  onto: string | undefined,
  context: Context,
  leaveOut?: ReadonlySet<string>,
): Rebased | string | undefined {
  let problem: string | undefined;
  for (const { language, part, map } of document.regions) {
    const result = language.rebase?.(part, onto, context, leaveOut);
    if (result === undefined) continue;
    if (typeof result === 'string') {
      problem ??= result;
      continue;
    }
    const edit = map.editToHost({ span: { start: 0, end: part.text.length }, text: result.text });
    if (edit) return { ...result, text: applyEdits(document.source.text, [edit]) };
  }
  return problem;
}
