import { type Context, type Fix, memo, type Report } from '../../core';
import { analysisOf } from './analysis';
import { type Clash, type ClashSide, clashesOf, type Meeting } from './clashes';
import type { SeccompPart } from './part';
import { inputOf, type RuleInput } from './ruleInput';

/** What is wrong where two rules meet, without the places. */
export interface ClashReport extends Pick<Report, 'message' | 'severity' | 'tags'> {
  /** The rule whose name is shown. */
  readonly at: ClashSide;
  /** Sentences at the names of the other rule, in their order. */
  readonly related: readonly string[];
}

interface ClashCheck {
  /** Looks at what the two rules say and at their numbers, not at where they are. */
  readonly report: (clash: Clash, input: RuleInput) => ClashReport | undefined;
  readonly cure?: (clash: Clash, input: RuleInput) => readonly Fix[];
}

/** How many meetings were judged, for tests: the work must follow the change. */
export const judgedMeetings = { count: 0 };

/** A check of each two rules that meet. What it says of them is kept as long as they meet in the same way and have the same numbers. */
export function onEachClash({ report, cure }: ClashCheck): (part: SeccompPart, context: Context) => Iterable<Report> {
  const keptOf = memo((_: Meeting): { numbers?: string; report?: ClashReport | undefined } => ({}));
  return function* (part, context) {
    const analysis = analysisOf(part, context);
    if (!analysis) return;
    const input = inputOf(part, context) as RuleInput;
    for (const clash of clashesOf(analysis)) {
      const kept = keptOf(clash.meeting);
      const numbers = `${clash.added.index} ${clash.older.index}`;
      if (kept.numbers !== numbers) {
        judgedMeetings.count++;
        kept.report = report(clash, input);
        kept.numbers = numbers;
      }
      if (kept.report) yield placed(clash, kept.report, cure && (() => cure(clash, input)));
    }
  };
}

/** Most of the places are never asked for: an editor shows a thousand findings. */
function placed(clash: Clash, { at, message, severity, tags, related }: ClashReport, cure: Report['cure']): Report {
  const { places } = clash.meeting;
  const other = at === 'added' ? 'older' : 'added';
  return {
    message,
    ...(severity && { severity }),
    ...(tags && { tags }),
    ...(cure && { cure }),
    get span() {
      return clash.spanOf(at, places[0]);
    },
    get related() {
      return related.map((sentence, i) => ({ span: clash.spanOf(other, places[i] ?? places[0]), message: sentence }));
    },
  };
}
