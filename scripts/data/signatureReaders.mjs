// Writes server/src/knowledge/signatures/data/readers.json: the containers/image inside of every release of the programs that read policies.
//
//   node scripts/data/signatureReaders.mjs PROGRAM=CLONE...
//
// PROGRAM is podman, skopeo, buildah or cri-o; CLONE is a git repository of it with all tags. What is not named keeps its present data.
// The version is the one in go.mod at the tag of each release. A version between two releases (`v5.23.1-0.2022…`) counts as the one that it leads to.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../../server/src/knowledge/signatures/data/readers.json', import.meta.url));
const programs = ['podman', 'skopeo', 'buildah', 'cri-o'];

/** A version that was never released: what its name promised came out as another. */
const between = { '5.21.2': '5.22.0' };

const named = process.argv.slice(2).map((word) => word.split('='));
if (!named.length || named.some(([program, clone]) => !programs.includes(program) || !clone)) {
  console.error('usage: node scripts/data/signatureReaders.mjs PROGRAM=CLONE...');
  process.exit(2);
}

const known = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')).readers : {};
const read = Object.fromEntries(named.map(([program, clone]) => [program, linesOf(clone)]));
const readers = Object.fromEntries(
  programs.flatMap((program) => ((read[program] ?? known[program]) ? [[program, read[program] ?? known[program]]] : [])),
);

const data = {
  $source: 'go.mod at the tags of podman, skopeo, buildah and cri-o',
  $checked: new Date().toISOString().slice(0, 10),
  $command: 'node scripts/data/signatureReaders.mjs PROGRAM=CLONE...',
  $format: 'line of releases, then from which patch on it has which containers/image',
  readers,
};
writeFileSync(target, `${JSON.stringify(data, null, 2)}\n`);

/** By line of releases, `4.3`: `0=5.23.0 1=5.23.1`, where a patch that changes nothing is left out. */
function linesOf(clone) {
  const git = (...args) =>
    execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
  const releases = git('for-each-ref', '--format=%(refname:strip=2)', 'refs/tags')
    .split('\n')
    .flatMap((tag) => {
      const [, line, patch] = /^v(\d+\.\d+)\.(\d+)$/.exec(tag) ?? [];
      return line ? [{ tag, line, patch: Number(patch) }] : [];
    })
    .sort((a, b) => a.line.localeCompare(b.line, 'en', { numeric: true }) || a.patch - b.patch);
  const lines = new Map();
  for (const { tag, line, patch } of releases) {
    const image = imageIn(git, tag);
    if (!image) continue;
    const steps = lines.get(line) ?? [];
    lines.set(line, steps);
    if (steps.at(-1)?.image !== image) steps.push({ patch, image });
  }
  return Object.fromEntries([...lines].map(([line, steps]) => [line, steps.map(({ patch, image }) => `${patch}=${image}`).join(' ')]));
}

/** Undefined before there was a go.mod. */
function imageIn(git, tag) {
  let text;
  try {
    text = git('show', `${tag}:go.mod`);
  } catch {
    return undefined;
  }
  const versions = [
    ...text.matchAll(/^[^/\n]*(?:github\.com\/containers|go\.podman\.io)\/image(?:\/v\d+)?\s+(?:=>\s+\S+\s+)?v(\d+\.\d+\.\d+)/gm),
  ];
  const version = versions.at(-1)?.[1];
  return between[version] ?? version;
}
