/** The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. */

import type { Live } from './checks';
import { type ApparmorPart, policyOf } from './model';
import type { NamedProfile } from './profiles';

export type { Live } from './checks';

/** Without a profile the rules of a fragment. */
export function rulesOf(part: ApparmorPart, profile: NamedProfile | undefined): readonly Live[] {
  const { bodies } = policyOf(part);
  const body = bodies.find((one) => one.profile === profile?.profile && one.start === (profile?.item.start ?? 0));
  return body?.rules ?? [];
}
