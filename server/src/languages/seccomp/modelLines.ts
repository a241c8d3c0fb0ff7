import { namesOf } from './model';
import type { SeccompPart } from './part';

/** The default action, then each rule with its calls. */
export function modelLines({ profile }: SeccompPart): readonly string[] {
  if (!profile) return [];
  const rules = profile.rules.map((rule) => {
    const conditions = rule.args.map(({ index, op, value }) => ` arg${index?.value ?? 0} ${op?.value ?? '?'} ${value?.value ?? 0}`);
    return `${rule.action?.value ?? '?'}${conditions.join(',')}: ${namesOf(rule)
      .map(({ value }) => value)
      .join(' ')}`;
  });
  return [`default ${profile.defaultAction?.value ?? '?'}`, ...rules];
}
