import { counted, memoWord, type Target } from '../../core';
import {
  changesBetween,
  type DefaultVersion,
  defaultVersions,
  entryOf,
  errnoNumbers,
  headKey,
  newestDefault,
  newestReleaseOf,
  partsOfEntry,
  targetNames,
} from '../../knowledge';
import { namesOf, type ProfileModel, type ProfileRule } from './model';

/** The released default that a profile was forked from, and what the profile changed. */
export interface Ancestor {
  readonly version: DefaultVersion;
  /** Entries of the default that the profile hasn't, and the other way round. */
  readonly removed: ReadonlySet<string>;
  readonly added: ReadonlySet<string>;
}

/** A profile that shares less with every default is no fork of one. */
const leastShared = 0.85;

const targets: readonly Target[] = ['docker', 'podman', 'cri-o', 'containerd'];

/** Undefined for a profile that is no fork of a default. Of several that are as near, the one of `preferred`, then the newest. */
export const ancestorOf = memoWord((profile: ProfileModel, preferred: Target): Ancestor | undefined =>
  findAncestor(entriesOf(profile), preferred),
);

export function findAncestor(own: ReadonlySet<string>, preferred: Target): Ancestor | undefined {
  let best: { readonly version: DefaultVersion; readonly distance: number } | undefined;
  for (const target of [preferred, ...targets.filter((one) => one !== preferred)])
    for (const version of defaultVersions(target)) {
      const shared = [...own].reduce((count, entry) => count + (version.entries.has(entry) ? 1 : 0), 0);
      const all = own.size + version.entries.size - shared;
      const distance = all - shared;
      if (shared < all * leastShared || (best && distance > best.distance)) continue;
      if (!best || distance < best.distance || (best.version.target === target && isNewer(version, best.version)))
        best = { version, distance };
    }
  return (
    best && {
      version: best.version,
      removed: new Set([...best.version.entries].filter((entry) => !own.has(entry))),
      added: new Set([...own].filter((entry) => !best.version.entries.has(entry))),
    }
  );
}

const isNewer = (a: DefaultVersion, b: DefaultVersion): boolean => newestReleaseOf(a)[1] > newestReleaseOf(b)[1];

/** Docker's files name architectures as Go does. */
const filterArchitecture = (name: string): string => (name === '386' ? 'x86' : name);

/** The head of a rule as the history spells it. */
export function headOfProfileRule({ action, errnoRet, errno, args, includes, excludes }: ProfileRule): string {
  const filter = (one: ProfileRule['includes']) =>
    one && {
      caps: one.caps.map(({ value }) => value),
      arches: one.arches.map(({ value }) => filterArchitecture(value)),
      ...(one.minKernel && { minKernel: one.minKernel.value }),
    };
  const number = errnoRet ? Number(errnoRet.value) : errnoNumbers().get(errno?.value ?? '');
  const [has, hasNot] = [filter(includes), filter(excludes)];
  return headKey({
    action: action?.value ?? '',
    ...(number !== undefined && { errnoRet: number }),
    args: args.map(({ index, op, value, valueTwo }) => [
      Number(index?.value ?? 0n),
      (op?.value ?? '').replace('SCMP_CMP_', ''),
      Number(value?.value ?? 0n),
      Number(valueTwo?.value ?? 0n),
    ]),
    ...(has && { includes: has }),
    ...(hasNot && { excludes: hasNot }),
  });
}

export function entriesOf(profile: ProfileModel): ReadonlySet<string> {
  return new Set(profile.rules.flatMap((rule) => namesOf(rule).map(({ value }) => entryOf(headOfProfileRule(rule), value))));
}

/** `Docker 24.0.2 (2023-05)`: of the releases that had a default the newest, unless one is named. */
export function releaseTitle(version: DefaultVersion, named?: string): string {
  const [release, date] = version.releases.find(([one]) => one === named) ?? newestReleaseOf(version);
  return `${targetNames[version.target]} ${release} (${date.slice(0, 7)})`;
}

/** `Docker 24.0.2 (2023-05) minus rmdir · upstream since then: 18 calls added, 1 closed (AF_ALG, CVE-2026-31431)`. */
export function ancestorText(ancestor: Ancestor): string {
  const { version } = ancestor;
  const own = ownText(ancestor);
  return [`${releaseTitle(version)}${own && ` ${own}`}`, upstreamText(version)].filter(Boolean).join(' · ');
}

/** The release that a fork is moved onto where no other is named, as a setting names it: `docker@29.1.3`. */
export const newestRelease = ({ version: { target } }: Ancestor): string => `${target}@${newestReleaseOf(newestDefault(target))[0]}`;

/** Short enough for a line over the text, with the word that a click does at its end: `Docker 24.0.2 minus rmdir · since then 18 added, 1 closed: Rebase`. */
export function ancestorTitle(ancestor: Ancestor): string {
  const { version } = ancestor;
  const newest = newestDefault(version.target);
  const name = `${targetNames[version.target]} ${newestReleaseOf(version)[0]}`;
  const own = ownText(ancestor);
  if (newest === version) return [name, own].filter(Boolean).join(' ');
  const { opened, closed } = changesBetween(version, newest);
  const since = [opened.length && `${opened.length} added`, closed.length && `${closed.length} closed`].filter(Boolean).join(', ');
  return `${[[name, own].filter(Boolean).join(' '), since && `since then ${since}`].filter(Boolean).join(' · ')}: Rebase`;
}

/** `minus rmdir, plus 4 calls`; empty where the profile is the default itself. */
function ownText({ added, removed }: Ancestor): string {
  const names = (entries: ReadonlySet<string>) => [...new Set([...entries].map((entry) => partsOfEntry(entry).name))].sort();
  const [less, more] = [names(removed), names(added)];
  const own = [less.length && `minus ${few(less.filter((name) => !more.includes(name)))}`, more.length && `plus ${few(more)}`];
  return own.filter((text) => text && !text.endsWith(' ')).join(', ');
}

const few = (names: readonly string[]): string => (names.length > 3 ? counted(names.length, 'call') : names.join(', '));

/** What the runtime changed since; empty where nothing did. */
export function upstreamText(version: DefaultVersion): string {
  const newest = newestDefault(version.target);
  if (newest === version) return '';
  const { opened, closed, reasons } = changesBetween(version, newest);
  const why = reasons.filter(({ security, calls }) => security && calls.some((call) => closed.includes(call))).map(({ what }) => what);
  const said = [
    opened.length && `${counted(opened.length, 'call')} added`,
    closed.length && `${closed.length} closed${why.length ? ` (${why.join('; ')})` : ''}`,
  ].filter(Boolean);
  return said.length ? `upstream since then: ${said.join(', ')}` : '';
}
