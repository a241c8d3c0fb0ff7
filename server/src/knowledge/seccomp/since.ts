import { type Markdown, md, ours, type Target } from '../../core';
import { lazyFor } from '../lazy';
import { targetNames, targets } from '../targets';
import { allowedBy, compareVersions, defaultVersions, newestDefault, newestReleaseOf, releasesOf } from './history';

/** From which release to which a runtime's default allows a call. */
export interface AllowedSince {
  readonly release: string;
  readonly date: string;
  /** The oldest release of the history allows it already. */
  readonly isOldest: boolean;
  /** The newest release that allows it, where later ones don't. */
  readonly until?: string;
  /** For some containers or arguments only, in the newest of these releases. */
  readonly conditional: boolean;
}

type Release = readonly [version: string, date: string];

/** The releases at both ends of those that allow a call. */
interface Allowing {
  readonly first: Release;
  readonly last: Release;
  readonly conditional: boolean;
}

const periodsOf: (target: Target) => ReadonlyMap<string, AllowedSince> = lazyFor((target: Target) => {
  const byCall = new Map<string, Allowing>();
  for (const version of defaultVersions(target)) {
    const { always, sometimes } = allowedBy(version.entries);
    const first = earliest(version.releases);
    const last = newestReleaseOf(version);
    for (const call of new Set([...always, ...sometimes])) {
      const known = byCall.get(call);
      const isLast = !known || compareVersions(last[0], known.last[0]) > 0;
      byCall.set(call, {
        first: known && byDate(known.first, first) < 0 ? known.first : first,
        last: isLast ? last : known.last,
        conditional: isLast ? !always.has(call) : known.conditional,
      });
    }
  }
  const oldest = earliest(releasesOf(target))[0];
  const newest = allowedBy(newestDefault(target).entries);
  return new Map(
    [...byCall].map(
      ([
        call,
        {
          first: [release, date],
          last,
          conditional,
        },
      ]) => [
        call,
        {
          release,
          date,
          isOldest: release === oldest,
          ...(!newest.always.has(call) && !newest.sometimes.has(call) && { until: last[0] }),
          conditional,
        },
      ],
    ),
  );
});

const earliest = (releases: readonly Release[]): Release => releases.reduce((best, one) => (byDate(one, best) < 0 ? one : best));

const byDate = (a: Release, b: Release): number => (a[1] === b[1] ? compareVersions(a[0], b[0]) : a[1] < b[1] ? -1 : 1);

/** Undefined for a call that no release of the runtime allows. */
export const allowedSince = (target: Target, call: string): AllowedSince | undefined => periodsOf(target).get(call);

/** `Docker since 20.10.2 (2021-01), until 24.0.9`. */
function sinceText(target: Target, call: string): string {
  const since = allowedSince(target, call);
  const name = targetNames[target];
  if (!since) return `${name} never`;
  const { release, date, isOldest, until, conditional } = since;
  const from = `${name} since ${release}${isOldest ? ' or earlier' : ` (${date.slice(0, 7)})`}`;
  return `${from}${until === undefined ? '' : `, until ${until}`}${conditional ? ', under conditions' : ''}`;
}

/** Since which release the defaults allow a call. */
export function sinceLine(call: string): Markdown {
  if (!targets.some((target) => allowedSince(target, call))) return md`No release of a default allows it.`;
  return md`Allowed by default: ${ours(targets.map((target) => sinceText(target, call)).join('; '))}.`;
}

/** The same where it tells something: not for what every known release allows without conditions. */
export function remarkableSince(call: string): Markdown | undefined {
  const all = targets.map((target) => allowedSince(target, call));
  const isUsual = all.every((one) => one?.isOldest && one.until === undefined && !one.conditional);
  const isNever = all.every((one) => one === undefined);
  return isUsual || isNever ? undefined : sinceLine(call);
}
