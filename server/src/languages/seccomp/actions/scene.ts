import { type Action, applyEdits, type Context, canCombine, type Edit, meet, type Span } from '../../../core';
import { type Analysis, analyse, analysisOf, decide } from '../analysis';
import { withMember } from '../edits';
import { conflictsIn, type Filter } from '../filter';
import { fieldOf, namesOf, type ProfileRule, type TextValue } from '../model';
import { jsonPart, type SeccompPart, yamlPart } from '../part';
import { vectorsFor } from '../regions';
import type { CallVerdict } from '../resolve';
import { findAction } from '../words';

/** What an action looks at: a profile, and the place that it was asked for. */
export interface ActionScene extends Analysis {
  readonly part: SeccompPart;
  readonly at: Span;
  readonly context: Context;
}

export function sceneOf(part: SeccompPart, at: Span, context: Context): ActionScene | undefined {
  const analysis = analysisOf(part, context);
  return analysis && { ...analysis, part, at, context };
}

/** The rule there, where the place lies inside one. */
export const ruleAt = ({ profile, at }: ActionScene): ProfileRule | undefined =>
  profile.rules.find(({ node }) => node.span.start <= at.start && at.end <= node.span.end);

/** Whether the place is, or meets, a single spot of the file: a selection of everything does not ask about one name in it. */
export const isAt = ({ at, profile }: ActionScene, place: Span): boolean =>
  meet(at, place) && !(at.start <= profile.node.span.start && profile.node.span.end <= at.end);

/** Names of calls that the place touches. */
export const wordsAt = (scene: ActionScene): readonly TextValue[] =>
  scene.profile.rules.flatMap((rule) => (meet(rule.node.span, scene.at) ? namesOf(rule).filter(({ node }) => isAt(scene, node.span)) : []));

/** The number that calls fail with by default; an object of the operator has no place for it. */
export const withDefaultErrno = ({ part, profile }: ActionScene, errno: number): readonly Edit[] =>
  part.object ? [] : withMember(part.tree, profile.node, 'defaultErrnoRet', errno, fieldOf(profile.node, 'defaultAction'));

/** The profile as it would be afterwards, read as it is read now; undefined where the edits cannot be made together. */
function after({ part, loader, host }: ActionScene, edits: readonly Edit[]): Analysis | undefined {
  if (!edits.length || !canCombine(edits)) return undefined;
  const text = applyEdits(part.text, edits);
  const { profile } = part.tree.syntax === 'json' ? jsonPart(text, part.path) : yamlPart(text, part.path);
  return profile && analyse(profile, loader, host);
}

/** How many rules libseccomp refuses to add; the container does not start if there is one. */
const refusals = ({ resolved, filter }: Analysis): number => resolved.abis.flatMap((abi) => conflictsIn(filter(abi) as Filter)).length;

/** Whether nothing that a profile names runs that did not run before: libseccomp's merge may make a rule effective that another one hid. */
function isTighter(before: Analysis, next: Analysis): boolean {
  if (refusals(next) > refusals(before)) return false;
  return before.resolved.abis.every((abi) => {
    const [old, made] = [before.filter(abi)?.entries, next.filter(abi)?.entries];
    return [...new Set([...(old?.keys() ?? []), ...(made?.keys() ?? [])])].every((call) => {
      const comparisons = [old, made].flatMap((entries) => entries?.get(call)?.conditional ?? []).flatMap((each) => each.comparisons);
      return vectorsFor(comparisons).vectors.every(
        (args) => runs(decide(before, abi, call, args).verdict) || !runs(decide(next, abi, call, args).verdict),
      );
    });
  });
}

const runs = ({ action }: CallVerdict): boolean => findAction(action)?.outcome !== 'denied';

/** An edit after which programs may fail; none where something would run that is refused now, or libseccomp would refuse a rule. */
export function hardening(scene: ActionScene, title: string, edits: readonly Edit[], note: string): readonly Action[] {
  const next = after(scene, edits);
  return next && isTighter(scene, next) ? [{ kind: 'harden', title, edits, safe: false, note }] : [];
}

/** An edit that changes how the file reads and not what it decides. */
export const rewriting = (title: string, edits: readonly Edit[]): readonly Action[] =>
  edits.length && canCombine(edits) ? [{ kind: 'rewrite', title, edits, safe: true }] : [];
