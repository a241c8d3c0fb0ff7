import { keptGlobs } from './automaton';
import { bracketEnd } from './syntax';

/** The plain texts of a glob by which it can be told from others without an automaton. */
export interface Ends {
  readonly head: string;
  readonly tail: string;
  /** The text after the path component in which the head ends, from its slash on; where a wildcard could reach over the slash, nothing. */
  readonly middle: string | undefined;
  /** The longest plain text outside of alternations: whatever the glob matches has it. */
  readonly word: string;
}

const knownEnds = new Map<string, Ends>();

export function knownEndsOf(glob: string): Ends {
  const known = knownEnds.get(glob);
  if (known) return known;
  const ends = endsOf(glob);
  if (knownEnds.size > keptGlobs) knownEnds.clear();
  knownEnds.set(glob, ends);
  return ends;
}

export function endsOf(glob: string): Ends {
  const head = plainStart(glob);
  if (head.length === glob.length) return { head, tail: glob, middle: undefined, word: glob };
  let tail = glob.length;
  while (tail > 0 && !'*?]}\\'.includes(glob[tail - 1] as string)) tail--;
  return { head, tail: glob.slice(tail), middle: middleOf(glob, head.length), word: wordOf(glob) };
}

/** The rest of a component: plain characters, single stars, question marks and classes of letters and digits. */
const withinComponent = /(?:[^*?[\]{},\\/]|\*(?!\*)|\?|\[(?:\w-\w|\w)+\])*(?=\/)/y;

function middleOf(glob: string, from: number): string | undefined {
  withinComponent.lastIndex = from;
  if (!withinComponent.test(glob)) return undefined;
  return plainStart(glob.slice(withinComponent.lastIndex));
}

function wordOf(glob: string): string {
  let word = '';
  let start = 0;
  let depth = 0;
  for (let i = 0; i <= glob.length; i++) {
    const c = glob[i];
    if (c !== undefined && !'*?[]{}\\'.includes(c)) continue;
    if (depth === 0 && i - start > word.length) word = glob.slice(start, i);
    if (c === '\\') i++;
    else if (c === '[') i = bracketEnd(glob, i);
    else if (c === '{') depth++;
    else if (c === '}') depth--;
    start = i + 1;
  }
  return word;
}

/** What a glob says before its first wildcard, class or alternation. */
export function plainStart(glob: string): string {
  const special = glob.search(/[*?[{\\]/);
  return special < 0 ? glob : glob.slice(0, special);
}

const maximumHeads = 24;
/** Of one alternation. A variable with more values is not looked into. */
const maximumChoices = 64;

/** The plain beginnings of a glob; alternations are followed as long as they stay few. */
export function headsOf(glob: string): readonly string[] {
  const start = plainStart(glob);
  if (glob[start.length] !== '{') return [start];
  const heads: string[] = [];
  const open: { head: string; rest: string }[] = [{ head: '', rest: glob }];
  while (open.length > 0) {
    const { head, rest } = open.pop() as { head: string; rest: string };
    const plain = plainStart(rest);
    const choices = rest[plain.length] === '{' && heads.length + open.length < maximumHeads ? choicesOf(rest, plain.length) : undefined;
    if (choices && choices.length <= maximumChoices) for (const choice of choices) open.push({ head: head + plain, rest: choice });
    else heads.push(head + plain);
  }
  return heads;
}

/** What can follow in place of the alternation that opens at an offset, each with all the text after it. */
function choicesOf(glob: string, open: number): readonly string[] | undefined {
  const starts = [open + 1];
  let depth = 0;
  for (let i = open; i < glob.length; i++) {
    const c = glob[i];
    if (c === '\\') i++;
    else if (c === '[') return undefined;
    else if (c === '{') depth++;
    else if (c === ',' && depth === 1) starts.push(i + 1);
    else if (c === '}' && --depth === 0) {
      return starts.map((start, n) => glob.slice(start, (starts[n + 1] ?? i + 1) - 1) + glob.slice(i + 1));
    }
  }
  return undefined;
}

/** Whether their plain texts already keep two globs apart; cheap, and enough for most pairs. */
export const apart = (a: string, b: string): boolean => endsApart(knownEndsOf(a), knownEndsOf(b));

export function endsApart(a: Ends, b: Ends): boolean {
  const [one, other] = a.head.length <= b.head.length ? [a, b] : [b, a];
  if (!other.head.startsWith(one.head)) return true;
  if (!(one.tail.length < other.tail.length ? other.tail.endsWith(one.tail) : one.tail.endsWith(other.tail))) return true;
  if (one.middle === undefined) return false;
  // Both have a slash at the same place: after it both must continue alike.
  const slash = other.head.indexOf('/', one.head.length);
  const rest = slash >= 0 ? other.head.slice(slash) : other.middle;
  if (rest === undefined) return false;
  return !(rest.length < one.middle.length ? one.middle.startsWith(rest) : rest.startsWith(one.middle));
}
