import {
  type Context,
  defaultContext,
  type Fact,
  type Files,
  linesOf,
  type Pause,
  pathOf,
  resolveUri,
  type StatedFact,
  spanToHost,
} from '../core';
import { derivedFacts } from './derive';
import { mayBeOurs, mayStateFacts } from './detect/paths';
import { type Document, open } from './document';
import { type NameIndex, nameIndex } from './names';

/** How much of a workspace is looked at; beyond it links between files are incomplete, nothing else. */
export interface IndexBudget {
  readonly entries: number;
  readonly files: number;
  readonly depth: number;
}

const defaultBudget: IndexBudget = { entries: 20_000, files: 5_000, depth: 12 };

/** What the files of a workspace say of each other. */
export interface WorkspaceIndex {
  /** The same array as long as no fact changed. */
  facts(): readonly Fact[];
  readonly names: NameIndex;
  /** Reads the folders; `cancelled` is asked between files. */
  scan(folders: readonly string[], cancelled?: () => boolean): Promise<void>;
  /** How many files were read where the budget left others out; undefined where it was enough. */
  stoppedAfter(): number | undefined;
  /** Takes the changes of some files, and then looks once at what follows for the others. Answers whether a fact changed. */
  update(changes: Iterable<ChangedFile> | AsyncIterable<ChangedFile>): Promise<boolean>;
}

/** The text that a file has now; undefined: the file is gone. */
export interface ChangedFile {
  readonly uri: string;
  readonly text: string | undefined;
}

export interface IndexOptions {
  readonly budget?: IndexBudget;
  /** What policies and profiles are judged by, without facts. */
  readonly context?: () => Context;
  /** False where names are not needed: then they are not gathered. */
  readonly named?: boolean;
  /** Called when a file can't be read for its facts; the other files are. */
  readonly onFault?: (uri: string, error: unknown) => void;
  /** Called with each text before it is read for its facts; false where it is left out. */
  readonly begin?: (uri: string, text: string) => boolean;
  /** Does the work of reading a text, which calls the pause between its pieces. */
  readonly work?: <T>(run: (pause: Pause) => Promise<T>) => Promise<T>;
}

interface Indexed {
  readonly facts: readonly Fact[];
  /** Kept for policies and profiles only: others ask what they decide. */
  readonly document?: Document;
}

export function workspaceIndex(
  files: Files,
  {
    budget = defaultBudget,
    context = () => defaultContext,
    named = true,
    onFault = () => {},
    begin = () => true,
    work = (run) => run(() => undefined),
  }: IndexOptions = {},
): WorkspaceIndex {
  const byFile = new Map<string, Indexed>();
  const names = nameIndex();
  let facts: readonly Fact[] = [];
  let stoppedAfter: number | undefined;

  /** Answers whether the file now says something else to other files. */
  async function put({ uri, text }: ChangedFile): Promise<boolean> {
    const before = byFile.get(uri);
    try {
      const source = text !== undefined && begin(uri, text) ? { uri, languageId: '', version: 0, text } : undefined;
      const document = source && (await work((pause) => open(source, files, { context: defaultContext, pause })));
      if (named) names.put(uri, document);
      const indexed = document && factsOf(document, context);
      if (indexed?.facts.length) byFile.set(uri, indexed);
      else byFile.delete(uri);
    } catch (error) {
      byFile.delete(uri);
      onFault(uri, error);
    }
    const now = byFile.get(uri);
    return !sayTheSame(before?.facts ?? [], now?.facts ?? []) || before?.document?.source.text !== now?.document?.source.text;
  }

  async function putAll(changes: Iterable<ChangedFile> | AsyncIterable<ChangedFile>): Promise<boolean> {
    let changed = false;
    for await (const change of changes) if (await put(change)) changed = true;
    return changed;
  }

  /** Puts the facts of all files together; answers whether one changed. */
  function gather(): boolean {
    const all = [...byFile.values()];
    const stated = all.flatMap((indexed) => indexed.facts);
    const documents = all.flatMap((indexed) => indexed.document ?? []);
    const now = [...stated, ...derivedFacts(stated, documents, context())];
    if (sayTheSame(now, facts)) return false;
    facts = now;
    return true;
  }

  return {
    facts: () => facts,
    names,
    stoppedAfter: () => stoppedAfter,
    update: async (changes) => (await putAll(changes)) && gather(),
    async scan(folders, cancelled = () => false) {
      stoppedAfter = undefined;
      await putAll(scanned(folders, cancelled));
      // The settings may be others than at the last scan.
      gather();
    },
  };

  /** What a new look at the folders finds: files that no longer lie below them, and those that do. */
  async function* scanned(folders: readonly string[], cancelled: () => boolean): AsyncGenerator<ChangedFile> {
    const below = (uri: string) => folders.some((folder) => uri.startsWith(`${folder.replace(/\/$/, '')}/`));
    for (const uri of [...byFile.keys()]) if (!below(uri)) yield { uri, text: undefined };
    for await (const uri of filesBelow(files, folders, { budget, stopped: (read) => (stoppedAfter = read), others: mayStateFacts })) {
      if (cancelled()) break;
      const text = await files.read(uri);
      if (text !== undefined) yield { uri, text };
    }
  }
}

/** Whether both lists mean the same to other files. Places move with every keystroke and matter only to links; names and kinds do. */
const sayTheSame = (a: readonly Fact[], b: readonly Fact[]): boolean =>
  a.length === b.length &&
  a.every(({ kind, name, detail }, i) => {
    const other = b[i];
    return other !== undefined && kind === other.kind && name === other.name && detail === other.detail;
  });

function factsOf(document: Document, context: () => Context): Indexed {
  const { uri, text } = document.source;
  const lines = linesOf(text);
  const facts = document.regions.flatMap(({ language, part, map }) =>
    (language.facts?.(part, context) ?? []).map((fact: StatedFact): Fact => {
      const span = spanToHost(map, fact.span);
      return { ...fact, uri, span, line: lines.positionAt(span.start).line + 1 };
    }),
  );
  const decides = facts.some(({ kind }) => kind === 'signature-policy' || kind === 'seccomp-profile');
  return { facts, ...(decides && { document }) };
}

const skipped = /^(?:node_modules|\.git|\.hg|\.svn|\.cache|vendor|dist|out|target)$/;

/** Whether a search of these folders looks at the file. */
export function isSearched(uri: string, folders: readonly string[]): boolean {
  const folder = folders.find((one) => uri.startsWith(`${one}/`));
  if (folder === undefined) return false;
  const between = uri
    .slice(folder.length + 1)
    .split('/')
    .slice(0, -1);
  return !between.some((name) => skipped.test(name)) && mayBeOurs(pathOf(uri));
}

export interface SearchOptions {
  readonly budget?: IndexBudget;
  /** Called with the number of files after which the budget ended the search. */
  readonly stopped?: (after: number) => void;
  /** Says whether notes in Markdown are searched. The index of facts and names never reads them: they quote profiles that no program loads. */
  readonly context?: Pick<Context, 'markdown'>;
  /** Takes files besides those that may be checked. */
  readonly others?: (path: string) => boolean;
}

/** Files below the folders that may be ours, breadth first, within the budget. */
export async function* filesBelow(
  files: Files,
  folders: readonly string[],
  { budget = defaultBudget, stopped = () => {}, context = defaultContext, others = () => false }: SearchOptions = {},
): AsyncGenerator<string> {
  let open = folders.map((uri) => uri.replace(/\/$/, ''));
  let entries = 0;
  let yielded = 0;
  for (let depth = 0; open.length && depth < budget.depth; depth++) {
    const next: string[] = [];
    for (const folder of open) {
      for (const entry of await files.list(folder)) {
        if (++entries > budget.entries) return stopped(yielded);
        const uri = resolveUri(`${folder}/`, entry.name);
        if (entry.kind === 'folder') {
          if (!skipped.test(entry.name)) next.push(uri);
        } else if (entry.kind === 'file' && (mayBeOurs(pathOf(uri), context) || others(pathOf(uri)))) {
          if (yielded === budget.files) return stopped(yielded);
          yielded++;
          yield uri;
        }
      }
    }
    open = next;
  }
}
