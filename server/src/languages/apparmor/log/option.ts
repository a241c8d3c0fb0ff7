/** One of the rules that answer a denial. */

import type { Alternative, Edit } from '../../../core';
import type { Request } from '../meaning/requests';
import type { Addition } from '../policy/additions';
import { dangersOf } from '../policy/danger';
import { oneRule } from '../syntax/oneRule';
import type { Abstraction } from './abstractions';
import { verbOf, type Wish } from './wishes';

export interface Option extends Alternative {
  /** What is added to the profile. */
  readonly additions: readonly Addition[];
  /** Changes a rule that is there instead. */
  readonly edit?: Edit;
  readonly abstraction?: Abstraction;
  /** A profile that the file gets beside the rule. */
  readonly profile?: string;
}

/** To run a program. */
export type ExecRequest = Extract<Request, { kind: 'file' }>;

export const added = (request: Request, text: string): Pick<Option, 'additions'> => ({ additions: [{ verb: verbOf(request), text }] });

/** The note, and what is dangerous about the rule. */
export function withDanger(note: string, rule: string, { scope }: Wish['subject']): string {
  const statement = oneRule(rule);
  const danger = statement && dangersOf(statement, (raw) => scope.fill(raw) ?? raw)[0];
  return danger ? `${note} ${danger.text}` : note;
}

export function noteOn(rule: string, exec: string | undefined, { subject, remark }: Wish): Pick<Option, 'note'> {
  if (remark !== undefined) return { note: remark };
  const danger = withDanger('', rule, subject).trim();
  if (danger !== '') return { note: danger };
  return exec === 'ix' ? { note: 'The program runs under this same profile; a profile of its own (Px, Cx) would confine it better.' } : {};
}
