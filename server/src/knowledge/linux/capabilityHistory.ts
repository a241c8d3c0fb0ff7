import type { Target } from '../../core';
import { lazy } from '../lazy';
import { targetNames } from '../targets';
import table from './data/capabilityHistory.json';

/** A release that began or stopped granting a capability by default. */
export interface CapabilityChange {
  /** Without `CAP_`. */
  readonly capability: string;
  readonly runtime: Target;
  readonly change: 'added' | 'removed';
  readonly release: string;
  /** When it was released, YYYY-MM-DD. */
  readonly released: string;
  readonly author?: string;
  readonly repository?: string;
  readonly pull?: number;
}

const changes = lazy(() => table.changes as readonly CapabilityChange[]);

/**
 * How the default sets changed, oldest first: Docker's first list and every later change. The first list of the other runtimes repeats
 * Docker's, so that what they took over is left out.
 */
export const capabilityChanges = (name: string): readonly CapabilityChange[] => {
  const own = changes().filter(({ capability }) => `CAP_${capability}` === name);
  const first = new Set<Target>(['docker']);
  return own
    .filter(({ runtime }) => first.has(runtime) || !first.add(runtime))
    .toSorted((a, b) => (a.released < b.released ? -1 : a.released > b.released ? 1 : 0));
};

/** `2020 CRI-O 1.18.0 dropped it`. */
export const changeText = ({ runtime, change, release, released }: CapabilityChange): string =>
  `${released.slice(0, 4)} ${targetNames[runtime]} ${release.replace(/\.0$/, '')} ${change === 'added' ? 'granted' : 'dropped'} it`;
