import { memo, type Target } from '../../core';
import { lazy, lazyFor } from '../lazy';
import { type HistoryReason, historyReasons } from './data/historyReasons';
import data from './data/seccompHistory.json';
import type { SeccompArgument, SeccompFilter, SeccompRule } from './profile';

/** What a rule says besides its names, in one spelling. */
export interface RuleHead {
  readonly action: string;
  readonly errnoRet?: number;
  /** Argument, operator without its prefix, value, second value. */
  readonly args?: readonly (readonly [number, string, number, number])[];
  readonly includes?: SeccompFilter;
  readonly excludes?: SeccompFilter;
}

/** A runtime's default as it was for some releases in a row. */
export interface DefaultVersion {
  readonly target: Target;
  /** Place in the runtime's history. */
  readonly index: number;
  /** Version and date, oldest first. */
  readonly releases: readonly (readonly [version: string, date: string])[];
  /** One entry for each name under each head: `headKey` and the name. */
  readonly entries: ReadonlySet<string>;
  readonly hosts: readonly string[];
  /** What a call that no rule names fails with. */
  readonly defaultErrnoRet: number;
}

interface StoredVersion {
  readonly releases: readonly (readonly string[])[];
  readonly base?: number;
  readonly top: number;
  readonly plus?: readonly (readonly number[])[];
  readonly minus?: readonly (readonly number[])[];
}

interface StoredTop {
  readonly archMap?: readonly string[];
  readonly defaultErrnoRet?: number;
}

const storedVersions = (target: Target): readonly StoredVersion[] =>
  (data.runtimes as unknown as Readonly<Record<Target, readonly StoredVersion[]>>)[target];

const separator = '\t';
const errnoEPERM = 1;

/** A head in one spelling: keys in a fixed order, EPERM left out, since it is what an ERRNO without a number means. */
export function headKey({ action, errnoRet, args, includes, excludes }: RuleHead): string {
  const filter = (one: SeccompFilter | undefined) =>
    one && {
      ...(one.caps?.length && { caps: [...one.caps].sort() }),
      ...(one.arches?.length && { arches: [...one.arches].sort() }),
      ...(one.minKernel && { minKernel: one.minKernel }),
    };
  const [has, hasNot] = [filter(includes), filter(excludes)];
  return JSON.stringify({
    action,
    ...(errnoRet !== undefined && errnoRet !== errnoEPERM && { errnoRet }),
    ...(args?.length && { args }),
    ...(has && Object.keys(has).length && { includes: has }),
    ...(hasNot && Object.keys(hasNot).length && { excludes: hasNot }),
  });
}

export const entryOf = (key: string, name: string): string => `${key}${separator}${name}`;

/** The head and the name of an entry. */
export function partsOfEntry(entry: string): { readonly key: string; readonly name: string } {
  const at = entry.lastIndexOf(separator);
  return { key: entry.slice(0, at), name: entry.slice(at + 1) };
}

/** A head as a rule of the Docker format, without its names. */
export function ruleOfHead(key: string): Omit<SeccompRule, 'names'> {
  const { args, ...head } = JSON.parse(key) as RuleHead;
  return {
    ...head,
    ...(args && {
      args: args.map(
        ([index, op, value, valueTwo]): SeccompArgument => ({
          index,
          value,
          ...(op === 'MASKED_EQ' && { valueTwo }),
          op: `SCMP_CMP_${op}`,
        }),
      ),
    }),
  };
}

const headKeys = lazy(() => (data.heads as readonly unknown[]).map((head) => headKey(head as RuleHead)));

/** Every version of a runtime's default, in the order of its first release. */
export const defaultVersions: (target: Target) => readonly DefaultVersion[] = lazyFor((target: Target) => {
  const versions: DefaultVersion[] = [];
  for (const [index, { releases, base, top, plus = [], minus = [] }] of storedVersions(target).entries()) {
    const entries = new Set(base === undefined ? [] : versions[base]?.entries);
    const each = (pairs: readonly (readonly number[])[], act: (entry: string) => void) => {
      for (const [head = 0, list = 0] of pairs)
        for (const name of (data.lists[list] as string).split(' ')) act(entryOf(headKeys()[head] as string, name));
    };
    each(minus, (entry) => entries.delete(entry));
    each(plus, (entry) => entries.add(entry));
    const { archMap = [], defaultErrnoRet = errnoEPERM } = data.heads[top] as unknown as StoredTop;
    versions.push({ target, index, releases: releases as DefaultVersion['releases'], entries, hosts: archMap, defaultErrnoRet });
  }
  return versions;
});

/** Every release of the history with its date, without making its default. */
export const releasesOf = (target: Target): readonly (readonly [version: string, date: string])[] =>
  storedVersions(target).flatMap(({ releases }) => releases as DefaultVersion['releases']);

/** Numbers of a version; what is missing counts as the newest. */
const numbersOf = (version: string): readonly number[] => version.split('.').map(Number);

export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference) return difference;
  }
  return 0;
}

/** The newest release that a name stands for: of `25` 25.0.17, of a release itself. Undefined where the history has no such release. */
export function releaseNamed(target: Target, name: string): string | undefined {
  const releases = releasesOf(target).filter(([release]) => release === name || release.startsWith(`${name}.`));
  return releases.length ? newestReleaseOf({ releases })[0] : undefined;
}

/** The default of a release; of a line (`29`, `29.4`) that of its newest release. Undefined where the history has no such release. */
export function defaultAt(target: Target, name: string): DefaultVersion | undefined {
  const release = releaseNamed(target, name);
  return release === undefined
    ? undefined
    : defaultVersions(target).find(({ releases }) => releases.some(([version]) => version === release));
}

/** The default of the newest release. */
export function newestDefault(target: Target): DefaultVersion {
  const all = defaultVersions(target);
  return all.reduce((best, one) => (compareVersions(newestReleaseOf(one)[0], newestReleaseOf(best)[0]) > 0 ? one : best));
}

export const newestReleaseOf = ({ releases }: Pick<DefaultVersion, 'releases'>): readonly [version: string, date: string] =>
  releases.reduce((best, one) => (compareVersions(one[0], best[0]) > 0 ? one : best));

/** Names that a default allows for every container and argument, and under conditions. */
export interface Allowed {
  readonly always: ReadonlySet<string>;
  readonly sometimes: ReadonlySet<string>;
}

const alwaysKey = headKey({ action: 'SCMP_ACT_ALLOW' });

export const allowedBy = memo((entries: ReadonlySet<string>): Allowed => {
  const always = new Set<string>();
  const sometimes = new Set<string>();
  for (const entry of entries) {
    const { key, name } = partsOfEntry(entry);
    if (key === alwaysKey) always.add(name);
    else if (key.startsWith('{"action":"SCMP_ACT_ALLOW"')) sometimes.add(name);
  }
  return { always, sometimes };
});

/** What changed from one default to another, call by call. */
export interface DefaultChange {
  /** Allowed now, or under fewer conditions. */
  readonly opened: readonly string[];
  /** Allowed no longer, or under conditions only. */
  readonly closed: readonly string[];
  /** Why, where upstream says: for calls that were closed or opened since. */
  readonly reasons: readonly HistoryReason[];
}

export function changesBetween(before: DefaultVersion, after: DefaultVersion): DefaultChange {
  const [old, now] = [allowedBy(before.entries), allowedBy(after.entries)];
  const rank = ({ always, sometimes }: Allowed, name: string) => (always.has(name) ? 2 : sometimes.has(name) ? 1 : 0);
  const names = [...new Set([...old.always, ...old.sometimes, ...now.always, ...now.sometimes])].sort();
  const conditions = (entries: ReadonlySet<string>, name: string) =>
    [...entries]
      .filter((entry) => partsOfEntry(entry).name === name)
      .sort()
      .join();
  const opened = names.filter((name) => rank(now, name) > rank(old, name));
  const changed = names.filter(
    (name) => rank(now, name) <= rank(old, name) && conditions(before.entries, name) !== conditions(after.entries, name),
  );
  const [from] = newestReleaseOf(before);
  const [to] = newestReleaseOf(after);
  const reasons = historyReasons.filter(
    ({ target, since, calls }) =>
      target === after.target &&
      calls.some((call) => opened.includes(call) || changed.includes(call)) &&
      since.every((release) => compareVersions(release, from) > 0) &&
      since.some((release) => compareVersions(release, to) <= 0),
  );
  // Of a call with other conditions only upstream's word tells whether they are tighter.
  const tightened = new Set(reasons.filter(({ security }) => security).flatMap(({ calls }) => calls));
  const closed = changed.filter((name) => rank(now, name) < rank(old, name) || tightened.has(name));
  return { opened, closed, reasons };
}
