// Lists the tables of server/src/knowledge whose facts were checked more than a year ago, or that don't say when.
//
//   node scripts/data/staleFacts.mjs [YYYY-MM-DD]     the day that counts as today
//
// A table states the day as `$checked 2026-11-30` in the comment above it, or as "$checked" in JSON. Exit status 1 if one is listed.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'server', 'src', 'knowledge');
const today = new Date(process.argv[2] ?? Date.now());
const yearAgo = new Date(today);
yearAgo.setFullYear(today.getFullYear() - 1);

/** Tables name their source; files without one have code only. */
const isTable = (text) => /\$source|^ ?\*? ?Source:/m.test(text);

const listed = [];
for (const name of readdirSync(root, { recursive: true }).filter((file) => /\.(?:ts|json)$/.test(file))) {
  const text = readFileSync(path.join(root, name), 'utf8');
  if (!isTable(text)) continue;
  const days = [...text.matchAll(/\$checked"?:? "?(\d{4}-\d{2}-\d{2})/g)].map(([, day]) => day);
  if (!days.length) listed.push(`${name}: not dated`);
  for (const day of days) if (new Date(day) < yearAgo) listed.push(`${name}: checked ${day}`);
}
for (const line of listed) console.log(line);
process.exitCode = listed.length ? 1 : 0;
