import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { expect, it } from 'vitest';
import { configSchema, editorSettingsSchema, ruleIndex, rulePage } from '../../server/src/report';
import { allRules, pageOf, shownExample } from '../../server/src/service';
import '../helpers/languages';

const root = path.join(import.meta.dirname, '../..');

it('docs/rules is what `npm run docs` writes', async () => {
  const stale: string[] = [];
  const messages = new Map<string, string>();
  for (const rule of allRules()) {
    const shown = await shownExample(rule);
    messages.set(rule.code, shown.message);
    const file = path.join(root, pageOf(rule.code));
    if (!existsSync(file) || readFileSync(file, 'utf8') !== rulePage(rule, shown, allRules())) stale.push(rule.code);
  }
  expect(stale).toEqual([]);
  expect(readFileSync(path.join(root, 'docs/rules/README.md'), 'utf8')).toBe(ruleIndex(allRules(), ({ code }) => messages.get(code) ?? ''));
});

const stem = (word: string) =>
  word
    .toLowerCase()
    .replace(/(?:ing|ed|ies|es|s)$/, '')
    .slice(0, 6);
const wordsOf = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map(stem);

it.each(allRules().map(({ code, title }) => [code, title]))('%s: its title shares a word with its code', (code, title) => {
  expect(wordsOf(title).filter((word) => word.length > 1 && wordsOf(code.split('/')[1] ?? '').includes(word))).not.toEqual([]);
});

const json = (name: string) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));

it('schemas of the settings are what `npm run docs` writes, with every rule', () => {
  const { 'confine.trace.server': _, ...settings } = Object.assign(
    {},
    ...json('package.json').contributes.configuration.map(({ properties }: { properties: object }) => properties),
  );
  expect(json('schemas/settings.json')).toEqual(editorSettingsSchema(allRules()));
  expect(json('schemas/confine.json')).toEqual(configSchema(settings, json('package.nls.json'), allRules()));
  const { properties } = json('schemas/settings.json').properties['confine.rules'];
  expect(Object.keys(properties)).toEqual(allRules().map((rule) => rule.code));
});

it('the schema of .confine.yaml takes what the command takes', () => {
  const validate = new Ajv({ strict: false }).compile(json('schemas/confine.json'));
  const rules = { 'pod/privileged': 'off' };
  for (const good of [
    {},
    { rules },
    { 'confine.rules': rules },
    { confine: { rules } },
    { kubernetes: { version: '1.30' }, 'podSecurity.level': 'baseline' },
  ])
    expect(validate(good), JSON.stringify(good)).toBe(true);
  for (const bad of [
    { rulez: {} },
    { rules: { 'pod/privilegd': 'off' } },
    { rules: { 'pod/privileged': 'none' } },
    { kubernetes: { verzion: '1.30' } },
    { target: 'dokcer' },
  ])
    expect(validate(bad), JSON.stringify(bad)).toBe(false);
});
