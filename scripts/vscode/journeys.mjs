// What users come for, each as a walk through the served VS Code that ends when the answer is on the screen.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files that the journeys need besides examples/. */
const files = {
  'apparmor.d/broken': `abi <abi/4.0>,

profile broken /usr/bin/broken {
  include <abstractions/nothing-of-this-name>
  capability chowm,
  network inett stream,
  /etc/broken.conf r
  /var/lib/broken/** rz,
}
`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/values.yaml': `image: registry.example/shop/web:3
replicas: 2
securityContext:
  allowPrivilegeEscalation: true
  runAsUser: 1000
`,
  'chart/templates/web.yaml': ['web', 'api', 'jobs']
    .map(
      (name) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: {{ .Values.image }}
          securityContext:
            {{- toYaml .Values.securityContext | nindent 12 }}
`,
    )
    .join('---\n'),
};

/** A profile that was forked from an old default. */
const fork = (command) =>
  execFileSync(process.execPath, [command, 'overlay', 'perf', '--target', 'docker@24'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

export function writeFiles(folder, command) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  writeFileSync(path.join(folder, 'seccomp/fork.json'), fork(command));
}

const denial =
  'audit: type=1400 audit(1764000000.1:7): apparmor="DENIED" operation="open" profile="shop-nginx" name="/srv/shop/private/prices.json" pid=41 comm="nginx" requested_mask="r" denied_mask="r" fsuid=33 ouid=0';

const event =
  'Error from server (Forbidden): error when creating "web.yaml": deployments.apps "web" is forbidden: violates PodSecurity "baseline:latest": privileged (container "log-agent" must not set securityContext.privileged=true)';

const diff = '.monaco-diff-editor .view-line';
const previews = '.tab[aria-label*="(preview)"]';
/** A row of the review that has the keyboard: its keys work. */
const reviewed = '.part.panel .monaco-list:focus .monaco-list-row.focused';

const copy = (user, text) => user.page.evaluate((words) => navigator.clipboard.writeText(words), text);

/** Makes the edits that a preview shows: by the keys of the review, in former builds by the button of a message. */
async function apply(user, file) {
  await user.sees(diff);
  const button = user.page.locator('.notifications-toasts .monaco-button', { hasText: 'Apply' }).first();
  const row = user.page.locator(reviewed).first();
  await row.or(button).first().waitFor();
  if (await button.isVisible()) await user.click(button);
  else await user.press('Control+Enter');
  await user.seesNo(previews);
  await user.sees(`.tab.active.dirty[data-resource-name="${file}"]`);
}

export const journeys = [
  {
    number: 1,
    title: 'Read a Deployment, harden it, undo',
    async walk(user) {
      user.start();
      await user.open('kubernetes/web.yaml');
      await user.lens('Harden').waitFor();
      await user.click(user.lens('Harden'));
      await user.sees(`${diff}, .quick-input-list .monaco-list-row`);
      if (await user.pick('').isVisible()) await user.press('Enter');
      await apply(user, 'web.yaml');
      await user.press('Control+Z');
      await user.seesNo('.tab.dirty');
      user.stop();
    },
  },
  {
    number: 2,
    title: 'What is this capability, and which else are there? The list',
    async walk(user) {
      await user.open('kubernetes/web.yaml');
      await user.lens('').waitFor();
      await user.goTo('- NET_RAW');
      user.start();
      await user.press('Control+K');
      await user.press('Control+I');
      await user.sees('.monaco-hover-content:has-text("NET_RAW")');
      await user.press('Escape');
      await user.press('End');
      await user.press('Enter');
      await user.type('- SYS');
      const list = user.page.locator('.suggest-widget .monaco-list-row', { hasText: 'SYS_' }).first();
      // Where no list opens by itself, a user can open one with the key.
      await list.waitFor({ timeout: 2000 }).catch(() => user.press('Control+Space'));
      await list.waitFor();
      user.stop();
    },
  },
  {
    number: 3,
    title: 'Open a seccomp profile: how is it read, what is wrong; resolved for its runtime',
    async walk(user) {
      user.start();
      await user.open('seccomp/web.json');
      await user.sees('.statusbar-item:has-text("containerd")');
      await user.sees('.squiggly-warning, .squiggly-error');
      await user.goTo('"includes"');
      await user.press('Control+.');
      await user.sees('.action-widget .monaco-list-row.focused:has-text("Resolve")');
      await user.press('Enter');
      await apply(user, 'web.json');
      user.stop();
    },
  },
  {
    number: 4,
    title: 'What is different from the default? The report',
    async walk(user) {
      await user.open('seccomp/web.json');
      await user.lens('default').waitFor();
      user.start();
      await user.click(user.lens('default'));
      await user.reads(/against .* default/);
      user.stop();
    },
  },
  {
    number: 5,
    title: 'An AppArmor profile that does not load: every mistake, and all their fixes',
    async walk(user) {
      user.start();
      await user.open('apparmor.d/broken');
      await user.page.waitForFunction(() => document.querySelectorAll('.squiggly-error').length >= 4);
      await user.run('Fix All');
      await user.sees(`${diff}, .tab.active.dirty[data-resource-name="broken"]`);
      if (await user.page.locator(diff).first().isVisible()) {
        await user.sees(reviewed);
        await takeAll(user);
        await apply(user, 'broken');
      }
      user.stop();
    },
  },
  {
    number: 6,
    title: 'A denial becomes a rule of the file',
    async walk(user) {
      await user.open('apparmor.d/shop-nginx');
      await user.lens('').waitFor();
      await copy(user, denial);
      user.start();
      await user.run('Rules From Log');
      await user.sees(`${diff}, .quick-input-list .monaco-list-row:has-text("prices.json")`);
      if (await user.pick('prices.json').isVisible()) await user.press('Enter');
      await apply(user, 'shop-nginx');
      await user.sees('.view-line:has-text("prices.json")');
      user.stop();
    },
  },
  {
    number: 7,
    title: 'Would this image be pulled? The answer',
    async walk(user) {
      await user.open('containers/policy.json');
      await user.lens('').waitFor();
      user.start();
      await user.run('Ask This File');
      await user.sees('.quick-input-widget:has-text("Ask")');
      await user.press('Control+A');
      await user.type('quay.io/shop/log-agent:2.4');
      await user.press('Enter');
      await user.reads(/signed/);
      user.stop();
    },
  },
  {
    number: 8,
    title: 'An error message: the line that causes it',
    async walk(user) {
      await user.open('kubernetes/report.yaml');
      await user.lens('').waitFor();
      await copy(user, event);
      user.start();
      await user.run('Explain This Error');
      await user.reads(/privileged/);
      await user.pick('kubernetes/web.yaml:').waitFor();
      await user.click(user.pick('kubernetes/web.yaml:'));
      await user.sees('.tab.active[data-resource-name="web.yaml"]');
      user.stop();
    },
  },
  {
    number: 9,
    title: 'A fork of an old default, rebased',
    async walk(user) {
      user.start();
      await user.open('seccomp/fork.json');
      await user.lens('Rebase').waitFor();
      await user.click(user.lens('Rebase'));
      await apply(user, 'fork.json');
      user.stop();
    },
  },
  {
    number: 10,
    title: 'A chart: the values are hardened, the template stays',
    async walk(user) {
      user.start();
      await user.open('chart/values.yaml');
      await user.lens('Harden').waitFor();
      await user.click(user.lens('Harden'));
      await apply(user, 'values.yaml');
      user.stop();
    },
  },
  {
    number: 11,
    title: 'A recording becomes rules of the file',
    async walk(user) {
      user.start();
      await user.open('seccomp/api.strace');
      await user.press('Control+A');
      await user.press('Control+C');
      await user.open('seccomp/api.json');
      await user.lens('').waitFor();
      await user.run('Rules From Log');
      await apply(user, 'api.json');
      user.stop();
    },
  },
  {
    number: 12,
    title: 'The first minutes: the walkthrough, then the worst workload of the folder',
    async walk(user) {
      user.start();
      await user.run('Open Walkthrough');
      await user.sees('.quick-input-widget input');
      await user.type('Confine');
      await user.pick('Get Started with Confine').waitFor();
      await user.press('Enter');
      // The page takes the keyboard when it is drawn; a list that is opened before would close.
      await user.sees('.gettingStartedContainer .getting-started-step.expanded:focus');
      await user.sees('.gettingStartedContainer .category-title:visible:has-text("Get Started with Confine")');
      await user.run('Confine: Check Workspace');
      await user.sees('.pane-body .message:has-text("Checked"), .notification-toast:has-text("Checked")');
      // The first row is the group, the second the workload that is confined worst.
      await user.press('ArrowDown');
      await user.press('ArrowDown');
      await user.press('Enter');
      await user.sees('.tab.active[data-resource-name="web.yaml"]');
      user.stop();
    },
  },
];

/** Ticks what the review offers without a tick: the keyboard is in its first row. */
async function takeAll(user) {
  const rows = user.page.locator('.part.panel .monaco-list-row');
  for (let i = 0; i < (await rows.count()); i++) {
    if (i > 0) await user.press('ArrowDown');
    if ((await rows.nth(i).locator('[role="checkbox"][aria-checked="false"]').count()) > 0) await user.press('Space');
  }
}
