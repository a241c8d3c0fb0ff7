import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  Selection,
  type Tab,
  TabInputTextDiff,
  type TextDocument,
  TextEditorRevealType,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { staleComments } from './comments';
import type { Review, ReviewItem } from './review';
import { type FileSide, firstPlace, previewScheme, rangeOf, sideOf } from './sides';
import { createReviewView, type ReviewView, toggleCommand } from './view';

export type { FileEdit, MadeReview, Review, ReviewItem } from './review';
export { previewScheme } from './sides';

/** The review that is on show; a new one takes its place. */
interface Open {
  readonly title: string;
  readonly review: Review;
  readonly ticks: Map<string, boolean>;
  sides: readonly FileSide[];
  /** Ends when the sides are what all ticks make of them. */
  made: Promise<unknown>;
}

let open: Open | undefined;
let view: ReviewView | undefined;
let shownTitle = '';
const changed = new EventEmitter<Uri>();

/** Registers the proposed sides of the diff, the list of changes, and the commands that apply and discard. */
export function registerReview(): Disposable {
  const textOf = ({ path, query }: Uri) => (query === 'missing' ? '' : (open?.sides.find(({ right }) => right.path === path)?.text ?? ''));
  const created = createReviewView(tick);
  view = created;
  return Disposable.from(
    created,
    changed,
    workspace.registerTextDocumentContentProvider(previewScheme, { onDidChange: changed.event, provideTextDocumentContent: textOf }),
    commands.registerCommand('confine.applyPreview', () => apply()),
    commands.registerCommand('confine.discardPreview', () => close()),
    commands.registerCommand(toggleCommand, (id?: string) => created.toggle(id)),
    commands.registerCommand('confine.chooseAlternative', (row?: { readonly item: ReviewItem }) => chooseFor(row?.item)),
    window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (open && closed.some(isOurs) && !tabs().length) void end();
    }),
  );
}

/** Shows each file beside what it would become, and the list of changes with the keyboard in it. */
export async function startReview(review: Review): Promise<void> {
  if (open) await close();
  const entry: Open = { title: l10n.t('{0} (preview)', review.title), review, ticks: new Map(), sides: [], made: Promise.resolve() };
  open = entry;
  shownTitle = entry.title;
  const items = await remake(entry);
  if (open !== entry) return;
  if (items === 0) return end();
  await commands.executeCommand('setContext', 'confine.reviewing', true);
  await showDiff(entry);
  // The view may not be there yet; the keys work in the diff as well.
  void Promise.resolve(view?.focus()).catch(() => {});
}

async function showDiff({ title, sides }: Open): Promise<void> {
  const [first, ...others] = sides;
  if (others.length > 0) {
    const triples = sides.map(({ file, left, right }) => [file, left, right]);
    await commands.executeCommand('vscode.changes', title, triples);
  } else if (first) await commands.executeCommand('vscode.diff', first.left, first.right, title, { preview: true });
}

function tick(id: string, state: boolean): void {
  const entry = open;
  if (!entry) return;
  entry.ticks.set(id, state);
  entry.made = entry.made.catch(() => {}).then(() => refresh(entry));
}

async function chooseFor(item: ReviewItem | undefined): Promise<void> {
  const entry = open;
  if (entry && (await item?.choose?.())) await refresh(entry);
}

/** Makes the change again. A file that has no edits any more stays in the diff as it is; one that is new to the change is added to it. */
async function refresh(entry: Open): Promise<void> {
  const before = entry.sides;
  await remake(entry);
  if (open !== entry) return;
  const known = new Set(before.map(({ right }) => right.path));
  const isNew = entry.sides.some(({ right }) => !known.has(right.path));
  const gone = before.filter(({ right }) => entry.sides.every((side) => side.right.path !== right.path));
  entry.sides = [...entry.sides, ...gone.map((side) => ({ ...side, text: side.before, edits: [] }))];
  for (const { right } of entry.sides) changed.fire(right);
  if (isNew) await showDiff(entry);
}

/** Answers how many changes there are to choose from, whether they are taken in or not. */
async function remake(entry: Open): Promise<number> {
  const { items, files } = await entry.review.make(entry.ticks);
  entry.sides = await Promise.all(files.filter(({ edits, made }) => made || edits.length > 0).map(sideOf));
  const comments = entry.sides.flatMap(({ file, before, text }) => staleComments(before, text).map((comment) => ({ file, comment })));
  if (open === entry) view?.show(entry.review.title, items, comments);
  return items.length;
}

/** Makes the edits and closes the review; what has changed since is left alone. The cursor is at the first change afterwards. */
async function apply(): Promise<void> {
  const entry = open;
  if (!entry) return;
  await entry.made;
  const sides = entry.sides.filter(({ edits, version }) => version === undefined || edits.length > 0);
  const edit = new WorkspaceEdit();
  const beside: TextDocument[] = [];
  for (const [i, { file, text, edits, version }] of sides.entries()) {
    if (version === undefined) {
      edit.createFile(file, { contents: new TextEncoder().encode(text) });
      continue;
    }
    const document = await workspace.openTextDocument(file);
    if (document.version !== version) {
      void window.showWarningMessage(l10n.t('The file has changed since the preview was made, so nothing was applied.'));
      return;
    }
    if (i > 0 && !document.isDirty) beside.push(document);
    for (const { range, newText } of edits) edit.replace(file, rangeOf(range), newText);
  }
  if (!(await workspace.applyEdit(edit))) {
    void window.showWarningMessage(l10n.t('The files have changed since the preview was made, so nothing was applied.'));
    return;
  }
  // The other files are not open in an editor: they are saved at once.
  for (const document of beside) await document.save();
  await close();
  await showFirst(sides);
}

async function showFirst(sides: readonly FileSide[]): Promise<void> {
  const [first] = sides;
  if (!first) return;
  const editor = await window.showTextDocument(first.file);
  const place = firstPlace(first);
  editor.selection = new Selection(place, place);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  const stale = sides.flatMap(({ before, text }) => staleComments(before, text)).map(({ line }) => line + 1);
  if (stale.length > 0)
    window.setStatusBarMessage(l10n.t('$(comment) Comments that may no longer be true: line {0}', stale.join(', ')), shownFor);
}

/** Milliseconds. */
const shownFor = 15_000;

/** The tab of several files says what it shows by its label alone. */
const isOurs = ({ input, label }: Tab): boolean =>
  (input instanceof TabInputTextDiff && input.modified.scheme === previewScheme) ||
  (input === undefined && shownTitle !== '' && label.startsWith(shownTitle));

const tabs = () => window.tabGroups.all.flatMap(({ tabs: all }) => all).filter(isOurs);

async function end(): Promise<void> {
  open = undefined;
  await view?.clear();
}

async function close(): Promise<void> {
  await end();
  const shown = tabs();
  if (shown.length > 0) await window.tabGroups.close(shown);
}
