import { type Context, defaultContext, type Files, type LanguageName, memoryFiles, resolveUri } from '../../../server/src/core';
import { allRules, type Document, detect, loadLanguages, type OpenOptions, open, templates } from '../../../server/src/service';

/** A text to begin with, and what it is read with. */
export interface SeedFile {
  readonly uri: string;
  readonly text: string;
  readonly language: LanguageName;
  readonly context: Context;
  readonly files: Files;
  readonly includeFolders: readonly string[];
}

export async function read(seed: SeedFile, text: string, previous?: OpenOptions['previous']): Promise<Document> {
  const { uri, language, context, files, includeFolders } = seed;
  const source = { uri, languageId: '', version: 1, text };
  // A language that is named is never undefined.
  return (await open(source, files, { context, language, includeFolders, ...(previous && { previous }) })) as Document;
}

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/'));

/** The examples of the rules, bad and good, and the files that people start from. */
export async function ownSeeds(): Promise<readonly SeedFile[]> {
  const paths = new Map((await loadLanguages()).map(({ name, examplePath }) => [name, examplePath]));
  const examples = allRules().flatMap(({ code, example }) => {
    const language = code.slice(0, code.indexOf('/')) as LanguageName;
    const uri = resolveUri('file:///project/', example.path ?? paths.get(language) ?? '');
    const others = Object.entries(example.files ?? {}).map(([name, text]) => [resolveUri(uri, name), text]);
    const files = memoryFiles(Object.fromEntries(others));
    const context = { ...defaultContext, ...example.context };
    return [example.bad, example.good].map((text) => ({ uri, text, language, context, files, includeFolders: [folderOf(uri)] }));
  });
  return [...examples, ...seedsOf(new Map(templates().map(({ fileName, text }) => [`file:///new/${fileName}`, text])), 'file:///new')];
}

/** The files below a folder that a language reads, beside each other. */
export function seedsOf(texts: ReadonlyMap<string, string>, folder: string): readonly SeedFile[] {
  const files = listedOnce(memoryFiles(Object.fromEntries(texts)));
  return [...texts].flatMap(([uri, text]) => {
    const language = detect({ uri, languageId: '', version: 1, text });
    const policyFolder = /^(.*\/apparmor\.d)\//.exec(uri)?.[1] ?? folder;
    return language ? [{ uri, text, language, context: defaultContext, files, includeFolders: [policyFolder] }] : [];
  });
}

/** The texts of seeds stay the same: a folder of thousands of files is listed once. */
function listedOnce(files: Files): Files {
  const lists = new Map<string, ReturnType<Files['list']>>();
  const list = (uri: string) => {
    const known = lists.get(uri) ?? files.list(uri);
    lists.set(uri, known);
    return known;
  };
  return { ...files, list };
}
