import { linesOf, sourceOfMarkdown } from '../core';
import { changesAsJson, changesAsMarkdown, changesAsText } from '../report';
import { type Document, diffDocuments, diffWithBaseline } from '../service';
import { type Invocation, paint, readDocument, readVersion } from './documents';
import { textAt } from './git';
import { UsageError } from './options';

interface Sides {
  /** As the user named it. */
  readonly name: string;
  readonly document: Document;
  /** Absent: the default. */
  readonly other?: { readonly title: string; readonly document: Document };
}

/** Differences in meaning from a default, another file or another version to a file. */
export async function diffFiles(all: Invocation): Promise<number> {
  const { options, context, print, emit } = all;
  const { name, document, other } = await (options.git ? versions(all) : files(all));
  const comparison = other ? diffDocuments(other.document, document, context) : diffWithBaseline(document, context);
  if (!comparison) throw new UsageError(`${name}: there is no runtime default to compare with`);
  const title = other?.title ?? comparison.title;
  const { changes } = comparison;
  if (options.format === 'json')
    emit(changesAsJson(title, changes, linesOf(document.source.text), other && linesOf(other.document.source.text)));
  else if (options.format === 'markdown') print(sourceOfMarkdown(changesAsMarkdown(title, name, changes)));
  else print(changesAsText(title, name, changes, paint()));
  return 0;
}

async function files(all: Invocation): Promise<Sides> {
  const [first, second, ...rest] = all.options.operands;
  if (first === undefined || rest.length) throw new UsageError('diff needs one file, or two');
  if (second === undefined) return { name: first, document: await readDocument(all, first) };
  return { name: second, document: await readDocument(all, second), other: { title: first, document: await readDocument(all, first) } };
}

/** `--git FILE` or `--git REVISION FILE`. */
async function versions(all: Invocation): Promise<Sides> {
  const [file, revision = 'HEAD', ...rest] = [...all.options.operands].reverse();
  if (file === undefined || file === '-' || rest.length) throw new UsageError('diff --git needs a file, or a revision and a file');
  const document = await readDocument(all, file);
  const answer = await textAt(revision, file);
  if ('problem' in answer) throw new UsageError(`${file}: ${answer.problem}`);
  const other = await readVersion(all, document, answer.text);
  if (!other) throw new UsageError(`${file}: not a file that confine knows at ${revision}`);
  return { name: file, document, other: { title: `${file} at ${revision}`, document: other } };
}
