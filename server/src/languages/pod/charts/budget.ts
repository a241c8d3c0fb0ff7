/** How much work a chart may cost; what goes beyond is not evaluated, and said so. */
export interface WorkLimits {
  readonly steps: number;
  readonly output: number;
  readonly depth: number;
}

/** Of one template, and of all templates of a chart. */
export const templateLimits: WorkLimits = { steps: 400_000, output: 4_000_000, depth: 150 };
export const chartLimits: WorkLimits = { steps: 4_000_000, output: 40_000_000, depth: 150 };

export class OverBudget extends Error {}

/** Counts the work of one template. */
export class Budget {
  private steps = 0;
  private output = 0;
  private depth = 0;

  constructor(
    private readonly limits: WorkLimits = templateLimits,
    /** What is counted here is counted there too. */
    private readonly whole?: Budget,
  ) {}

  step(count = 1): void {
    this.whole?.step(count);
    this.steps += count;
    if (this.steps > this.limits.steps) throw new OverBudget('it takes too many steps');
  }

  write(characters: number): void {
    this.whole?.write(characters);
    this.output += characters;
    if (this.output > this.limits.output) throw new OverBudget('it writes too much');
  }

  enter(): void {
    if (++this.depth > this.limits.depth) throw new OverBudget('templates include each other too deeply');
  }

  leave(): void {
    this.depth--;
  }
}
