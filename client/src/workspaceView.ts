import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type OverviewItem, type OverviewParams, overviewChanged, overviewRequest } from '../../server/src/lsp/protocol/overview';

export const viewId = 'confine.workspace';

/** What the view leaves out. */
export interface ViewFilter {
  readonly levels: readonly string[];
  readonly text: string;
}

const noFilter: ViewFilter = { levels: [], text: '' };

/** The view of the workspace: draws what the server answers, one level at a time, and again when it says that something has changed. */
export interface WorkspaceView extends Disposable {
  readonly filter: ViewFilter;
  setFilter(filter: ViewFilter): void;
  /** The row that a menu passed, else the one that is selected. */
  row(argument: unknown): OverviewItem | undefined;
  /** Puts a line over the rows. */
  say(message: string): void;
  /** The same, and moves the keyboard into the view. */
  show(message: string): Promise<void>;
}

export function registerWorkspaceView(client: BaseLanguageClient): WorkspaceView {
  const changed = new EventEmitter<undefined>();
  const parents = new WeakMap<OverviewItem, OverviewItem>();
  let filter = noFilter;
  let first: OverviewItem | undefined;
  /** The keyboard is to go to the first row as soon as there is one: a tree without rows can't take it. */
  let waiting = false;
  const provider: TreeDataProvider<OverviewItem> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItemOf,
    async getChildren(parent) {
      const params: OverviewParams = { ...filter, ...(parent && { parent: parent.id }) };
      // Drawn again when the server runs.
      const rows = await client.sendRequest<OverviewItem[]>(overviewRequest, params).catch(() => []);
      if (parent) for (const row of rows) parents.set(row, parent);
      else {
        first = rows[0];
        if (first && waiting) setTimeout(takeKeyboard, 0, first);
      }
      return rows;
    },
    getParent: (row) => parents.get(row),
  };
  const view = window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });
  const say = (message: string) => {
    view.message = message;
  };
  async function takeKeyboard(row: OverviewItem): Promise<void> {
    waiting = false;
    await Promise.resolve(view.reveal(row, { focus: true, select: false })).catch(() => {});
  }
  const redraw = () => changed.fire(undefined);
  const parts = Disposable.from(
    changed,
    view,
    client.onNotification(overviewChanged, redraw),
    client.onDidChangeState(({ newState }) => newState === State.Running && redraw()),
  );
  return {
    get filter() {
      return filter;
    },
    setFilter(wanted) {
      filter = wanted;
      const words = [...wanted.levels, ...(wanted.text ? [`“${wanted.text}”`] : [])];
      view.description = words.join(', ');
      void commands.executeCommand('setContext', 'confine.filtered', words.length > 0);
      redraw();
    },
    row: (argument) => (isRow(argument) ? argument : view.selection[0]),
    say,
    async show(message) {
      say(message);
      waiting = first === undefined;
      await commands.executeCommand(`${viewId}.focus`);
    },
    dispose: () => parts.dispose(),
  };
}

const isRow = (value: unknown): value is OverviewItem => typeof value === 'object' && value !== null && 'spoken' in value;

function treeItemOf(row: OverviewItem): TreeItem {
  const isOpen = row.kind === 'group' && row.id.endsWith('Workloads');
  const item = new TreeItem(row.label, state(row.hasChildren, isOpen));
  item.id = row.id;
  item.description = row.description;
  item.tooltip = tooltipOf(row);
  item.accessibilityInformation = { label: row.spoken };
  item.contextValue = [row.kind, ...abilitiesOf(row)].join(' ');
  const icon = iconOf(row);
  if (icon) item.iconPath = icon;
  if (row.place) item.command = { command: 'confine.jump', title: l10n.t('Jump to Line'), arguments: [row] };
  return item;
}

function state(hasChildren: boolean, isOpen: boolean): TreeItemCollapsibleState {
  if (!hasChildren) return TreeItemCollapsibleState.None;
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Which commands of the row's menu have something to do. */
const abilitiesOf = ({ kind, place, question }: OverviewItem): readonly string[] => [
  ...(place ? ['jump'] : []),
  ...(place && (question || /^(?:workload|reason|profile|signature-policy)$/.test(kind)) && kind !== 'image' ? ['harden'] : []),
  ...(question || (place && kind === 'profile') ? ['explain'] : []),
];

function tooltipOf({ label, description, details, place }: OverviewItem): MarkdownString {
  const text = new MarkdownString().appendText([label, description].filter(Boolean).join(': '));
  for (const sentence of details) text.appendMarkdown('\n\n').appendText(sentence);
  if (place) {
    const name = Uri.parse(place.uri).path.split('/').at(-1) ?? '';
    text.appendMarkdown('\n\n').appendText(l10n.t('{0}, line {1}', name, place.range.start.line + 1));
  }
  return text;
}

const colors: Readonly<Record<OverviewItem['tone'], string | undefined>> = {
  weak: 'list.errorForeground',
  partial: 'list.warningForeground',
  strong: 'testing.iconPassed',
  neutral: undefined,
};

const icons: Readonly<Record<OverviewItem['kind'], string | undefined>> = {
  group: undefined,
  workload: 'shield',
  service: 'vm',
  reason: 'info',
  container: 'vm',
  setting: 'circle-outline',
  profile: 'lock',
  'signature-policy': 'law',
  image: 'package',
  use: 'references',
};

/** The form says what it is, and whether it is weak; the color says it once more. */
function iconOf({ kind, tone }: OverviewItem): ThemeIcon | undefined {
  const name = kind === 'setting' && tone === 'weak' ? 'warning' : icons[kind];
  const color = kind === 'setting' && tone === 'weak' ? colors.partial : colors[tone];
  return name === undefined ? undefined : new ThemeIcon(name, color === undefined ? undefined : new ThemeColor(color));
}
