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
const markdown = '.tab[data-resource-name$=".md"]';

const copy = (user, text) => user.page.evaluate((words) => navigator.clipboard.writeText(words), text);

/** Makes the edits that a preview shows. */
async function apply(user) {
  await user.sees(diff);
  const toast = user.page.locator('.notifications-toasts .monaco-button', { hasText: 'Apply' });
  const title = user.page.locator('.editor-actions .action-label[aria-label*="Apply"]');
  await user.click(toast.or(title).first());
}

export const journeys = [
  {
    number: 1,
    title: 'Read a Deployment, harden it, undo',
    async walk(user) {
      user.start();
      await user.open('web.yaml');
      await user.lens('Harden').waitFor();
      await user.click(user.lens('Harden'));
      await user.sees(`${diff}, .quick-input-list .monaco-list-row`);
      if (await user.pick('').isVisible()) await user.press('Enter');
      await apply(user);
      await user.sees('.tab.active.dirty[data-resource-name="web.yaml"]');
      user.stop();
      await user.press('Control+Z');
    },
  },
  {
    number: 2,
    title: 'What is this capability, and which else are there?',
    async walk(user) {
      await user.open('web.yaml');
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
      await user.press('Control+Space');
      await user.sees('.suggest-widget .monaco-list-row:has-text("SYS_")');
      user.stop();
    },
  },
  {
    number: 3,
    title: 'Open a seccomp profile: how is it read, and what is wrong?',
    async walk(user) {
      user.start();
      await user.open('web.json');
      await user.sees('.statusbar-item:has-text("containerd")');
      await user.sees('.squiggly-warning, .squiggly-error');
      user.stop();
    },
  },
  {
    number: 4,
    title: 'What is different from the default?',
    async walk(user) {
      await user.open('web.json');
      await user.lens('default').waitFor();
      user.start();
      await user.click(user.lens('default'));
      await user.sees(markdown);
      user.stop();
    },
  },
  {
    number: 5,
    title: 'An AppArmor profile that does not load: every mistake, and Fix All',
    async walk(user) {
      user.start();
      await user.open('broken');
      await user.page.waitForFunction(() => document.querySelectorAll('.squiggly-error').length >= 3);
      await user.run('Fix All');
      await user.sees('.tab.active.dirty[data-resource-name="broken"]');
      user.stop();
    },
  },
  {
    number: 6,
    title: 'A denial becomes a rule',
    async walk(user) {
      await user.open('shop-nginx');
      await user.lens('').waitFor();
      await copy(user, denial);
      user.start();
      await user.run('Rules From Log');
      await user.sees(`${diff}, .quick-input-list .monaco-list-row:has-text("prices.json")`);
      if (await user.pick('prices.json').isVisible()) await user.press('Enter');
      await apply(user);
      await user.sees('.tab.active[data-resource-name="shop-nginx"]');
      await user.sees('.view-line:has-text("prices.json")');
      user.stop();
    },
  },
  {
    number: 7,
    title: 'Would this image be pulled?',
    async walk(user) {
      await user.open('policy.json');
      await user.lens('').waitFor();
      user.start();
      await user.run('Ask This File');
      await user.sees('.quick-input-widget:has-text("Ask")');
      await user.press('Control+A');
      await user.type('quay.io/shop/log-agent:2.4');
      await user.press('Enter');
      await user.sees(markdown);
      user.stop();
    },
  },
  {
    number: 8,
    title: 'An error message: which line causes it?',
    async walk(user) {
      await user.open('web.yaml');
      await user.lens('').waitFor();
      await copy(user, event);
      user.start();
      await user.run('Explain This Error');
      await user.sees(markdown);
      user.stop();
    },
  },
  {
    number: 9,
    title: 'A fork of an old default: rebase it',
    async walk(user) {
      await user.open('fork.json');
      await user.lens('ebase').waitFor();
      user.start();
      await user.click(user.lens('ebase'));
      await apply(user);
      await user.sees('.tab.active[data-resource-name="fork.json"]');
      user.stop();
    },
  },
  {
    number: 10,
    title: 'A chart: the values decide, the template stays',
    async walk(user) {
      user.start();
      await user.open('values.yaml');
      await user.lens('restricted').waitFor();
      await user.click(user.lens('Harden'));
      await user.sees(diff);
      user.stop();
    },
  },
  {
    number: 11,
    title: 'A recording becomes rules',
    async walk(user) {
      await user.open('api.strace');
      await user.press('Control+A');
      await user.press('Control+C');
      await user.open('api.json');
      await user.lens('').waitFor();
      user.start();
      await user.run('Rules From Log');
      await user.sees(markdown);
      user.stop();
    },
  },
  {
    number: 12,
    title: 'The first minutes: what confines this folder?',
    async walk(user) {
      user.start();
      await user.run('Confine: Check Workspace');
      await user.sees('.pane-body .message:has-text("Checked"), .notification-toast:has-text("Checked")');
      user.stop();
    },
  },
];
