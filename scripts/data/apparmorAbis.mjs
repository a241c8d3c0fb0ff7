// Writes server/src/knowledge/apparmor/data/abis.json: which features each abi file of AppArmor lists, those that apparmor_parser uses where a
// policy states no abi, and which features each release of apparmor_parser looks for.
//
//   node scripts/data/apparmorAbis.mjs CLONE
//
// CLONE is a git repository of apparmor/apparmor with all tags. A feature is a path of names: `network/af_unix/yes`.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { repository } from './repository.mjs';

const target = fileURLToPath(new URL('../../server/src/knowledge/apparmor/data/abis.json', import.meta.url));
const [clone] = process.argv.slice(2);
if (!clone) {
  console.error('usage: node scripts/data/apparmorAbis.mjs CLONE');
  process.exit(2);
}
const { tags, show } = repository(clone);

/** The first version with abis is 3.0. `6.0.0-alpha1` counts as 6.0. */
const releases = tags()
  .flatMap(({ tag }) => {
    const [, line, patch, stage] = /^v(\d+\.\d+)(?:\.(\d+))?(-(?:alpha|beta|rc)\d+)?$/.exec(tag) ?? [];
    return line && Number.parseFloat(line) >= 3 ? [{ tag, line, patch: Number(patch ?? 0), stage }] : [];
  })
  .sort((a, b) => a.line.localeCompare(b.line, 'en', { numeric: true }) || a.patch - b.patch || Number(!a.stage) - Number(!b.stage));
const lines = [...new Set(releases.map(({ line }) => line))];
const last = Object.fromEntries(lines.map((line) => [line, releases.findLast((release) => release.line === line).tag]));

/** `a {b {c d\n}\n}` as the paths a/b/c and a/b/d. */
function featuresIn(text) {
  const paths = [];
  const open = [];
  for (const [, word, brace] of text.matchAll(/([^\s{}]+)|([{}])/g)) {
    if (brace === '{') open.push(paths.pop());
    else if (brace) open.pop();
    else paths.push([open.at(-1), word].filter(Boolean).join('/'));
  }
  return paths;
}

const abis = {};
const since = {};
for (const line of lines) {
  const tag = last[line];
  for (const name of filesIn(tag)) {
    since[name] ??= line;
    abis[name] = featuresIn(show(tag, `profiles/apparmor.d/abi/${name}`));
  }
}

function filesIn(tag) {
  const [, names = ''] = /^tree .*\n\n([\s\S]*)$/.exec(show(tag, 'profiles/apparmor.d/abi') ?? '') ?? [];
  return names.split('\n').filter(Boolean);
}

function defaultsIn(tag) {
  const [, text = ''] = /\*default_features_abi =\s*"([\s\S]*?)";/.exec(show(tag, 'parser/default_features.c') ?? '') ?? [];
  return featuresIn(text.replaceAll('\\', ' '));
}

const defaults = Object.fromEntries(lines.map((line) => [line, defaultsIn(last[line])]));
const [sameDefault, ...others] = new Set(Object.values(defaults).map((paths) => [...paths].sort().join(' ')));
if (!sameDefault || others.length > 0) throw new Error('The releases differ in their default: give each its own entry.');
abis.default = defaults[lines[0]];

/** The features that a release compares with the kernel's and the policy's. */
const asked = {};
for (const line of lines) {
  for (const [, path] of (show(last[line], 'parser/parser_main.c') ?? '').matchAll(
    /features_intersect\(kernel_features,\s*policy_features,\s*"([^"]+)"\)/g,
  ))
    asked[path] ??= line;
}

const holders = new Map();
for (const [abi, paths] of Object.entries(abis)) for (const path of paths) holders.set(path, [...(holders.get(path) ?? []), abi]);
const groups = new Map();
for (const [path, names] of [...holders].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const key = [...names].sort().join(' ');
  groups.set(key, [...(groups.get(key) ?? []), path]);
}

const data = {
  $source: 'profiles/apparmor.d/abi, parser/default_features.c and parser/parser_main.c of AppArmor',
  $checked: new Date().toISOString().slice(0, 10),
  $command: 'node scripts/data/apparmorAbis.mjs CLONE',
  $format:
    'since: the release that an abi came with; asked: the release from which apparmor_parser looks for a feature; features: by the abis that list them',
  since,
  asked,
  features: Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync(target, `${JSON.stringify(data, null, 2)}\n`);
