// Prints every capability card, or the cards of system calls, as they are rendered: for reading them one by one.
//
//   node scripts/cards.mjs [capabilities | syscalls] [NAME]...

import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const outfile = path.join(root, 'out', 'cards.cjs');
await build({
  stdin: {
    contents:
      "export { capabilities, capabilityCard, syscallCard, syscalls } from './server/src/knowledge'; export { plainText } from './server/src/core';",
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
  mainFields: ['module', 'main'],
});
const { capabilities, capabilityCard, syscallCard, syscalls, plainText } = await import(pathToFileURL(outfile).href);
const [kind = 'capabilities', ...names] = process.argv.slice(2);
const wanted = (name) => names.length === 0 || names.includes(name);
const cards =
  kind === 'syscalls'
    ? syscalls()
        .filter(({ name }) => wanted(name))
        .map(({ name }) => [name, syscallCard(name)])
    : capabilities()
        .filter(({ name }) => wanted(name))
        .map((capability) => [capability.name, capabilityCard(capability, 'kubernetes')]);
for (const [name, card] of cards) {
  const text = plainText(card);
  console.log(`===== ${name} (${text.length} characters)\n${text}\n`);
}
