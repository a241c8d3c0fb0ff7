/** One AppArmor file as the service knows it, and what follows from it. */

import { type Part, pathOf, type Span, shift } from '../../core';
import { checkPolicy, type Memory, type Policy, type PolicyProblem, problemsOf } from './checks';
import { digestOf } from './digest';
import type { LoadedFile } from './includes';
import type { FileTree } from './tree';

export interface ApparmorPart extends Part {
  readonly uri: string;
  readonly tree: FileTree;
  /** The file with what its includes led to. */
  readonly root: LoadedFile;
  /** An abstraction, a tunable or a local addition: rules without a profile, variables from whoever includes it. */
  readonly fragment: boolean;
  /** Shared by the versions of one file. */
  readonly memory?: Memory;
}

const fragmentFolders = new Set(['abstractions', 'tunables', 'local', 'abi']);

/** How such a file is named between `<` and `>`: from the folder that tells what it is. */
export function fragmentName(uri: string): string | undefined {
  const path = pathOf(uri).split('/');
  const from = path.findIndex((folder, i) => i < path.length - 1 && folder !== 'abi' && fragmentFolders.has(folder));
  return from < 0 ? undefined : path.slice(from).join('/');
}

/** Whether a file is written to be included: by the folder that it lies in, as AppArmor lays them out. */
export function isFragmentPath(uri: string): boolean {
  const folders = pathOf(uri).split('/').slice(0, -1);
  return folders.some((folder) => fragmentFolders.has(folder) || (folder.endsWith('.d') && folder !== 'apparmor.d'));
}

const policies = new WeakMap<ApparmorPart, Policy>();

export function policyOf(part: ApparmorPart): Policy {
  let policy = policies.get(part);
  if (!policy) {
    policy = checkPolicy(part.root, part.fragment, part.memory);
    policies.set(part, policy);
  }
  return policy;
}

const problems = new WeakMap<ApparmorPart, ReadonlyMap<string, readonly PolicyProblem[]>>();

/** Everything that upstream refuses in the file, by kind, at absolute places. */
export function problemsByKind(part: ApparmorPart): ReadonlyMap<string, readonly PolicyProblem[]> {
  let found = problems.get(part);
  if (!found) {
    found = gather(part);
    problems.set(part, found);
  }
  return found;
}

function gather(part: ApparmorPart): ReadonlyMap<string, readonly PolicyProblem[]> {
  const all: PolicyProblem[] = [];
  for (const { start, statement } of digestOf(part.tree).flawed) {
    for (const problem of problemsOf(statement)) all.push({ ...problem, span: shift(problem.span, start) });
  }
  all.push(...policyOf(part).problems);
  const byKind = new Map<string, PolicyProblem[]>();
  const seen = new Set<string>();
  for (const problem of all) {
    const key = `${problem.kind} ${placeKey(problem.span)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const same = byKind.get(problem.kind);
    if (same) same.push(problem);
    else byKind.set(problem.kind, [problem]);
  }
  return byKind;
}

const placeKey = (span: Span) => `${span.start}-${span.end}`;
