// Writes server/src/knowledge/linux/data/capabilityHistory.json: which release of a runtime first or last granted a capability by default.
//
//   node scripts/data/capabilityHistory.mjs CLONES
//
// CLONES is a folder with clones of moby/moby, containerd/containerd, containers/podman, containers/common and cri-o/cri-o, each at
// CLONES/OWNER+NAME/repo, with tags and full history.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../../server/src/knowledge/linux/data/capabilityHistory.json', import.meta.url));
const [clones] = process.argv.slice(2);
if (!clones) {
  console.error('usage: node scripts/data/capabilityHistory.mjs CLONES');
  process.exit(2);
}

function git(name, ...args) {
  const run = spawnSync('git', ['-C', `${clones}/${name.replace('/', '+')}/repo`, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return run.status === 0 ? run.stdout : '';
}

/** Where the list of defaults was, newest first. */
const places = {
  docker: {
    repository: 'moby/moby',
    tag: /^(?:docker-)?v(\d+\.\d+\.\d+)(?:-ce)?$/,
    files: [
      'daemon/pkg/oci/caps/defaults.go',
      'oci/caps/defaults.go',
      'oci/defaults.go',
      'oci/defaults_linux.go',
      'daemon/execdriver/native/template/default_template_linux.go',
      'daemon/execdriver/native/template/default_template.go',
    ],
  },
  containerd: {
    repository: 'containerd/containerd',
    tag: /^v(\d+\.\d+\.\d+)$/,
    files: ['pkg/oci/spec.go', 'oci/spec.go', 'oci/spec_unix.go'],
  },
  podman: {
    repository: 'containers/podman',
    tag: /^v(\d+\.\d+\.\d+)$/,
    files: ['vendor/go.podman.io/common/pkg/config/default.go', 'vendor/github.com/containers/common/pkg/config/default.go'],
    // Podman embeds the library, so the change and its author are there.
    origin: { repository: 'containers/common', files: ['pkg/config/default.go'] },
  },
  'cri-o': {
    repository: 'cri-o/cri-o',
    tag: /^v(\d+\.\d+\.\d+)$/,
    files: [
      'internal/config/capabilities/capabilities_linux.go',
      'internal/config/capabilities/capabilities.go',
      'pkg/config/config.go',
      'lib/config.go',
    ],
  },
};

/** The first list in a Go file that begins like a set of default capabilities. */
function setIn(text) {
  for (const [block] of text.matchAll(/(?:"(?:CAP_)?[A-Z_]+",?\s*(?:\/\/[^\n]*\s*)?){5,}/g)) {
    const names = [...block.matchAll(/"(?:CAP_)?([A-Z_]+)"/g)].map(([, name]) => name);
    if (names.includes('CHOWN') && names.length < 25) return new Set(names);
  }
  return undefined;
}

const setAt = (repository, revision, files) => {
  for (const file of files) {
    const found = setIn(git(repository, 'show', `${revision}:${file}`));
    if (found) return found;
  }
  return undefined;
};

const numbers = (version) => version.split('.').map(Number);
const inOrder = (a, b) => numbers(a)[0] - numbers(b)[0] || numbers(a)[1] - numbers(b)[1] || numbers(a)[2] - numbers(b)[2];

/** Releases in the order of their numbers, with their dates. */
const releasesOf = ({ repository, tag }) =>
  git(repository, 'for-each-ref', 'refs/tags', '--format=%(refname:short) %(creatordate:short)')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name, date] = line.split(' ');
      const version = tag.exec(name)?.[1];
      return version ? [{ name, version, date }] : [];
    })
    .sort((a, b) => inOrder(a.version, b.version));

/** Every commit that changed the list, oldest first. */
function commitsOf({ repository, files }) {
  const log = git(repository, 'log', '--reverse', '--format=%H%x09%as%x09%an%x09%s', 'HEAD', '--', ...files);
  return log
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [commit, date, author, subject] = line.split('\t');
      const after = setAt(repository, commit, files);
      const before = setAt(repository, `${commit}^`, files);
      const parents = git(repository, 'rev-list', '--parents', '-n1', commit).trim().split(' ').length - 1;
      if (!after || parents !== 1) return [];
      const added = [...after].filter((name) => !before?.has(name));
      const removed = [...(before ?? [])].filter((name) => !after.has(name));
      return added.length || removed.length ? [{ repository, commit, date, author, subject, added, removed }] : [];
    });
}

/** The pull request that brought a commit: named in its title, or by the merge nearest to it. */
function pullOf({ repository, commit, subject }) {
  const own = /\(#(\d+)\)$/.exec(subject)?.[1];
  if (own) return own;
  const merges = git(repository, 'log', '--merges', '--ancestry-path', '--reverse', '--format=%s', `${commit}..HEAD`);
  return /^Merge pull request #(\d+)/m.exec(merges)?.[1];
}

const entries = [];
for (const [runtime, place] of Object.entries(places)) {
  const commits = commitsOf(place.origin ?? place);
  let before;
  for (const { name, version, date } of releasesOf(place)) {
    const set = setAt(place.repository, name, place.files);
    if (!set) continue;
    // A release of an older line repeats what that line had.
    for (const change of ['added', 'removed']) {
      const changed = change === 'added' ? [...set].filter((one) => !before?.has(one)) : [...(before ?? [])].filter((one) => !set.has(one));
      for (const capability of changed) {
        const commit = commits.filter((one) => one[change].includes(capability) && one.date <= date).at(-1);
        const pull = commit && pullOf(commit);
        entries.push({
          capability,
          runtime,
          change,
          release: version,
          released: date,
          ...(commit && { date: commit.date, author: commit.author, commit: commit.commit.slice(0, 12), repository: commit.repository }),
          ...(pull && { pull: Number(pull) }),
        });
      }
    }
    before = set;
  }
}
entries.sort((a, b) => (a.capability < b.capability ? -1 : a.capability > b.capability ? 1 : a.released < b.released ? -1 : 1));
const data = {
  $source: 'the lists of default capabilities of moby, containerd, podman (with containers/common) and cri-o at the tags of their releases',
  $command: 'node scripts/data/capabilityHistory.mjs CLONES',
  $checked: new Date().toISOString().slice(0, 10),
};
const rows = entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
writeFileSync(
  target,
  `{\n${Object.entries(data)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('')}  "changes": [\n${rows}\n  ]\n}\n`,
);
console.log(`${entries.length} changes`);
