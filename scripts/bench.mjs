// What Confine costs: CPU of its programs' start, of an edit in each workload, memory, and counts of the work. Prints tables in Markdown.
//
//   npm run bench [-- --edits 50] [--only PATTERN] [--json FILE]
//
// CPU time, not wall time: it says the same on a busy machine, nearly. It is read from /proc, so this needs Linux.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openText, startServer } from './bench/client.mjs';
import { countEdits } from './bench/counts.mjs';
import { cpuOf, cpuOfRun, median, peakOf } from './bench/process.mjs';
import { hoverWhileOpening, manyChangedFiles, memoryAfter, startOfServers } from './bench/situations.mjs';
import { workloads } from './bench/workloads.mjs';
import { build } from './build.mjs';
import { exitWith, root } from './run.mjs';

const { values } = parseArgs({
  options: { edits: { type: 'string', default: '50' }, only: { type: 'string', default: '' }, json: { type: 'string' } },
});

/** Ratios that say whether the cost follows the change: an edit in the second text, divided by one in the first. */
const growth = [
  ['yaml 10 documents', 'yaml 1,000 documents'],
  ['yaml 1,000 documents', 'yaml 4,000 documents'],
  ['one pod', 'definition of 5 MB'],
  ['AppArmor 200 rules', 'AppArmor 20,000 rules'],
  ['seccomp 40 rules', 'seccomp 4,000 rules'],
  ['policy 10 scopes', 'policy 10,000 scopes'],
];

async function measureEdits(workload) {
  const server = await startServer();
  const started = cpuOf(server.pid);
  const text = await openText(server, workload);
  const opened = cpuOf(server.pid) - started;
  const edits = [];
  for (let i = 0; i < Number(values.edits); i++) {
    const before = cpuOf(server.pid);
    await text.edit();
    edits.push(cpuOf(server.pid) - before);
  }
  const peak = peakOf(server.pid);
  await server.end();
  return { start: started, open: opened, edit: median(edits), peak };
}

/** Milliseconds of CPU of the command, and of Node doing nothing, in turns. */
async function measureStart() {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-bench-'));
  const file = path.join(folder, 'pod.yaml');
  writeFileSync(file, workloads['one pod'].text);
  const cli = path.join(root, 'dist/cli.js');
  const runs = { 'node -e 0': ['-e', '0'], 'confine --help': [cli, '--help'], 'confine check pod.yaml': [cli, 'check', file] };
  const figures = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let i = 0; i < 15; i++) for (const [name, args] of Object.entries(runs)) figures[name].push(await cpuOfRun(process.execPath, args));
  return Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, median(all)]));
}

const large = ['definition of 5 MB', 'yaml 4,000 documents', 'AppArmor 20,000 rules', 'seccomp 4,000 rules', 'policy 10,000 scopes'];

/** What people wait for beyond one edit, each with its figure. */
const situations = {
  'servers, spawn → initialize': async () => {
    const { bare, ours } = await startOfServers();
    return `${(ours / bare).toFixed(2)} × a bare server (${ms(bare)} ms)`;
  },
  '200 changed files among 2,000': async () => {
    const { scan, changed, check } = await manyChangedFiles();
    return `${ms(changed)} ms; a check of these 200 by the command ${ms(check)} ms; the scan of all at start ${ms(scan)} ms`;
  },
  'memory, yaml 1,000 documents, 120 edits': async () => `${Math.round(await memoryAfter(120))} MiB`,
  ...Object.fromEntries(
    large.map((name) => [
      `hover elsewhere while it opens: ${name}`,
      async () => {
        const { hovers, longest } = await hoverWhileOpening(name);
        return `longest of ${hovers}: ${ms(longest)} ms`;
      },
    ]),
  ),
};

const ms = (figure) => (figure < 10 ? figure.toFixed(1) : Math.round(figure).toString());

exitWith(async () => {
  await build({ production: true });
  const wanted = new RegExp(values.only);
  const start = wanted.test('start') ? await measureStart() : {};
  const edits = {};
  console.log('| text | size | open, ms | edit, ms | memory, MiB |\n|---|--:|--:|--:|--:|');
  for (const [name, workload] of Object.entries(workloads).filter(([one]) => wanted.test(one))) {
    const figures = await measureEdits(workload);
    edits[name] = figures;
    console.log(
      `| ${name} | ${(workload.text.length / 1e6).toFixed(2)} MB | ${ms(figures.open)} | ${ms(figures.edit)} | ${Math.round(figures.peak)} |`,
    );
  }
  console.log('\n| ratio | |\n|---|--:|');
  const none = start['node -e 0'];
  for (const [name, figure] of Object.entries(start)) console.log(`| ${name} | ${ms(figure)} ms, ${(figure / none).toFixed(2)} × node |`);
  for (const [few, many] of growth)
    if (edits[few] && edits[many]) console.log(`| edit: ${many} ÷ ${few} | ${(edits[many].edit / edits[few].edit).toFixed(1)} |`);
  const waits = {};
  for (const [name, measure] of Object.entries(situations).filter(([one]) => wanted.test(one))) waits[name] = await measure();
  if (Object.keys(waits).length) console.log('\n| situation | |\n|---|--:|');
  for (const row of Object.entries(waits)) console.log(`| ${row.join(' | ')} |`);
  const counts = await countEdits(Object.fromEntries(Object.entries(workloads).filter(([one]) => wanted.test(one))));
  if (counts.length) console.log('\n| one edit | characters parsed | pieces judged | words searched |\n|---|--:|--:|--:|');
  for (const row of counts) console.log(`| ${row.join(' | ')} |`);
  if (values.json) writeFileSync(values.json, JSON.stringify({ start, edits, waits, counts }, null, 2));
});
