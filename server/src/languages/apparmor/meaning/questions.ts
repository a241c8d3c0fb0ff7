import type { Context } from '../../../core';
import { effectiveRules } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import { wordValue } from '../syntax/words';

/** The plain paths of the file's own rules, each with its access, then the programs of the workspace's other profiles. */
export function* questions(part: ApparmorPart, { facts }: Context): Generator<string> {
  const profiles = profilesOf(part);
  const prefixOf = (name: string) => (profiles.length > 1 ? `${name}: ` : '');
  for (const profile of profiles) {
    if (/[\s:/]/.test(profile.fullName) && profiles.length > 1) continue;
    for (const { rule, item } of effectiveRules(part, profile)) {
      if (rule.verb !== 'file' || !rule.path || !rule.permissions || item.file !== part.root) continue;
      const path = wordValue(rule.path.raw);
      const access = rule.permissions.raw.replace(/[pcPCiuU]*x/g, 'x');
      if (isPlain(path)) yield `${prefixOf(profile.fullName)}${path} ${access}`;
    }
  }
  if (profiles.length !== 1) return;
  for (const { kind, name } of facts) if (kind === 'apparmor-attachment' && isPlain(name)) yield `${name} x`;
}

/** Neither a pattern nor with variables. */
const isPlain = (path: string): boolean => /^\/[^\s*?[\]{}@"\\^]*$/.test(path);
