// Writes docs/rules/, a page for each rule and their list, and the schemas of the settings, which name every rule.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';
import { importSources } from './sources.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'docs', 'rules');

/** File names below docs/rules, and below schemas, with their texts. */
async function generated() {
  const entry =
    "export { allRules, loadLanguages, shownExample } from './server/src/service'; export { configSchema, editorSettingsSchema, rulePage, ruleIndex } from './server/src/report';";
  const { allRules, loadLanguages, shownExample, configSchema, editorSettingsSchema, rulePage, ruleIndex } = await importSources(
    'docs',
    entry,
  );
  await loadLanguages();
  const rules = allRules();
  const shown = new Map(await Promise.all(rules.map(async (rule) => [rule, await shownExample(rule)])));
  const page = (rule) => [`${rule.code}.md`, rulePage(rule, shown.get(rule), rules)];
  const json = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
  const settings = Object.assign({}, ...json('package.json').contributes.configuration.map(({ properties }) => properties));
  delete settings['confine.trace.server'];
  return {
    pages: new Map([['README.md', ruleIndex(rules, (rule) => shown.get(rule).message)], ...rules.map(page)]),
    schemas: {
      'settings.json': editorSettingsSchema(rules),
      'confine.json': configSchema(settings, json('package.nls.json'), rules),
    },
  };
}

await generate();
const { pages: wanted, schemas } = await generated();
for (const [name, schema] of Object.entries(schemas))
  writeFileSync(path.join(root, 'schemas', name), `${JSON.stringify(schema, null, 2)}\n`);
mkdirSync(target, { recursive: true });
const present = readdirSync(target, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)));
for (const name of present) if (!wanted.has(name)) rmSync(path.join(target, name));
for (const [name, text] of wanted) {
  const file = path.join(target, name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (!present.includes(name) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
console.log(`docs/rules: ${wanted.size} pages`);
