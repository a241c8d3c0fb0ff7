import { bullets, code, escaped, listed, type Markdown, md, ours } from '../../core';
import { defaultIdentity, requirementType } from '../../knowledge';
import { get, itemsOf, stringOf } from '../../tree';
import { type Requirement, type RequirementList, strengthOf, verdictOf } from './model';

/** `quay.gpg`, `team.pub and 1 more`, `a key in the file`: whose signature a requirement wants, in a few words. */
export function signerOf({ node, type }: Requirement): string {
  const path = stringOf(get(node, 'keyPath'));
  if (path) return baseOf(path);
  const paths = itemsOf(get(node, 'keyPaths')).flatMap((item) => stringOf(item) ?? []);
  if (paths.length) return listed(paths.map(baseOf), 'or');
  const fulcio = get(node, 'fulcio');
  if (fulcio) return stringOf(get(fulcio, 'subjectEmail')) ?? 'a keyless identity';
  const pki = get(node, 'pki');
  if (pki) return stringOf(get(pki, 'subjectEmail')) ?? stringOf(get(pki, 'subjectHostname')) ?? 'an own authority';
  return type === 'signedBy' ? 'the GPG key in the file' : 'the key in the file';
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || path;

/** `signed by team.pub · identity matchRepository`; short, for a lens. */
export function shortRequirement(requirement: Requirement): string {
  switch (verdictOf(requirement)) {
    case 'accept':
      return 'every image, unchecked';
    case 'reject':
      return 'no image';
    case 'unimplemented':
      return 'no image: not implemented';
    case 'signed':
      return `signed by ${signerOf(requirement)} · identity ${requirement.identity.type ?? defaultIdentity}`;
    default:
      return 'not understood';
  }
}

export function shortList(list: RequirementList): string {
  const strength = strengthOf(list);
  const demands = list.requirements.filter((requirement) => verdictOf(requirement) === 'signed');
  if (strength === 'signed' && demands.length) return demands.map(shortRequirement).join(' AND ');
  const deciding = list.requirements.find((requirement) => verdictOf(requirement) !== 'accept') ?? list.requirements[0];
  return deciding ? shortRequirement(deciding) : 'nothing is required';
}

/** The requirements as Markdown, one line each; says that an image must satisfy all of them where there are several. */
export function longList(list: RequirementList): Markdown {
  const lines = list.requirements.map((requirement) => {
    const known = requirementType(requirement.type);
    const what = verdictOf(requirement) === 'signed' ? escaped(shortRequirement(requirement)) : ours(known?.detail ?? 'not understood');
    return md`${code(requirement.type ?? '?')}: ${what}`;
  });
  return lines.length > 1 ? md`An image must satisfy all of these:\n\n${bullets(lines)}` : bullets(lines);
}
