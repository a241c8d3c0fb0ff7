/** From an error message to the line that causes it: the one entry of `confine why`. */

import {
  type ConfinedPlace,
  type Context,
  concerns,
  editsOf,
  editsToHost,
  type Files,
  type Fix,
  makesPod,
  type Span,
  type Suspect,
  type SuspectFix,
  spanInHost,
  type UnreadLine,
  type WhyAnswer,
  type WhyEvent,
  type WhyPlace,
  type WhyReport,
} from '../core';
import { printedBy } from '../knowledge';
import { type Document, open } from './document';
import type { Region } from './region';
import { distinctionOf } from './why/distinction';
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

/** What a chart or a kustomization builds is described by each of its files. */
const placesIn = (documents: readonly Document[], context: Context): readonly ContainerPlace[] =>
  documents.flatMap((document) =>
    document.judged.flatMap((region) =>
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
  const found: { readonly suspect: Suspect; readonly at?: At }[] = [];
  for (const document of documents) {
    for (const region of document.judged) {
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
  const different = new Set(asked.map(({ confined: { owner, name } }) => [owner?.kind, owner?.namespace, owner?.name, name].join(' ')));
  const list = ranked(event, found, different.size);
  if (list.length === 0) {
    const rest = fallback(event);
    return rest ? [answerOf(event, rest)] : [];
  }
  const answers = once(list.map(({ suspect, at }) => answerOf(event, suspect, at, documents)));
  const distinction = distinctionOf(
    answers,
    asked.map(({ confined }) => confined),
  );
  return distinction ? answers.map((answer) => ({ ...answer, distinction })) : answers;
}

/** The same place is found in each file that a chart is built from; the file that can be edited there tells it. */
function once(answers: readonly WhyAnswer[]): readonly WhyAnswer[] {
  const kept = new Map<string, WhyAnswer>();
  for (const answer of answers) {
    const { layer, message, decides } = answer;
    const key = [layer, message, decides?.uri, decides?.span.start].join('\n');
    const before = kept.get(key);
    if (!before || (!canApply(before) && canApply(answer))) kept.set(key, answer);
  }
  return [...kept.values()];
}

const canApply = ({ fix }: WhyAnswer): boolean => fix !== undefined && editsOf(fix).length > 0;

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
  { layer, certainty, message, span, uri, fix, alternatives, next }: Suspect,
  at?: At,
  documents: readonly Document[] = [],
): WhyAnswer {
  const decides = span && placeOf(span, uri, at, documents);
  // Edits are made in the file that decides.
  const region = at && decides?.uri === at.document.source.uri ? at.region : undefined;
  const changes = [fix, ...(alternatives ?? [])].map((one) => one && inHost(one, region));
  const [change, ...others] = changes;
  const printed = printedBy(template);
  return {
    event: text,
    line,
    lastLine,
    template,
    ...(printed !== undefined && { printedBy: printed }),
    layer,
    certainty,
    message,
    ...(decides && { decides }),
    ...(change && { fix: change }),
    ...(alternatives && { alternatives: others.filter((one) => one !== undefined) }),
    ...(next !== undefined && { next }),
  };
}

interface At {
  readonly document: Document;
  readonly region: Region;
}

/** A place of a region in the file that says it: the region's own, another that it is built from, or one that the suspect names. */
function placeOf(span: Span, uri: string | undefined, at: At | undefined, documents: readonly Document[]): WhyPlace | undefined {
  const inFile = (file: string, place: Span): WhyPlace | undefined => {
    const found = documents.find(({ source }) => source.uri === file);
    return found && { uri: file, span: place, text: found.source.text };
  };
  if (uri !== undefined) return inFile(uri, span);
  if (!at) return undefined;
  const { document, region } = at;
  const own = spanInHost(region.map, span);
  if (own) return { uri: document.source.uri, span: own, text: document.source.text };
  const other = region.map.placeOf?.(span);
  return other?.uri === undefined ? undefined : inFile(other.uri, other.span);
}

/** A fix in the offsets of the file; where the file has no safe way to write an edit, only the title is left. */
function inHost({ title, edits = [] }: SuspectFix, region: Region | undefined): Pick<Fix, 'title' | 'edits'> {
  if (!region) return { title, edits: [] };
  const moved = () => editsToHost(region.map, 'make' in edits ? edits.make() : edits) ?? [];
  return { title, edits: 'make' in edits ? { make: moved } : moved() };
}
