import { effectiveRules, textOf } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { profilesOf, writtenName } from '../policy/profiles';

/** Each profile with the rules that it ends up with, those of includes too. */
export const modelLines = (part: ApparmorPart): readonly string[] =>
  profilesOf(part).flatMap((profile) => [
    writtenName(part, profile),
    ...[...effectiveRules(part, profile)].map((rule) => `  ${textOf(rule)}`),
  ]);
