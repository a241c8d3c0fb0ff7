/** The profile that a runtime gives to containers by default, as a file to compare with. */

import type { Baseline, Context, Target } from '../../../core';
import { apparmorDefault, type DefaultRule, renderDefault } from '../../../knowledge';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import { gatherer } from '../syntax/gather';
import { parse } from '../syntax/parser';

const nameToTarget: readonly (readonly [RegExp, Target])[] = [
  [/^docker-/, 'docker'],
  [/^cri-containerd/, 'containerd'],
  [/^crio-/, 'cri-o'],
  [/^containers-default/, 'podman'],
];

export function baseline(part: ApparmorPart | undefined, context: Context): Baseline<ApparmorPart> {
  const target = context.target === 'auto' ? targetOf(part) : context.target;
  const profile = apparmorDefault(target);
  const text = renderDefault(profile, part && inOrderOf(profile.rules, profile.name, part));
  return { title: profile.title, fileName: profile.name, part: partOf(text), text };
}

/** A profile's name tells the runtime that it was made from; Docker's default is the one most start from. */
function targetOf(part: ApparmorPart | undefined): Target {
  const name = part && profilesOf(part)[0]?.fullName;
  return nameToTarget.find(([pattern]) => name !== undefined && pattern.test(name))?.[1] ?? 'docker';
}

/** The default's rules, those that the file has too in the file's order, so that a text comparison shows only differences. */
function inOrderOf(rules: readonly DefaultRule[], name: string, part: ApparmorPart): readonly DefaultRule[] {
  const ownText = ({ rule }: DefaultRule) => rule.replaceAll('SELF', name);
  const wanted = new Set(rules.map(ownText));
  const place = new Map<string, number>();
  for (const { found, start } of ruleTexts(part.tree, part.text, undefined)) {
    if (wanted.has(found) && !place.has(found)) place.set(found, start);
  }
  // A rule that the file does not have stays after the one before it.
  let last = -1;
  const keyed = rules.map((rule, order) => {
    last = place.get(ownText(rule)) ?? last;
    return { rule, order, at: last };
  });
  return keyed.sort((a, b) => a.at - b.at || a.order - b.order).map(({ rule }) => rule);
}

/** Each rule on one line, without its comma. */
const ruleTexts = gatherer<string, undefined>((statement, { text, start }) => {
  if (statement.kind !== 'rule') return [];
  const { span } = statement;
  return [
    text
      .slice(start + span.start, start + span.end)
      .replace(/,\s*$/, '')
      .replace(/\s+/g, ' '),
  ];
});

function partOf(text: string): ApparmorPart {
  const tree = parse(text);
  return { text, uri: '', tree, root: { uri: '', tree, includes: new Map() }, fragment: false };
}
