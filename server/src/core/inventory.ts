import type { PodSecurityLevel } from './context';
import type { StatedFact } from './fact';
import type { Severity } from './finding';
import type { Span } from './span';

/** A workload with what confines its containers, for an overview of many files. */
export interface ConfinedWorkload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly span: Span;
  /** The strictest Pod Security level that its pods pass. Absent: no pod, so that the levels don't apply. */
  readonly passes?: PodSecurityLevel;
  /** Why they pass no stricter one, in upstream's words. */
  readonly reasons: readonly string[];
  /** Only a part of the pod is written here. */
  readonly partial: boolean;
  readonly containers: readonly ConfinedContainer[];
  /** The other file that its text begins in, of a text that was built from several. */
  readonly builtFrom?: string;
}

export interface ConfinedContainer {
  readonly name: string;
  readonly span: Span;
  readonly image?: string;
  /** The profiles that confine it, worded for people: `AppArmor: Localhost web`. */
  readonly profiles: readonly string[];
  /** What is in force, by field, worded for people. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where a setting is written, by field. */
  readonly places: Readonly<Record<string, Span>>;
}

/** What one file adds to an overview of a folder. Spans are in the offsets of the file. */
export interface FileInventory {
  readonly uri: string;
  readonly kind: string;
  readonly workloads: readonly ConfinedWorkload[];
  /** A seccomp profile that was forked from a runtime's default, and whether the default has moved on since. */
  readonly fork?: { readonly of: string; readonly current: boolean };
  readonly exceptions: readonly ReportedException[];
  /** The profiles, policies and images that the file is, defines or uses. */
  readonly mentions: readonly StatedFact[];
}

/** A comment that silences rules. */
export interface ReportedException {
  readonly codes: readonly string[];
  readonly reason: string;
  readonly line: number;
  /** The day on which it was made, as its comment or git says: `2026-03-14`. */
  readonly since?: string;
}

/** The inventory of a file in a report, with how many findings it has. */
export interface FleetFile extends Omit<FileInventory, 'mentions' | 'uri'> {
  readonly path: string;
  readonly counts: Readonly<Record<Severity, number>>;
}

/**
 * The files with each workload once. Of a chart the template and the values file both have it, of a kustomization the file that it takes over unchanged
 * too: the one in which it is written keeps it.
 */
export function distinctWorkloads<File extends FileInventory>(files: readonly File[]): readonly File[] {
  const written = new Map(files.map(({ uri, workloads }) => [uri, new Set(workloads.map(wordsOf))]));
  return files.map((file) => {
    const workloads = file.workloads.flatMap(({ builtFrom, ...workload }) =>
      builtFrom !== undefined && written.get(builtFrom)?.has(wordsOf(workload)) ? [] : [workload],
    );
    return { ...file, workloads };
  });
}

/** All that is told of a workload, without places. */
const wordsOf = ({ span: _, builtFrom: _from, containers, ...workload }: ConfinedWorkload): string =>
  JSON.stringify([workload, containers.map(({ span: _span, places: _places, ...container }) => container)]);
