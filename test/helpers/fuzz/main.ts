import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { applyEdits } from '../../../server/src/core';
import { editOf } from './edits';
import { type Failure, fuzz, ownSeeds, seedsOf } from './index';

const usage = `npm run fuzz -- [--edits NUMBER] [--seed NUMBER[:PLAN]] [FOLDER…]

Makes random edits of the examples of the rules, of the templates and of the files below the folders, and
asks everything after each. What breaks a promise is made as small as possible and printed with its seed.`;

/** Longer files cost more than they teach. */
const longest = 32_768;

function textsBelow(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() && found.size <= longest) texts.set(pathToFileURL(path.resolve(file)).href, readFileSync(file, 'utf8'));
  }
  return texts;
}

function described({ promise, seen, seed, file, text, steps }: Failure): string {
  const after = [text];
  for (const step of steps) after.push(applyEdits(after.at(-1) ?? '', [editOf(after.at(-1) ?? '', step)]));
  const made = steps.map(
    (step, i) => `  ${step.kind}, asked at ${step.asked % ((after[i + 1]?.length ?? 0) + 1)}: ${JSON.stringify(after[i + 1])}`,
  );
  return [
    `BROKEN: ${promise} (seed ${seed}, ${file})`,
    `  ${seen.replaceAll('\n', '\n  ')}`,
    `  ${JSON.stringify(text)}`,
    ...made,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { edits: { type: 'string', default: '4000' }, seed: { type: 'string', default: '1' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(usage);
  const [seed, only] = values.seed.split(':').map(Number) as [number, number?];
  const seeds = [
    ...(await ownSeeds()),
    ...positionals.flatMap((folder) => seedsOf(textsBelow(folder), pathToFileURL(path.resolve(folder)).href)),
  ];
  let told = 0;
  const { work, failures } = await fuzz(seeds, {
    edits: Number(values.edits),
    seed,
    ...(only !== undefined && { only }),
    onPlan: (done) => {
      if (done.edits < told + 1000) return;
      told = done.edits;
      console.error(`${done.edits} edits, ${done.requests} requests, ${done.fixes} fixes`);
    },
    onFailure: (failure) => console.log(described(failure)),
  });
  const refused = [...work.refused].sort((a, b) => b[1] - a[1]);
  console.log(`${seeds.length} files, ${work.edits} edits, ${work.requests} requests, ${work.fixes} fixes, ${failures.length} failures`);
  if (refused.length > 0)
    console.log(`Fixes that are not offered, since they would not cure: ${refused.map(([code, count]) => `${code} ${count}`).join(', ')}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

void main();
