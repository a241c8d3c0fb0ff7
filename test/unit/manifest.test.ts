import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const { contributes } = manifest;

/** Every string in a value, with what it holds inside. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

it('names files that exist', () => {
  const files = strings({ contributes, icon: manifest.icon }).filter((text) => /^(?:\.\/|icons\/|docs\/)[\w./-]+\.\w+$/.test(text));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

it('has a text for every key, and a use for every text', () => {
  const used = strings(manifest).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
  expect(used.filter((key) => !texts[key])).toEqual([]);
  expect(Object.keys(texts).filter((key) => !used.includes(key))).toEqual([]);
});

it('declares the commands that its menus and walkthroughs run, and the settings that trust restricts', () => {
  const commands = contributes.commands.map(({ command }: { command: string }) => command);
  const run = Object.values<{ command?: string }[]>(contributes.menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
  const linked = [...strings(texts), ...strings(contributes.walkthroughs)].flatMap((text) =>
    [...text.matchAll(/(?:command|onCommand):(confine\.\w+)/g)].map(([, command]) => command as string),
  );
  expect([...run, ...linked].filter((command) => !commands.includes(command))).toEqual([]);
  const settings = contributes.configuration.flatMap(({ properties }: { properties: object }) => Object.keys(properties));
  const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  expect(restricted.filter((setting) => !settings.includes(setting))).toEqual([]);
});

it('is packaged without sources, tests and packages', async () => {
  const files = await listFiles({ cwd: root, packageManager: 2 });
  const folders = new Set(files.map((file) => file.split('/')[0]).filter((name) => !name?.includes('.')));
  expect([...folders].filter((name) => !/^(?:LICENSE|dist|docs|icons|l10n|schemas|snippets|syntaxes)$/.test(name as string))).toEqual([]);
  expect(files.filter((file) => /\.(?:ts|map)$/.test(file))).toEqual([]);
  expect(files).toContain('package.nls.json');
});

it('has no condition on an ability that the client never sets', () => {
  const status = readFileSync(path.join(root, 'client/src/status.ts'), 'utf8');
  const [, list = ''] = /for \(const ability of \[([^\]]+)\]/.exec(status) ?? [];
  const set = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name);
  const used = new Set(strings(contributes).flatMap((text) => [...text.matchAll(/\bconfine\.can\.(\w+)/g)].map(([, name]) => name)));
  expect([...used].sort()).toEqual([...set].sort());
});
