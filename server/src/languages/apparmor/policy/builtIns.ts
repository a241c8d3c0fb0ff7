/** Variables that need no definition in the file. */

import { shippedVariables } from '../../../knowledge';
import type { ProfileStatement } from '../syntax/tree';
import { type ApparmorPart, policyOf } from './model';
import type { NamedProfile } from './profiles';
import { expand } from './variables';

/** What the parser defines inside of a profile, and the values of AppArmor's own tunables where they were not read. */
export function builtInsOf(part: ApparmorPart, named: NamedProfile | undefined): ReadonlyMap<string, string> {
  if (!named) return shippedVariables;
  const { fullName, profile } = named;
  const builtIn = new Map([...shippedVariables, ['profile_name', fullName] as const]);
  const attachment = attachmentOf(profile);
  if (attachment === undefined) return builtIn;
  const glob = expand(attachment, policyOf(part).environment, builtIn).glob ?? attachment;
  return builtIn.set('exec_path', glob).set('attach_path', glob);
}

function attachmentOf(profile: ProfileStatement): string | undefined {
  return profile.attachment?.raw ?? (profile.name && /^"?\//.test(profile.name.raw) ? profile.name.raw : undefined);
}
