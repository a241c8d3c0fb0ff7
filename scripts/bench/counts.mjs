// What one edit makes the engine do, counted and not timed: the same on any machine.

import { importSources } from '../sources.mjs';

const entry = `
export { check, open } from './server/src/service';
export { defaultContext, judgedPieces, memoryFiles, nearestWork } from './server/src/core';
export { jsonWork } from './server/src/tree';
`;

/** Counts of an edit of each workload in JSON: characters that were parsed, rules or scopes that were judged, words that were searched. */
export async function countEdits(workloads) {
  const engine = await importSources('counts', entry);
  const { check, open, defaultContext: context, judgedPieces, memoryFiles, nearestWork, jsonWork } = engine;
  const settings = { rules: {} };
  const counted = () => [jsonWork.characters, judgedPieces.count, nearestWork.searches];
  const rows = [];
  for (const [name, { uri, language, text, at }] of Object.entries(workloads)) {
    if (language !== 'json') continue;
    const source = { uri: `file:///bench/${uri}`, languageId: language, version: 1, text };
    const document = await open(source, memoryFiles(), { context });
    check(document, context, settings);
    const start = text.lastIndexOf(at);
    const change = { start, oldEnd: start, newEnd: start + 1 };
    const before = counted();
    const edited = { ...source, version: 2, text: `${text.slice(0, start)}x${text.slice(start)}` };
    check(await open(edited, memoryFiles(), { context, previous: { document, change } }), context, settings);
    rows.push([name, ...counted().map((count, i) => count - before[i])]);
  }
  return rows;
}
