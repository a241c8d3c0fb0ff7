import { createTwoFilesPatch } from 'diff';
import { code, counted, escaped, joined, type Markdown, md, ours, paragraphs, type Rebased, terminalOf } from '../core';
import { replaceText } from '../disk';
import { jsonText } from '../report';
import { rebase } from '../service';
import { type Invocation, readDocument } from './documents';
import { sourceToEdit } from './inputs';
import { UsageError } from './options';

/** Moves a profile's changes from the default that it was forked from to a newer one. */
export async function rebaseFile(all: Invocation): Promise<number> {
  const { options, context, print, complain, emit } = all;
  const [file, ...rest] = options.operands;
  if (file === undefined || rest.length) throw new UsageError('rebase needs one file');
  const document = await readDocument(all, file);
  const result = rebase(document, options.onto, context);
  if (result === undefined) throw new UsageError(`${file}: only seccomp profiles are forks of a runtime's default`);
  if (typeof result === 'string') {
    complain(`${file}: ${result}`);
    return options.check ? 1 : 2;
  }
  const { text, ...said } = result;
  if (options.format === 'json') emit(`${jsonText(options.dryRun ? result : said)}\n`);
  else if (options.dryRun) emit(createTwoFilesPatch(file, file, document.source.text, text, '', '', { context: 2 }));
  else print(terminalOf(report(file, result, options.check)));
  if (options.check) return result.isCurrent ? 0 : 1;
  if (options.dryRun || result.isCurrent || !(await sourceToEdit(file, complain))) return 0;
  const problem = await replaceText(file, document.source.text, text);
  if (problem !== undefined) complain(`${file}: ${problem}`);
  return problem === undefined ? 0 : 2;
}

function report(file: string, { ancestor, onto, added, removed, kept, security, isCurrent }: Rebased, isCheck: boolean): Markdown {
  const list = (names: readonly string[]) => joined(names.map(code), ', ');
  const state = isCurrent
    ? `Up to date with ${onto}.`
    : `${isCheck ? 'Not up to date with' : 'Rebased onto'} ${onto}: ${counted(added.length, 'call')} added or changed, ${removed.length} removed.`;
  return md`${paragraphs(
    md`${escaped(file)}: ${escaped(ancestor)}`,
    ours(state),
    security.length > 0 && ours(`Security: ${security.join('; ')}.`),
    added.length > 0 && md`Added or changed: ${list(added)}`,
    removed.length > 0 && md`Removed: ${list(removed)}`,
    kept.length > 0 && md`Kept as the file has them, although the default changed them: ${list(kept)}`,
  )}\n`;
}
