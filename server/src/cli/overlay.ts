import { createTwoFilesPatch } from 'diff';
import { bold, bullets, code, escaped, md, ours, paragraphs, terminalOf } from '../core';
import { replaceText } from '../disk';
import { jsonText } from '../report';
import { defaultWithOverlay, loadLanguages, overlays, withOverlay } from '../service';
import { type Invocation, readDocument } from './documents';
import { sourceToEdit } from './inputs';
import { UsageError } from './options';

/** What some purposes need beyond a runtime's default: the list, the default with one of them, or a file with it. */
export async function overlayFile(all: Invocation): Promise<number> {
  const { options, context, print, emit, printAside, complain } = all;
  await loadLanguages();
  const [name, file, ...rest] = options.operands;
  if (rest.length) throw new UsageError('overlay needs a purpose, and at most one file');
  if (name === undefined) {
    if (options.format === 'json') emit(`${jsonText({ version: 1, overlays: overlays() }, 2)}\n`);
    else print(terminalOf(md`${paragraphs(...overlays().map(entry))}\n`));
    return 0;
  }
  const overlay = overlays().find((one) => one.name === name);
  if (!overlay)
    throw new UsageError(
      `there is no overlay ${name}; known: ${overlays()
        .map((one) => one.name)
        .join(', ')}`,
    );
  printAside(terminalOf(md`${entry(overlay)}\n`));
  if (file === undefined) {
    emit(defaultWithOverlay(name, context) ?? '');
    return 0;
  }
  const document = await readDocument(all, file);
  const before = document.source.text;
  const text = withOverlay(document, name, context);
  if (text === undefined) throw new UsageError(`${file}: an overlay is for seccomp profiles`);
  if (text === before) {
    printAside(terminalOf(md`${escaped(file)} allows all of it already.\n`));
    return 0;
  }
  if (options.dryRun) emit(createTwoFilesPatch(file, file, before, text, '', '', { context: 2 }));
  else if (await sourceToEdit(file, complain)) {
    const problem = await replaceText(file, before, text);
    if (problem !== undefined) complain(`${file}: ${problem}`);
  }
  return 0;
}

const entry = ({ name, purpose, programs, calls, besides, risk }: ReturnType<typeof overlays>[number]) =>
  md`${paragraphs(
    md`${bold(code(name))}: what ${escaped(purpose)} needs (${escaped(programs)})`,
    bullets([
      md`Allows ${calls.map(code).join(', ') as ReturnType<typeof code>}.`,
      md`Needs besides: ${ours(besides)}`,
      md`Risk: ${ours(risk)}`,
    ]),
  )}`;
