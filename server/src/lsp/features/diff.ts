import type { TextDocumentContentParams, TextDocumentContentResult } from 'vscode-languageserver';
import { code, link, pathOf, type Span, tally } from '../../core';
import { changesAsMarkdown, rulePage } from '../../report';
import {
  allRules,
  ancestorOf,
  type Comparison,
  diffDocuments,
  diffWithBaseline,
  loadRule,
  plainBaseline,
  renderBaseline,
  shownExample,
  withTarget,
} from '../../service';
import { ruleScheme } from '../convert';
import type { Snapshot } from '../documents';
import type { Default, DiffParams, DiffResult } from '../protocol/compare';
import type { FileParams } from '../protocol/text';
import { reportScheme } from '../reports';
import type { Session } from '../session';
import { otherText, snapshotOf } from '../snapshot';
import { renderedScheme, renderedText } from './rendered';

/** The scheme of read-only defaults: `profile-default:/FILE-NAME?URI#RUNTIME`, the runtime only where it is not the one in force. */
export const defaultScheme = 'profile-default';

const runtimes = ['docker', 'podman', 'cri-o', 'containerd'];

/** A difference, the name of its other side, and where the editor finds that side. */
interface Sides {
  readonly comparison: Comparison;
  readonly title: string;
  readonly left: string;
}

export async function diff(session: Session, { uri, against }: DiffParams): Promise<DiffResult | null> {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  const sides = snapshot && (await sidesOf(session, snapshot, against));
  if (!sides) return null;
  const { comparison, title, left } = sides;
  const name = nameOf(uri);
  const place = ({ span, subject }: { readonly span?: Span; readonly subject: string }) =>
    span && link(code(subject), `${uri}#L${snapshot.text.positionAt(span.start).line + 1}`);
  return {
    title: `${title} ↔ ${name}`,
    left,
    report: changesAsMarkdown(title, name, comparison.changes, { place }),
    ...tally(comparison.changes),
  };
}

const nameOf = (uri: string): string => pathOf(uri).split('/').at(-1) ?? uri;

async function sidesOf(session: Session, snapshot: Snapshot, against: DiffParams['against']): Promise<Sides | undefined> {
  const { document, context } = snapshot;
  if (against && 'text' in against) {
    const other = await otherText(session, snapshot, against.text);
    return other && { comparison: diffDocuments(other, document, context), title: against.title, left: against.uri };
  }
  const judged = against ? withTarget(context, against.runtime) : context;
  const comparison = diffWithBaseline(document, judged);
  const rendered = renderBaseline(document, judged);
  const runtime = against ? `#${against.runtime}` : '';
  return (
    comparison &&
    rendered && {
      comparison,
      title: comparison.title,
      left: `${defaultScheme}:/${rendered.fileName}?${encodeURIComponent(document.source.uri)}${runtime}`,
    }
  );
}

/**
 * The defaults that a file can be compared with, that which it was forked from among them; runtimes that share one are named by the one in
 * force, or the first.
 */
export async function defaults(session: Session, { uri }: FileParams): Promise<readonly Default[]> {
  await session.ready();
  const snapshot = await snapshotOf(session, uri);
  if (!snapshot) return [];
  const { document, context } = snapshot;
  const byTitle = new Map<string, Default>();
  const put = (runtime: string | undefined, isAncestor?: true) => {
    const title = renderBaseline(document, runtime === undefined ? context : withTarget(context, runtime))?.title;
    if (title !== undefined && !byTitle.has(title))
      byTitle.set(title, { title, ...(runtime !== undefined && { runtime }), ...(isAncestor && { isAncestor }) });
  };
  put(undefined);
  const ancestor = ancestorOf(document, context);
  if (ancestor !== undefined) put(ancestor, true);
  for (const runtime of runtimes) put(runtime);
  return [...byTitle.values()];
}

/** The text of a read-only document: a default laid out like a file, the page of a rule, or a report. */
export async function virtualText(session: Session, { uri }: TextDocumentContentParams): Promise<TextDocumentContentResult | null> {
  const [, scheme, rest = ''] = /^([\w-]+):\/*(.*)$/s.exec(uri) ?? [];
  if (scheme === ruleScheme) {
    const rule = await loadRule(decodeURIComponent(rest).replace(/\.md$/, ''));
    return rule ? { text: rulePage(rule, await shownExample(rule), allRules()) } : null;
  }
  if (scheme === reportScheme) {
    const text = session.reports.text(uri);
    return text === undefined ? null : { text };
  }
  if (scheme === renderedScheme) return renderedText(session, rest);
  const [, query, fragment] = /\?([^#]*)(?:#(.*))?$/s.exec(rest) ?? [];
  await session.ready();
  const snapshot = query && (await snapshotOf(session, decodeURIComponent(query)));
  if (!snapshot) return null;
  const context = fragment === undefined ? snapshot.context : withTarget(snapshot.context, fragment);
  const rendered = renderBaseline(snapshot.document, context) ?? (await plainBaseline(snapshot.document.language.name, context));
  return rendered ? { text: rendered.text } : null;
}
