// Compares the messages of server/src/knowledge/messages with the files that print them, and writes since which release each is printed.
//
//   node scripts/data/messageSources.mjs CLONES [--write]
//
// CLONES is a folder with git clones (a work tree or a bare repository) named OWNER+NAME, OWNER+NAME/repo or OWNER/NAME. Lists each message whose
// fixed words are not in the file that it names, and counts those without a clone. With --write, writes server/src/knowledge/messages/data/versions.json.
// Exit status 1 if a message or its file is not there.

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { repository } from './repository.mjs';

const [clones, write] = process.argv.slice(2);
if (!clones) {
  console.error('usage: node scripts/data/messageSources.mjs CLONES [--write]');
  process.exit(2);
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = path.join(root, 'server/src/knowledge/messages/data/versions.json');

/** Where a repository of one name is published, or published in part, under another. */
const otherNames = new Map([
  ['podman-container-tools/container-libs', [{ name: 'containers/container-libs', below: '' }]],
  [
    'kubernetes/kubernetes',
    ['apimachinery', 'kubelet', 'pod-security-admission', 'component-helpers'].map((part) => ({
      name: `kubernetes/${part}`,
      below: `staging/src/k8s.io/${part}/`,
    })),
  ],
]);

function cloneOf(name) {
  const flat = name.replace('/', '+');
  return [path.join(clones, flat, 'repo'), path.join(clones, flat), path.join(clones, name)].find((folder) => existsSync(folder));
}

/** The clone that has a file of a repository, and the path of the file there. */
function placeOf(name, file) {
  for (const { name: other, below } of [{ name, below: '' }, ...(otherNames.get(name) ?? [])]) {
    const folder = file.startsWith(below) ? cloneOf(other) : undefined;
    if (folder !== undefined) return { folder, file: file.slice(below.length) };
  }
  return undefined;
}

/** A text without what differs between a message and the literal that prints it: quotation marks, verbs of formats, joined literals, blanks. */
const plain = (text) =>
  text
    .replace(/["'`]\s*\+?\s*\n\s*["'`]/g, '')
    .replace(/\\[nrt]/g, ' ')
    .replace(/["'`‘’“”\\]/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** What the C library or Go prints for the number of an error is in no file of the program. */
const fromElsewhere =
  /^(?:error|open|error response from daemon|operation not permitted|permission denied|no such file or directory|read-only file system|address already in use|exec format error|function not implemented|invalid argument)[: ]*$/;

/** The fixed words of a form, the longest first. A colon is where a caller or the C library goes on, so the longest piece is the file's own. */
const wordsOf = (form) =>
  form
    .split(/\{\w+(?::\w+)?\}|: /)
    .map((words) =>
      plain(words)
        .trim()
        .replace(/^[:;,.()[\] ]+|[:;,.()[\] ]+$/g, ''),
    )
    .filter((words) => /[a-z]{3}/.test(words) && !fromElsewhere.test(words))
    .sort((a, b) => b.length - a.length);

/** `container-libs` releases three modules with a tag each; `v1.2.0-rc1` is no release. */
function releaseOf(tag) {
  const [, major, minor, patch = '0'] = /^(?:[\w-]+\/)?v?(\d+)\.(\d+)(?:\.(\d+))?$/.exec(tag) ?? [];
  return major === undefined ? undefined : { tag, numbers: [Number(major), Number(minor), Number(patch)] };
}

const compared = (a, b) => a.numbers[0] - b.numbers[0] || a.numbers[1] - b.numbers[1] || a.numbers[2] - b.numbers[2];

/** The first release of each minor version, in order. */
function minorReleases(git) {
  const first = new Map();
  const all = git
    .tags()
    .flatMap(({ tag }) => releaseOf(tag) ?? [])
    .sort(compared);
  for (const release of all) {
    const minor = release.numbers.slice(0, 2).join('.');
    if (!first.has(minor)) first.set(minor, release);
  }
  return [...first].map(([minor, { tag }]) => ({ minor, tag }));
}

const repositories = new Map();
const opened = (folder) => {
  if (!repositories.has(folder)) {
    const git = repository(folder);
    repositories.set(folder, { git, releases: minorReleases(git), texts: new Map() });
  }
  return repositories.get(folder);
};

function textAt({ git, texts }, revision, file) {
  const key = `${revision}:${file}`;
  if (!texts.has(key)) {
    const text = git.show(revision, file);
    texts.set(key, text === undefined ? undefined : plain(text));
  }
  return texts.get(key);
}

/** Kubernetes publishes its parts as 0.N. Where the file was there before without the message, the release that added it; the same for its end. */
function versionsOf(clone, file, words, ofKubernetes) {
  const has = clone.releases.map(({ minor, tag }) => ({ minor, text: textAt(clone, tag, file) }));
  const printed = has.map(({ minor, text }) => ({ minor, is: text === undefined ? undefined : words.every((one) => text.includes(one)) }));
  const since = printed.find(({ is }, i) => is && printed[i - 1]?.is === false);
  const firstPrinted = printed.findIndex(({ is }) => is);
  const end = printed.findIndex(
    ({ is }, i) => i > firstPrinted && firstPrinted >= 0 && is === false && printed.slice(i).every((later) => !later.is),
  );
  const shown = (minor) => (ofKubernetes ? minor.replace(/^0\./, '1.') : minor);
  const parts = [
    ...(since && printed.slice(0, printed.indexOf(since)).every(({ is }) => !is) ? [`since ${shown(since.minor)}`] : []),
    ...(end > 0 ? [`until ${shown(printed[end - 1].minor)}`] : []),
  ];
  return { text: parts.join(', '), printed: firstPrinted >= 0 };
}

const bundle = await build({
  entryPoints: [path.join(root, 'server/src/knowledge/messages/index.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { messageTemplates } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`);

const counts = { found: 0, older: 0, wrong: 0, 'without a clone': 0 };
const withoutClone = new Map();
const versions = {};
for (const { id, source, form } of messageTemplates()) {
  const [name = '', ...files] = source.trim().split(/\s+/);
  const places = files.flatMap((file) => placeOf(name, file.replace(/[,;]$/, '')) ?? []);
  if (places.length === 0) {
    counts['without a clone']++;
    withoutClone.set(name, (withoutClone.get(name) ?? 0) + 1);
    continue;
  }
  const words = wordsOf(form).slice(0, 1);
  const here = places.map(({ folder, file }) => ({ clone: opened(folder), file }));
  const texts = here.map(({ clone, file }) => textAt(clone, 'HEAD', file));
  // Where a word is put into the literal (`forbidden %s`), each of its words is looked for.
  const missing = words.filter(
    (one) => !texts.some((text) => text?.includes(one) || one.split(/[^a-z]+/).every((part) => text?.includes(part))),
  );
  const [{ clone, file }] = here;
  const known = versionsOf(clone, file, words, name.startsWith('kubernetes/'));
  if (missing.length === 0 || known.printed) {
    counts[missing.length === 0 ? 'found' : 'older']++;
    if (known.text) versions[id] = known.text;
  } else {
    counts.wrong++;
    const why = texts.every((text) => text === undefined)
      ? 'there is no such file'
      : `not in it: ${missing.map((one) => `"${one}"`).join(', ')}`;
    console.log(`${id}: ${source.trim()}: ${why}`);
  }
}
console.log(counts);
console.log([...withoutClone].map(([name, count]) => `${name} ${count}`).join(', '));
console.log(`${Object.keys(versions).length} with versions`);
if (write === '--write') {
  const head = {
    $source: 'tags of the repositories that the messages name, by scripts/data/messageSources.mjs',
    $checked: new Date().toISOString().slice(0, 10),
  };
  writeFileSync(target, `${JSON.stringify({ ...head, versions }, undefined, 2)}\n`);
}
process.exitCode = counts.wrong ? 1 : 0;
