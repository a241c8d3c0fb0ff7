import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { counted, terminalText, visible } from '../core';
import { createText, pathOfUri, replaceText } from '../disk';
import { breakingChanges, fixed, loadLanguages } from '../service';
import { costsOneFile, type Invocation, openOptions } from './documents';
import { inputsOf, sourceToEdit } from './inputs';
import { choice } from './options';

export async function fixFiles(all: Invocation): Promise<number> {
  const { options, settings, complain, print, emit } = all;
  if (options.allowBreaking.length) await loadLanguages();
  const breaking = options.allowBreaking.map((name) => choice('--allow-breaking', name, breakingChanges()));
  const changed = new Set<string>();
  const write = async (name: string, before: string | undefined, after: string) => {
    if (name === '-' && !options.dryRun) emit(after);
    else if (options.dryRun)
      emit(createTwoFilesPatch(before === undefined ? '/dev/null' : name, name, before ?? '', after, '', '', { context: 3 }));
    else {
      const problem = await (before === undefined ? createText(name, after) : replaceText(name, before, after));
      if (problem !== undefined) return complain(`${name}: ${problem}`);
    }
    changed.add(path.resolve(name));
  };
  const inputs = await inputsOf(options, all.context, complain);
  for (const input of inputs) {
    await costsOneFile(all, input.path, async () => {
      const source = await sourceToEdit(input.path, complain);
      if (!source) return;
      const { text, others, refused, notes, leftOut } = await fixed(source, all.files, openOptions(all, source.uri), settings, {
        harden: options.harden,
        layOut: options.layOut,
        allowed: new Set(breaking),
      });
      for (const name of refused)
        complain(`${input.path}: not applied, because it would not remove the finding or would add an error: ${name}`);
      for (const [title, note] of notes) all.tell(`${input.path}: ${title}: ${note}`);
      for (const [note, name] of leftOut) all.tell(`${input.path}: left out, --allow-breaking ${name} makes it: ${note}`);
      if (text !== source.text) await write(input.path, source.text, text);
      else if (input.path === '-' && !options.dryRun) emit(text);
      // Standard input has no files beside it.
      for (const [uri, { before, after }] of input.path === '-' ? [] : others)
        await write(path.relative('', pathOfUri(uri) ?? uri), before, after);
    });
  }
  // What comes from standard input goes to standard output, and nothing else does.
  if (!options.dryRun && !inputs.some((input) => input.path === '-'))
    print(terminalText`${visible(counted(changed.size, 'file'))} changed\n`);
  return 0;
}
