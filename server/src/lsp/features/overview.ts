import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { baseName, counted, distinctWorkloads, type FileInventory, type FleetFile, listed, pathOf, sourceOfMarkdown } from '../../core';
import { filtered, fleetAsMarkdown, type OverviewNode, type OverviewTone } from '../../report';
import { checkInSteps, excluded, filesBelow, inventoryOf } from '../../service';
import { pathBelow, type WorkspaceOverview } from '../overview';
import type { OverviewItem, OverviewParams, WorkspaceReport } from '../protocol/overview';
import type { Session } from '../session';
import { snapshotOf } from '../snapshot';

/** One level of the tree that the view shows. */
export async function overviewItems(
  overview: WorkspaceOverview,
  { parent, levels = [], text = '' }: OverviewParams,
): Promise<OverviewItem[]> {
  const all = await overview.nodes();
  const isLevel = (word: string) => word === 'privileged' || word === 'baseline' || word === 'restricted';
  const nodes = filtered(all, { levels: levels.filter(isLevel), text });
  return (parent === undefined ? nodes : (nodeIn(nodes, parent)?.children ?? [])).map((node) => itemOf(overview, node));
}

/** The id of a row begins with that of its parent. */
function nodeIn(nodes: readonly OverviewNode[], id: string): OverviewNode | undefined {
  for (const node of nodes) {
    if (node.id === id) return node;
    if (id.startsWith(`${node.id}/`)) {
      const found = nodeIn(node.children, id);
      if (found) return found;
    }
  }
  return undefined;
}

function itemOf(
  overview: WorkspaceOverview,
  { id, kind, label, description = '', details = [], tone = 'neutral', place, question, children }: OverviewNode,
): OverviewItem {
  const range = place && overview.rangeOf(place);
  const spoken = [label, description, toneWords[tone], children.length > 0 && kind !== 'group' && counted(children.length, 'row')];
  return {
    id,
    kind,
    label,
    description,
    details: [...details],
    spoken: spoken.filter(Boolean).join(', '),
    tone,
    hasChildren: children.length > 0,
    ...(place && range && { place: { uri: place.uri, range } }),
    ...(question && { question }),
  };
}

const toneWords: Readonly<Record<OverviewTone, string>> = { weak: 'weak', partial: 'partly confined', strong: 'confined', neutral: '' };

/** The page that `confine report` prints, for the folders of the workspace. */
export async function workspaceReport(session: Session, _: unknown, token?: CancellationToken): Promise<WorkspaceReport> {
  await session.scanned;
  const folders = session.folders();
  const files: (FleetFile & FileInventory)[] = [];
  for await (const uri of filesBelow(session.files, folders)) {
    if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    await session.settings.learn(uri);
    const settings = session.settings.of(uri);
    const snapshot = excluded(pathOf(uri), settings) ? undefined : await snapshotOf(session, uri);
    if (!snapshot) continue;
    const { document, context } = snapshot;
    const inventory = inventoryOf(document, context);
    const counts = { error: 0, warning: 0, information: 0, hint: 0 };
    const onFault = (code: string, error: unknown) => session.complain(`${uri}: ${code}`, error);
    const steps = checkInSteps(document, context, settings, onFault);
    for (const { severity } of (await session.scheduler.steps('workspace', steps, { token })) ?? []) counts[severity] += 1;
    files.push({ path: pathBelow(uri, folders), ...inventory, counts });
  }
  const title = listed(folders.map((folder) => baseName(folder)));
  return { title, markdown: sourceOfMarkdown(fleetAsMarkdown(title, distinctWorkloads(files), new Date())) };
}
