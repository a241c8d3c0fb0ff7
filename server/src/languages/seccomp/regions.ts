import { type ArgumentComparison, isMet } from './comparison';
import { maxValue } from './words';

/**
 * Values of one argument such that every region that the comparisons cut out has one of them: each operand and its neighbours, both
 * ends, and for masks the masked value alone, with all other bits set, and off by each of the mask's bits.
 */
function samplesFor(comparisons: readonly ArgumentComparison[]): readonly bigint[] {
  const samples = new Set<bigint>([0n, maxValue]);
  const put = (value: bigint) => void (value >= 0n && value <= maxValue && samples.add(value));
  for (const { op, value, valueTwo } of comparisons) {
    if (op !== 'SCMP_CMP_MASKED_EQ') {
      for (const near of [value - 1n, value, value + 1n]) put(near);
      continue;
    }
    const wanted = valueTwo & value;
    put(wanted);
    put(wanted | (maxValue ^ value));
    for (let bit = 1n; bit <= value; bit <<= 1n) if (value & bit) put(wanted ^ bit);
  }
  return [...samples];
}

/** Beyond this many argument vectors an answer is “may differ”. */
const mostVectors = 20_000;

interface Vectors {
  readonly vectors: readonly (readonly bigint[])[];
  /** Not every combination is among them. */
  readonly cut: boolean;
}

/** Argument vectors that cover every combination of regions of the arguments that are compared. */
export function vectorsFor(comparisons: readonly ArgumentComparison[]): Vectors {
  const byArg = new Map<number, ArgumentComparison[]>();
  for (const comparison of comparisons) byArg.set(comparison.arg, [...(byArg.get(comparison.arg) ?? []), comparison]);
  let vectors: (readonly bigint[])[] = [[0n, 0n, 0n, 0n, 0n, 0n]];
  let cut = false;
  for (const [arg, own] of byArg) {
    const samples = combinedSamples(own);
    const next: (readonly bigint[])[] = [];
    for (const vector of vectors) {
      for (const sample of samples) {
        if (next.length >= mostVectors) {
          cut = true;
          break;
        }
        next.push(vector.with(arg, sample));
      }
    }
    vectors = next;
  }
  return { vectors, cut };
}

/** Masks of one argument meet in values that satisfy several at once: the values of each pair are joined. */
function combinedSamples(comparisons: readonly ArgumentComparison[]): readonly bigint[] {
  const samples = new Set(samplesFor(comparisons));
  const masks = comparisons.filter(({ op }) => op === 'SCMP_CMP_MASKED_EQ');
  for (const a of masks.slice(0, 16)) for (const b of masks.slice(0, 16)) samples.add((a.valueTwo & a.value) | (b.valueTwo & b.value));
  return [...samples];
}

/** A call for which both conjunctions match, if there is one. */
export function sharedCall(a: readonly ArgumentComparison[], b: readonly ArgumentComparison[]): readonly bigint[] | undefined {
  const args = [0n, 0n, 0n, 0n, 0n, 0n];
  for (const arg of new Set([...a, ...b].map((comparison) => comparison.arg))) {
    const own = [...a, ...b].filter((comparison) => comparison.arg === arg);
    const value = combinedSamples(own).find((sample) => own.every((comparison) => isMet(comparison, args.with(arg, sample))));
    if (value === undefined) return undefined;
    args[arg] = value;
  }
  return args;
}
