/** The frame of the rules that say what a profile gives away: the judgement is in `danger.ts`, a rule explains and hardens. */

import { type Authority, type Example, type Fix, type Rule, type Severity, type Span, shift, uncapitalised } from '../../../core';
import { dangersOfKind, type PlacedDanger } from '../meaning/givenAway';
import type { Danger } from '../policy/danger';
import type { ApparmorPart } from '../policy/model';
import type { FileRule } from '../syntax/tree';
import { dangerOf } from './present';
import { manual, ownLine } from './refusal';

export interface Giveaway {
  readonly code: `apparmor/${string}`;
  readonly kind: Danger['kind'];
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly sources?: readonly Authority[];
  readonly example: Example;
  /** Where it differs from the rule's own. */
  readonly severityOf?: (danger: PlacedDanger) => Severity;
  /** What may break when the fix is taken. */
  readonly note: string;
  /** Default: takes the letters that give it away, or the whole rule where nothing is left. */
  readonly fix?: (part: ApparmorPart, danger: PlacedDanger) => Omit<Fix, 'safe' | 'note'> | undefined;
}

export function giveaway(spec: Giveaway): Rule<ApparmorPart> {
  return {
    code: spec.code,
    title: spec.title,
    category: 'security',
    severity: spec.severity,
    reads: dangerOf(spec.kind),
    ...(!spec.severityOf && { steady: true }),
    why: spec.why,
    sources: [manual, ...(spec.sources ?? [])],
    example: spec.example,
    *check(part) {
      for (const danger of dangersOfKind(part, spec.kind)) {
        const cure = () => {
          const fix = (spec.fix ?? withoutLetters)(part, danger);
          return [fix && { ...fix, safe: false, note: spec.note }];
        };
        yield { span: danger.span, message: messageOf(part, danger), severity: spec.severityOf?.(danger), cure };
      }
    },
  };
}

/** With the rule in front, or its word where the rule is long: a log of a build shows the message only. */
function messageOf({ text }: ApparmorPart, { rule, start, span: word, text: sentence }: PlacedDanger): string {
  const whole = shownRule(text, shift(rule.span, start));
  const subject = whole.length <= longestSubject ? whole : text.slice(word.start, word.end);
  return sentence.includes(subject) || sentence.startsWith(text.slice(word.start, word.end))
    ? sentence
    : `${subject}: ${uncapitalised(sentence)}`;
}

const longestSubject = 60;

const shownRule = (text: string, place: Span): string => text.slice(place.start, place.end).replace(/\s+/g, ' ').replace(/,$/, '');

/** The rule with its line where it has one to itself. */
export function withoutRule(part: ApparmorPart, { rule, start }: PlacedDanger): Omit<Fix, 'safe' | 'note'> {
  const place = shift(rule.span, start);
  const { text } = part;
  return { title: `Remove ${shownRule(text, place)}…`, edits: [{ span: ownLine(text, place), text: '' }] };
}

export function withoutLetters(part: ApparmorPart, danger: PlacedDanger): Omit<Fix, 'safe' | 'note'> | undefined {
  const word = (danger.rule as FileRule).permissions;
  const letters = danger.opened?.letters ?? '';
  if (!word) return withoutRule(part, danger);
  const rest = [...word.raw].filter((letter) => !letters.includes(letter.toLowerCase())).join('');
  if (rest === '' || rest === word.raw) return withoutRule(part, danger);
  return { title: `Allow only ${rest}…`, edits: [{ span: shift(word.span, danger.start), text: rest }] };
}
