import type { PodSecurityLevel } from './context';
import type { Span } from './span';

/** A workload with what confines its containers, for an overview of many files. */
export interface ConfinedWorkload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly span: Span;
  /** The strictest Pod Security level that its pods pass. */
  readonly passes: PodSecurityLevel;
  /** Why they pass no stricter one, in upstream's words. */
  readonly reasons: readonly string[];
  /** Only a part of the pod is written here. */
  readonly partial: boolean;
  readonly containers: readonly ConfinedContainer[];
}

export interface ConfinedContainer {
  readonly name: string;
  readonly span: Span;
  readonly image?: string;
  /** The profiles that confine it, worded for people: `AppArmor: Localhost web`. */
  readonly profiles: readonly string[];
  /** What is in force, by field, worded for people. */
  readonly settings: Readonly<Record<string, string>>;
}
