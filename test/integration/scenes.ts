import * as vscode from 'vscode';
import { find, findings, inWorkspace, open, until } from './harness';

/** Names of the scenes to show; all when empty. */
declare const SCENES: readonly string[];

interface Scene {
  readonly name: string;
  /** What of the window, 1280 by 800, is worth a picture. */
  readonly clip?: { x: number; y: number; width: number; height: number };
  /** Whether a notification belongs to the picture. */
  readonly notifies?: boolean;
  show(): Promise<void>;
}

const run = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(command, ...args);

/** Opens a file with the given text in the middle and the cursor on it, when the findings are there. */
async function openAt(path: string, text: string, after?: string): Promise<vscode.TextEditor> {
  const document = await open(path);
  await until('findings', () => findings(document));
  const editor = await vscode.window.showTextDocument(document);
  const place = find(document, text, after);
  editor.selection = new vscode.Selection(place.start, place.start);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenter);
  return editor;
}

const scenes: readonly Scene[] = [
  {
    name: 'findings',
    clip: { x: 0, y: 0, width: 1000, height: 778 },
    async show() {
      const editor = await openAt('kubernetes/web.yaml', 'privileged: true');
      editor.revealRange(find(editor.document, '---'), vscode.TextEditorRevealType.AtTop);
    },
  },
  {
    name: 'hover',
    clip: { x: 0, y: 0, width: 1180, height: 620 },
    async show() {
      await openAt('kubernetes/web.yaml', 'NET_RAW');
      await run('editor.action.showHover');
    },
  },
  {
    name: 'gallery/completion',
    clip: { x: 0, y: 0, width: 1000, height: 620 },
    async show() {
      const editor = await openAt('kubernetes/web.yaml', 'NET_RAW # ping');
      const { line, character } = find(editor.document, '- NET_RAW').start;
      await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), `${' '.repeat(character)}- S\n`));
      editor.selection = new vscode.Selection(line, character + 3, line, character + 3);
      await run('editor.action.triggerSuggest');
    },
  },
  {
    name: 'diff',
    async show() {
      await open('seccomp/web.json');
      await run('confine.diffWithDefault', inWorkspace('seccomp/web.json'));
    },
  },
  {
    name: 'report',
    async show() {
      await open('seccomp/web.json');
      await run('confine.reportDifferences', inWorkspace('seccomp/web.json'));
    },
  },
  {
    name: 'harden',
    async show() {
      const editor = await openAt('kubernetes/web.yaml', 'privileged: true');
      void run('confine.hardenFile', editor.document.uri);
      await until('the preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('preview'));
    },
  },
  {
    name: 'target',
    async show() {
      await openAt('kubernetes/web.yaml', 'privileged: true');
      void run('confine.chooseTarget');
    },
  },
  {
    name: 'gallery/permissions',
    clip: { x: 0, y: 0, width: 1280, height: 620 },
    async show() {
      const editor = await openAt('apparmor.d/shop-nginx', 'Px -> shop-turn-logs');
      await editor.edit((edit) => edit.replace(find(editor.document, 'Px -> shop-turn-logs'), 'rPix -> shop-turn-logs,'));
      const { start } = find(editor.document, 'rPix');
      editor.selection = new vscode.Selection(start, start);
      await rest();
      await run('editor.action.showHover');
    },
  },
  {
    name: 'ask',
    async show() {
      await openAt('containers/policy.json', '"default"');
      await rest();
      await run('confine.ask', inWorkspace('containers/policy.json'), 'quay.io/shop/log-agent:2.4');
    },
  },
  {
    name: 'gallery/questions',
    clip: { x: 0, y: 0, width: 1180, height: 620 },
    async show() {
      await openAt('containers/policy.json', '"default"');
      await rest();
      void run('confine.ask', inWorkspace('containers/policy.json'));
    },
  },
  {
    name: 'problems',
    async show() {
      await openAt('apparmor.d/shop-nginx', 'Px -> shop-turn-logs');
      await run('confine.checkWorkspace');
      await run('workbench.action.closeSidebar');
      await run('workbench.actions.view.problems');
    },
  },
  {
    name: 'view',
    clip: { x: 0, y: 0, width: 1180, height: 620 },
    async show() {
      await run('confine.checkWorkspace');
      await rest();
      // To the worst workload, its container and what is weak in it.
      const down = 'list.focusDown';
      for (const key of ['list.focusFirst', down, 'list.expand', down, down, 'list.expand', down, 'list.select']) {
        await run(key);
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
    },
  },
  ...gallery([
    ['card-seccomp', 'seccomp/web.json', 'CAP_SYS_PTRACE', 'editor.action.showHover'],
    ['card-apparmor', 'apparmor.d/shop-nginx', 'sys_admin', 'editor.action.showHover'],
    ['syscall', 'seccomp/web.json', 'ptrace', 'editor.action.showHover'],
    ['containerd', 'seccomp/web.json', 'includes', 'editor.action.showHover'],
    ['quick-fix', 'kubernetes/web.yaml', 'true # reads', 'editor.action.quickFix'],
    ['effective', 'kubernetes/web.yaml', 'seccompProfile', 'editor.action.showHover'],
    ['image', 'kubernetes/web.yaml', 'docker.io/library/nginx', 'editor.action.showHover'],
    ['apparmor-fix', 'apparmor.d/shop-nginx', 'shop-turn-logs', 'editor.action.quickFix'],
    ['never-matching', 'containers/policy.json', 'docker.io/nginx', 'editor.action.quickFix'],
  ]),
  {
    name: 'gallery/settings',
    async show() {
      await openAt('kubernetes/web.yaml', 'log-agent\n');
      await rest();
      await run('confine.ask', inWorkspace('kubernetes/web.yaml'), 'log-agent');
    },
  },
  {
    name: 'gallery/apparmor-errors',
    async show() {
      const editor = await openAt('apparmor.d/shop-nginx', 'capability setuid');
      for (const [good, bad] of [
        ['setuid', 'set_uid'],
        ['inet6 stream', 'inet6 steam'],
        ['deny @{PROC}/sys/** w', 'deny @{PROC}/sys/** wx'],
      ] as const)
        await editor.edit((edit) => edit.replace(find(editor.document, good), bad));
      await run('workbench.actions.view.problems');
      await run('workbench.action.focusActiveEditorGroup');
    },
  },
  {
    name: 'gallery/apparmor-diff',
    async show() {
      await openAt('apparmor.d/shop-nginx', 'profile shop-nginx');
      await run('confine.reportDifferences', inWorkspace('apparmor.d/shop-nginx'));
    },
  },
  {
    name: 'gallery/log',
    async show() {
      await openAt('apparmor.d/shop-nginx', 'profile shop-nginx');
      const denial =
        'audit: type=1400 audit(1764000000.1:7): apparmor="DENIED" operation="open" profile="shop-nginx" name="/srv/shop/private/prices.json" pid=41 comm="nginx" requested_mask="r" denied_mask="r" fsuid=33 ouid=0';
      void run('confine.rulesFromLog', inWorkspace('apparmor.d/shop-nginx'), denial);
      await until('the preview', () => vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.label.includes('preview')));
    },
  },
];

/** Pictures that are all made in the same way: the cursor on a text, and what the editor shows for it. */
function gallery(rows: readonly (readonly [string, string, string, string])[]): Scene[] {
  return rows.map(([name, file, text, command]) => ({
    name: `gallery/${name}`,
    clip: { x: 0, y: 0, width: 1280, height: 700 },
    async show() {
      await openAt(file, text);
      await rest();
      await run(command);
    },
  }));
}

/** Shows one scene after the other; the picture of each is taken by the one who reads the log. */
export async function runScenes(): Promise<void> {
  for (const { name, clip = { x: 0, y: 0, width: 1280, height: 800 }, notifies, show } of scenes) {
    if (SCENES.length && !SCENES.includes(name)) continue;
    await run('notifications.clearAll');
    await run('workbench.action.closeSidebar');
    await run('workbench.action.closePanel');
    await run('workbench.action.closeAllEditors');
    await show();
    await rest();
    if (!notifies) await run('notifications.clearAll');
    console.log(`scene ${name} ${JSON.stringify(clip)}`);
    await until('the picture', () => exists(inWorkspace(`../${name.replace('/', '-')}.done`)));
    await run('workbench.action.closeQuickOpen');
    await run('workbench.action.files.revert');
  }
}

/** Widgets fade in and lenses arrive after the text; nothing reports when the window has come to rest. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 3000));

const exists = (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );

export { runScenes as run };
