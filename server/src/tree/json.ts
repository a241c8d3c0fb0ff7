import { type FormerJson, readAgain } from './jsonAgain';
import { placed } from './jsonNodes';
import { type JsonMistake, type JsonReading, readWhole } from './jsonReading';
import type { SyntaxProblem, Tree } from './tree';

const readings = new WeakMap<Tree, JsonReading>();

/**
 * Parses strict JSON with recovery. Comments and trailing commas are problems but do not disturb the tree. Given the version before, only the
 * smallest object or list around the change is read again, and contents whose text is the same are the same objects.
 */
export function parseJson(text: string, former?: FormerJson): Tree {
  try {
    const before = former && readings.get(former.tree);
    if (before && former?.tree.text === text) return former.tree;
    const reading =
      (before && former && readAgain(text, before, former)) ??
      readWhole(text, before && former && { reading: before, text: former.tree.text });
    const tree: Tree = {
      text,
      syntax: 'json',
      ...(reading.content && { root: placed(reading.content, reading.start, undefined) }),
      problems: withoutEchoes(reading.mistakes, text),
      comments: reading.comments,
    };
    readings.set(tree, reading);
    return tree;
  } catch (error) {
    // The parser recurses; no real file nests thousands of levels deep.
    if (!(error instanceof RangeError)) throw error;
    const span = { start: 0, end: Math.min(1, text.length) };
    return { text, syntax: 'json', problems: [{ span, message: 'The text is nested too deeply to be read.' }], comments: [] };
  }
}

/** One problem for one mistake: what the parser reports after a mistake on the same line follows from it. */
function withoutEchoes(mistakes: readonly JsonMistake[], text: string): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let last = -1;
  for (const { span, message, alone } of [...mistakes].sort((a, b) => a.span.start - b.span.start)) {
    const isEcho = !alone && last >= 0 && !text.slice(last, span.start).includes('\n');
    if (!isEcho) problems.push({ span, message });
    if (!alone) last = span.start;
  }
  return problems;
}
