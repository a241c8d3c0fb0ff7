import { type Action, counted, type Edit, listed } from '../../../core';
import { withoutCalls, withRules } from '../edits';
import { hasCall } from '../filter';
import { namesOf } from '../model';
import { isAllowed } from '../wording';
import { EPERM, findAction } from '../words';
import { type Family, families } from './families';
import { type ActionScene, hardening, wordsAt } from './scene';

/** A family of which the profile allows something. */
interface Open extends Family {
  readonly open: readonly string[];
}

/** Refuses all that a service can mostly do without. */
export function refuseSpare(scene: ActionScene): readonly Action[] {
  const spare = present(scene).filter(({ everyday }) => !everyday);
  const count = spare.reduce((sum, { open }) => sum + open.length, 0);
  return spare.length
    ? refuse(scene, spare.length > 1 ? `Refuse ${counted(count, 'call')} that hardly any service needs…` : '', spare)
    : [];
}

/** Refuses the family of the call that the place is at. */
export function refuseHere(scene: ActionScene): readonly Action[] {
  const here = new Set(wordsAt(scene).map(({ value }) => value));
  if (here.size === 0) return [];
  return present(scene)
    .filter(({ open }) => open.some((call) => here.has(call)))
    .flatMap((family) => refuse(scene, '', [family]));
}

const present = (scene: ActionScene): readonly Open[] =>
  families
    .map((family): Open => ({ ...family, open: family.calls.filter((call) => isOpen(scene, call)) }))
    .filter(({ open }) => open.length > 0);

/** More families than this are only named. */
const mostExplained = 4;

function refuse(scene: ActionScene, title: string, chosen: readonly Open[]): readonly Action[] {
  const calls = chosen.flatMap(({ open }) => open);
  const broken = chosen.map(({ title: name, users }) => (chosen.length > mostExplained ? name : `${name} (${users})`));
  const kills = /^SCMP_ACT_KILL/.test(scene.resolved.default.action) ? ' The default action kills who makes such a call.' : '';
  return hardening(scene, title || `Refuse ${chosen[0]?.title}…`, without(scene, calls), `What stops working: ${listed(broken)}.${kills}`);
}

/** Whether a program on this host can make the call, for some arguments at least. */
function isOpen({ resolved, filter }: ActionScene, call: string): boolean {
  return resolved.abis.some((abi) => {
    if (!hasCall(abi, call)) return false;
    const entry = filter(abi)?.entries.get(call);
    if (entry?.always) return isAllowed(entry.always.verdict);
    return isAllowed(resolved.default) || (entry?.conditional.some(({ verdict }) => isAllowed(verdict)) ?? false);
  });
}

/** Takes the calls out of the rules that let them through here; where the default action would do so, a rule refuses them. */
function without({ resolved, profile, part: { tree } }: ActionScene, calls: readonly string[]): readonly Edit[] {
  const denies = (action: string) => findAction(action)?.outcome === 'denied';
  const removed = resolved.rules
    .filter(({ verdict }) => !denies(verdict.action))
    .map(({ rule }) => ({ rule, names: namesOf(rule).filter(({ value }) => calls.includes(value)) }))
    .filter(({ names }) => names.length > 0);
  return [
    ...withoutCalls(tree, removed),
    ...(denies(resolved.default.action) ? [] : withRules(tree, profile, [{ names: calls, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM }])),
  ];
}
