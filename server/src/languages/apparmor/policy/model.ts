/** One AppArmor file as the service knows it, and what follows from it. */

import { finish, memo, type Part, pathOf, type Span, type Steps, shift } from '../../../core';
import { digestOf } from '../syntax/digest';
import { problemsOf } from '../syntax/form';
import type { TemplateText } from '../syntax/template';
import type { FileTree, ProblemKind } from '../syntax/tree';
import { type ApparmorPolicy, checkPolicy, type Memory, type PolicyProblem, type PolicyProblemOf } from './checks';
import type { LoadedFile } from './loadedFile';

/** A policy whose profiles are named as `include` names the abstractions: `abstractions/fonts`. It has the variables of `tunables/global`. */
export interface AbstractionLibrary {
  readonly part: ApparmorPart;
  readonly reads: ReadonlySet<string>;
}

export interface ApparmorPart extends Part {
  readonly uri: string;
  readonly tree: FileTree;
  /** The file with what its includes led to. */
  readonly root: LoadedFile;
  /** An abstraction, a tunable or a local addition: rules without a profile, variables from the file that includes it. */
  readonly fragment: boolean;
  /** Of a template that a program fills in: what stands for its actions. */
  readonly template?: TemplateText;
  /** What the file could include, where a convention asks about it. */
  readonly library?: AbstractionLibrary;
  /** Shared by the versions of one file. */
  readonly memory?: Memory;
}

/** `lxc` contains profiles, which `lxc-containers` includes together with the variables that they use. */
const fragmentFolders = new Set(['abstractions', 'mappings', 'tunables', 'local', 'lxc']);

const isFragmentFolder = (folder: string): boolean => fragmentFolders.has(folder) || folder.startsWith('abstractions');

/** Folders of an `apparmor.d` whose files are loaded by themselves, those of the collection of that name among them. */
const profileFolders = /^(?:groups|profiles-.*|namespaces|disable|force-complain|libvirt)$/;

/** The path of a file as AppArmor lays it out: from the `apparmor.d` around it, or else from the folder that tells what it is. */
function placeOf(uri: string): readonly string[] {
  const path = pathOf(uri).split('/');
  const parent = path.length - 2;
  const base = path.lastIndexOf('apparmor.d', parent);
  if (base >= 0) return path.slice(base + 1);
  const from = Math.max(path.lastIndexOf('abstractions', parent), path.lastIndexOf('tunables', parent));
  return path.slice(from >= 0 ? from : parent);
}

/** How such a file is named between `<` and `>`: from the folder that tells what it is. */
export function fragmentName(uri: string): string | undefined {
  const place = placeOf(uri);
  const from = place.slice(0, -1).findIndex(isFragmentFolder);
  return from < 0 ? undefined : place.slice(from).join('/');
}

/** Whether a file is written to be included: by the folder that it lies in, or since it is rules alone in a folder that is not loaded. */
export function isFragment(uri: string, tree: FileTree): boolean {
  const folders = placeOf(uri).slice(0, -1);
  if (folders.some((folder) => isFragmentFolder(folder) || folder.endsWith('.d'))) return !isWholePolicy(tree);
  const [first] = folders;
  const loaded = first === undefined || profileFolders.test(first) || !/\/apparmor\.d\//.test(uri);
  return !loaded && !tree.statements.some(({ statement }) => statement.kind === 'profile');
}

/** Whether a path opens a profile without the word `profile`: that can only be read on its own, wherever the file lies. */
const isWholePolicy = ({ statements }: FileTree): boolean =>
  statements.some(({ statement }) => statement.kind === 'profile' && !statement.keyword && statement.name?.raw.startsWith('/'));

const policies = new WeakMap<ApparmorPart, ApparmorPolicy>();

export const policyOf = (part: ApparmorPart): ApparmorPolicy => finish(judgePolicy(part));

/** Makes the policy in steps, and keeps it. */
export function* judgePolicy(part: ApparmorPart): Steps<ApparmorPolicy> {
  const known = policies.get(part);
  if (known) return known;
  const made = yield* checkPolicy(part.root, part.fragment, part.memory);
  // A question during a pause may have had it made already: it stays one object.
  const policy = policies.get(part) ?? made;
  policies.set(part, policy);
  return policy;
}

/** What upstream refuses in the file and the rule of that code explains, at absolute places. */
export function problemsOfCode<Kind extends ProblemKind>(part: ApparmorPart, code: `apparmor/${Kind}`): readonly PolicyProblemOf<Kind>[] {
  const isOwn = (problem: PolicyProblem): problem is PolicyProblemOf<Kind> => `apparmor/${problem.kind}` === code;
  return problemsByCode(part).get(code)?.filter(isOwn) ?? [];
}

/** The codes of the rules that have something to explain. */
export const problemCodes = (part: ApparmorPart): Iterable<string> => problemsByCode(part).keys();

const problemsByCode = memo((part: ApparmorPart): ReadonlyMap<string, readonly PolicyProblem[]> => {
  const all: PolicyProblem[] = [];
  for (const { start, statement } of digestOf(part.tree).flawed) {
    for (const problem of problemsOf(statement)) all.push({ ...problem, span: shift(problem.span, start) });
  }
  all.push(...policyOf(part).problems);
  const byCode = new Map<string, PolicyProblem[]>();
  const seen = new Set<string>();
  for (const problem of all) {
    const code = `apparmor/${problem.kind}`;
    const key = `${code} ${placeKey(problem.span)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const same = byCode.get(code);
    if (same) same.push(problem);
    else byCode.set(code, [problem]);
  }
  return byCode;
});

const placeKey = (span: Span) => `${span.start}-${span.end}`;
