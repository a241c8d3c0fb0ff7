import { type Action, listed, wordTable } from '../../../core';
import { targetNames } from '../../../knowledge';
import type { Analysis } from '../analysis';
import { withoutCalls, withRules } from '../edits';
import { namesOf } from '../model';
import { sameVerdict } from '../resolve';
import { isAllowed } from '../wording';
import { findAction } from '../words';
import { plainRule, runtimeDefault, sealedRulesFor } from './runtimeDefault';
import { type ActionScene, hardening, wordsAt } from './scene';

/** What stops working when a call is allowed for some arguments only. */
const breaks: Readonly<Record<string, string>> = wordTable({
  clone: 'sandboxes and nested containers, which create namespaces',
  personality: 'emulators, and debuggers that switch address randomization off',
  socket: 'the families that the default leaves out, such as AF_VSOCK to the hypervisor',
});

/** Calls that the profile allows whatever their arguments are, and the runtime's default for some arguments only: all of them. */
export const narrowAll = (scene: ActionScene): readonly Action[] => narrow(scene, () => true);

/** The one that the place is at, where there are others. */
export function narrowHere(scene: ActionScene): readonly Action[] {
  const here = new Set(wordsAt(scene).map(({ value }) => value));
  return here.size ? narrow(scene, (call, wide) => wide.length > 1 && here.has(call)) : [];
}

function narrow(scene: ActionScene, choose: (call: string, wide: readonly string[]) => boolean): readonly Action[] {
  const standard = runtimeDefault(scene);
  if (!standard || findAction(scene.resolved.default.action)?.outcome !== 'denied') return [];
  const wide = Object.keys(breaks).filter((call) => isWide(scene, standard, call));
  const chosen = wide.filter((call) => choose(call, wide));
  return chosen.length ? asDefault(scene, standard, chosen) : [];
}

function isWide(scene: ActionScene, standard: Analysis, call: string): boolean {
  const { architecture } = scene.host;
  const always = scene.filter(architecture)?.entries.get(call)?.always;
  const usual = standard.filter(architecture)?.entries.get(call);
  return always !== undefined && isAllowed(always.verdict) && usual !== undefined && !usual.always && usual.tests.length > 0;
}

function asDefault(scene: ActionScene, standard: Analysis, calls: readonly string[]): readonly Action[] {
  const { part, profile, resolved, loader } = scene;
  // clone3 makes namespaces too, and no filter can see for what it is called.
  const affected = calls.includes('clone') ? [...calls, 'clone3'] : calls;
  const removed = resolved.rules
    .filter(({ verdict }) => isAllowed(verdict))
    .map(({ rule }) => ({ rule, names: namesOf(rule).filter(({ value }) => affected.includes(value)) }))
    .filter(({ names }) => names.length > 0);
  const added = affected.flatMap((call) =>
    sealedRulesFor(standard, call)
      .filter(({ verdict }) => !sameVerdict(verdict, resolved.default))
      .map((active) => plainRule(active, [call])),
  );
  return hardening(
    scene,
    `Allow ${listed(calls)} only as ${targetNames[loader.target]}’s default does…`,
    [...withoutCalls(part.tree, removed), ...withRules(part.tree, profile, added)],
    `What stops working: ${calls.map((call) => `${call} (${breaks[call]})`).join('; ')}.`,
  );
}
