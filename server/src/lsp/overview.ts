import { distinctWorkloads, type Lines, linesOf, pathOf } from '../core';
import { type OverviewFile, type OverviewNode, type OverviewPlace, overviewOf } from '../report';
import { excluded, filesBelow, inventoryOf, isSearched, mayStateFacts } from '../service';
import { overviewChanged } from './protocol/overview';
import type { Range } from './protocol/text';
import type { Session } from './session';
import { snapshotOf } from './snapshot';

/** Milliseconds without a further change before the files that changed are read again. */
const pause = 500;

/** What the view of the workspace shows. Nothing is read before the first request. */
export interface WorkspaceOverview {
  /** The tree, in step with the files. */
  nodes(): Promise<readonly OverviewNode[]>;
  /** Where a place of the tree is; undefined for a file that is no longer there. */
  rangeOf(place: OverviewPlace): Range | undefined;
  /** A file has changed; without a URI: what all files are judged by. */
  touch(uri?: string): void;
  end(): void;
}

interface InventoriedFile {
  readonly file: OverviewFile;
  readonly lines: Lines;
  /** What the file adds to the tree, for a comparison. */
  readonly words: string;
  /** Its workloads depend on what other files say. */
  readonly judged: boolean;
}

export function createOverview(session: Session): WorkspaceOverview {
  const { files, index, settings } = session;
  const entries = new Map<string, InventoriedFile>();
  const stale = new Set<string>();
  let facts: ReturnType<typeof index.facts> | undefined;
  let tree: readonly OverviewNode[] | undefined;
  let gathering: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listed = false;
  let stoppedAfter: number | undefined;

  const root = () => session.folders();

  /** Answers whether the file now adds something else. */
  async function read(uri: string): Promise<boolean> {
    const before = entries.get(uri)?.words;
    await settings.learn(uri);
    const snapshot = excluded(pathOf(uri), settings.of(uri)) ? undefined : await snapshotOf(session, uri);
    if (!snapshot) return entries.delete(uri);
    const { document, context } = snapshot;
    const file: OverviewFile = { ...inventoryOf(document, context), uri, path: pathBelow(uri, root()) };
    const words = JSON.stringify(file);
    const judged = document.judged.some(({ language }) => language.inventory !== undefined);
    entries.set(uri, { file, lines: linesOf(document.source.text), words, judged });
    return words !== before;
  }

  async function gather(): Promise<void> {
    await session.scanned;
    if (!listed) {
      listed = true;
      const found = new Set<string>();
      stoppedAfter = undefined;
      const stopped = (after: number) => {
        stoppedAfter = after;
      };
      for await (const uri of filesBelow(files, root(), { stopped, others: mayStateFacts })) found.add(uri);
      for (const uri of entries.keys()) if (!found.has(uri)) entries.delete(uri);
      for (const uri of found) stale.add(uri);
      tree = undefined;
    }
    if (index.facts() !== facts) {
      facts = index.facts();
      tree = undefined;
      for (const [uri, { judged }] of entries) if (judged) stale.add(uri);
    }
    for (const uri of stale) {
      stale.delete(uri);
      try {
        if (await read(uri)) tree = undefined;
      } catch (error) {
        if (entries.delete(uri)) tree = undefined;
        session.complain(uri, error);
      }
    }
    if (!listed || index.facts() !== facts) await gather();
  }

  async function nodes(): Promise<readonly OverviewNode[]> {
    gathering ??= gather().finally(() => {
      gathering = undefined;
    });
    await gathering;
    tree ??= overviewOf(
      distinctWorkloads([...entries.values()].map(({ file }) => file)).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      index.facts().filter(({ kind }) => kind === 'image-verdict'),
      stoppedAfter,
    );
    return tree;
  }

  async function compare(): Promise<void> {
    const before = tree;
    if ((await nodes()) !== before) void session.connection.sendNotification(overviewChanged);
  }

  return {
    nodes,
    rangeOf({ uri, span }) {
      const lines = entries.get(uri)?.lines;
      return lines && { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
    },
    touch(uri) {
      // Before the first request there is nothing to compare with.
      if (!listed) return;
      if (uri === undefined) listed = false;
      else if (entries.has(uri) || isSearched(uri, root())) stale.add(uri);
      else return;
      clearTimeout(timer);
      timer = setTimeout(() => void compare().catch((error) => session.complain('confine/overview', error)), pause);
    },
    end: () => clearTimeout(timer),
  };
}

/** A path for people: from the folder of the workspace on. */
export function pathBelow(uri: string, folders: readonly string[]): string {
  const folder = folders.find((one) => uri.startsWith(`${one}/`));
  return folder === undefined ? pathOf(uri) : pathOf(uri).slice(pathOf(folder).length + 1);
}
