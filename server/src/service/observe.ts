/** What logs ask of one file, or of all files of a folder. */

import {
  type Context,
  type Files,
  isLeftover,
  type Language,
  type Observed,
  type ObservedChange,
  type ObserveOptions,
  type Part,
  resolveUri,
} from '../core';
import { commonTo, fromObservation } from './ask/observation';
import { type Document, open } from './document';
import { loadLanguages } from './registry';

/** What may be read beside the files that are asked about. */
export interface LibraryOptions {
  readonly context: Context;
  readonly includeFolders: readonly string[];
}

const mostFiles = 800;

/** The files that a rule of a log may be replaced by: AppArmor's abstractions in the folders for includes. */
export async function libraryOf(language: Language, files: Files, options: LibraryOptions): Promise<readonly Part[]> {
  const { libraryFolder } = language;
  if (libraryFolder === undefined) return [];
  const parts = new Map<string, Part>();
  const visit = async (folder: string, name: string, depth: number): Promise<void> => {
    for (const entry of await files.list(folder)) {
      if (parts.size >= mostFiles || entry.name.startsWith('.') || isLeftover(entry.name)) continue;
      const uri = resolveUri(folder, entry.name);
      const below = `${name}${entry.name}`;
      if (entry.kind === 'folder' && depth < 2) await visit(`${uri}/`, `${below}/`, depth + 1);
      const text = entry.kind === 'file' && !parts.has(below) ? await files.read(uri) : undefined;
      if (text === undefined) continue;
      const { parts: read } = await language.load({ uri, languageId: '', version: 0, text }, { files, ...options });
      if (read[0]) parts.set(below, read[0].part);
    }
  };
  for (const folder of options.includeFolders) await visit(resolveUri(`${folder.replace(/\/$/, '')}/`, libraryFolder).concat('/'), '', 0);
  return [...parts.values()];
}

/** The languages of a document that read logs. */
export const logLanguages = (document: Document): readonly Language[] => [
  ...new Set(document.regions.map(({ language }) => language).filter((language) => language.fromObservation !== undefined)),
];

/** The language whose files a log can create. */
export const creatingLanguage = async (): Promise<Language | undefined> =>
  (await loadLanguages()).find(({ fileNameFor }) => fileNameFor !== undefined);

/** One file, with the library that its language knows. */
export async function observe(
  document: Document,
  log: string,
  files: Files,
  around: LibraryOptions,
  options: ObserveOptions = {},
): Promise<Observed | undefined> {
  const library: Part[] = [];
  for (const language of logLanguages(document)) library.push(...(await libraryOf(language, files, around)));
  return fromObservation(document, log, around.context, { ...options, library });
}

/** A file of a folder that the log has something to say about. */
export interface ObservedFile {
  readonly document: Document;
  readonly observed: Observed;
  /** The file isn't there yet. */
  readonly made?: boolean;
}

export interface ObservedFolder {
  readonly files: readonly ObservedFile[];
  /** What no file answers for: profiles that none has, processes without one; how much of the log was read. */
  readonly rest: Observed;
}

/** Where a new profile goes if it is requested for a folder: beside most of the profiles that are there, unless the folder itself has some. */
export function folderOfNew(documents: readonly Document[], folder: string): string {
  const asked = `${folder.replace(/\/$/, '')}/`;
  const counts = new Map<string, number>();
  for (const document of documents) {
    if (!definesNamed(document)) continue;
    const own = `${resolveUri(document.source.uri, '.')}/`;
    counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  if (counts.size === 0 || counts.has(asked)) return asked;
  const [[best]] = [...counts].sort(([a, m], [b, n]) => n - m || a.length - b.length || (a < b ? -1 : 1)) as [[string, number]];
  return best;
}

/** A file as the log's language creates them; one that is only included, such as an abstraction, is none. */
const definesNamed = ({ language, loaded: { parts } }: Document): boolean =>
  language.fileNameFor !== undefined &&
  parts.some(({ part }) =>
    language
      .names?.(part)
      .some(({ uri, mentions }) => uri === undefined && mentions.some(({ kind, defines }) => kind === 'profile' && defines)),
  );

/** All profiles of a folder at once: each denial goes to the file that has its profile. With `create` those that are missing get files in `folder`. */
export async function observeFolder(
  documents: readonly Document[],
  log: string,
  files: Files,
  around: LibraryOptions & { readonly folder: string },
  options: ObserveOptions = {},
): Promise<ObservedFolder> {
  const language = (await creatingLanguage()) as Language;
  const library = await libraryOf(language, files, around);
  const { create, ...plain } = options;
  const named = { ...plain, library, named: true };
  const ask = (document: Document, more: ObserveOptions = {}) => fromObservation(document, log, around.context, { ...named, ...more });
  const first = documents.flatMap((document) => {
    const observed = document.loaded.parts.length > 0 ? ask(document) : undefined;
    return observed ? [{ document, observed }] : [];
  });
  const unknown = (first[0] ?? { observed: await nothing(log, files, around) }).observed.unknownProfiles.filter((name) =>
    first.every(({ observed }) => observed.unknownProfiles.includes(name)),
  );
  const wanted = create === undefined ? [] : unknown.filter((name) => create === 'all' || create.includes(name));
  const children = wanted.filter((name) => name.includes('//'));
  const found: ObservedFile[] = first.map((one) => {
    const observed = children.length > 0 ? ask(one.document, { create: children }) : undefined;
    return observed ? { ...one, observed } : one;
  });
  for (const name of wanted) {
    const uri = resolveUri(`${around.folder.replace(/\/$/, '')}/`, language.fileNameFor?.(name) ?? name);
    if (name.includes('//') || (await files.read(uri)) !== undefined) continue;
    const document = await open({ uri, languageId: '', version: 0, text: '' }, files, {
      ...around,
      language: language.name,
    });
    const observed = document && fromObservation(document, log, around.context, { ...plain, library, create: [name] });
    if (observed && observed.edits.length > 0) found.push({ document, observed, made: true });
  }
  const made = new Set(found.flatMap(({ observed }) => observed.suggestions.map(({ profile }) => profile)));
  const rest: Observed = {
    ...emptyObserved,
    ...censusOf(found, first.length === 0 ? await nothing(log, files, around) : undefined),
    unconfined: commonTo(found.map(({ observed }) => observed.unconfined ?? [])),
    unknownProfiles: unknown.filter((name) => !made.has(name)),
  };
  return { files: found.filter(({ observed }) => saysSomething(observed)).map(withoutRest), rest };
}

/** A profile that no file has and that can be created, and the file that would be created for it; a child goes into the file of its parent. */
export interface CreatableProfile {
  readonly name: string;
  readonly fileName?: string;
}

/** Those of the profiles that no file has. */
export async function creatableProfiles(
  unknown: readonly string[],
  log: string,
  files: Files,
  around: LibraryOptions & { readonly folder: string },
): Promise<readonly CreatableProfile[]> {
  const language = (await creatingLanguage()) as Language;
  const children = unknown.filter((name) => name.includes('//') && !unknown.includes(name.slice(0, name.lastIndexOf('//'))));
  const own = unknown.filter((name) => !name.includes('//'));
  if (own.length === 0) return children.map((name) => ({ name }));
  const { files: made } = await observeFolder([], log, files, around, { create: own });
  const names = new Set(made.flatMap(({ observed }) => observed.suggestions.map(({ profile }) => profile)));
  return [
    ...own.filter((name) => names.has(name)).map((name) => ({ name, fileName: language.fileNameFor?.(name) ?? name })),
    ...children.map((name) => ({ name })),
  ];
}

const emptyObserved: Observed = { edits: [], suggestions: [], denied: [], covered: [], unknownProfiles: [] };

/** Of no file at all. */
async function nothing(log: string, files: Files, around: LibraryOptions & { readonly folder: string }) {
  const uri = resolveUri(`${around.folder.replace(/\/$/, '')}/`, 'none');
  const document = await open({ uri, languageId: '', version: 0, text: '' }, files, {
    ...around,
    language: ((await creatingLanguage()) as Language).name,
  });
  return (document && fromObservation(document, log, around.context, { named: true, create: [] })) ?? emptyObserved;
}

function censusOf(found: readonly ObservedFile[], alone: Observed | undefined): Partial<Observed> {
  const { census, remarks } = found[0]?.observed ?? alone ?? emptyObserved;
  return { ...(census && { census }), ...(remarks && { remarks }) };
}

const saysSomething = ({ suggestions, denied, covered, unanswered = [], optional = [] }: Observed): boolean =>
  suggestions.length + denied.length + covered.length + unanswered.length + optional.length > 0;

/** What is said once for all files is not said of each. */
const withoutRest = (one: ObservedFile): ObservedFile => {
  const { census: _, remarks: __, ...observed } = one.observed;
  return { ...one, observed: { ...observed, unknownProfiles: [], unconfined: [] } };
};

/** Every change that the answer makes, by the file. */
export function changesOf({ document, observed, made = false }: ObservedFile): readonly ObservedChange[] {
  const { uri, text } = document.source;
  const own = { uri, text, edits: observed.edits, made };
  return [...(own.edits.length > 0 ? [own] : []), ...(observed.others ?? [])];
}
