import type { CancellationToken } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  baseName,
  code,
  link,
  type Markdown,
  md,
  type Observed,
  type ObservedChange,
  plainText,
  type Span,
  type Suggestion,
  uncapitalised,
} from '../../core';
import { observedAsMarkdown } from '../../report';
import {
  type CreatableProfile,
  changesOf,
  creatableProfiles,
  type Document,
  filesBelow,
  folderOfNew,
  logLanguages,
  observe,
  observeFolder,
} from '../../service';
import { rangeOf, textEditOf } from '../convert';
import type { ObservationParams, ObservationResult, ObservedSuggestion } from '../protocol/observe';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** What a log asks of one file. */
export async function fromObservation(session: Session, params: ObservationParams): Promise<ObservationResult | null> {
  const snapshot = await snapshotOf(session, params.uri);
  if (!snapshot) return null;
  const around = { context: snapshot.context, includeFolders: session.includeFolders(params.uri) };
  const found = await observe(snapshot.document, params.text, session.files, around, params.chosen ? { chosen: params.chosen } : {});
  if (!found) return null;
  return {
    edits: found.edits.map((edit) => textEditOf(snapshot.text, edit)),
    others: (found.others ?? []).map(changeOf),
    report: reportOf(params.uri, snapshot.document, found),
    suggestions: choicesIn(found),
  };
}

/** What a log asks of all files below a folder: each denial goes to the file that has its profile. Null where no file can answer. */
export async function fromFolderObservation(
  session: Session,
  { uri, text, chosen }: ObservationParams,
  token: CancellationToken,
): Promise<ObservationResult | null> {
  const folder = `${uri.replace(/\/$/, '')}/`;
  const documents: Document[] = [];
  // Profiles can have any name; most files of other kinds have an ending.
  const others = (path: string) => !baseName(path).includes('.');
  for await (const file of filesBelow(session.files, [folder], { others })) {
    if (token.isCancellationRequested) return null;
    const document = (await snapshotOf(session, file))?.document;
    if (document && logLanguages(document).length > 0) documents.push(document);
  }
  if (documents.length === 0) return null;
  const place = folderOfNew(documents, folder);
  // The settings for the folder are those for a file in it.
  const inside = `${place}x`;
  const around = {
    context: session.context(inside, ''),
    includeFolders: [...new Set([...session.includeFolders(inside), place, folder])],
    folder: place,
  };
  const create = Object.entries(chosen ?? {}).flatMap(([id, index]) =>
    index >= 0 && id.startsWith(creation) ? id.slice(creation.length) : [],
  );
  const options = { ...(chosen && { chosen }), ...(create.length > 0 && { create }) };
  const { files, rest } = await observeFolder(documents, text, session.files, around, options);
  const creatable = await creatableProfiles([...create, ...rest.unknownProfiles], text, session.files, around);
  const name = baseName(folder.slice(0, -1));
  const general = observedAsMarkdown(name, rest, { place: () => md`` }, { quiet: files.length > 0, folder: true });
  const reports = files.map(({ document, observed }) => reportOf(document.source.uri, document, observed));
  return {
    edits: [],
    others: files.flatMap(changesOf).map(changeOf),
    report: reports.reduce((all, one) => md`${all}\n${one}`, general),
    suggestions: [
      ...creatable.map((one) => choiceOfNew(one, place.slice(folder.length), create)),
      ...files.flatMap(({ observed }) => choicesIn(observed)),
    ],
  };
}

/** Before the name of a profile that is created where this is chosen. */
const creation = 'create ';

function choiceOfNew({ name, fileName }: CreatableProfile, folder: string, create: readonly string[]): ObservedSuggestion {
  const rule = fileName === undefined ? `profile ${name}, in its parent` : `profile ${name}, in a new file ${decodeURI(folder)}${fileName}`;
  const note = 'No file of the folder has this profile. Its rules follow from the log.';
  return {
    id: `${creation}${name}`,
    optional: true,
    chosen: create.includes(name) ? 0 : -1,
    alternatives: [{ kind: 'new', rule, note }],
  };
}

function changeOf({ uri, text, edits, made }: ObservedChange): ObservationResult['others'][number] {
  const before = TextDocument.create(uri, '', 0, text);
  return { uri, edits: edits.map((edit) => textEditOf(before, edit)), made };
}

function reportOf(uri: string, { source }: Document, found: Observed): Markdown {
  const text = TextDocument.create(uri, '', 0, source.text);
  const place = (span: Span, rule: string | undefined) => {
    const { line } = text.positionAt(span.start);
    return link(code(rule ?? text.getText(rangeOf(text, span)).replace(/\s+/g, ' ')), `${uri}#L${line + 1}`);
  };
  return observedAsMarkdown(baseName(uri), found, { place });
}

const choicesIn = ({ suggestions, optional = [] }: Observed): readonly ObservedSuggestion[] => [
  ...suggestions.flatMap((one) => choicesOf(one, false)),
  ...optional.flatMap((one) => choicesOf(one, !one.alternatives?.some(({ kind }) => kind === 'deny'))),
];

/** A suggestion that can be chosen or left out. */
function choicesOf({ id, profile, severity, chosen, alternatives }: Suggestion, optional: boolean): readonly ObservedSuggestion[] {
  if (id === undefined || !alternatives) return [];
  return [
    {
      id,
      ...(profile !== undefined && { profile }),
      ...(severity && { severity: `${severity.level}: ${plainText(uncapitalised(severity.why))}` }),
      optional,
      chosen: chosen ?? 0,
      alternatives: alternatives.map(({ kind, rule, note }) => ({ kind, rule, ...(note !== undefined && { note: plainText(note) }) })),
    },
  ];
}
