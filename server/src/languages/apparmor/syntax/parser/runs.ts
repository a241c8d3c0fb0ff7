/** Gathers statements into runs, with unchanged runs taken over as they are. */

import type { PlacedRun, PlacedStatement, Run } from '../tree';

/** Statements in a new run. */
const usual = 128;
/** A short remainder and the unchanged run after it become one run up to this size, so that edits do not crumble the list. */
const most = 256;

export class RunBuilder {
  private readonly runs: PlacedRun[] = [];
  private open: PlacedStatement[] = [];

  /** `placed` counts from the start of what contains the list. */
  add(placed: PlacedStatement) {
    if (this.open.length >= usual) this.seal();
    this.open.push(placed);
  }

  addRun(placed: PlacedRun) {
    const { start: base, run } = placed;
    if (this.open.length > 0 && this.open.length + run.statements.length <= most) {
      for (const { start, statement } of run.statements) this.open.push({ start: base + start, statement });
      return;
    }
    this.seal();
    this.runs.push(placed);
  }

  done(): readonly PlacedRun[] {
    this.seal();
    return this.runs;
  }

  private seal() {
    const first = this.open[0];
    if (!first) return;
    this.runs.push({ start: first.start, run: runOf(this.open) });
    this.open = [];
  }
}

function runOf(placed: readonly PlacedStatement[]): Run {
  const base = (placed[0] as PlacedStatement).start;
  let reach = 0;
  const statements = placed.map((one) => {
    const start = one.start - base;
    reach = Math.max(reach, start + one.statement.reach);
    return base === 0 ? one : { start, statement: one.statement };
  });
  const last = statements[statements.length - 1] as PlacedStatement;
  return { statements, length: last.start + last.statement.length, reach };
}
