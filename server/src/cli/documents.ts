import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context, Source } from '../core';
import { colours, plain } from '../report';
import { type Document, open, policyFolderOf, type Settings } from '../service';
import { diskFiles, notUtf8 } from './disk';
import { type Complain, sourceOf } from './inputs';
import { type Options, UsageError } from './options';

/** What every command works with. */
export interface Run {
  readonly options: Options;
  readonly settings: Settings;
  readonly context: Context;
  readonly complain: Complain;
  readonly print: (text: string) => void;
}

/** A file as its language reads it, only its text where no language claims it; undefined after a complaint. */
export async function read(all: Run, file: string): Promise<Document | { readonly text: string } | undefined> {
  const source = await sourceOf(file, all.complain);
  const document = source && (await open(source, diskFiles, openOptions(all, source.uri)));
  // apparmor_parser reads bytes: a comment or a path may be in any encoding.
  if (source?.byBytes && document?.language.name !== 'apparmor') {
    all.complain(`${file}: ${notUtf8}`);
    return undefined;
  }
  return source && (document ?? { text: source.text });
}

export const openOptions = ({ options, settings, context }: Run, uri: string) => ({
  context,
  includeFolders: includeFoldersOf([...options.includeDirs, ...settings.includeFolders], uri),
  workingFolder: { uri: pathToFileURL(process.cwd()).href, certain: true },
  ...(options.language && { language: options.language }),
});

/** Those that are named; else, as in the editor, the `apparmor.d` that the file lies in. */
function includeFoldersOf(named: readonly string[], uri: string): readonly string[] {
  const around = policyFolderOf(uri);
  return named.length === 0 && around !== undefined ? [around] : named.map((folder) => pathToFileURL(path.resolve(folder)).href);
}

export async function readDocument(all: Run, file: string): Promise<Document> {
  const document = await read(all, file);
  if (!document) throw new UsageError(`${file} cannot be read`);
  if ('text' in document) throw new UsageError(`${file}: not a file that confine knows; name its kind with --language`);
  return document;
}

/** Another text of a file, read as the file is. */
export async function readVersion(all: Run, document: Document, text: string): Promise<Document | undefined> {
  const source: Source = { ...document.source, text };
  return open(source, diskFiles, { ...openOptions(all, source.uri), language: document.language.name });
}

export const paint = () => (process.stdout.isTTY && !process.env.NO_COLOR ? colours : plain);
