// Prints how Confine reads a file: its regions, the syntax tree of each, and the effective rules or settings. `npm run tree FILE`
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate } from './generate.mjs';
import { isMain } from './run.mjs';
import { importSources } from './sources.mjs';

/** Links back to the text and to what is around a node. */
const left = new Set(['parent', 'text', 'span', 'target', 'meaning']);
const deepest = 24;
const most = 500;

/** `kind [start, end) field=value`, then what is inside, indented. */
function* lines(value, name, depth, open) {
  const indent = '  '.repeat(depth);
  if (typeof value !== 'object' || value === null) yield `${indent}${name} ${JSON.stringify(value) ?? String(value)}`;
  else if (open.has(value) || depth > deepest) yield `${indent}${name} …`;
  else {
    open.add(value);
    const entries = Object.entries(value).filter(([key, inner]) => !left.has(key) && typeof inner !== 'function' && inner !== undefined);
    const plain = entries.filter(([, inner]) => typeof inner !== 'object' || inner === null);
    const place = value.span ? ` [${value.span.start}, ${value.span.end})` : '';
    yield `${indent}${name}${place}${Array.isArray(value) ? '' : plain.map(([key, inner]) => ` ${key}=${JSON.stringify(inner)}`).join('')}`;
    const inside = Array.isArray(value) ? entries : entries.filter((entry) => !plain.includes(entry));
    for (const [key, inner] of inside.slice(0, most)) yield* lines(inner, key, depth + 1, open);
    if (inside.length > most) yield `${indent}  … ${inside.length - most} more`;
    open.delete(value);
  }
}

async function main([file]) {
  if (file === undefined) throw new Error('npm run tree needs a file');
  await generate();
  const entry =
    "export { open } from './server/src/service'; export { defaultContext, linesOf } from './server/src/core'; export { filesBelow } from './server/src/disk';";
  const { open, defaultContext, filesBelow, linesOf } = await importSources('tree', entry);
  const text = readFileSync(file, 'utf8');
  const uri = pathToFileURL(path.resolve(file)).href;
  const files = filesBelow(() => [path.posix.dirname(uri)]);
  const document = await open({ uri, languageId: '', version: 0, text }, files, { context: { ...defaultContext, markdown: true } });
  if (!document) throw new Error(`${file}: no language claims it`);
  const { positionAt } = linesOf(text);
  for (const { language, part, map, name } of document.regions) {
    const [first, last] = [positionAt(map.extent.start).line + 1, positionAt(map.extent.end).line + 1];
    process.stdout.write(`${language.name}${name === undefined ? '' : ` ${name}`}, lines ${first} to ${last}\n`);
    if (part.tree) for (const line of lines(part.tree, 'tree', 1, new Set())) process.stdout.write(`${line}\n`);
    for (const line of language.model?.(part, defaultContext) ?? []) process.stdout.write(`  = ${line}\n`);
  }
  return 0;
}

if (isMain(import.meta))
  main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
