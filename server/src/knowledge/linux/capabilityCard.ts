import { bold, code, fenced, joined, link, listed, type Markdown, md, ours, paragraphs } from '../../core';
import { imagesNeeding } from '../pods/imageCapabilities';
import { cveLinks, joinLinks, manPage, upstreamLinks } from '../references';
import { targetNames, targets } from '../targets';
import {
  type Capability,
  type CapabilitySpelling,
  hostOperations,
  isHostOnly,
  seccompOpens,
  spell,
  worksWithBpfToken,
} from './capabilities';
import { type CapabilityChange, capabilityChanges, changeText } from './capabilityHistory';

/** What the place of a hover adds to a card. */
export interface CardPlace {
  /** What the capability does at this place, one or two sentences. */
  readonly effect?: string;
  /** The image of the container, for the command. */
  readonly image?: string;
}

/** What there is to know of a capability, in the order of a decision; at most a screenful. */
export function capabilityCard(capability: Capability, spelling: CapabilitySpelling, { effect, image }: CardPlace = {}): Markdown {
  return paragraphs(
    headline(capability, spelling),
    effect && effectText(effect),
    ours(capability.permits),
    labelled('Risk', capability.why),
    labelled('Without it', `${capability.without}${imagesText(capability)}`),
    fenced(testCommands(capability, image), 'sh'),
    labelled('Instead', capability.instead),
    defaultsText(capability),
    operationsText(capability),
    opened(capability),
    historyText(capability),
    capability.incidents && labelled('Incidents', capability.incidents),
    joinLinks([manPage('capabilities', 7), ...cveLinks(capability.incidents), ...upstreamLinks(capability.refs)]),
  );
}

/** The same in four short paragraphs, for the box beside a completion. */
export function capabilityNote(capability: Capability, spelling: CapabilitySpelling): Markdown {
  return paragraphs(
    headline(capability, spelling),
    ours(capability.permits),
    labelled('Risk', capability.why),
    labelled('Without it', `${capability.without}${imagesText(capability)}`),
    labelled('Instead', capability.instead),
  );
}

/** The right-hand words of a completion: `high risk · Docker default`. */
export function capabilityDetail(capability: Capability): string {
  const [first, ...others] = capability.defaultIn;
  if (!first) return `${capability.risk} risk`;
  return `${capability.risk} risk · ${others.length === targets.length - 1 ? 'every default' : `${targetNames[first]} default`}`;
}

/** "No effect here: …" is its own heading; any other effect gets one. */
function effectText(effect: string): Markdown {
  const heading = /^[A-Z][a-z]+(?: [a-z]+)? here:?/.exec(effect)?.[0];
  return heading === undefined ? labelled('Effect here', effect) : md`${bold(ours(heading))}${ours(effect.slice(heading.length))}`;
}

/** Most capabilities are as old as the first kernels with capabilities: only a later one is worth a word. */
function headline(capability: Capability, spelling: CapabilitySpelling): Markdown {
  const since = capability.since === '2.2' ? '' : ` · since Linux ${capability.since}`;
  return md`${bold(code(spell(capability, spelling)))} · ${bold(ours(`${capability.risk} risk`))} · capability ${capability.number}${ours(since)}`;
}

function imagesText({ name }: Capability): string {
  const images = imagesNeeding(name);
  const named = (onFile: boolean) => images.filter((one) => (one.onFile ?? false) === onFile).map(({ image }) => code(image));
  const [asRoot, always] = [named(false), named(true)];
  return [
    ...(asRoot.length ? [` Images that need it when they start as root: ${listed(asRoot)}.`] : []),
    ...(always.length
      ? [` Images whose program has it as a file capability, so that they don’t start without it: ${listed(always)}.`]
      : []),
  ].join('');
}

/** Whether a program works without it, and what its process has. */
function testCommands(capability: Capability, image = 'IMAGE'): string {
  const name = spell(capability, 'kubernetes');
  const options = capability.defaultIn.length ? `--cap-drop ${name}` : `--cap-drop ALL --cap-add ${name}`;
  const safe = /^[\w./:@-]+$/.test(image) ? image : 'IMAGE';
  return `docker run --rm ${options} ${safe}\ndocker run --rm ${options} --entrypoint grep ${safe} ^Cap /proc/self/status`;
}

/** Two lines; a table would set them apart by less than a word. */
function defaultsText({ name, defaultIn, podSecurity }: Capability): Markdown {
  const defaults = marks(targets.map((target) => [targetNames[target], defaultIn.includes(target)]));
  const levels = marks([
    ['baseline', podSecurity.baseline],
    ['restricted', podSecurity.restricted],
  ]);
  const kept = name === 'CAP_NET_RAW' ? '; baseline doesn’t remove it where the runtime grants it' : '';
  return md`${labelled('By default', defaults)}  \n${labelled('Pod Security lets a pod add it', `${levels}${kept}`)}`;
}

const marks = (entries: readonly (readonly [string, boolean])[]) => entries.map(([name, yes]) => `${name} ${yes ? '✓' : '✗'}`).join(' · ');

const labelled = (label: string, text: string): Markdown => md`${bold(ours(`${label}.`))} ${ours(text)}`;

function operationsText(capability: Capability): Markdown {
  const list = capability.operations.map(([does, calls]) => `${does} (${calls.split(' ').map(code).join(', ')})`).join('; ');
  return md`${labelled('Operations', `${list.charAt(0).toUpperCase()}${list.slice(1)}.`)}  \n${ours(checkText(capability))}`;
}

/** What a user namespace of the pod's own changes. */
function checkText(capability: Capability): string {
  if (isHostOnly(capability)) {
    const token = worksWithBpfToken(capability) ? ', unless the host delegates a BPF token (since Linux 6.9)' : '';
    return `The kernel checks it in the host’s user namespace (\`capable\`), so it has no effect in a pod with \`hostUsers: false\`${token}.`;
  }
  const onHost = hostOperations(capability);
  return onHost.length
    ? `In a pod with \`hostUsers: false\` the process can’t ${listed(onHost, 'or')}. The kernel checks this in the host’s user namespace (\`capable\`), and the other operations in that of the object (\`ns_capable\`).`
    : 'The kernel checks it in the user namespace of the object (`ns_capable`), so `hostUsers: false` limits it to the pod’s own.';
}

/** More names than this would push the rest of the card out of sight. */
const namesShown = 8;

function opened(capability: Capability): Markdown | undefined {
  const runtimesOf = new Map<string, string[]>();
  for (const target of targets)
    for (const { name, partly } of seccompOpens(capability, target)) {
      const words = partly ? `${code(name)} with all arguments` : code(name);
      runtimesOf.set(words, [...(runtimesOf.get(words) ?? []), targetNames[target]]);
    }
  const groups = new Map<string, string[]>();
  for (const [name, runtimes] of [...runtimesOf].sort((a, b) => b[1].length - a[1].length)) {
    const place = runtimes.length === targets.length ? '' : ` under ${listed(runtimes)}`;
    groups.set(place, [...(groups.get(place) ?? []), name]);
  }
  if (groups.size === 0) return undefined;
  return labelled(
    'Calls that the seccomp default opens with it',
    `${[...groups].map(([place, names]) => someNames(names) + place).join('; ')}.`,
  );
}

function someNames(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return rest <= 1 ? listed(names) : `${names.slice(0, namesShown).join(', ')} and ${rest} more`;
}

function historyText({ name, history }: Capability): Markdown | undefined {
  const changes = capabilityChanges(name);
  if (!changes.length) return history === undefined ? undefined : labelled('History', history);
  return md`${labelled('History', history ?? '')}  \n${joined(changes.map(changeLine), ' · ')}`;
}

function changeLine(change: CapabilityChange): Markdown {
  const { author, repository, pull } = change;
  const source = repository !== undefined && pull !== undefined && link(ours(`#${pull}`), `https://github.com/${repository}/pull/${pull}`);
  return md`${ours(changeText(change))}${source ? md` (${source}${author === undefined ? md`` : md`, ${ours(author)}`})` : md``}`;
}
