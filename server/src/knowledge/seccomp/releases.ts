import { type NamedTarget, type Target, targetNamed } from '../../core';
import { lazyFor } from '../lazy';
import { targetNames, targets } from '../targets';
import { compareVersions, releaseNamed, releasesOf } from './history';

/** Why a text names no runtime, or no release of it that the history has; undefined for one that is known. */
export function releaseProblem(text: string): string | undefined {
  const named = targetNamed(text);
  if (!named) return `"${text}" is not a runtime, or a runtime and a release: ${targets.join(', ')}, docker@${linesOf('docker')[0]?.line}`;
  const { target, release } = named;
  if (release === undefined || releaseNamed(target, release) !== undefined) return undefined;
  const lines = linesOf(target);
  const near = lines.find(({ line }) => release.startsWith(`${line}.`));
  const known = near ? `${near.line} has releases ${near.oldest} to ${near.newest}` : `known: ${lines.map(({ line }) => line).join(', ')}`;
  return `there is no release ${release} of ${targetNames[target]}; ${known}`;
}

export interface ReleaseLine {
  /** `25`, `20.10`. */
  readonly line: string;
  readonly oldest: string;
  readonly newest: string;
  /** Of the newest. */
  readonly date: string;
}

/** The lines of releases, newest first. */
export const linesOf: (target: Target) => readonly ReleaseLine[] = lazyFor((target: Target) => {
  const byLine = new Map<string, ReleaseLine>();
  const all = [...releasesOf(target)].sort(([a], [b]) => compareVersions(b, a));
  for (const [release, date] of all) {
    const line = lineOf(target, release);
    const known = byLine.get(line);
    byLine.set(line, known ? { ...known, oldest: release } : { line, oldest: release, newest: release, date });
  }
  return [...byLine.values()];
});

/** Docker's lines go by their first number since 23.0. */
function lineOf(target: Target, release: string): string {
  const [major = '', minor = ''] = release.split('.');
  return target === 'docker' && Number(major) >= 23 ? major : `${major}.${minor}`;
}

/** `Docker 25.0.17`, `Docker`: the release in full. */
export function targetTitle({ target, release }: NamedTarget): string {
  const full = release === undefined ? undefined : releaseNamed(target, release);
  return [targetNames[target], full].filter(Boolean).join(' ');
}
