// Lists the tables of server/src/knowledge whose facts were checked more than a year ago, or that don't say from where or when.
//
//   node scripts/data/staleFacts.mjs [YYYY-MM-DD]     the day that counts as today
//
// A table states its source as `$source` and the day as `$checked 2026-11-30` in the comment above it, or as "$source" and "$checked" in JSON.
// Exit status 1 if one is listed.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'server', 'src', 'knowledge');

/** Files of functions and types, which state no facts. */
export const codeFiles = new Set([
  ...['index.ts', 'lazy.ts', 'references.ts', 'risk.ts', 'targets.ts', 'apparmor/abis.ts', 'apparmor/shipped.ts'],
  ...['linux/boundingSet.ts', 'messages/index.ts', 'messages/match.ts', 'messages/template.ts'],
  ...['messages/profileProblems.ts', 'messages/profileWord.ts', 'messages/programs/refused.ts'],
  ...['linux/capabilities.ts', 'linux/capabilityCard.ts', 'linux/capabilityHistory.ts', 'linux/syscallCard.ts'],
  ...['linux/syscalls.ts', 'linux/data/syscalls/group.ts'],
  ...['seccomp/defaultRules.ts', 'seccomp/defaults.ts', 'seccomp/history.ts', 'seccomp/profile.ts', 'seccomp/releases.ts'],
  ...['seccomp/since.ts', 'signatures/authorities.ts'],
]);

/** What is wrong with the dates and sources of a table, on a day. */
export function stale(name, text, today) {
  const yearAgo = new Date(today);
  yearAgo.setFullYear(yearAgo.getFullYear() - 1);
  const days = [...text.matchAll(/\$checked"?:? "?(\d{4}-\d{2}-\d{2})/g)].map(([, day]) => day);
  return [
    ...(/\$source/.test(text) ? [] : [`${name}: no source`]),
    ...(days.length ? [] : [`${name}: not dated`]),
    ...days.filter((day) => new Date(day) < yearAgo).map((day) => `${name}: checked ${day}`),
  ];
}

/** Every table, by its path below the folder. */
export const tables = () =>
  readdirSync(root, { recursive: true })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.(?:ts|json)$/.test(file) && !codeFiles.has(file))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const listed = tables().flatMap(({ name, text }) => stale(name, text, new Date(process.argv[2] ?? Date.now())));
  for (const line of listed) console.log(line);
  process.exitCode = listed.length ? 1 : 0;
}
