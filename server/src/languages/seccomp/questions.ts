import { namesOf } from './model';
import type { SeccompPart } from './part';

/** The calls that the rules name: first those that a rule decides by arguments, capabilities, hosts or the kernel. */
export function* questions({ profile }: SeccompPart): Generator<string> {
  const rules = profile?.rules ?? [];
  const depends = rules.filter(({ args, includes, excludes }) => args.length > 0 || includes || excludes);
  for (const rule of [...depends, ...rules]) for (const { value } of namesOf(rule)) if (value) yield value;
}
