import { type Loaded, type LoadOptions, type Placed, paced, type Source, type Steps } from '../../core';
import { divideList, isUnclosedQuote, parseYaml, yamlPartsInSteps } from '../../tree';
import { builtInChart, builtWithPassedValues } from './charts';
import { hasKustomization, kustomizationParts } from './kustomization';
import { basesIn, builtInOverlay } from './kustomize';
import { keepMentions, type Mentions, mentionsIn } from './mentions';
import { type NamespaceLevel, namespaceLevelsIn } from './namespaces';
import { type Built, type FormerPart, isJson, type PodPart, readPart } from './part';
import { located, renderedSourceIn } from './renderedFrom';
import { isContextField } from './valuesBlock';

export async function load(source: Source, options: LoadOptions<PodPart>): Promise<Loaded<PodPart>> {
  const mentions = mentionsIn(source.text, options.previous);
  return keepMentions(await loadWith(source, options, mentions), mentions);
}

async function loadWith(source: Source, options: LoadOptions<PodPart>, mentions: Mentions): Promise<Loaded<PodPart>> {
  const { previous, files, context, built, pause } = options;
  const chart = built ? undefined : await builtInChart(source, files, context);
  const parts = withBases(withLevels(await paced(partsOf(source, previous, mentions, chart?.template), pause)), basesIn(source));
  if (built) return { parts: parts.map(({ start, part }) => ({ start, part: { ...part, result: true } })), reads: [] };
  if (chart) return { parts: withBuilt(parts, chart.built), reads: chart.reads };
  const mayPass = mentions.has('HelmRelease') || mentions.has('Application');
  const passed = mayPass ? await builtWithPassedValues(source, files, context, isContextField) : undefined;
  if (passed) return { parts: withBuilt(parts, passed.built), reads: passed.reads };
  const overlay = await builtInOverlay(source, files, context);
  if (!overlay) return withSources(parts, source, options);
  if (!overlay.base) return { parts: withBuilt(parts, overlay.built), reads: overlay.reads };
  // Others build on it: what it doesn't say they may.
  return { parts: parts.map(({ start, part }) => ({ start, part: { ...part, patch: true } })), reads: overlay.reads };
}

/** Documents that a tool rendered know from which file. */
async function withSources(
  parts: readonly Placed<PodPart>[],
  { uri }: Source,
  { files, workingFolder, previous }: LoadOptions<PodPart>,
): Promise<Loaded<PodPart>> {
  const place = { uri, files, reads: new Set<string>(), charts: new Map(), ...(workingFolder && { working: workingFolder.uri }) };
  const made: Placed<PodPart>[] = [];
  for (const placed of parts) {
    const { part } = placed;
    const source = part.rendered ?? renderedSourceIn(part);
    const rendered = part.rendered && previous?.othersUnchanged ? part.rendered : source && (await located(source, place));
    const same = rendered?.file?.text === part.rendered?.file?.text && rendered?.name === part.rendered?.name;
    made.push(same || !rendered ? placed : { ...placed, part: { ...part, rendered } });
  }
  return { parts: made, reads: [...place.reads] };
}

function withBases(parts: readonly Placed<PodPart>[], bases: NonNullable<PodPart['bases']>): readonly Placed<PodPart>[] {
  return bases.length ? parts.map((placed, i) => (i ? placed : { ...placed, part: { ...placed.part, bases } })) : parts;
}

/** What the file becomes goes with its first part; the others only know that it is judged instead of them. */
function withBuilt(parts: readonly Placed<PodPart>[], built: Built): readonly Placed<PodPart>[] {
  if (!built.supersedes && built.problem === undefined && !built.texts.length && !built.blocks) return parts;
  return parts.map(({ start, part }, i) => ({ start, part: { ...part, built: i ? { ...built, texts: [] } : built } }));
}

function* partsOf(
  source: Source,
  previous: LoadOptions<PodPart>['previous'],
  mentions: Mentions,
  template = false,
): Steps<readonly Placed<PodPart>[]> {
  const { text } = source;
  if (isJson(text)) return [{ start: 0, part: readPart(text) }];
  if (mentions.has('patches') && hasKustomization(source)) return kustomizationParts(text);
  const items = template || !mentions.has('List') ? undefined : yield* longList(text, previous);
  if (items) return items;
  // Where the items were parts, no part of the version before is a document.
  const documents = previous?.loaded.parts.some(({ part }) => part.item) ? undefined : previous;
  const former = documents && formerPart(documents);
  return yield* yamlPartsInSteps(text, (document, start) => readPart(document, template, former?.(document, start)), documents);
}

/** For a document that is one of before but for what changed: that one. */
function formerPart({ loaded: { parts }, change }: NonNullable<LoadOptions<PodPart>['previous']>) {
  const old = parts.findLast(({ start }) => start <= change.start);
  if (!old) return undefined;
  const { start: origin, part } = old;
  const own = { start: change.start - origin, oldEnd: change.oldEnd - origin, newEnd: change.newEnd - origin };
  const length = part.text.length + own.newEnd - own.oldEnd;
  if (own.oldEnd > part.text.length) return undefined;
  return (document: string, start: number): FormerPart | undefined =>
    start === origin && document.length === length ? { part, change: own } : undefined;
}

/** Characters from which on a List is read item by item: the smaller ones cost little as they are. */
const long = 50_000;

/** The items of a long List as parts, those of the version before where their text is the same; undefined for anything else. */
function* longList(text: string, previous: LoadOptions<PodPart>['previous']): Steps<readonly Placed<PodPart>[] | undefined> {
  const list = text.length < long ? undefined : divideList(text);
  if (!list?.items.length || parseYaml(list.frame).problems.length) return undefined;
  // A part has one place: of several items with the same text each is a part of its own.
  const before = new Map<string, PodPart[]>();
  for (const { part } of previous?.loaded.parts ?? []) if (part.item) before.set(part.text, [...(before.get(part.text) ?? []), part]);
  const taken = (own: string) => before.get(own)?.shift();
  const parts: Placed<PodPart>[] = [];
  for (const { start, text: own } of list.items) {
    const part = taken(own) ?? { ...readPart(own), item: true };
    if (part.templated || reachesFurther(part)) return undefined;
    parts.push({ start, part });
    yield;
  }
  return parts;
}

/** A quote without its end may have it in a later item, whose first line then is none. All other mistakes end with their item. */
const reachesFurther = ({ tree }: PodPart): boolean => tree.problems.some(isUnclosedQuote);

/** A document is a new part only when a level that it lives under changed: an edit of a Namespace costs nothing else. */
function withLevels(parts: readonly Placed<PodPart>[]): readonly Placed<PodPart>[] {
  const declared = parts.flatMap(({ part }) => namespaceLevelsIn(part));
  return parts.map((placed) => {
    const { part } = placed;
    if (!declared.length && !part.levels.length) return placed;
    const levels = declared.filter((level) => part.objects.some((object) => object.namespace === level.namespace));
    return sameLevels(levels, part.levels) ? placed : { ...placed, part: { ...part, levels } };
  });
}

const sameLevels = (a: readonly NamespaceLevel[], b: readonly NamespaceLevel[]): boolean =>
  a.length === b.length &&
  a.every(({ namespace, level, version }, i) => b[i]?.namespace === namespace && b[i]?.level === level && b[i]?.version === version);
