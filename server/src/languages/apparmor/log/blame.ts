/** Which rule of a profile, or which missing one, causes what a message reports. */

import { type Blame, type Confined, type Context, plainText, type RefusedOperation, type Suspect, type WhyEvent } from '../../../core';
import { operations } from '../../../knowledge';
import { explain } from '../meaning/explain';
import { effectiveRules } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { placeOf } from '../policy/origin';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { wordValue } from '../syntax/words';
import { fromObservation } from './fromLog';
import { readLog } from './records';

export function blame(part: ApparmorPart, { event, containers }: Blame, context: Context): readonly Suspect[] {
  const { happening } = event;
  switch (happening.kind) {
    case 'denial':
      return happening.of === 'apparmor' ? ofRecord(part, event, context) : [];
    case 'missing-profile':
      return happening.of === 'apparmor'
        ? notLoaded(
            part,
            happening.name,
            containers.map(({ confined }) => confined),
          )
        : [];
    case 'refused':
      return containers.flatMap(({ confined }) => refusedBy(part, happening, confined, context));
    default:
      return [];
  }
}

const named = (part: ApparmorPart, name: string | undefined): NamedProfile | undefined =>
  name === undefined ? undefined : profilesOf(part).find(({ fullName }) => fullName === name);

const header = ({ profile, item }: NamedProfile) => placeOf(item, profile.name?.span ?? profile.span);

function ofRecord(part: ApparmorPart, { text }: WhyEvent, context: Context): readonly Suspect[] {
  const [record] = readLog(text).records;
  if (!record) return [];
  const { operation, comm, profile: name } = record.fields;
  if (operation === 'userns_create' && record.outcome === 'AUDIT') return userNamespace(part, comm);
  const profile = named(part, name);
  if (!profile || name === undefined) return [];
  const observed = fromObservation(part, text, context, { named: true });
  const what = plainWhat(text);
  const [denied] = observed.denied;
  if (denied) {
    return [
      {
        span: denied.span,
        layer: 'apparmor',
        certainty: 'certain',
        decisive: true,
        message: `${denied.rule === undefined ? `A rule of the profile "${name}"` : `The rule "${denied.rule}" of the profile "${name}"`} denies ${denied.what} (${what}).`,
        fix: { title: 'Narrow or remove the deny rule' },
      },
    ];
  }
  const [suggestion] = [...observed.suggestions, ...(observed.optional ?? [])];
  if (suggestion) {
    return [
      {
        span: header(profile),
        layer: 'apparmor',
        certainty: 'certain',
        decisive: true,
        message: `No rule of the profile "${name}" allows this access (${what}).${suggestion.note ? ` ${suggestion.note}` : ''}`,
        fix: { title: `Add ${suggestion.rule}`, edits: observed.edits },
      },
    ];
  }
  const [covered] = observed.covered;
  if (covered) {
    return [
      {
        span: covered.span,
        layer: 'apparmor',
        certainty: 'likely',
        decisive: true,
        message: `The profile "${name}" as written here allows this access (${what}), so the kernel has another version of it. Load this one.`,
        next: 'sudo apparmor_parser -r FILE',
      },
    ];
  }
  return [
    {
      span: header(profile),
      layer: 'apparmor',
      certainty: 'likely',
      decisive: true,
      message: `The profile "${name}" denies this access (${what}).`,
    },
  ];
}

/** `open /etc/shadow, denied r`: the record in a few words. */
function plainWhat(text: string): string {
  const [record] = readLog(text).records;
  const { operation = '', name, capname, denied_mask: mask, peer, signal, comm } = record?.fields ?? {};
  const about = [operation, name, capname, signal && `${signal} from ${peer ?? '?'}`].filter(Boolean).join(' ');
  return `${about}${mask ? `, denied "${mask}"` : ''}${comm ? `, by ${comm}` : ''}`;
}

/** Ubuntu confines programs that make user namespaces, unless a profile of theirs says `userns,`. */
function userNamespace(part: ApparmorPart, program: string | undefined): readonly Suspect[] {
  if (program === undefined) return [];
  return profilesOf(part).flatMap((profile): Suspect[] => {
    const attachment = profile.profile.attachment && wordValue(profile.profile.attachment.raw);
    const isOf = profile.fullName === program || [attachment, profile.fullName].some((path) => path?.endsWith(`/${program}`));
    if (!isOf || [...effectiveRules(part, profile)].some(({ rule, mode }) => rule.verb === 'userns' && mode !== 'deny')) return [];
    return [
      {
        span: header(profile),
        layer: 'apparmor',
        certainty: 'likely',
        decisive: true,
        message: `Ubuntu confines ${program} by the profile unprivileged_userns when it makes a user namespace, because no profile of its own allows that. The profile "${profile.fullName}" is for this program and has no rule userns,: add it, and load the profile.`,
        fix: { title: `Add userns, to the profile ${profile.fullName}`, edits: insertRule(profile, part) },
        next: `sudo aa-status | grep -w ${program}`,
      },
    ];
  });
}

/** A rule as the last of the profile, with the indentation of the others. */
function insertRule({ profile, item }: NamedProfile, part: ApparmorPart) {
  if (item.site || item.file !== part.root) return undefined;
  const close = part.text.lastIndexOf('}', item.start + profile.length);
  const start = part.text.lastIndexOf('\n', close) + 1;
  return close < item.start || part.text.slice(start, close).trim() !== ''
    ? undefined
    : [{ span: { start, end: start }, text: '  userns,\n' }];
}

function notLoaded(part: ApparmorPart, name: string | undefined, containers: readonly Confined[]): readonly Suspect[] {
  const names =
    name === undefined
      ? containers.flatMap(({ apparmor }) => (apparmor.type === 'profile' && apparmor.name !== undefined ? [apparmor.name] : []))
      : [name];
  return [...new Set(names)].flatMap((one): Suspect[] => {
    const profile = named(part, one);
    if (!profile) return [];
    return [
      {
        span: header(profile),
        layer: 'apparmor',
        certainty: name !== undefined || names.length === 1 ? 'certain' : 'possible',
        decisive: true,
        message: `The kernel of the host has no AppArmor profile "${one}": the profile is in this file, but it was not loaded there. Load it with apparmor_parser -r.`,
        next: `sudo aa-status | grep -F ${one}`,
      },
    ];
  });
}

/** A profile refuses silently where a rule says `deny`; where no rule allows it, the kernel logs it. */
function refusedBy(part: ApparmorPart, refused: RefusedOperation, confined: Confined, context: Context): readonly Suspect[] {
  const operation = operations[refused.operation];
  const { apparmor, privileged, title } = confined;
  if (!operation || (privileged && apparmor.type !== 'profile')) return [];
  const profile = apparmor.type === 'profile' ? named(part, apparmor.name) : undefined;
  if (!profile) return [];
  const ask = (query: Readonly<Record<string, unknown>> | string) => explain(part, query, context, () => []);
  const paths = refused.path?.startsWith('/')
    ? [/dir/.test(refused.operation) ? `${refused.path.replace(/\/+$/, '')}/` : refused.path]
    : [];
  const questions = [
    ...(operation.access === undefined
      ? []
      : paths.map((path) => ({ query: { profile: profile.fullName, path, access: operation.access }, errno: 'EACCES' }))),
    ...(operation.apparmor ?? []).map((rule) => ({
      query: `${profile.fullName}: ${rule === 'mount' || rule === 'umount' ? `${rule} ${rule === 'mount' ? '-> ' : ''}${paths[0] ?? '/'}` : rule}`,
      errno: operation.apparmorErrno ?? 'EACCES',
    })),
  ];
  for (const { query, errno } of questions) {
    if (errno !== refused.errno && !refused.either) continue;
    const { json, by, markdown } = ask(query);
    if (json.decision !== 'deny' || !by || json.mode === 'complain') continue;
    const silent = part.text.slice(by.start, by.end).includes('deny') && !part.text.slice(by.start, by.end).includes('audit');
    return [
      {
        span: by,
        layer: 'apparmor',
        certainty: 'likely',
        message: `${title.charAt(0).toUpperCase()}${title.slice(1)} runs under this profile: ${plainText(markdown).split('\n')[0]}${silent ? ' The kernel logs nothing of what a deny rule refuses.' : ''}`,
        next: silent ? 'echo -n noquiet | sudo tee /sys/module/apparmor/parameters/audit' : `sudo journalctl -k -g 'apparmor="DENIED"'`,
        fix: { title: silent ? 'Narrow or remove the deny rule' : 'Add a rule that allows it' },
      },
    ];
  }
  return [];
}
