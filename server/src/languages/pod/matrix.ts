import { code, escaped, listed, type Markdown, md, ours, type PodSecurityLevel, paragraphs, table } from '../../core';
import { newestPolicy } from '../../knowledge';
import type { Pod } from './model';
import { violationsAt } from './standards/evaluate';

/** A span of policy versions in which a pod has the same answer. */
export interface LevelRange {
  readonly level: Exclude<PodSecurityLevel, 'privileged'>;
  /** Policy minors: 34 for v1.34. */
  readonly from: number;
  readonly to: number;
  /** The reasons with which the API server refuses the pod; empty: it passes. */
  readonly reasons: readonly string[];
}

/** Level × version: what a pod passes, and since when it does not. */
export function levelRanges(pod: Pod): readonly LevelRange[] {
  return (['baseline', 'restricted'] as const).flatMap((level) => {
    const ranges: { level: LevelRange['level']; from: number; to: number; reasons: readonly string[] }[] = [];
    for (let minor = 0; minor <= newestPolicy; minor++) {
      // A template or a patch may say elsewhere what is missing here.
      const violations = violationsAt(pod, level, minor).filter(({ missing }) => !(missing && pod.partial));
      const reasons = [...new Set(violations.map(({ control }) => control.reason))];
      const last = ranges.at(-1);
      if (last && last.reasons.join() === reasons.join()) last.to = minor;
      else ranges.push({ level, from: minor, to: minor, reasons });
    }
    return ranges;
  });
}

/** Each level with the policy of today first: a hover shows the first rows only. */
const newestFirst = (ranges: readonly LevelRange[]): readonly LevelRange[] =>
  (['baseline', 'restricted'] as const).flatMap((level) => ranges.filter((range) => range.level === level).reverse());

/** The same as a table for people. */
export const matrixCard = (pod: Pod): Markdown =>
  paragraphs(
    md`${code([pod.object.kind, pod.object.name].filter(Boolean).join(' '))} by Pod Security level and version${pod.partial ? md`, as far as this file says` : md``}`,
    table(
      [md`Level`, md`Policy versions`, md`Verdict`],
      newestFirst(levelRanges(pod)).map(({ level, from, to, reasons }) => [
        md`${ours(level)}`,
        ours(to === newestPolicy ? (from ? `since v1.${from}` : 'all') : from === to ? `v1.${from}` : `v1.${from} to v1.${to}`),
        reasons.length ? md`fails: ${ours(listed(reasons))}` : md`passes`,
      ]),
    ),
    pod.workload.custom && pod.workload.source !== undefined
      ? md`Its pods are at ${code(pod.workload.path)}, by ${escaped(pod.workload.source)}.`
      : undefined,
  );
