import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Context, Files, Pause, TextChange, WorkingFolder } from '../core';
import { type Document, open } from '../service';
import { OpenText } from './openText';

/** A text that is open in the editor, as its language has read it. */
export interface Snapshot {
  readonly text: TextDocument;
  readonly document: Document;
  readonly context: Context;
}

export interface Documents {
  open(uri: string, languageId: string, version: number, text: string): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  /** The latest text and what is known of it; undefined when it is not open or no language claims it. */
  get(uri: string): Promise<Snapshot | undefined>;
  text(uri: string): TextDocument | undefined;
  uris(): readonly string[];
  /** Forgets what was read: everything, or the documents that depend on a file. Answers which they were. */
  forget(changedFile?: string): readonly string[];
}

/** Reads for one text: what a language needs besides it. */
export interface LoadEnvironment {
  readonly files: Files;
  /** Reads what the settings of a text depend on. */
  prepare?(uri: string): Promise<void>;
  context(uri: string, languageId: string): Context;
  includeFolders(uri: string): readonly string[];
  workingFolder(uri: string): WorkingFolder | undefined;
  /** Milliseconds. */
  now(): number;
  /** Called with the text that is read or asked about next; false where it is left out. */
  begin?(uri: string, text: string): boolean;
  /** Does the work of reading a text, which calls the pause between its pieces. */
  work?<T>(uri: string, run: (pause: Pause) => Promise<T>): Promise<T>;
}

/**
 * Milliseconds for which the other files that a text reads are taken to be as they were, so that a keystroke reads nothing from the
 * disk. A client that watches files reports changes at once; this is for files without a watcher, such as the system's own abstractions.
 */
const trusted = 3_000;

interface OpenDocument {
  text: OpenText;
  read?: Read;
  /** What changed since `read`, or since the text that is being read now. */
  change?: TextChange;
  reading?: Promise<void>;
  /** Changed since `reading` began: another file that it may read, or what every text is read by. */
  outdated?: 'file' | 'all';
}

interface Read {
  readonly version: number;
  /** Undefined for texts that are not ours. */
  readonly document: Document | undefined;
  /** When its other files were read. */
  readonly at: number;
  /** One of these has changed since. */
  readonly stale: boolean;
}

/** The text was closed while it was read. */
class Closed extends Error {}

export function createDocuments(around: LoadEnvironment): Documents {
  const entries = new Map<string, OpenDocument>();
  const { work = (_, run) => run(() => undefined) } = around;

  /** Ends the work on a text that is no longer open. */
  const whileOpen =
    (entry: OpenDocument, pause: Pause): Pause =>
    () =>
      pause()?.then(() => {
        if (entries.get(entry.text.uri) !== entry) throw new Closed();
      });

  async function read(entry: OpenDocument): Promise<void> {
    const { text, change = { start: 0, oldEnd: 0, newEnd: 0 } } = entry;
    const before = entry.read;
    const version = text.version;
    const now = around.now();
    const othersUnchanged = before !== undefined && !before.stale && now - before.at < trusted;
    entry.change = undefined;
    // Until it is read: what failed is no version to go on from.
    entry.read = undefined;
    entry.outdated = undefined;
    await around.prepare?.(text.uri);
    const source = { uri: text.uri, languageId: text.languageId, version, text: text.getText() };
    const previous = before?.document && { document: before.document, change, othersUnchanged };
    const workingFolder = around.workingFolder(text.uri);
    const document = await work(text.uri, (pause) =>
      open(source, around.files, {
        context: around.context(text.uri, text.languageId),
        includeFolders: around.includeFolders(text.uri),
        ...(workingFolder && { workingFolder }),
        ...(previous && { previous }),
        pause: whileOpen(entry, pause),
      }),
    );
    if (outdatedMeanwhile(entry) === 'all') return;
    entry.read = { version, document, at: othersUnchanged ? before.at : now, stale: outdatedMeanwhile(entry) === 'file' };
  }

  function forget(changedFile: string | undefined): readonly string[] {
    const forgotten: string[] = [];
    for (const [uri, entry] of entries) {
      if (changedFile === undefined) entry.read = entry.change = undefined;
      else if (uri === changedFile || !mayRead(entry, changedFile)) continue;
      entry.outdated = changedFile === undefined || entry.outdated === 'all' ? 'all' : 'file';
      if (entry.read) entry.read = { ...entry.read, stale: true };
      forgotten.push(uri);
    }
    return forgotten;
  }

  async function upToDate(entry: OpenDocument): Promise<void> {
    while (!entry.read || entry.read.stale || entry.read.version !== entry.text.version) {
      entry.reading ??= read(entry).finally(() => {
        entry.reading = undefined;
      });
      await entry.reading;
    }
  }

  return {
    open(uri, languageId, version, text) {
      entries.set(uri, { text: new OpenText(uri, languageId, version, text) });
      forget(uri);
    },
    change(uri, version, changes) {
      const entry = entries.get(uri);
      if (!entry) return;
      for (const event of changes) {
        const { text, change } = entry.text.changed(event, version);
        entry.change = merge(entry.change, change);
        entry.text = text;
      }
      forget(uri);
    },
    close(uri) {
      entries.delete(uri);
      forget(uri);
    },
    async get(uri) {
      const entry = entries.get(uri);
      const mayBegin = () => entry !== undefined && (around.begin?.(uri, entry.text.getText()) ?? true);
      if (!entry || !mayBegin()) return undefined;
      try {
        await upToDate(entry);
      } catch (error) {
        if (error instanceof Closed) return undefined;
        throw error;
      }
      if (!mayBegin()) return undefined;
      const document = entry.read?.document;
      return document && { text: entry.text, document, context: around.context(entry.text.uri, entry.text.languageId) };
    },
    text: (uri) => entries.get(uri)?.text,
    uris: () => [...entries.keys()],
    forget,
  };
}

/** `read` waits in between, so what it was told has to be looked up again. */
const outdatedMeanwhile = (entry: OpenDocument): OpenDocument['outdated'] => entry.outdated;

/** Whether a text reads a file, or looked for one that is there now; for a file that is still being read it is not known. */
const mayRead = ({ reading, read }: OpenDocument, uri: string): boolean =>
  reading !== undefined ||
  (read?.document?.reads.some((one) => one === uri || uri.startsWith(one.endsWith('/') ? one : `${one}/`)) ?? false);

/** Open texts win over what is on disk. */
export function withOpenTexts(files: Files, text: (uri: string) => TextDocument | undefined): Files {
  return { ...files, read: async (uri) => text(uri)?.getText() ?? files.read(uri) };
}

/** One change that covers both, the second made on the text after the first. */
export function merge(first: TextChange | undefined, second: TextChange): TextChange {
  if (!first) return second;
  return {
    start: Math.min(first.start, second.start),
    oldEnd: first.oldEnd + Math.max(0, second.oldEnd - first.newEnd),
    newEnd: Math.max(first.newEnd, second.oldEnd) + second.newEnd - second.oldEnd,
  };
}
