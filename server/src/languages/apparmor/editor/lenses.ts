/**
 * One line over each profile. One that is made for containers: how far it is from what the runtime gives by itself. Others:
 * the mode, and what a reviewer would look at first.
 */

import { type Context, contains, counted, type Finding, type Findings, type Lens, shift, tallyText } from '../../../core';
import { baseline } from '../meaning/baseline';
import { compareProfiles } from '../meaning/diff';
import { overviewLine, overviewOf, placeOf } from '../meaning/overview';
import { effectiveRules } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';

export function lenses(part: ApparmorPart, context: Context, findings: Findings): readonly Lens[] {
  if (part.fragment) return [];
  const top = profilesOf(part).filter(({ item, profile, fullName }) => !item.site && profile.name && !fullName.includes('//'));
  if (top.length === 0) return [];
  const found = findings();
  const errors = found.filter(({ severity }) => severity === 'error');
  return top.flatMap((profile): Lens[] => {
    const { name } = profile.profile;
    if (!name) return [];
    const span = shift(name.span, profile.item.start);
    const refused = refusal(profile, errors);
    if (refused) return [{ span, title: refused, command: 'showProblems' }];
    if (isForContainers(part, profile, context)) return [{ span, title: comparison(part, profile, context), command: 'reportDifferences' }];
    const title = overviewLine(overviewOf(part, profile, found));
    return [{ span, title, command: 'ask', arguments: [top.length > 1 ? `${profile.fullName}: risks` : 'risks'] }];
  });
}

/** apparmor_parser loads a file as a whole or not at all. */
function refusal(profile: NamedProfile, errors: readonly Finding[]): string | undefined {
  if (errors.length === 0) return undefined;
  const own = errors.filter(({ span }) => contains(placeOf(profile), span)).length;
  return own > 0 ? `doesn't load: ${counted(own, 'error')}` : `doesn't load: ${counted(errors.length, 'error')} elsewhere in the file`;
}

function comparison(part: ApparmorPart, profile: NamedProfile, context: Context): string {
  const base = baseline(part, context);
  const standard = profilesOf(base.part)[0] as NamedProfile;
  const said = tallyText(compareProfiles(base.part, standard, part, profile, context));
  return said ? `vs ${base.fileName}: ${said}` : `same as ${base.fileName}`;
}

/** Names that say so, those of the runtimes' own profiles among them. */
const containerName = /(?:^|[-_.])(?:docker|podman|containerd?s?|crio|cri|k8s|kube(?:rnetes)?|pods?|lxc)(?:[-_.]|$)/i;

/**
 * A pod uses it. Else: a runtime puts containers under a profile by its name, so such a profile attaches to no program. That
 * alone is also how other profiles and systemd reach one; so its name tells, or it sees paths and allows every file as the runtimes' own profiles do.
 */
function isForContainers(part: ApparmorPart, named: NamedProfile, { facts }: Context): boolean {
  const { fullName, profile } = named;
  const flags = new Set(profile.flags?.words.map(({ raw }) => raw));
  if (flags.has('unconfined') || flags.has('default_allow')) return false;
  if (facts.some((fact) => fact.kind === 'uses-apparmor-profile' && fact.name.replace(/^localhost\//, '') === fullName)) return true;
  if (profile.hat || profile.attachment || /^[/@:]/.test(fullName)) return false;
  return containerName.test(fullName) || (flags.has('attach_disconnected') && flags.has('mediate_deleted') && allowsEveryFile(part, named));
}

function allowsEveryFile(part: ApparmorPart, profile: NamedProfile): boolean {
  for (const { rule, mode } of effectiveRules(part, profile)) if (rule.verb === 'file' && !rule.path && mode !== 'deny') return true;
  return false;
}
