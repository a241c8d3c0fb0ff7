import { type Context, code, escaped, joined, listed, type Markdown, md, ours } from '../../core';
import { type Architecture, capabilitiesFor, findCapability, targetNames, targetTitle } from '../../knowledge';
import { type Analysis, decide } from './analysis';
import { conditionsFor } from './callConditions';
import { hasCall } from './filter';
import type { SeccompPart } from './part';
import { refersTo } from './target';
import { isAllowed, outcome } from './wording';

/** What becomes of a call under this profile: the action, the runtime that reads it, and the capabilities of the containers that use it. */
export function effectHere(part: SeccompPart, call: string, analysis: Analysis, context: Context): Markdown {
  const abis = analysis.resolved.abis.filter((abi) => hasCall(abi, call));
  if (!abis.length) return md`None: the call does not exist on the ABIs that the filter covers.`;
  const abisOf = new Map<string, string[]>();
  for (const abi of abis) {
    const words = outcomeOn(analysis, abi, call);
    abisOf.set(words, [...(abisOf.get(words) ?? []), abi.name]);
  }
  const parts = [...abisOf].map(([words, names]) => (abisOf.size === 1 ? words : `${words} (${listed(names)})`)).join('; ');
  const sentence = md`${escaped(parts.charAt(0).toUpperCase() + parts.slice(1))}, as ${ours(targetTitle(analysis.loader))} reads the profile.`;
  const isReached = abis.some((abi) => mayRun(analysis, abi, call));
  return joined([sentence, ...(isReached ? capabilitySentences(part, call, analysis, context) : [])], ' ');
}

/** More conditions than this are for `explain`. */
const mostConditions = 2;

function outcomeOn(analysis: Analysis, abi: Architecture, call: string): string {
  const conditions = conditionsFor(analysis, abi, call);
  const { verdict, origin } = decide(analysis, abi, call);
  if (!conditions.length) return `${outcome(verdict)}${origin ? ` by rule ${origin.active.rule.index + 1}` : ' by default'}`;
  if (conditions.length > mostConditions) return 'depends on its arguments';
  const cases = conditions.map((one) => `${outcome(one.verdict)} where ${one.when}`);
  return [...cases, `otherwise ${outcome(analysis.resolved.default)}`].join(', ');
}

const mayRun = (analysis: Analysis, abi: Architecture, call: string): boolean =>
  [decide(analysis, abi, call), ...conditionsFor(analysis, abi, call)].some(({ verdict }) => isAllowed(verdict));

/** The kernel checks capabilities whatever the filter allows: those of the pods that use the profile, else those of the setting. */
function capabilitySentences(part: SeccompPart, call: string, { host, loader }: Analysis, context: Context): readonly Markdown[] {
  const needed = capabilitiesFor(call).map(({ name }) => name);
  if (!needed.length) return [];
  const containers = context.facts
    .filter((fact) => refersTo(fact, part.path))
    .flatMap(({ detail = '' }) => containersOf(detail, host.capabilities));
  if (containers.length) return containers.map(({ name, capabilities }) => ownership(md`container ${code(name)}`, needed, capabilities));
  const subject =
    context.capabilities === 'default'
      ? md`a container with the default capabilities of ${ours(targetNames[loader.target])}`
      : md`the container`;
  return [ownership(subject, needed, host.capabilities)];
}

function ownership(subject: Markdown, needed: readonly string[], capabilities: ReadonlySet<string>): Markdown {
  const missing = needed.filter((name) => !capabilities.has(name));
  const sentence = missing.length
    ? md`${subject} doesn’t have ${listed(missing.map(code), 'or')}, so the kernel refuses what requires it.`
    : md`${subject} has ${listed(needed.map(code))}, so the kernel does not refuse it for a missing capability.`;
  return (sentence.charAt(0).toUpperCase() + sentence.slice(1)) as Markdown;
}

interface UsingContainer {
  readonly name: string;
  readonly capabilities: ReadonlySet<string>;
}

/** What a pod says of the containers that use a profile: `app +SYS_ADMIN -ALL; logger -CHOWN`. */
function containersOf(detail: string, defaults: ReadonlySet<string>): readonly UsingContainer[] {
  return detail.split('; ').flatMap((text) => {
    const [name = '', ...changes] = text.split(' ');
    if (!changes.length) return [];
    const named = (sign: string) => changes.filter((change) => change.startsWith(sign)).map((change) => change.slice(1));
    const capabilities = new Set(named('-').includes('ALL') ? [] : defaults);
    for (const word of named('-')) capabilities.delete(findCapability(word)?.name ?? word);
    for (const word of named('+')) capabilities.add(findCapability(word)?.name ?? word);
    return [{ name, capabilities }];
  });
}
