import { keptGlobs } from './automaton';

/** The plain text at both ends of a glob. */
interface Ends {
  readonly head: string;
  readonly tail: string;
}

const knownEnds = new Map<string, Ends>();

function endsOf(glob: string): Ends {
  const known = knownEnds.get(glob);
  if (known) return known;
  let tail = glob.length;
  while (tail > 0 && !'*?]}\\'.includes(glob[tail - 1] as string)) tail--;
  const ends = { head: plainStart(glob), tail: glob.slice(tail) };
  if (knownEnds.size > keptGlobs) knownEnds.clear();
  knownEnds.set(glob, ends);
  return ends;
}

function plainStart(glob: string): string {
  const special = glob.search(/[*?[{\\]/);
  return special < 0 ? glob : glob.slice(0, special);
}

const maximumHeads = 24;

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
    if (choices) for (const choice of choices) open.push({ head: head + plain, rest: choice });
    else heads.push(head + plain);
  }
  return heads;
}

/** What can follow in place of the alternation that opens at an offset, each with all that stands behind it. */
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

/** Whether the plain ends of two globs already keep them apart; cheap, and enough for most pairs. */
export function apart(a: string, b: string): boolean {
  const one = endsOf(a);
  const other = endsOf(b);
  const heads = one.head.length < other.head.length ? other.head.startsWith(one.head) : one.head.startsWith(other.head);
  if (!heads) return true;
  return !(one.tail.length < other.tail.length ? other.tail.endsWith(one.tail) : one.tail.endsWith(other.tail));
}
