import { bullets, linesOf, md, terminalOf } from '../core';
import { createText, readText, replaceText } from '../disk';
import { changesAsText, changesReport, jsonText } from '../report';
import { type Document, merge } from '../service';
import { type Invocation, paint, readDocument } from './documents';
import { UsageError } from './options';

/** One file for several: printed, or written to --output; how it differs from each goes beside it. */
export async function mergeFiles(all: Invocation): Promise<number> {
  const { options, context, print, printAside, emit, complain } = all;
  const { operands, union, intersect, output } = options;
  if (!operands.length) throw new UsageError('merge needs files');
  if (union && intersect) throw new UsageError('merge takes --union or --intersect');
  const documents: Document[] = [];
  for (const file of operands) documents.push(await readDocument(all, file));
  const result = merge(documents, union ? 'union' : intersect ? 'intersect' : undefined, context);
  if (result === undefined) throw new UsageError(`${operands[0]}: files of this kind are not merged`);
  if (typeof result === 'string') throw new UsageError(result);
  const { text, remarks, comparisons } = result;
  const compared = comparisons.map(({ document, changes }) => ({ file: operands[documents.indexOf(document)] ?? '', document, changes }));
  if (output !== undefined && !(await isWritten(output, text, complain))) return 2;
  if (options.format === 'json') {
    const lines = linesOf(text);
    const reports = compared.map(({ file, document, changes }) => changesReport(file, changes, lines, linesOf(document.source.text)));
    emit(`${jsonText({ version: 1, text, remarks, comparisons: reports }, 2)}\n`);
    return 0;
  }
  // The profile alone goes to standard output, so that it can be piped.
  const say = output === undefined ? printAside : print;
  if (output === undefined) emit(text);
  say(terminalOf(md`${bullets(remarks)}\n`));
  for (const { file, changes } of compared) say(changesAsText(file, output ?? 'the result', changes, paint()));
  return 0;
}

async function isWritten(file: string, text: string, complain: Invocation['complain']): Promise<boolean> {
  const before = await readText(file);
  const problem = await ('text' in before ? replaceText(file, before.text, text) : createText(file, text));
  if (problem !== undefined) complain(`${file}: ${problem}`);
  return problem === undefined;
}
