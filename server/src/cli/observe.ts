import { stat } from 'node:fs/promises';
import {
  applyEdits,
  code,
  escaped,
  linesOf,
  type Markdown,
  md,
  type Observed,
  type ObservedChange,
  type ObserveOptions,
  type Span,
  sourceOfMarkdown,
} from '../core';
import { bytesOf, createText, pathOfUri, replaceText, uriOf } from '../disk';
import { jsonText, observedAsMarkdown } from '../report';
import {
  changesOf,
  creatingLanguage,
  type Document,
  folderOfNew,
  fromObservation,
  languageNames,
  observe,
  observeFolder,
  open,
} from '../service';
import { type Invocation, openOptions, read, readDocument } from './documents';
import { inputsOf, sourceOf, sourceToEdit } from './inputs';
import { Told, UsageError } from './options';

/** What logs of denials or calls ask of a profile, or of the profiles of a folder: a report, or the edits themselves. */
export async function observeLogs(all: Invocation): Promise<number> {
  const { options } = all;
  const [file, ...logs] = options.operands;
  if (file === undefined || !logs.length) throw new UsageError('observe needs a file or folder, and a log');
  if (options.check && options.write) throw new UsageError('observe takes --check or --write');
  const log = await textOf(logs, all);
  const isFolder = file !== '-' && (await stat(bytesOf(file)).catch(() => undefined))?.isDirectory();
  return isFolder ? ofFolder(all, file, log) : ofFile(all, file, log);
}

const choices = ({ options }: Invocation): ObserveOptions => ({
  ...(options.prefer && { prefer: options.prefer }),
  local: options.local,
  ...(options.create && { create: 'all' as const }),
});

async function ofFile(all: Invocation, file: string, log: string): Promise<number> {
  const { options, context, print, emit } = all;
  const missing = options.create && file !== '-' && !(await stat(bytesOf(file)).catch(() => undefined));
  const document = missing ? await madeDocument(all, file) : ((await newFile(all, file, log)) ?? (await readDocument(all, file)));
  const { includeFolders } = openOptions(all, document.source.uri);
  const observed = await observe(document, log, all.files, { context, includeFolders }, choices(all));
  if (!observed) throw new UsageError(`${file}: logs don’t apply to files of this kind`);
  if (options.write) for (const change of changesOf({ document, observed, made: missing === true })) await writeChange(all, change);
  if (options.format === 'json') emit(`${jsonText({ ...observed, edits: undefined })}\n`);
  else print(sourceOfMarkdown(reportOf(file, document, observed, all)));
  return isMissing(observed, all) ? 1 : 0;
}

async function ofFolder(all: Invocation, folder: string, log: string): Promise<number> {
  const { options, context, print, emit } = all;
  const inputs = await inputsOf({ ...options, operands: [folder] }, context, all.complain, true);
  const uri = `${uriOf(folder).replace(/\/$/, '')}/`;
  const around = openOptions(all, `${uri}x`);
  // A folder of policy with another name contains what its profiles include.
  const includeFolders = around.includeFolders.length > 0 ? around.includeFolders : [uri];
  const settings = { ...all.settings, includeFolders };
  const documents: Document[] = [];
  for (const { path } of inputs) {
    const document = await read({ ...all, settings, complain: () => {} }, path);
    if (document && !('text' in document)) documents.push(document);
  }
  const place = folderOfNew(documents, uri);
  const { files, rest } = await observeFolder(documents, log, all.files, { context, includeFolders, folder: place }, choices(all));
  if (options.write) for (const one of files) for (const change of changesOf(one)) await writeChange(all, change);
  if (options.format === 'json') {
    const answers = files.map(({ document, observed }) => ({ path: nameOf(document), ...observed, edits: undefined }));
    emit(`${jsonText({ files: answers, ...rest, edits: undefined })}\n`);
  } else {
    print(sourceOfMarkdown(observedAsMarkdown(folder, rest, { place: () => md`` }, { quiet: files.length > 0, folder: true })));
    for (const { document, observed } of files) print(sourceOfMarkdown(md`\n${reportOf(nameOf(document), document, observed, all)}`));
  }
  return files.some(({ observed }) => isMissing(observed, all)) ? 1 : 0;
}

const nameOf = ({ source }: Document): string => {
  const file = pathOfUri(source.uri) ?? source.uri;
  const here = `${process.cwd()}/`;
  return file.startsWith(here) ? file.slice(here.length) : file;
};

const isMissing = (observed: Observed, { options }: Invocation): boolean =>
  (options.check && (observed.suggestions.length > 0 || observed.denied.length > 0)) ||
  (options.prove && (observed.failing?.length ?? 0) > 0);

function reportOf(file: string, { source }: Document, observed: Observed, { options }: Invocation): Markdown {
  const lines = linesOf(source.text);
  const at = (span: Span) => escaped(`${file}:${lines.positionAt(span.start).line + 1}`);
  const place = (span: Span, rule: string | undefined) => (rule === undefined ? at(span) : md`${code(rule)}, ${at(span)}`);
  return observedAsMarkdown(file, observed, { place }, { unseen: options.check, failing: options.prove });
}

async function writeChange({ complain }: Invocation, change: ObservedChange): Promise<void> {
  const file = pathOfUri(change.uri);
  if (file === undefined) return;
  const after = applyEdits(change.text, change.edits);
  if (change.made) {
    const problem = await createText(file, after);
    if (problem !== undefined) complain(`${file}: ${problem}`);
  } else if (await sourceToEdit(file, complain)) {
    const problem = await replaceText(file, change.text, after);
    if (problem !== undefined) complain(`${file}: ${problem}`);
  }
}

/** A file that is made: of the language that has profiles to create. */
async function madeDocument(all: Invocation, file: string): Promise<Document> {
  const source = { uri: uriOf(file), languageId: '', version: 0, text: '' };
  const language = all.options.language ?? (await creatingLanguage())?.name;
  const document = await open(source, all.files, { ...openOptions(all, source.uri), ...(language && { language }) });
  if (!document) throw new Told();
  return document;
}

/** An empty file has nothing that tells its kind: the log tells what it can become. */
async function newFile(all: Invocation, file: string, log: string): Promise<Document | undefined> {
  const found = all.options.language ? undefined : await read(all, file);
  if (!found || !('text' in found) || found.text.trim() !== '') return undefined;
  for (const language of languageNames) {
    const document = await read({ ...all, options: { ...all.options, language } }, file);
    if (document && !('text' in document) && fromObservation(document, log, all.context)?.edits.length) return document;
  }
  return undefined;
}

/** Several logs are one text with a heading over each, as `tail -n +1 A B` prints them. */
async function textOf(logs: readonly string[], { complain }: Invocation): Promise<string> {
  const texts: string[] = [];
  for (const log of logs) {
    const text = (await sourceOf(log, complain))?.text;
    if (text === undefined) throw new Told();
    texts.push(logs.length > 1 ? `==> ${log} <==\n${text}` : text);
  }
  return texts.join('\n');
}
