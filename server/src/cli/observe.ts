import { applyEdits, code, escaped, linesOf, md, type Span, sourceOfMarkdown } from '../core';
import { replaceText } from '../disk';
import { jsonText, observedAsMarkdown } from '../report';
import { type Document, fromObservation, languageNames } from '../service';
import { type Invocation, read, readDocument } from './documents';
import { sourceOf, sourceToEdit } from './inputs';
import { Told, UsageError } from './options';

/** What logs of denials or calls ask of a profile: a report, or the edit itself. */
export async function observeLogs(all: Invocation): Promise<number> {
  const { options, context, print, emit } = all;
  const [file, ...logs] = options.operands;
  if (file === undefined || !logs.length) throw new UsageError('observe needs a file and a log');
  if (options.check && options.write) throw new UsageError('observe takes --check or --write');
  const text = await textOf(logs, all);
  const document = (await newFile(all, file, text)) ?? (await readDocument(all, file));
  const observed = fromObservation(document, text, context);
  if (!observed) throw new UsageError(`${file}: logs have nothing to say about files of this kind`);
  const { source } = document;
  const lines = linesOf(source.text);
  if (options.write && observed.edits.length && (await sourceToEdit(file, all.complain))) {
    const problem = await replaceText(file, source.text, applyEdits(source.text, observed.edits));
    if (problem !== undefined) all.complain(`${file}: ${problem}`);
  }
  if (options.format === 'json') emit(`${jsonText({ ...observed, edits: undefined })}\n`);
  else {
    const at = (span: Span) => escaped(`${file}:${lines.positionAt(span.start).line + 1}`);
    const place = (span: Span, rule: string | undefined) => (rule === undefined ? at(span) : md`${code(rule)}, ${at(span)}`);
    print(sourceOfMarkdown(observedAsMarkdown(file, observed, { place }, { unseen: options.check, failing: options.prove })));
  }
  const isMissing = observed.suggestions.length > 0 || observed.denied.length > 0;
  return (options.check && isMissing) || (options.prove && (observed.failing?.length ?? 0) > 0) ? 1 : 0;
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
