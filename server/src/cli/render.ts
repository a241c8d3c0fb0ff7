import { renderedFiles } from '../service';
import { type Invocation, readDocument } from './documents';
import { UsageError } from './options';

/** Prints the files that a program writes from a file: all of them, or the one that is named, as it is written. */
export async function renderFile(all: Invocation): Promise<number> {
  const { options, context, emit } = all;
  const [file, wanted, ...rest] = options.operands;
  if (file === undefined || rest.length) throw new UsageError('render needs a file, and at most one path');
  const document = await readDocument(all, file);
  const files = renderedFiles(document, context);
  if (!files.length) throw new UsageError(`${file}: no program writes other files from it, or it is not complete`);
  if (options.format === 'json') {
    emit(`${JSON.stringify(files.map(({ path, text }) => ({ path, text })))}\n`);
    return 0;
  }
  if (wanted === undefined) {
    emit(files.map(({ path, text }) => `# ${path}\n${text}`).join('\n'));
    return 0;
  }
  const one = files.find(({ path }) => path === wanted || path.endsWith(`/${wanted}`));
  if (!one) throw new UsageError(`${file}: writes ${files.map(({ path }) => path).join(', ')}`);
  emit(one.text);
  return 0;
}
