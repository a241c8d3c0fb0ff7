import { type Completion, editsToHost, type PositionMap, spanToHost } from '../../core';

/** A completion of a region, as its host takes it; undefined where the host has no way to write it. */
export function completionIn(map: PositionMap, item: Completion): Completion | undefined {
  const edits = item.edits && editsToHost(map, item.edits);
  if (item.edits && !edits) return undefined;
  const placed = map.verbatim ? asWritten(map, item) : escaped(map, item);
  return placed && { ...placed, ...(edits && { edits }) };
}

const word = 'x';

/** The editor indents the lines of what it inserts like the line of the cursor; where that has no indentation yet, the text has it. */
function asWritten(map: PositionMap, item: Completion): Completion | undefined {
  if (map.start !== undefined) return { ...item, span: spanToHost(map, item.span) };
  const edit = map.editToHost({ span: item.span, text: word });
  if (!edit?.text.endsWith(word)) return edit && { ...item, span: spanToHost(map, item.span) };
  return { ...item, span: edit.span, insert: edit.text.slice(0, -word.length) + item.insert };
}

function escaped(map: PositionMap, item: Completion): Completion | undefined {
  // A backslash means something to snippets and to strings alike.
  if (item.snippet && item.insert.includes('\\')) return undefined;
  const edit = map.editToHost({ span: item.span, text: item.insert });
  return edit && { ...item, span: edit.span, insert: edit.text, filter: edit.text };
}
