import { code } from '../../../core';
import { projectionSources, volumeSources } from '../../../knowledge';
import { get, isNull, memberOf, type Node, numberOf, type ObjectNode, type Path, resolved } from '../../../tree';
import { set } from '../harden/change';
import { type Pod, writtenString } from '../model';
import { writtenTogether } from '../written';
import { climbs, isLabel, refusedAsFile } from './paths';
import { type ListedObject, objectsOf, type PodRefusal, volumesIn } from './refusal';

const titleOfVolume = (node: ObjectNode): string => `volume "${writtenString(get(node, 'name')) ?? ''}"`;

const sourcesIn = (node: ObjectNode, known: (key: string) => boolean) =>
  node.members.filter(({ key, value }) => value && !isNull(value) && known(String(key.value)));

/** A volume, or an entry of a projected one, that is made of two things. */
export function* twoSources(pod: Pod): Generator<PodRefusal> {
  // A patch names the new source beside the old one that it takes away.
  if (pod.partial === 'patch') return;
  for (const { node, path } of volumesIn(pod)) {
    const [first, second] = sourcesIn(node, (key) => volumeSources.has(key));
    if (first && second && writtenTogether(pod, [first.key, second.key])) yield twice(titleOfVolume(node), first, second);
    for (const source of objectsOf(get(node, 'projected'), 'sources', [...path, 'projected'])) {
      const [one, other] = sourcesIn(source.node, (key) => projectionSources.includes(key));
      if (one && other && writtenTogether(pod, [one.key, other.key])) yield twice(`a source of ${titleOfVolume(node)}`, one, other);
    }
  }
}

type NamedSource = ReturnType<typeof sourcesIn>[number];

const twice = (what: string, first: NamedSource, second: NamedSource): PodRefusal => ({
  span: second.key.span,
  message: `The API server refuses ${what} with two sources, ${code(String(first.key.value))} and ${code(String(second.key.value))}.`,
  related: [{ span: first.key.span, message: 'The first source is here.' }],
});

/** Names of volumes that are not labels, or that two volumes share. */
export function* volumeNames(pod: Pod): Generator<PodRefusal> {
  const seen = new Map<string, Node>();
  for (const { node } of volumesIn(pod)) {
    const at = get(node, 'name');
    const name = writtenString(at);
    if (!at || name === undefined) continue;
    const before = seen.get(name);
    if (before && pod.partial !== 'template')
      yield {
        span: at.span,
        message: `The API server refuses two volumes with the name "${name}".`,
        related: [{ span: before.span, message: 'The first volume with this name.' }],
      };
    seen.set(name, at);
    if (!isLabel(name))
      yield {
        span: at.span,
        message: `The API server refuses "${name}" as the name of a volume: at most 63 small letters, digits and hyphens, with a letter or digit at both ends.`,
      };
  }
}

/** `..` in `hostPath.path`, which would lead elsewhere than the text says. */
export function* hostPaths(pod: Pod): Generator<PodRefusal> {
  for (const { node, path } of volumesIn(pod)) {
    const at = get(get(node, 'hostPath'), 'path');
    const value = writtenString(at);
    if (!at || value === undefined) continue;
    if (value === '') yield { span: at.span, message: `The API server refuses the empty hostPath of ${titleOfVolume(node)}.` };
    if (!climbs(value)) continue;
    const plain = normalized(value);
    yield {
      span: at.span,
      message: `The API server refuses \`..\` in the hostPath of ${titleOfVolume(node)}.`,
      cure: { title: `Write ${plain}`, changes: [set([...path, 'hostPath', 'path'], plain)] },
    };
  }
}

function normalized(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}

/** Lists of files that the kubelet writes into a volume. */
interface VolumeFiles {
  readonly title: string;
  readonly items: readonly ListedObject[];
}

function* filesOf(pod: Pod): Generator<VolumeFiles> {
  for (const { node, path } of volumesIn(pod)) {
    const title = titleOfVolume(node);
    for (const kind of ['configMap', 'secret', 'downwardAPI']) {
      const items = [...objectsOf(get(node, kind), 'items', [...path, kind])];
      if (items.length) yield { title, items };
    }
    const projected = [...objectsOf(get(node, 'projected'), 'sources', [...path, 'projected'])].flatMap((source) => [
      ...['configMap', 'secret', 'downwardAPI'].flatMap((kind) => [...objectsOf(get(source.node, kind), 'items', [...source.path, kind])]),
      ...['serviceAccountToken', 'clusterTrustBundle'].flatMap((kind) => {
        const own = resolved(get(source.node, kind));
        return own?.kind === 'object' ? [{ node: own, path: [...source.path, kind] }] : [];
      }),
    ]);
    if (projected.length) yield { title, items: projected };
  }
}

/** Files of a volume outside of it, or two with one path. */
export function* filePaths(pod: Pod): Generator<PodRefusal> {
  for (const { title, items } of filesOf(pod)) {
    const seen = new Map<string, Node>();
    for (const { node } of items) {
      const at = get(node, 'path');
      const value = writtenString(at);
      if (!at || value === undefined) continue;
      const reason = refusedAsFile(value);
      if (reason) yield { span: at.span, message: `The API server refuses this path in ${title}: it ${reason}.` };
      const before = seen.get(value);
      // Only the items of a projected volume may not share a path; in the others the last wins.
      if (before && isProjected(before) && pod.partial !== 'template')
        yield {
          span: at.span,
          message: `The API server refuses two files with the path "${value}" in ${title}.`,
          related: [{ span: before.span, message: 'The first file with this path.' }],
        };
      // A token's path isn't among those that are compared.
      if (!isToken(at)) seen.set(value, at);
    }
  }
}

const ancestors = function* (node: Node): Generator<Node> {
  for (let at: Node | undefined = node.parent; at; at = at.parent) yield at;
};

const isProjected = (node: Node): boolean => [...ancestors(node)].some((each) => each.kind === 'object' && memberOf(each, 'projected'));

const isToken = (node: Node): boolean =>
  [...ancestors(node)].slice(0, 2).some((each) => each.kind === 'object' && memberOf(each, 'serviceAccountToken') !== undefined);

const shortest = 600;

/** How long a projected token lives. */
export function* tokenLife(pod: Pod): Generator<PodRefusal> {
  for (const { node, path } of volumesIn(pod)) {
    for (const source of objectsOf(get(node, 'projected'), 'sources', [...path, 'projected'])) {
      const at = get(get(source.node, 'serviceAccountToken'), 'expirationSeconds');
      const seconds = numberOf(at);
      if (!at || seconds === undefined) continue;
      const to = (value: number) => ({
        title: `Set expirationSeconds: ${value}`,
        changes: [set([...source.path, 'serviceAccountToken', 'expirationSeconds'], value)],
      });
      if (seconds < shortest)
        yield {
          span: at.span,
          message: `The API server refuses a token that lives ${seconds} seconds: 600 are the least.`,
          cure: to(shortest),
        };
      else if (seconds > 2 ** 32) yield { span: at.span, message: 'The API server refuses a token that lives longer than 2^32 seconds.' };
    }
  }
}

/** Bits of files and folders, and the users that own files. */
export function* modesAndOwners(pod: Pod): Generator<PodRefusal> {
  for (const { node, path } of volumesIn(pod)) {
    const title = titleOfVolume(node);
    yield* outside(get(get(node, 'emptyDir'), 'mode'), 0o1777, `emptyDir.mode of ${title}`);
    for (const kind of ['configMap', 'secret', 'downwardAPI', 'projected']) yield* ofFileVolume(get(node, kind), title);
    yield* ofItems(get(node, 'projected'), path, title);
  }
}

function* ofFileVolume(source: Node | undefined, title: string): Generator<PodRefusal> {
  yield* outside(get(source, 'defaultMode'), 0o777, `defaultMode of ${title}`);
  yield* outsideUsers(get(source, 'defaultUser'), `defaultUser of ${title}`);
  for (const { node } of objectsOf(source, 'items', [])) yield* ofFile(node, title);
}

function* ofItems(projected: Node | undefined, path: Path, title: string): Generator<PodRefusal> {
  for (const source of objectsOf(projected, 'sources', path)) {
    for (const kind of ['configMap', 'secret', 'downwardAPI'])
      for (const { node } of objectsOf(get(source.node, kind), 'items', [])) yield* ofFile(node, title);
    for (const kind of ['serviceAccountToken', 'clusterTrustBundle', 'podCertificate'])
      yield* outsideUsers(get(get(source.node, kind), 'user'), `user of ${title}`);
  }
}

function* ofFile(file: ObjectNode, title: string): Generator<PodRefusal> {
  yield* outside(get(file, 'mode'), 0o777, `mode of a file in ${title}`);
  yield* outsideUsers(get(file, 'user'), `user of a file in ${title}`);
}

function* outside(at: Node | undefined, most: number, what: string): Generator<PodRefusal> {
  const value = numberOf(at);
  if (!at || value === undefined || (value >= 0 && value <= most)) return;
  // `0755` is octal, `755` is decimal and means other bits.
  const meantOctal = at.kind === 'scalar' && /^[1-7][0-7]{2,3}$/.test(at.raw) && Number.parseInt(at.raw, 8) <= most;
  const hint = meantOctal ? `; octal numbers start with 0: 0${value}` : '';
  yield { span: at.span, message: `The API server refuses ${value} as ${what}: 0 to 0${most.toString(8)}${hint}.` };
}

function* outsideUsers(at: Node | undefined, what: string): Generator<PodRefusal> {
  const value = numberOf(at);
  if (!at || value === undefined || (value >= 0 && value <= 2147483647)) return;
  yield { span: at.span, message: `The API server refuses ${value} as ${what}: 0 to 2147483647.` };
}

/** A volume of an image without its name. */
export function* imageReferences(pod: Pod): Generator<PodRefusal> {
  if (pod.partial) return;
  for (const { node } of volumesIn(pod)) {
    const image = memberOf(node, 'image');
    if (!image?.value || isNull(image.value) || writtenString(get(image.value, 'reference')) !== undefined) continue;
    if (get(image.value, 'reference') && !isNull(get(image.value, 'reference'))) continue;
    yield { span: image.key.span, message: `The API server refuses the pod: the image of ${titleOfVolume(node)} has no \`reference\`.` };
  }
}
