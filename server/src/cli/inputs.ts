import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context, Source } from '../core';
import {
  bytesOf,
  type DiskProblem,
  type DiskText,
  entriesOf,
  nameOf,
  notUtf8,
  pathOfUri,
  readBytes,
  readPipe,
  readText,
  reasonOf,
  uriOf,
} from '../disk';
import {
  loadForSettings,
  mayBeOurs,
  readSettings,
  readSettingsFile,
  type Settings,
  settingsFileName,
  targetProblem,
  unknownSettings,
} from '../service';
import { type Options, UsageError } from './options';

/** A file to look at: `path` as the user gave it. */
export interface Input {
  readonly path: string;
  /** Found by searching a folder: silently skipped when no language claims it. */
  readonly searched: boolean;
  /** The text itself, where it is in no file: values from `--set`. */
  readonly source?: Source;
}

export type Complain = (message: string) => void;

/**
 * The files that the command line names; folders are searched, sorted, hidden folders and dependencies left out. With `every` all files of a folder are
 * opened, whatever they are called.
 */
export async function inputsOf(options: Options, context: Context, complain: Complain, every = false): Promise<readonly Input[]> {
  const named = [...options.operands, ...(options.filesFrom === undefined ? [] : await linesFrom(options.filesFrom))];
  if (!named.length) throw new UsageError(`${options.command} needs a file or folder`);
  if (named.includes('')) throw new UsageError(`${options.command}: the name of a file or folder is empty`);
  const inputs: Input[] = [];
  for (const name of new Set(named)) {
    const folder = name !== '-' && (await stat(bytesOf(name)).catch(() => undefined))?.isDirectory();
    if (!folder) inputs.push({ path: name, searched: false });
    else for await (const file of filesIn(name, every ? undefined : context, complain)) inputs.push({ path: file, searched: true });
  }
  return inputs;
}

async function* filesIn(folder: string, context: Context | undefined, complain: Complain): AsyncGenerator<string> {
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(folder);
  } catch (error) {
    complain(`${folder}: ${reasonOf(error)}`);
    return;
  }
  const named = entries.map((entry) => ({ entry, base: nameOf(entry.name) }));
  for (const { entry, base } of named.sort((a, b) => (a.base < b.base ? -1 : 1))) {
    const name = path.join(folder, base);
    if (entry.isDirectory()) {
      if (!/^(?:node_modules|\.git|\.hg|\.svn)$/.test(base)) yield* filesIn(name, context, complain);
    } else if (entry.isFile() && (!context || mayBeOurs(path.resolve(name).replaceAll(path.sep, '/'), context))) yield name;
  }
}

async function linesFrom(file: string): Promise<readonly string[]> {
  const bytes = file === '-' ? await standardInput() : await requiredBytes(file);
  // Line by line: one name that is not UTF-8 leaves the others as they are.
  return bytes
    .toString('latin1')
    .split(/\r?\n/)
    .map((line) => nameOf(Buffer.from(line, 'latin1')))
    .filter((line) => line.trim() !== '');
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a shell hands over: `<(helm template .)`, `/dev/stdin`. Any other pipe could keep the command waiting. */
const isPipe = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/\d+)$/;

async function requiredBytes(file: string): Promise<Buffer> {
  const answer = await readBytes(file);
  if ('problem' in answer) throw new UsageError(`${file}: ${answer.problem}`);
  return answer.bytes;
}

async function requiredText(file: string): Promise<string> {
  const answer = await readText(file);
  if ('problem' in answer) throw new UsageError(`${file}: ${answer.problem}`);
  return answer.text;
}

/** The text of an input, or undefined after a complaint. */
export async function sourceOf(input: string, complain: Complain, reader = readText): Promise<(Source & DiskText) | undefined> {
  const answer: DiskText | DiskProblem =
    input === '-' ? { text: (await standardInput()).toString() } : isPipe.test(input) ? await readPipe(input) : await reader(input);
  if ('problem' in answer) {
    complain(`${input}: ${answer.problem}`);
    return undefined;
  }
  const uri = input === '-' ? 'stdin:/-' : uriOf(input);
  return { uri, languageId: '', version: 0, ...answer };
}

/** A text to write back: only what was read as it is. */
export async function sourceToEdit(input: string, complain: Complain): Promise<Source | undefined> {
  const source = await sourceOf(input, complain);
  if (source?.byBytes) complain(`${input}: ${notUtf8}`);
  return source?.byBytes ? undefined : source;
}

export async function queriesFrom(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = file === '-' ? (await standardInput()).toString() : await requiredText(file);
  return text
    .split('\n')
    .map((line, i) => ({ line, i }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, i }) => {
      const query = parsed(line);
      if (typeof query !== 'object' || query === null || Array.isArray(query)) throw new UsageError(`${file}:${i + 1}: not a JSON object`);
      return query as Record<string, unknown>;
    });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Settings of `.confine.yaml` (found upwards from the working directory, or `--config`) below those of the command line. */
export async function settingsOf(options: Options, complain: Complain): Promise<Settings> {
  const file = options.config ?? (await findUpwards(settingsFileName));
  const { written, problem } = readSettingsFile(file === undefined ? '' : await requiredText(file));
  if (problem !== undefined) throw new UsageError(`${file} ${problem}`);
  const raw = { ...written, ...options.settings };
  await loadForSettings(raw);
  const named = options.settings.target;
  const wrong = typeof named === 'string' && named !== 'auto' ? targetProblem(named) : undefined;
  if (wrong !== undefined) throw new UsageError(`--target ${named}: ${wrong}`);
  const { settings, problems } = readSettings(raw);
  const about = (problem: string) => complain(file === undefined ? problem : `${file}: ${problem}`);
  problems.forEach(about);
  unknownSettings(written).forEach(about);
  return settings;
}

async function findUpwards(name: string): Promise<string | undefined> {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (await lstat(file).catch(() => undefined)) return file;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** The path of a file, from the working folder on where it lies below. */
export function pathHere(uri: string): string {
  const file = pathOfUri(uri) ?? uri;
  const here = `${pathOfUri(uriOf('.')) ?? ''}/`.replace(/\/+$/, '/');
  return file.startsWith(here) ? file.slice(here.length) : file;
}
