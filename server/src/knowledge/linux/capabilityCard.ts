import { bold, code, listed, type Markdown, md, ours, paragraphs } from '../../core';
import { cveLinks, joinLinks, manPage, upstreamLinks } from '../references';
import { targetNames, targets } from '../targets';
import { type Capability, type CapabilitySpelling, seccompOpens, spell } from './capabilities';

/** The whole story of a capability as Markdown: a screenful, what decides first, links last. */
export function capabilityCard(capability: Capability, spelling: CapabilitySpelling): Markdown {
  return paragraphs(
    headline(capability, spelling),
    ours(capability.detail ? `${capability.permits} ${capability.detail}` : capability.permits),
    whereabouts(capability),
    opened(capability),
    labelled(capability.defaultIn.length > 0 ? 'Why it is a default' : 'History', capability.history),
    labelled('Risk', capability.why),
    capability.wentWrong && labelled('What went wrong', capability.wentWrong),
    labelled('Instead', capability.instead),
    joinLinks([manPage('capabilities', 7), ...cveLinks(capability.wentWrong, capability.history), ...upstreamLinks(capability.refs)]),
  );
}

/** The same in four short paragraphs, for the box beside a completion. */
export function capabilityNote(capability: Capability, spelling: CapabilitySpelling): Markdown {
  return paragraphs(
    headline(capability, spelling),
    ours(capability.permits),
    labelled('Risk', capability.why),
    labelled('Instead', capability.instead),
  );
}

/** The right-hand words of a completion: `high risk · Docker default`. */
export function capabilityDetail(capability: Capability): string {
  const [first, ...others] = capability.defaultIn;
  if (!first) return `${capability.risk} risk`;
  return `${capability.risk} risk · ${others.length === targets.length - 1 ? 'every default' : `${targetNames[first]} default`}`;
}

function headline(capability: Capability, spelling: CapabilitySpelling): Markdown {
  return md`${bold(code(spell(capability, spelling)))} · capability ${capability.number} · since Linux ${ours(capability.since)} · ${bold(ours(`${capability.risk} risk`))}`;
}

/** Two lines; a table would set them apart by less than a word. */
function whereabouts({ defaultIn, podSecurity }: Capability): Markdown {
  const defaults = marks(targets.map((target) => [targetNames[target], defaultIn.includes(target)]));
  const levels = marks([
    ['baseline', podSecurity.baseline],
    ['restricted', podSecurity.restricted],
  ]);
  return md`${labelled('In the default set', defaults)}  \n${labelled('A pod may add it', levels)}`;
}

const marks = (entries: readonly (readonly [string, boolean])[]) => entries.map(([name, yes]) => `${name} ${yes ? '✓' : '✗'}`).join(' · ');

const labelled = (label: string, text: string): Markdown => md`${bold(ours(`${label}.`))} ${ours(text)}`;

/** More names than this would push the rest of the card out of sight. */
const namesShown = 8;

function opened(capability: Capability): Markdown | undefined {
  const runtimesOf = new Map<string, string[]>();
  for (const target of targets)
    for (const name of seccompOpens(capability, target)) runtimesOf.set(name, [...(runtimesOf.get(name) ?? []), targetNames[target]]);
  const groups = new Map<string, string[]>();
  for (const [name, runtimes] of [...runtimesOf].sort((a, b) => b[1].length - a[1].length)) {
    const place = runtimes.length === targets.length ? '' : ` under ${listed(runtimes)}`;
    groups.set(place, [...(groups.get(place) ?? []), name]);
  }
  if (groups.size === 0) return undefined;
  return labelled('Opens in the seccomp default', `${[...groups].map(([place, names]) => someNames(names) + place).join('; ')}.`);
}

function someNames(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return rest <= 1 ? listed(names.map(code)) : `${names.slice(0, namesShown).map(code).join(', ')} and ${rest} more`;
}
