/** The chosen rules as changes of files. */

import type { Edit, ObservedChange } from '../../../core';
import { type Addition, additionEdits, step } from '../policy/additions';
import type { ApparmorPart } from '../policy/model';
import { flagEdit } from './flags';
import { localFile } from './localFile';
import { canCreate, newChildText, newProfileText } from './newProfile';
import type { Option } from './option';
import type { Subject } from './subject';
import type { Wish } from './wishes';

export interface ChosenOption {
  readonly wish: Wish;
  readonly option: Option;
}

export interface WrittenRules {
  readonly edits: readonly Edit[];
  readonly others: readonly ObservedChange[];
  /** The texts of new profiles. */
  readonly created: readonly string[];
}

export function write(part: ApparmorPart, chosen: readonly ChosenOption[], local: boolean): WrittenRules {
  const edits = new Map<string, Edit>();
  for (const { option } of chosen) if (option.edit) edits.set(`${option.edit.span.start} ${option.edit.text}`, option.edit);
  const others: ObservedChange[] = [];
  const more: { readonly subject: Subject; readonly additions: Addition[] }[] = [];
  const children: { readonly subject: Subject; readonly addition: Addition }[] = [];
  const created: string[] = [];
  for (const subject of new Set(chosen.map(({ wish }) => wish.subject))) {
    const own = chosen.filter(({ wish }) => wish.subject === subject);
    const additions = distinct(own.flatMap(({ option }) => option.additions));
    const flags = [...new Set(own.flatMap(({ wish: { request } }) => (request.kind === 'flag' ? [request.flag] : [])))];
    const { profile } = subject;
    if (subject.created) {
      const name = subject.name.split('//').at(-1) ?? '';
      const made = { ...subject.created, name, flags: [...(subject.created.flags ?? []), ...flags], additions };
      if (subject.created.parent) children.push({ subject, addition: { verb: 'profile', text: newChildText(made, step(part.text)) } });
      else if (canCreate(name)) created.push(newProfileText(made, part.text.trim() === '' && created.length === 0));
      continue;
    }
    if (profile && flags.length > 0) edits.set(`${profile.fullName} flags`, flagEdit(profile, flags));
    const elsewhere = local && profile && additions.length > 0 ? localFile(part, profile, additions) : undefined;
    if (elsewhere) others.push(elsewhere);
    else more.push({ subject, additions: [...additions] });
  }
  for (const { subject, addition } of children) {
    const parent = more.find((one) => one.subject.profile === subject.created?.parent);
    if (parent) parent.additions.push(addition);
    else more.push({ subject: { ...subject, profile: subject.created?.parent as NonNullable<Subject['profile']> }, additions: [addition] });
  }
  const added = more.flatMap(({ subject, additions }) => additionEdits(part, subject.profile, additions));
  const named = [...new Set(chosen.flatMap(({ option }) => option.profile ?? []))];
  return { edits: [...edits.values(), ...added, ...appended(part, [...created, ...named])], others, created };
}

const distinct = (additions: readonly Addition[]): readonly Addition[] => [...new Map(additions.map((one) => [one.text, one])).values()];

/** Whole profiles at the end of the file. */
function appended({ text }: ApparmorPart, profiles: readonly string[]): readonly Edit[] {
  if (profiles.length === 0) return [];
  const blank = text.trim() === '';
  const lead = blank ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return [{ span: { start: blank ? 0 : text.length, end: text.length }, text: lead + profiles.join('\n') }];
}
