import {
  type Context,
  defaultContext,
  type Fact,
  type Files,
  linesOf,
  pathOf,
  resolveUri,
  type Source,
  type StatedFact,
  spanToHost,
} from '../core';
import { derivedFacts } from './derive';
import { mayBeOurs } from './detect';
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
  /** The file's text is now this; undefined: it is gone. Answers whether a fact changed. */
  update(source: Source | undefined, uri: string): Promise<boolean>;
}

export interface IndexOptions {
  readonly budget?: IndexBudget;
  /** What policies and profiles are judged by, without facts. */
  readonly context?: () => Context;
  /** Called when a file can't be read for its facts; the other files are. */
  readonly onFault?: (uri: string, error: unknown) => void;
  /** Called with each text before it is read for its facts; false where it is left out. */
  readonly begin?: (uri: string, text: string) => boolean;
}

interface Indexed {
  readonly facts: readonly Fact[];
  /** Kept for policies and profiles only: others ask what they decide. */
  readonly document?: Document;
}

export function workspaceIndex(
  files: Files,
  { budget = defaultBudget, context = () => defaultContext, onFault = () => {}, begin = () => true }: IndexOptions = {},
): WorkspaceIndex {
  const byFile = new Map<string, Indexed>();
  const names = nameIndex();
  let facts: readonly Fact[] = [];
  let stoppedAfter: number | undefined;

  async function put(changed: Source | undefined, uri: string): Promise<void> {
    const source = changed && begin(uri, changed.text) ? changed : undefined;
    try {
      const document = source && (await open(source, files, { context: defaultContext }));
      names.put(uri, document);
      const indexed = source && factsOf(source, document);
      if (indexed?.facts.length) byFile.set(uri, indexed);
      else byFile.delete(uri);
    } catch (error) {
      byFile.delete(uri);
      onFault(uri, error);
    }
  }

  /** Puts the facts together; answers whether one changed. */
  function gather(): boolean {
    const all = [...byFile.values()];
    const stated = all.flatMap((indexed) => indexed.facts);
    const documents = all.flatMap((indexed) => indexed.document ?? []);
    const now = [...stated, ...derivedFacts(stated, documents, context())];
    // Places move with every keystroke and matter to nobody but links; names and kinds do.
    if (essence(now) === essence(facts)) return false;
    facts = now;
    return true;
  }

  return {
    facts: () => facts,
    names,
    stoppedAfter: () => stoppedAfter,
    async update(source, uri) {
      await put(source, uri);
      return gather();
    },
    async scan(folders, cancelled = () => false) {
      const below = (uri: string) => folders.some((folder) => uri.startsWith(`${folder.replace(/\/$/, '')}/`));
      for (const uri of byFile.keys()) if (!below(uri)) await put(undefined, uri);
      stoppedAfter = undefined;
      for await (const uri of filesBelow(files, folders, { budget, stopped: (read) => (stoppedAfter = read) })) {
        if (cancelled()) break;
        const text = await files.read(uri);
        if (text !== undefined) await put({ uri, languageId: '', version: 0, text }, uri);
      }
      gather();
    },
  };
}

const essence = (facts: readonly Fact[]): string => facts.map((fact) => `${fact.kind} ${fact.name} ${fact.detail ?? ''}`).join('\n');

function factsOf({ uri, text }: Source, document: Document | undefined): Indexed {
  if (!document) return { facts: [] };
  const lines = linesOf(text);
  const facts = document.regions.flatMap(({ language, part, map }) =>
    (language.facts?.(part) ?? []).map((fact: StatedFact): Fact => {
      const span = spanToHost(map, fact.span);
      return { ...fact, uri, span, line: lines.positionAt(span.start).line + 1 };
    }),
  );
  const decides = facts.some(({ kind }) => kind === 'signature-policy' || kind === 'seccomp-profile');
  return { facts, ...(decides && { document }) };
}

const skipped = /^(?:node_modules|\.git|\.hg|\.svn|\.cache|vendor|dist|out|target)$/;

export interface SearchOptions {
  readonly budget?: IndexBudget;
  /** Called with the number of files after which the budget ended the search. */
  readonly stopped?: (after: number) => void;
  /** Says whether notes in Markdown are searched. The index of facts and names never reads them: they quote profiles that no program loads. */
  readonly context?: Pick<Context, 'markdown'>;
}

/** Files below the folders that may be ours, breadth first, within the budget. */
export async function* filesBelow(
  files: Files,
  folders: readonly string[],
  { budget = defaultBudget, stopped = () => {}, context = defaultContext }: SearchOptions = {},
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
        } else if (entry.kind === 'file' && mayBeOurs(pathOf(uri), context)) {
          if (yielded === budget.files) return stopped(yielded);
          yielded++;
          yield uri;
        }
      }
    }
    open = next;
  }
}
