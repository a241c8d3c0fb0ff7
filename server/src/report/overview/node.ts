import type { PodSecurityLevel, Span } from '../../core';

/** How well something is confined; decides its icon and, with the level, its place among its siblings. */
export type OverviewTone = 'weak' | 'partial' | 'strong' | 'neutral';

export type OverviewKind =
  | 'group'
  | 'workload'
  | 'service'
  | 'reason'
  | 'container'
  | 'setting'
  | 'profile'
  | 'signature-policy'
  | 'image'
  | 'use';

/** A row of the overview, worded for people. */
export interface OverviewRow {
  readonly kind: OverviewKind;
  readonly label: string;
  readonly description?: string;
  /** Sentences for a tooltip. */
  readonly details?: readonly string[];
  readonly tone?: OverviewTone;
  readonly level?: PodSecurityLevel;
  readonly place?: OverviewPlace;
  /** What Ask This File answers about it. */
  readonly question?: { readonly uri: string; readonly query: string };
  readonly children?: readonly OverviewRow[];
}

export interface OverviewPlace {
  readonly uri: string;
  readonly span: Span;
}

/** A row with a name that outlives a change of other rows, so that it stays expanded. */
export interface OverviewNode extends OverviewRow {
  readonly id: string;
  readonly children: readonly OverviewNode[];
}

/** What is left out of an overview. */
export interface OverviewFilter {
  /** Workloads of these levels only; empty: of all. */
  readonly levels: readonly PodSecurityLevel[];
  /** Words that a row, or one below it, contains; in any case. */
  readonly text: string;
}

export function identified(rows: readonly OverviewRow[], prefix = ''): readonly OverviewNode[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = `${prefix}/${row.kind}:${row.label}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    const id = count ? `${name}#${count}` : name;
    return { ...row, id, children: identified(row.children ?? [], id) };
  });
}

/** The rows that fit the filter, with those around them; a row that fits keeps everything below it. */
export function filtered(nodes: readonly OverviewNode[], filter: OverviewFilter): readonly OverviewNode[] {
  const wanted = filter.text.trim().toLowerCase();
  return nodes.flatMap((node) => {
    if (filter.levels.length > 0 && (node.kind === 'service' || (node.level && !filter.levels.includes(node.level)))) return [];
    const says = node.kind !== 'group' && `${node.label} ${node.description ?? ''}`.toLowerCase().includes(wanted);
    if (says) return [node];
    const children = filtered(node.children, filter);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** The row itself and all below it, in the order of the tree. */
export const allRows = (nodes: readonly OverviewNode[]): readonly OverviewNode[] =>
  nodes.flatMap((node) => [node, ...allRows(node.children)]);
