import { commands, Disposable, EventEmitter, l10n, ThemeIcon, TreeItem, TreeItemCheckboxState, type Uri, window } from 'vscode';
import type { StaleComment } from './comments';
import type { ReviewItem } from './review';

const viewId = 'confine.review';
export const toggleCommand = 'confine.togglePreviewedChange';

/** A row: a piece of the change, or a comment that it may make wrong. */
type Row = { readonly item: ReviewItem } | { readonly comment: StaleComment; readonly file: Uri };

/** The list under the diff: one check box for each piece, with its reason and its risk. */
export interface ReviewView extends Disposable {
  show(title: string, items: readonly ReviewItem[], comments: readonly { readonly file: Uri; readonly comment: StaleComment }[]): void;
  focus(): Promise<void>;
  /** Ticks a row, or takes its tick away: the one with this id, or else the one that is selected. */
  toggle(id?: string): void;
  clear(): Promise<void>;
}

export function createReviewView(ticked: (id: string, state: boolean) => void): ReviewView {
  let rows: readonly Row[] = [];
  let reviews = 0;
  /** What was last set, also before the list is drawn with it. */
  const set = new Map<string, boolean>();
  const change = (id: string, state: boolean) => {
    set.set(id, state);
    ticked(id, state);
  };
  const changed = new EventEmitter<undefined>();
  const view = window.createTreeView<Row>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      // A name of its own in each review, or VS Code would look for the focus in the rows of the last one.
      getTreeItem: (row) => treeItemOf(row, reviews),
      getChildren: (row) => (row ? [] : [...rows]),
      getParent: () => undefined,
    },
    manageCheckboxStateManually: true,
  });
  const parts = Disposable.from(
    changed,
    view,
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [row, state] of items) if ('item' in row) change(row.item.id, state === TreeItemCheckboxState.Checked);
    }),
  );
  /** The list goes away with the review. A panel that showed nothing else would start a terminal in its place. */
  async function leave(): Promise<void> {
    if (view.visible && window.terminals.length === 0) await commands.executeCommand('workbench.action.closePanel');
    await commands.executeCommand('setContext', 'confine.reviewing', false);
  }
  return {
    show(title, items, comments) {
      rows = [...items.map((item) => ({ item })), ...comments];
      view.title = title;
      view.message = l10n.t('Space leaves a change out or takes it in. Ctrl+Enter applies, Escape discards.');
      changed.fire(undefined);
    },
    async focus() {
      const [first] = rows;
      // A list that is just being drawn doesn't take the keyboard, and doesn't say so.
      for (let tries = 0; first && rows[0] === first && view.selection.length === 0 && tries < mostTries; tries++) {
        await view.reveal(first, { focus: true, select: true });
        await new Promise((resolve) => setTimeout(resolve, betweenTries));
      }
    },
    toggle(id) {
      const row = id === undefined ? view.selection[0] : rows.find((one) => 'item' in one && one.item.id === id);
      if (row && 'item' in row && row.item.ticked !== undefined) change(row.item.id, !(set.get(row.item.id) ?? row.item.ticked));
    },
    async clear() {
      rows = [];
      reviews++;
      set.clear();
      changed.fire(undefined);
      await leave();
    },
    dispose: () => parts.dispose(),
  };
}

/** Milliseconds. */
const betweenTries = 200;
const mostTries = 10;

function treeItemOf(row: Row, review: number): TreeItem {
  if ('comment' in row) {
    const { comment, file } = row;
    const item = new TreeItem(l10n.t('Line {0}: {1}', comment.line + 1, comment.text));
    item.description = l10n.t('the comment may no longer be true');
    item.iconPath = new ThemeIcon('comment');
    item.tooltip = file.path.split('/').at(-1) ?? '';
    return item;
  }
  const { id, title, reason, risk, ticked, choose } = row.item;
  const item = new TreeItem(title);
  item.id = `${review} ${id}`;
  item.description = [risk, reason].filter(Boolean).join(' · ');
  item.tooltip = [title, reason, risk].filter(Boolean).join('\n\n');
  item.iconPath = new ThemeIcon(risk ? 'warning' : ticked === undefined ? 'info' : 'shield');
  if (choose) item.contextValue = 'alternatives';
  if (ticked !== undefined) {
    const tooltip = ticked ? l10n.t('Leave it out') : l10n.t('Take it in');
    item.checkboxState = { state: ticked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked, tooltip };
    // Space, Enter and a click run the command of their own row. A command that asked for the selected row would be late for quick keys.
    item.command = { command: toggleCommand, title: tooltip, arguments: [id] };
  }
  return item;
}
