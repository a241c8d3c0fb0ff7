import type { Context } from './context';
import type { Report, RuleCode, Severity } from './finding';

/**
 * How much is reported. `essential`: what a loader refuses and what is plainly dangerous. `recommended`: also what is accepted but not as
 * written, and what most people want to know. `strict`: also all advice. Each includes the one before.
 */
export type Preset = 'essential' | 'recommended' | 'strict';

export type Category = 'correctness' | 'security' | 'compatibility' | 'style';

/** The authority for a rule or a fact: a man page, a specification's section, an upstream file. */
export interface Authority {
  readonly title: string;
  readonly url?: string;
}

/** Settings that an example needs to show what it shows, and the name its file would have. */
export interface Example {
  readonly bad: string;
  readonly good: string;
  /** Why the first fix of `bad` gives another text than `good`: one sentence, shown on the page. */
  readonly fixDiffers?: string;
  readonly context?: Partial<Context>;
  /** Where the file's path matters, e.g. `registries.d/default.yaml`. */
  readonly path?: string;
  /** Other files that the example needs, by path relative to the example's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * One thing that Confine knows to look for. One object in one file; its example is its test and its page
 * under `docs/rules/` is generated from it.
 */
export interface Rule<Part> {
  readonly code: RuleCode;
  /** One line, the page's heading. */
  readonly title: string;
  readonly category: Category;
  /** The default; a finding may differ, and the user can change it. */
  readonly severity: Severity;
  /** The first preset that has the rule, where severity and category don't say it; read through `presetOf`. */
  readonly preset?: Preset;
  /** Reports text that cannot be parsed. While a part is broken, only the fixes of such rules are offered. */
  readonly syntax?: true;
  /** The first version for which the rule applies: `Kubernetes 1.30`. Absent: every version that is in use. */
  readonly since?: string;
  /** Markdown. The first sentence must make sense on its own. */
  readonly why: string;
  readonly sources: readonly Authority[];
  /** What `Language.present` must name for the rule to find anything; absent: it is called for each part. */
  readonly reads?: string;
  /** Each finding has the severity of the rule, so that the rule need not be called where that is not reported. */
  readonly steady?: true;
  /** `bad` yields this code; `good` yields it not; the first fix turns `bad` into `good`, or `fixDiffers` says why not. */
  readonly example: Example;
  /**
   * What it reports in one piece of a long part (`Language.divide`) depends on that piece and on what is around all pieces, never on another piece, and
   * what it reports around them on no piece at all.
   */
  readonly byPiece?: true;
  /** Yields each finding together with what cures it. */
  check(part: Part, context: Context): Iterable<Report>;
}
