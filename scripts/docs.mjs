// Writes docs/rules/: a page for each rule, and their list.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'docs', 'rules');

/** File name below docs/rules → text. */
async function pages() {
  const outfile = path.join(root, 'out', 'docs.cjs');
  const entry = "export { allRules } from './server/src/service'; export { rulePage, ruleIndex } from './server/src/report';";
  await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
    mainFields: ['module', 'main'],
  });
  const { allRules, rulePage, ruleIndex } = await import(pathToFileURL(outfile).href);
  const rules = allRules();
  return new Map([['README.md', ruleIndex(rules)], ...rules.map((rule) => [`${rule.code}.md`, rulePage(rule)])]);
}

const wanted = await pages();
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
