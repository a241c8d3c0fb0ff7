import type { Context, Files, Source, Terminal } from '../core';
import { type DiskReader, type DiskText, faultOf, notUtf8, uriOf } from '../disk';
import { colours, plain } from '../report';
import { type Document, open, policyFolderOf, type Settings } from '../service';
import { type Complain, sourceOf } from './inputs';
import { type Options, Told, UsageError } from './options';

/** Where a command writes. */
export interface Output {
  /** Says on standard error what failed, and makes the exit status 2. */
  readonly complain: Complain;
  /** Says on standard error what a person should know. */
  readonly tell: (message: string) => void;
  /** Standard output as people read it. */
  readonly print: Print;
  /** A report on standard error, beside what programs read. */
  readonly printAside: Print;
  /** Standard output as programs read it: JSON, workflow commands, a patch, the text of a file. */
  readonly emit: (text: string) => void;
}

export type Print = (text: Terminal) => void;

/** What every command works with. */
export interface Invocation extends Output {
  readonly options: Options;
  readonly settings: Settings;
  readonly context: Context;
  /** What may be read beside the files that are named. */
  readonly files: Files;
  /** Reads a file that is named. */
  readonly readText: DiskReader;
  /** The version of Confine, for reports. */
  readonly version: string;
}

/** A file as its language reads it, only its text where no language claims it; undefined after a complaint. */
export async function read(all: Invocation, file: string, given?: Source): Promise<Document | { readonly text: string } | undefined> {
  const source: (Source & Partial<DiskText>) | undefined = given ?? (await sourceOf(file, all.complain, all.readText));
  const document = source && (await open(source, all.files, openOptions(all, source.uri)));
  if (source?.byBytes && !readsBytes(document)) {
    all.complain(`${file}: ${notUtf8}`);
    return undefined;
  }
  return source && (document ?? { text: source.text });
}

function readsBytes(document: Document | undefined): boolean {
  const own = document?.language.readsBytes ?? false;
  return typeof own === 'boolean' ? own : document?.loaded.parts.every(({ part }) => own(part)) === true;
}

export const openOptions = ({ options, settings, context }: Invocation, uri: string) => ({
  context,
  includeFolders: includeFoldersOf([...options.includeDirs, ...settings.includeFolders], uri),
  workingFolder: { uri: uriOf(''), certain: true },
  ...(options.language && { language: options.language }),
});

/**
 * The folders that may be read from: the working folder, those on the command line and around the files there, and those for includes. Around a
 * file of the system's own `/etc` that is `/etc`, where its keys lie.
 */
export function rootsOf({ includeDirs }: Options, settings: Settings, named: readonly string[]): readonly string[] {
  const around = named.flatMap((name) => {
    const uri = uriOf(name).replace(/\/$/, '');
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    return [uri, folder, policyFolderOf(uri) ?? folder, ...(/^file:\/\/\/etc(?=\/)/.exec(uri) ?? [])];
  });
  return [...new Set([uriOf(''), ...around, ...[...includeDirs, ...settings.includeFolders].map(uriOf)])];
}

/** Where the neighbors of a file that container engines read are: the folders of its tree that they put together with it. */
export function neighborFolders(uri: string): readonly string[] {
  const folder = /^(.*)\/containers\/(?:registries(?:\.root(?:ful|less))?(?:\.conf)?\.d\/(?:\d+\/)?)?[^/]+$/s.exec(uri)?.[1];
  if (folder === undefined) return [];
  const home = /^(.*?)(?:(?:\/var)?\/home\/[^/]+|(?:\/var)?\/root(?:home)?|\/etc\/skel)?\/\.config$/s.exec(folder)?.[1];
  if (home !== undefined) return ['/etc', '/usr/share'].map((one) => `${home}${one}/containers`).concat(`${folder}/containers`);
  const tree = /^(.*)\/(?:(?:usr\/)?etc|usr\/share)$/s.exec(folder)?.[1];
  return tree === undefined ? [`${folder}/containers`] : [`${tree}/etc/containers`, `${tree}/usr/share/containers`];
}

/** Those that are named; else, as in the editor, the `apparmor.d` that the file lies in. */
function includeFoldersOf(named: readonly string[], uri: string): readonly string[] {
  const around = policyFolderOf(uri);
  return named.length === 0 && around !== undefined ? [around] : named.map(uriOf);
}

export async function readDocument(all: Invocation, file: string): Promise<Document> {
  const document = await read(all, file);
  if (!document) throw new Told();
  if ('text' in document) throw new UsageError(`${file}: not a file that confine knows; name its kind with --language`);
  return document;
}

/** What fails in one file is named on standard error, and the other files are worked on. */
export async function costsOneFile({ complain }: Invocation, file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    complain(`${file}: ${faultOf(error)}`);
  }
}

/** Another text of a file, read as the file is. */
export async function readVersion(all: Invocation, document: Document, text: string): Promise<Document | undefined> {
  const source: Source = { ...document.source, text };
  return open(source, all.files, { ...openOptions(all, source.uri), language: document.host.name });
}

export const paint = () => (process.stdout.isTTY && !process.env.NO_COLOR ? colours : plain);
