/** From an error message to the line that causes it: the one entry of `confine why`. */

import {
  type ConfinedPlace,
  type Context,
  concerns,
  type Files,
  type Fix,
  makesPod,
  type Suspect,
  type SuspectFix,
  spanToHost,
  type UnreadLine,
  type WhyAnswer,
  type WhyEvent,
  type WhyPlace,
  type WhyReport,
} from '../core';
import { type Document, open } from './document';
import type { Region } from './region';
import { alone, joinedEvents, ranked, told } from './why/judge';
import { limitsOf } from './why/limits';
import { readText } from './why/read';
import type { KnownNames } from './why/subject';
import { filesBelow } from './workspace';

/** Where to look for the cause. */
export interface WhyWorkspace {
  /** URIs of folders. */
  readonly folders: readonly string[];
  readonly files: Files;
  /** With the facts of the workspace. */
  readonly context: Context;
  readonly includeFolders?: readonly string[];
}

/** Answers a pasted text: events, errors of runtimes and programs, records of the audit log. */
export async function why(text: string, workspace: WhyWorkspace): Promise<WhyReport> {
  const documents = await documentsOf(workspace);
  const places = placesIn(documents, workspace.context);
  const { events, unread } = readText(text, namesOf(places));
  const answers: WhyAnswer[] = [];
  const open: UnreadLine[] = [...unread];
  for (const event of joinedEvents(events)) {
    const found = answersTo(event, documents, places, workspace.context);
    answers.push(...found);
    if (found.length === 0) open.push({ line: event.line, text: event.text, recognized: told(event) });
  }
  if (events.length === 0 && open.length === 0 && text.trim() !== '') open.push(firstLine(text));
  return { answers, unread: open.sort((a, b) => a.line - b.line) };
}

function firstLine(text: string): UnreadLine {
  const lines = text.split(/\r?\n/);
  const i = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  return { line: i + 1, text: (lines[i] ?? '').trim() };
}

async function documentsOf({ folders, files, context, includeFolders = [] }: WhyWorkspace): Promise<readonly Document[]> {
  const documents: Document[] = [];
  for await (const uri of filesBelow(files, folders, { context })) {
    const text = await files.read(uri);
    if (text === undefined) continue;
    // A file that can't be read costs its own answers only.
    const document = await open({ uri, languageId: '', version: 0, text }, files, { context, includeFolders }).catch(() => undefined);
    if (document) documents.push(document);
  }
  return documents;
}

interface ContainerPlace extends ConfinedPlace {
  readonly region: Region;
  readonly document: Document;
}

const placesIn = (documents: readonly Document[], context: Context): readonly ContainerPlace[] =>
  documents.flatMap((document) =>
    document.regions.flatMap((region) =>
      (region.language.containers?.(region.part, context) ?? []).map((confined) => ({
        confined,
        uri: document.source.uri,
        region,
        document,
      })),
    ),
  );

/** A pod, a service or what makes pods; Compose numbers the containers of a service. */
function isOf({ confined: { name, owner } }: ConfinedPlace, word: string): boolean {
  if (owner) return makesPod(owner, word);
  const bare = word.replace(/[-_]\d+$/, '');
  return bare === name || bare.endsWith(`-${name}`) || bare.endsWith(`_${name}`);
}

const namesOf = (places: readonly ConfinedPlace[]): KnownNames => ({
  has: (word) => places.some((place) => place.confined.name === word || isOf(place, word)),
  hasContainer: (word) => places.some(({ confined }) => confined.name === word),
});

/** The containers that an event may be about. */
function containersOf({ subject }: WhyEvent, places: readonly ContainerPlace[]): readonly ContainerPlace[] {
  const asked = subject.pod ?? subject.workload;
  const byObject = asked === undefined ? places : places.filter((place) => isOf(place, asked) || place.confined.name === asked);
  const longest = Math.max(0, ...byObject.map(({ confined }) => confined.owner?.name.length ?? 0));
  const nearest =
    asked === undefined ? byObject : byObject.filter(({ confined }) => !confined.owner || confined.owner.name.length === longest);
  const inNamespace = nearest.filter(
    ({ confined }) =>
      !confined.owner || concerns({ ...(subject.namespace !== undefined && { namespace: subject.namespace }) }, confined.owner),
  );
  const named = subject.container === undefined ? inNamespace : inNamespace.filter(({ confined }) => confined.name === subject.container);
  return named.length > 0 ? named : inNamespace;
}

function answersTo(
  event: WhyEvent,
  documents: readonly Document[],
  places: readonly ContainerPlace[],
  context: Context,
): readonly WhyAnswer[] {
  const { happening, subject } = event;
  const own = alone(event);
  if (own) return [answerOf(event, own)];
  const containers = containersOf(event, places);
  const command = subject.command;
  const asked: readonly ConfinedPlace[] = command ? [{ confined: command }] : containers;
  const found: { readonly suspect: Suspect; readonly at?: { readonly document: Document; readonly region: Region } }[] = [];
  for (const document of documents) {
    for (const region of document.regions) {
      const { language, part } = region;
      for (const suspect of language.blame?.(part, { event, containers: asked }, context) ?? [])
        found.push({ suspect, at: { document, region } });
    }
  }
  if (happening.kind === 'refused') {
    if (command) for (const suspect of limitsOf(command, happening)) found.push({ suspect: { ...suspect, message: `${suspect.message}` } });
    else
      for (const { confined, region, document } of containers)
        for (const suspect of limitsOf(confined, happening)) found.push({ suspect, at: { document, region } });
  }
  const list = ranked(event, found, asked.length);
  if (list.length === 0) {
    const rest = fallback(event);
    return rest ? [answerOf(event, rest)] : [];
  }
  return list.map(({ suspect, at }) => answerOf(event, suspect, at, documents));
}

/** What is certain without any file: the message names the cause itself. */
const fallback = (event: WhyEvent): Suspect | undefined => {
  const { happening, layer } = event;
  const message = told(event);
  switch (happening.kind) {
    case 'refused':
      return undefined;
    case 'denial':
    case 'violation':
    case 'missing-profile':
    case 'configuration':
    case 'signature':
    case 'invalid-profile':
    case 'root-user':
    case 'forbidden-sysctl':
    case 'unnamed-profile':
    case 'refused-field':
    case 'invalid-field':
      return { layer, certainty: 'likely', message: `${message} No file of this workspace decides it.` };
    default:
      return undefined;
  }
};

function answerOf(
  { template, text, line, lastLine }: WhyEvent,
  { layer, certainty, message, span, uri, fix, next }: Suspect,
  at?: { readonly document: Document; readonly region: Region },
  documents: readonly Document[] = [],
): WhyAnswer {
  const elsewhere = uri === undefined ? undefined : documents.find(({ source }) => source.uri === uri);
  const decides: WhyPlace | undefined =
    span === undefined
      ? undefined
      : uri !== undefined
        ? elsewhere && { uri, span, text: elsewhere.source.text }
        : at && { uri: at.document.source.uri, span: spanToHost(at.region.map, span), text: at.document.source.text };
  const change = fix && inHost(fix, at?.region);
  return {
    event: text,
    line,
    lastLine,
    template,
    layer,
    certainty,
    message,
    ...(decides && { decides }),
    ...(change && { fix: change }),
    ...(next !== undefined && { next }),
  };
}

/** A fix in the offsets of the file; where the file has no safe way to write an edit, only the title is left. */
function inHost({ title, edits = [] }: SuspectFix, region: Region | undefined): Pick<Fix, 'title' | 'edits'> {
  if (!region) return { title, edits: [] };
  const moved = () => {
    const own = 'make' in edits ? edits.make() : edits;
    const host = own.map((edit) => region.map.editToHost(edit));
    return host.every((edit) => edit !== undefined) ? host : [];
  };
  return { title, edits: 'make' in edits ? { make: moved } : moved() };
}
