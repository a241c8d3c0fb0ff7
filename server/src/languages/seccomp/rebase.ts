import { applyEdits, type Rebased, type RebasedCall, type Target, targetNamed } from '../../core';
import {
  allowedBy,
  allowedSince,
  changesBetween,
  type DefaultChange,
  type DefaultVersion,
  defaultAt,
  findSyscall,
  newestDefault,
  partsOfEntry,
  releaseNamed,
  releaseProblem,
  riskRank,
  ruleOfHead,
  targetNames,
} from '../../knowledge';
import { insertItem, type Plain } from '../../tree';
import { ancestorOf, ancestorText, headOfProfileRule, releaseTitle } from './ancestor';
import { withItems, withoutCalls } from './edits';
import { fieldValue, listOf, namesOf, type ProfileModel } from './model';
import { jsonPart, type SeccompPart, yamlPart } from './part';

/**
 * Moves a profile's own changes from the default that it was forked from to a newer one: what upstream added is added, what it closed is closed,
 * what the profile changed stays. `onto` is `docker@29`; absent: the newest default of the ancestor's runtime. Calls that `leaveOut` has stay as they are.
 */
export function rebase(
  part: SeccompPart,
  onto: string | undefined,
  preferred: Target,
  leaveOut: ReadonlySet<string> = new Set(),
): Rebased | string {
  if (!part.profile) return 'There is no seccomp profile here.';
  const ancestor = ancestorOf(part.profile, preferred);
  if (!ancestor) return 'The profile is not a fork of a default that a release of Docker, containerd, Podman or CRI-O had.';
  const goal: Goal | string = onto === undefined ? { version: newestDefault(ancestor.version.target) } : goalNamed(onto);
  if (typeof goal === 'string') return goal;
  const { version: target, release } = goal;
  const own = { removed: namesIn(ancestor.removed), added: namesIn(ancestor.added) };
  const isOurs = (name: string) => own.removed.has(name) || own.added.has(name);
  const [before, after] = [ancestor.version.entries, target.entries];
  const gone = [...before].filter((entry) => !after.has(entry) && !ancestor.removed.has(entry));
  const come = [...after].filter((entry) => !before.has(entry) && !ancestor.added.has(entry));
  // A call that the profile decides itself stays as it is; upstream's change of it is told.
  const kept = [...new Set([...gone, ...come].map((entry) => partsOfEntry(entry).name).filter(isOurs))].sort();
  const takes = (entry: string) => !isOurs(partsOfEntry(entry).name);
  const isWanted = (entry: string) => takes(entry) && !leaveOut.has(partsOfEntry(entry).name);
  const shorter = withoutEntries(part, gone.filter(isWanted));
  const { text } = withEntries(shorter, come.filter(isWanted));
  const { reasons } = changesBetween(ancestor.version, target);
  const calls = [...namesIn([...gone, ...come].filter(takes))].sort();
  return {
    text,
    ancestor: ancestorText(ancestor),
    onto: releaseTitle(target, release),
    added: [...namesIn(new Set(come.filter(takes)))].sort(),
    removed: [...namesIn(new Set(gone.filter(takes)))].filter((name) => !come.some((entry) => partsOfEntry(entry).name === name)).sort(),
    kept,
    changes: calls.map((call) => changeOf(call, ancestor.version, target, reasons)),
    security: reasons.filter(({ security, calls }) => security && calls.some((call) => !isOurs(call))).map(({ what }) => what),
    isCurrent: text === part.text,
  };
}

/** What upstream changed of one call, and what that may do. */
function changeOf(call: string, from: DefaultVersion, to: DefaultVersion, reasons: DefaultChange['reasons']): RebasedCall {
  const [before, after] = [rankIn(from, call), rankIn(to, call)];
  const said = reasons.find(({ calls }) => calls.includes(call));
  const since = after > before ? allowedSince(to.target, call) : undefined;
  const about = findSyscall(call);
  const reason = said
    ? `${said.security ? 'security: ' : ''}${said.what}`
    : since && `${targetNames[to.target]} allows it since ${since.release} (${since.date.slice(0, 7)})`;
  const risk =
    after > before
      ? about && riskRank(about.risk) >= riskRank('high') && about.why
      : (after < before || said?.security) && 'What needs it fails afterwards.';
  return { call, title: titleOf(call, before, after), ...(reason && { reason }), ...(risk && { risk }) };
}

const [never, sometimes, always] = [0, 1, 2];

function rankIn({ entries }: DefaultVersion, call: string): number {
  const allowed = allowedBy(entries);
  return allowed.always.has(call) ? always : allowed.sometimes.has(call) ? sometimes : never;
}

function titleOf(call: string, before: number, after: number): string {
  if (before === never && after === never) return `Change how ${call} fails`;
  if (after === never) return `Stop allowing ${call}`;
  if (after === always) return before === never ? `Allow ${call}` : `Allow ${call} without conditions`;
  return before === never ? `Allow ${call} under conditions` : before === always ? `Restrict ${call}` : `Change the conditions of ${call}`;
}

/** A default, and the release that it was asked for as. */
interface Goal {
  readonly version: DefaultVersion;
  readonly release?: string;
}

/** `docker@29`, `podman@5.3`, `docker`; or what is wrong with it. */
function goalNamed(text: string): Goal | string {
  const named = targetNamed(text);
  const problem = releaseProblem(text);
  if (!named || problem !== undefined) return `${problem}.`;
  const release = named.release === undefined ? undefined : releaseNamed(named.target, named.release);
  const version = release === undefined ? undefined : defaultAt(named.target, release);
  return version && release !== undefined ? { version, release } : { version: newestDefault(named.target) };
}

const namesIn = (entries: Iterable<string>): Set<string> => new Set([...entries].map((entry) => partsOfEntry(entry).name));

const readAgain = ({ tree, path }: SeccompPart, text: string): SeccompPart =>
  tree.syntax === 'json' ? jsonPart(text, path) : yamlPart(text, path);

function withoutEntries(part: SeccompPart, entries: readonly string[]): SeccompPart {
  const profile = part.profile as ProfileModel;
  const gone = new Set(entries);
  const removals = profile.rules.flatMap((rule) => {
    const key = headOfProfileRule(rule);
    const names = namesOf(rule).filter(({ value }) => gone.has(`${key}\t${value}`));
    return names.length ? [{ rule, names }] : [];
  });
  return removals.length ? readAgain(part, applyEdits(part.text, withoutCalls(part.tree, removals))) : part;
}

/** Names go into a rule that says the same, in the order of its list; the others into rules of their own at the end. */
function withEntries(part: SeccompPart, entries: readonly string[]): SeccompPart {
  const byHead = new Map<string, string[]>();
  for (const entry of entries) {
    const { key, name } = partsOfEntry(entry);
    byHead.set(key, [...(byHead.get(key) ?? []), name]);
  }
  let made = part;
  const homeless: Plain[] = [];
  for (const [key, names] of byHead) {
    const profile = made.profile as ProfileModel;
    const home = profile.rules.find((rule) => rule.names.length > 0 && headOfProfileRule(rule) === key);
    const list = home && listOf(fieldValue(home.node, 'names'));
    if (!list) {
      homeless.push({ names: names.sort(), ...ruleOfHead(key) } as unknown as Plain);
      continue;
    }
    const words = home.names.map(({ value }) => value);
    const edits = names.sort().flatMap((name) => insertItem(made.tree, list, name, placeAmong(words, name)));
    made = readAgain(made, applyEdits(made.text, edits));
  }
  const rules = listOf(fieldValue((made.profile as ProfileModel).node, 'syscalls'));
  return homeless.length && rules ? readAgain(made, applyEdits(made.text, withItems(made.tree, rules, homeless))) : made;
}

/** Where a name belongs in a list that is sorted but for a few names: where the fewest are on the wrong side of it. */
function placeAmong(words: readonly string[], name: string): number {
  let wrong = words.filter((word) => word < name).length;
  let [best, fewest] = [0, wrong];
  for (const [i, word] of words.entries()) {
    wrong += word < name ? -1 : 1;
    if (wrong <= fewest) [best, fewest] = [i + 1, wrong];
  }
  return best;
}
