/** Which files of a workspace mean the same by a name. */

import type { FileNames, Mention, NamedFiles, SharingFile } from '../../../core';

type FileMap = NamedFiles['files'];
type Included = NamedFiles['included'];

export const sharing = (uri: string, mention: Mention, { files, included }: NamedFiles, strict: boolean): readonly SharingFile[] =>
  mention.kind === 'profile' ? sharingProfile(uri, mention, files, included) : sharingVariable(uri, mention, files, included, strict);

/** A profile's name means the same everywhere; one of which only the end is known is completed by the profiles that include it. */
function sharingProfile(uri: string, mention: Mention, files: FileMap, included: Included): readonly SharingFile[] {
  const alike = having(
    files,
    (one) => one.kind === 'profile' && (one.name === mention.name || one.partial === true || mention.partial === true),
  );
  if (!mention.partial && !alike.some(({ mentions }) => mentions.some(({ partial }) => partial))) return alike;
  const owners = new Map<string, Set<string>>();
  for (const [root, { mentions }] of files) {
    const defined = mentions.filter(({ kind, defines, partial }) => kind === 'profile' && defines && !partial);
    if (defined.length === 0) continue;
    for (const one of closure(root, included)) {
      const known = owners.get(one) ?? new Set();
      for (const { name } of defined) known.add(name);
      owners.set(one, known);
    }
  }
  const wholeNames = (at: string, one: Mention) =>
    one.partial ? [...(owners.get(at) ?? [])].map((owner) => owner + one.name) : [one.name];
  const wanted = new Set(wholeNames(uri, mention));
  const fits = (at: string, one: Mention) =>
    (at === uri && one.name === mention.name) || wholeNames(at, one).some((name) => wanted.has(name));
  return alike.flatMap(({ uri: at, mentions }) => {
    const same = mentions.filter((one) => fits(at, one));
    return same.length > 0 ? [{ uri: at, mentions: same }] : [];
  });
}

/**
 * A variable means the same in files that are read in one go: a file that includes one of them reads all that it includes. Fragments
 * that no file includes and that do not define it get it from elsewhere: from the only definition, where there is but one.
 */
function sharingVariable(uri: string, mention: Mention, files: FileMap, included: Included, strict: boolean): readonly SharingFile[] {
  const alike = having(files, (one) => one.kind === mention.kind && one.name === mention.name);
  const groups = readTogether(new Set([...alike.map((file) => file.uri), uri]), files, included);
  const own = groups.find((group) => group.has(uri)) ?? new Set();
  const defining = new Set(alike.filter(({ mentions }) => mentions.some(({ defines }) => defines)).map((file) => file.uri));
  const defines = (group: ReadonlySet<string>) => [...group].some((one) => defining.has(one));
  const definers = groups.filter(defines);
  /** Only fragments: a profile that does not define the variable has none. */
  const isLoose = (group: ReadonlySet<string>) => !defines(group) && ![...group].some((one) => definesProfile(files.get(one)));
  const joins = (group: ReadonlySet<string>) =>
    group === own || (!strict && definers.length === 1 && (group === definers[0] || isLoose(group)));
  const together = definers[0] && (own === definers[0] || isLoose(own)) ? groups.filter(joins) : [own];
  return alike.filter((file) => together.some((group) => group.has(file.uri)));
}

const definesProfile = (file: FileNames | undefined) =>
  file?.mentions.some(({ kind, defines, partial }) => kind === 'profile' && defines && !partial);

/** The files in groups that are read in one go, directly or by way of others. */
function readTogether(uris: ReadonlySet<string>, files: FileMap, included: Included): readonly ReadonlySet<string>[] {
  const groupOf = new Map<string, Set<string>>();
  for (const root of new Set([...files.keys(), ...uris])) {
    const members = [...closure(root, included)].filter((one) => uris.has(one));
    const merged = new Set(members.flatMap((one) => [one, ...(groupOf.get(one) ?? [])]));
    for (const one of merged) groupOf.set(one, merged);
  }
  return [...new Set(groupOf.values())];
}

function having(files: FileMap, fits: (mention: Mention) => boolean): readonly SharingFile[] {
  return [...files].flatMap(([uri, { mentions }]) => {
    const same = mentions.filter(fits);
    return same.length > 0 ? [{ uri, mentions: same }] : [];
  });
}

function closure(root: string, included: Included): ReadonlySet<string> {
  const found = new Set([root]);
  for (const uri of found) for (const one of included(uri)) found.add(one);
  return found;
}
