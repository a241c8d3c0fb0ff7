import fc from 'fast-check';
import { type Plan, plans } from './edits';
import type { SeedFile } from './files';
import { minimized, minimizedText } from './minimize';
import { type Broken, brokenBy, noWork, type Work } from './promises';

export { ownSeeds, seedsOf } from './files';
export { noWork, type Work } from './promises';

/** A text and the steps after which a promise is broken, as small as they could be made. */
export interface Failure extends Broken {
  readonly seed: string;
  readonly file: string;
  readonly text: string;
  readonly steps: Plan['steps'];
}

export interface Fuzzing {
  /** How many edits are planned, give or take the last plan; the steps after one that breaks a promise are left out. */
  readonly edits: number;
  readonly seed: number;
  /** Only this plan of the seed. */
  readonly only?: number;
  /** Told after each plan. */
  readonly onPlan?: (work: Work) => void;
  readonly onFailure?: (failure: Failure) => void;
}

/** Random edits of the files, each language as often as the others; the work that was done and the promises that were broken. */
export async function fuzz(
  seeds: readonly SeedFile[],
  { edits, seed, only, onPlan, onFailure }: Fuzzing,
): Promise<{ readonly work: Work; readonly failures: readonly Failure[] }> {
  const names = [...new Set(seeds.map(({ language }) => language))].sort();
  const work = noWork();
  const failures: Failure[] = [];
  let planned = 0;
  for (let i = only ?? 0; names.length > 0 && planned < edits && (only === undefined || i === only); i++) {
    const [plan] = fc.sample(plans, { seed: seed * 1_000_003 + i, numRuns: 1 }) as [Plan];
    planned += plan.steps.length;
    const language = names[plan.language % names.length];
    const files = seeds.filter((one) => one.language === language);
    const file = files[plan.file % files.length] as SeedFile;
    const broken = await brokenBy(file, file.text, plan.steps, work);
    if (broken && !failures.some(({ promise, seen }) => promise === broken.promise && placeOf(seen) === placeOf(broken.seen))) {
      const failure = await smallest(file, plan, broken, `${seed}:${i}`);
      failures.push(failure);
      onFailure?.(failure);
    }
    onPlan?.(work);
  }
  return { work, failures };
}

/** Two failures of one place in the code are one. */
const placeOf = (seen: string): string => seen.split('\n').slice(0, 2).join('\n');

async function smallest(file: SeedFile, { steps }: Plan, broken: Broken, seed: string): Promise<Failure> {
  const fails = async (text: string, some: Plan['steps']) => (await brokenBy(file, text, some))?.promise === broken.promise;
  const fewer = await minimized(steps, (some) => fails(file.text, some));
  const text = await minimizedText(file.text, (smaller) => fails(smaller, fewer));
  const last = (await brokenBy(file, text, fewer)) ?? broken;
  return { ...last, seed, file: file.uri, text, steps: fewer };
}
