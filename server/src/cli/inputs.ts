import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import type { Source } from '../core';
import { mayBeOurs, readSettings, type Settings, unknownSettings } from '../service';
import { type DiskText, notUtf8, readText, reasonOf } from './disk';
import { type Options, UsageError } from './options';

/** A file to look at: `path` as the user gave it. */
export interface Input {
  readonly path: string;
  /** Found by searching a folder: silently skipped when no language claims it. */
  readonly searched: boolean;
}

export type Complain = (message: string) => void;

/** The files that the command line names; folders are searched, sorted, hidden folders and dependencies left out. */
export async function inputsOf(options: Options, complain: Complain): Promise<readonly Input[]> {
  const named = [...options.operands, ...(options.filesFrom === undefined ? [] : await linesFrom(options.filesFrom))];
  if (!named.length) throw new UsageError(`${options.command} needs a file or folder`);
  const inputs: Input[] = [];
  for (const name of named) {
    const folder = name !== '-' && (await stat(name).catch(() => undefined))?.isDirectory();
    if (!folder) inputs.push({ path: name, searched: false });
    else for await (const file of filesIn(name, complain)) inputs.push({ path: file, searched: true });
  }
  return inputs;
}

async function* filesIn(folder: string, complain: Complain): AsyncGenerator<string> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    complain(`${folder}: ${reasonOf(error)}`);
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!/^(?:node_modules|\.git|\.hg|\.svn)$/.test(entry.name)) yield* filesIn(name, complain);
    } else if (entry.isFile() && mayBeOurs(path.resolve(name).replaceAll(path.sep, '/'))) yield name;
  }
}

async function linesFrom(file: string): Promise<readonly string[]> {
  const text = file === '-' ? await standardInput() : await requiredText(file);
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

export async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function requiredText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

/** The text of an input, or undefined after a complaint. */
export async function sourceOf(input: string, complain: Complain): Promise<(Source & DiskText) | undefined> {
  const answer: DiskText | { readonly problem: string } = input === '-' ? { text: await standardInput() } : await readText(input);
  if ('problem' in answer) {
    complain(`${input}: ${answer.problem}`);
    return undefined;
  }
  const uri = input === '-' ? 'stdin:/-' : pathToFileURL(path.resolve(input)).href;
  return { uri, languageId: '', version: 0, ...answer };
}

/** A text to write back: only what was read as it is. */
export async function sourceToEdit(input: string, complain: Complain): Promise<Source | undefined> {
  const source = await sourceOf(input, complain);
  if (source?.byBytes) complain(`${input}: ${notUtf8}`);
  return source?.byBytes ? undefined : source;
}

export async function queriesFrom(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = file === '-' ? await standardInput() : await requiredText(file);
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
  const file = options.config ?? (await findUpwards('.confine.yaml'));
  const written = file === undefined ? {} : section(configOf(file, await requiredText(file)));
  const { settings, problems } = readSettings({ ...written, ...options.settings });
  const about = (problem: string) => complain(file === undefined ? problem : `${file}: ${problem}`);
  problems.forEach(about);
  unknownSettings(written).forEach(about);
  return settings;
}

/** Numbers stay as they are written: Kubernetes 1.30 is not 1.3. */
function configOf(file: string, text: string): unknown {
  try {
    return parse(text, {
      logLevel: 'error',
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/:(?:int|float)$/.test(tag.tag)),
    });
  } catch (error) {
    throw new UsageError(`${file} is not YAML: ${(error as Error).message.split('\n')[0]?.replace(/:$/, '')}`);
  }
}

/** `confine:` around everything, or keys with the prefix `confine.`, or neither. */
function section(raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) return {};
  const inner = 'confine' in raw && typeof raw.confine === 'object' && raw.confine !== null ? raw.confine : raw;
  return Object.fromEntries(Object.entries(inner).map(([key, value]) => [key.replace(/^confine\./, ''), value]));
}

async function findUpwards(name: string): Promise<string | undefined> {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    if (await stat(file).catch(() => undefined)) return file;
    if (path.dirname(folder) === folder) return undefined;
  }
}
