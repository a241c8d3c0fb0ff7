import type { Edit } from './edit';
import type { Span } from './span';
import { workLimits } from './work';

/**
 * A promise about the file: `error` a real loader refuses it; `warning` it is taken, but not as written or
 * plainly dangerous; `information` and `hint` are advice.
 */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

export const severities: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** Higher is worse; for comparing and for `--fail-on`. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity);

/** A language's folder, as it is registered in `languages/index.ts`. */
export type LanguageName = string;

export type RuleCode = `${LanguageName}/${string}`;

export interface Related {
  /** Another file; absent: this one. */
  readonly uri?: string;
  readonly span: Span;
  readonly message: string;
}

/** A control of the Pod Security Standards that the finding violates. */
export interface Standard {
  readonly level: 'baseline' | 'restricted';
  /** Upstream's check id, e.g. `capabilities_restricted`. */
  readonly control: string;
}

/** Something true about a place in a file, worth saying to its author. */
export interface Finding {
  readonly code: RuleCode;
  /** The smallest thing to look at. */
  readonly span: Span;
  /** One sentence: what happens, where, for whom. */
  readonly message: string;
  /** Where it differs from the rule's own severity. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  readonly standard?: Standard;
}

/** What a rule's check yields; the service adds the code. */
export interface Report extends Omit<Finding, 'code'> {
  /**
   * What cures it, best first, in the part's own offsets; undefined entries are left out. A closure over the immutable part: it costs
   * nothing until the fixes are wanted.
   */
  readonly cure?: () => readonly (Fix | undefined)[];
}

/** What a fix changes in another file: made from the text that is there when the fix is requested. */
export interface OtherFile {
  readonly uri: string;
  /** Edits of that text; of an empty one where there is no such file yet, which then is made. None: it cannot be done. */
  edits(text: string): readonly Edit[];
}

/** A minimal edit that cures a finding or hardens a file. */
export interface Fix {
  /** Says the result: `Set allowPrivilegeEscalation: false`. Ends with `…` when it may break a workload. */
  readonly title: string;
  /** None: it cannot be done here. Read through `editsOf`. */
  readonly edits: readonly Edit[] | DeferredEdits;
  /** Files that must be changed together with this one, or instead of it. Never `safe`: the user doesn’t see them change. */
  readonly others?: readonly OtherFile[];
  /** Cannot change what the file permits or break a running workload: may be applied without asking. */
  readonly safe: boolean;
  readonly preferred?: boolean;
  /**
   * Permits more, rests on what the file does not say, such as who signs, or goes past the level that is asked for: only a person chooses
   * it, never `fix --harden`.
   */
  readonly manual?: boolean;
  /** Loses data or changes who runs, by a name in `Language.breakingChanges`: `fix --harden` makes it only when the name is given. */
  readonly breaks?: string;
  /** What may break, one or two sentences; shown before the edit is made. Read through `noteOf`. */
  readonly note?: string | (() => string);
}

/** Whether a fix may break a running workload, so that the user should see it first. */
export const mayBreak = ({ safe, title, note }: Pick<Fix, 'safe' | 'title' | 'note'>): boolean =>
  !safe && (note !== undefined || title.endsWith('…'));

/** Edits that cost more to make than a title is worth: made on request. */
export interface DeferredEdits {
  /** The same answer every time. */
  make(): readonly Edit[];
}

export function deferred(make: () => readonly Edit[]): DeferredEdits {
  let made: readonly Edit[] | undefined;
  return {
    make() {
      made ??= make();
      return made;
    },
  };
}

export const editsOf = ({ edits }: Pick<Fix, 'edits'>): readonly Edit[] => ('make' in edits ? edits.make() : edits);

export const noteOf = ({ note }: Pick<Fix, 'note'>): string | undefined => (typeof note === 'function' ? note() : note);

/** Whether a fix does anything, in this file or another, as far as can be told without making its edits. */
export const hasEffect = ({ edits, others }: Pick<Fix, 'edits' | 'others'>): boolean =>
  'make' in edits || edits.length > 0 || !!others?.length;

/** The worst of some findings, in the order in which they came. */
export function worst<F extends { readonly severity: Severity }>(findings: readonly F[], most: number): readonly F[] {
  if (findings.length <= most) return findings;
  const chosen = new Set<F>();
  for (const severity of severities.toReversed()) {
    for (const finding of findings) {
      if (chosen.size === most) break;
      if (finding.severity === severity) chosen.add(finding);
    }
  }
  return findings.filter((finding) => chosen.has(finding));
}

/** A sentence about words of a file, however long they are: of a very long one the beginning and the end. */
export function shortened(sentence: string): string {
  const most = workLimits.sentence;
  return sentence.length <= most ? sentence : `${sentence.slice(0, most / 2)}…${sentence.slice(-most / 2)}`;
}
