import {
  type Embedded,
  type Language,
  type LanguageName,
  type Loaded,
  type LoadOptions,
  memoLast,
  nested,
  type Part,
  type PositionMap,
  type Previous,
  type Source,
  startingAt,
} from '../core';
import { loadLanguage } from './registry';

/** A part in its language, and where it lies in the file. */
export interface Region {
  readonly language: Language;
  readonly part: Part;
  readonly map: PositionMap;
  /** Of the text that the part was read from: the file's, or a name below it. */
  readonly uri: string;
  /** What the text is called in the file around it; absent where it is the file's own. */
  readonly name?: string;
  /** As `Embedded.generated`. */
  readonly generated?: string;
  /** The text can be laid out without regard to what is around it. */
  readonly standalone: boolean;
}

/** Embedded text as its language has read it. */
interface Inner {
  readonly embedded: Embedded;
  readonly language: Language;
  readonly uri: string;
  readonly loaded: Loaded<Part>;
}

export interface ReadOptions {
  readonly load: Omit<LoadOptions<Part>, 'previous'>;
  /** What was read of the version before, by URI; the other files are as they were. */
  readonly previous?: { readonly regions: readonly Region[]; readonly othersUnchanged: boolean };
  /** Which language a text without a given language is in. */
  detect(name: string, text: string): LanguageName | undefined;
}

const innerOf = new WeakMap<Part, readonly Inner[]>();

/** Deeper than any real file nests text in text. */
const deepest = 4;

/** The regions of parts of one language, and of what is embedded in them, each after the one around it. */
export async function regionsOf(
  language: Language,
  source: Source,
  loaded: Loaded<Part>,
  options: ReadOptions,
): Promise<{ readonly regions: readonly Region[]; readonly judged: readonly Region[]; readonly reads: readonly string[] }> {
  const regions: Region[] = [];
  const judged: Region[] = [];
  const reads = new Set(loaded.reads);
  const add = async (region: Region, depth: number, as: 'written' | 'superseded' | 'built'): Promise<void> => {
    const inner = depth < deepest ? await readInner(region, source, options) : [];
    const whole = inner.some(({ embedded }) => embedded.whole);
    const superseded = as === 'superseded' || region.language.superseded?.(region.part) === true;
    if (!whole && as !== 'built') regions.push(region);
    if (!whole && !superseded) judged.push(region);
    for (const one of inner) {
      for (const uri of one.loaded.reads) reads.add(uri);
      const map = mapOf(one.embedded, region.map);
      const inside = one.embedded.built || as === 'built' ? 'built' : superseded ? 'superseded' : 'written';
      for (const { start, part } of one.loaded.parts) await add(placedIn(part, map, start, one), depth + 1, inside);
    }
  };
  const { pause } = options.load;
  for (const { start, part } of loaded.parts) {
    const turn = pause?.();
    if (turn) await turn;
    await add(ownRegion(part, language, source.uri, start), 0, 'written');
  }
  return { regions, judged, reads: [...reads] };
}

/** The same object as long as the part stays where it is. */
const ownRegion = memoLast(
  (part: Part, language: Language, uri: string, start: number): Region => ({
    language,
    part,
    map: startingAt(start, part.text.length),
    uri,
    standalone: true,
  }),
);

const mapOf = memoLast((embedded: Embedded, around: PositionMap): PositionMap => nested(around, embedded.map));

const placedIn = memoLast(placePart, (around) => [around]);

function placePart(part: Part, around: PositionMap, start: number, { embedded, language, uri }: Inner): Region {
  const all = start === 0 && part.text.length === embedded.text.length;
  const map = all ? around : nested(around, startingAt(start, part.text.length));
  const standalone = !embedded.sameSyntax && !embedded.generated;
  return {
    language,
    part,
    map,
    uri,
    standalone,
    ...(embedded.name !== undefined && { name: embedded.name }),
    ...(embedded.generated && { generated: embedded.generated }),
  };
}

/** What a text was read as that is one part. */
const readAs = new WeakMap<Part, Loaded<Part>>();

/** What a region embeds, read; again only where its own text, or a file that was read for it, has changed. */
async function readInner({ language, part, uri }: Region, source: Source, options: ReadOptions): Promise<readonly Inner[]> {
  const known = innerOf.get(part);
  if (known && (options.previous?.othersUnchanged || known.every(({ loaded }) => !loaded.reads.length))) return known;
  const inner: Inner[] = [];
  const names = new Map<string, number>();
  for (const embedded of language.embeds?.(part) ?? []) {
    const { name, text } = embedded;
    const found = embedded.language ?? options.detect(name ?? '', text);
    const own = found === undefined ? undefined : await loadLanguage(found);
    // Text that was found by its look is not searched for more.
    if (!own || (embedded.language === undefined && own.embeds)) continue;
    const count = names.get(name ?? '') ?? 0;
    names.set(name ?? '', count + 1);
    const below = name === undefined ? uri : `${uri}/${count ? `${count}/` : ''}${name.split('/').map(encodeURIComponent).join('/')}`;
    const before = name === undefined ? undefined : options.previous?.regions.find((one) => one.language === own && one.uri === below);
    const read = before && readAs.get(before.part);
    const previous = before && read && previousOf(before, read, text, options.previous?.othersUnchanged ?? false);
    const same = previous?.othersUnchanged && before?.part.text === text;
    const loaded =
      same && read
        ? read
        : await own.load(
            { ...source, uri: below, languageId: '', text },
            {
              ...options.load,
              ...(embedded.readBy && { readBy: embedded.readBy }),
              ...(embedded.built && { built: true }),
              ...(previous && { previous }),
            },
          );
    const [only, ...others] = loaded.parts;
    if (only && !others.length) readAs.set(only.part, loaded);
    inner.push({ embedded, language: own, uri: below, loaded });
  }
  innerOf.set(part, inner);
  return inner;
}

/** The version before, and what changed since. */
function previousOf({ part }: Region, loaded: Loaded<Part>, text: string, othersUnchanged: boolean): Previous<Part> {
  const before = part.text;
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === text[text.length - 1 - same]) same++;
  const change = { start, oldEnd: before.length - same, newEnd: text.length - same };
  return { loaded, text: before, change, ...(othersUnchanged && { othersUnchanged }) };
}
