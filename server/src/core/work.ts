/**
 * How much one text may cost, by what is counted. Files that people write stay far below; one that was made to keep its reader busy ends here,
 * and a finding says so. What go-yaml refuses because of aliases has its own count (`tree/aliases.ts`).
 */
export const workLimits = {
  /** Bytes of a file, or UTF-16 units of an open text. What is longer is no profile of any kind; reading it would only cost time and memory. */
  text: 8 * 1024 * 1024,
  /** Steps while conditional rules are merged into the filter of one ABI. */
  mergedConditions: 2_000_000,
  /** Unknown names of a profile for which a similar one is searched: that costs more than everything else about a name. */
  suggestions: 1000,
  /** Steps while the patterns of a policy are compared in pairs. */
  comparedPatterns: 4_000_000,
  /** Characters of a message or of the title of a fix. */
  sentence: 2000,
  /** Findings of one file that the text report prints, each with its lines and its fix. */
  printedFindings: 1000,
  /** Characters that are read to name the fixes of one file: making one may take as long as reading the whole file. */
  readForFixes: 50_000_000,
} as const;

/** Counts the steps of one piece of work on a text. Each piece has its own, so that an answer doesn't depend on what was asked before. */
export class Work {
  readonly #limit: number;
  #spent = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Takes the next steps; false when there are none left, and then the work must end. */
  spend(steps = 1): boolean {
    this.#spent += steps;
    return !this.isUsedUp;
  }

  get isUsedUp(): boolean {
    return this.#spent > this.#limit;
  }
}
