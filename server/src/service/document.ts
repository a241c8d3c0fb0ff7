import {
  type Context,
  editBetween,
  type Files,
  type Language,
  type LanguageName,
  type Loaded,
  type Part,
  type Pause,
  type Previous,
  type Source,
  type TextChange,
  type WorkingFolder,
} from '../core';
import { detect, detectEmbedded } from './detect/detect';
import { type Region, regionsOf } from './region';
import { loadLanguage } from './registry';

/** A text that one of the languages has read. */
export interface Document {
  readonly source: Source;
  /** What the file is: the language of all that it says, where that is one; else the one that reads the file. */
  readonly language: Language;
  /** The one that reads the file. */
  readonly host: Language;
  readonly loaded: Loaded<Part>;
  /** Reads another text in the same way, as what an edit makes of this one; nothing is kept of it. */
  readonly reread: (text: string) => Promise<Document | undefined>;
  /** The parts of the file, each in its language, each followed by what is embedded in it. */
  readonly regions: readonly Region[];
  /** What the rules look at: the regions, but what a file becomes together with others in place of what is written in it. */
  readonly judged: readonly Region[];
  /** URIs that were read or looked for: when one changes, open again. */
  readonly reads: readonly string[];
}

export interface OpenOptions {
  readonly context: Context;
  /** Where AppArmor looks for `<…>`; absolute URIs. */
  readonly includeFolders?: readonly string[];
  /** What AppArmor's relative includes count from, when there is such a folder. */
  readonly workingFolder?: WorkingFolder;
  /** Instead of detection. */
  readonly language?: LanguageName;
  /** Called between the pieces of a long text. */
  readonly pause?: Pause;
  readonly previous?: { readonly document: Document; readonly change: TextChange; readonly othersUnchanged?: boolean };
}

/** Reads a text: the one asynchronous step. Undefined when no language claims it. */
export async function open(source: Source, files: Files, options: OpenOptions): Promise<Document | undefined> {
  const former = options.previous && {
    source: options.previous.document.source,
    language: options.previous.document.host.name,
    change: options.previous.change,
  };
  const name = options.language ?? detect(source, options.context, former);
  if (!name) return undefined;
  const host = await loadLanguage(name);
  const before = options.previous?.document.host === host ? options.previous : undefined;
  const around = {
    files,
    includeFolders: options.includeFolders ?? [],
    ...(options.workingFolder !== undefined && { workingFolder: options.workingFolder }),
    context: options.context,
    ...(options.pause && { pause: options.pause }),
  };
  const loaded = await host.load(source, { ...around, ...(before && { previous: previousOf(before) }) });
  const { regions, judged, reads } = await regionsOf(host, source, loaded, {
    load: around,
    detect: detectEmbedded,
    ...(before && { previous: { regions: before.document.regions, othersUnchanged: before.othersUnchanged ?? false } }),
  });
  const { previous: _, pause: __, ...same } = options;
  const reread = (text: string) => {
    const change = changeBetween(source.text, text);
    return open({ ...source, text }, files, { ...same, language: name, previous: { document, change, othersUnchanged: true } });
  };
  const document: Document = { source, language: languageOfAll(host, regions), host, loaded, regions, judged, reads, reread };
  return document;
}

function changeBetween(before: string, after: string): TextChange {
  const { span, text } = editBetween(before, after) ?? { span: { start: 0, end: 0 }, text: '' };
  return { start: span.start, oldEnd: span.end, newEnd: span.start + text.length };
}

const previousOf = ({ document, change, othersUnchanged }: NonNullable<OpenOptions['previous']>): Previous<Part> => ({
  loaded: document.loaded,
  text: document.source.text,
  change,
  ...(othersUnchanged && { othersUnchanged }),
});

/** Text inside of strings does not decide what the file is. */
function languageOfAll(host: Language, regions: readonly Region[]): Language {
  const [first, ...others] = regions.filter(({ name }) => name === undefined);
  return first && others.every(({ language }) => language === first.language) ? first.language : host;
}

/** What an offset lies in, the innermost; at a boundary the later one. */
export function regionAt({ regions }: Document, offset: number): Region | undefined {
  return regions.findLast(({ map }) => map.toRegion(offset) !== undefined) ?? regions[0];
}
