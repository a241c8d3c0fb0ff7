// Writes server/src/knowledge/seccomp/data/seccompHistory.json: the seccomp profile that each release of a runtime applies by default.
//
//   node scripts/data/seccompHistory.mjs CLONES
//
// CLONES is a folder with clones of moby/moby, containerd/containerd, containers/podman, containers/common, containers/container-libs
// and cri-o/cri-o, each at CLONES/OWNER+NAME/repo, tags included. A release whose files a clone does not have is left out and named.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { repository } from './repository.mjs';
import { rulesOfGo } from './seccompGo.mjs';
import { canonical } from './seccompRules.mjs';

const target = fileURLToPath(new URL('../../server/src/knowledge/seccomp/data/seccompHistory.json', import.meta.url));
const [clones] = process.argv.slice(2);
if (!clones) {
  console.error('usage: node scripts/data/seccompHistory.mjs CLONES');
  process.exit(2);
}
const clone = (name) => repository(`${clones}/${name.replace('/', '+')}/repo`);

const moby = clone('moby/moby');
const containerd = clone('containerd/containerd');
const podman = clone('containers/podman');
const crio = clone('cri-o/cri-o');
const common = clone('containers/common');
const libs = clone('containers/container-libs');

/** Rule heads and lists of names are stored once and named by their index. */
const heads = table();
const lists = table();

const runtimes = {
  docker: versions(releases(moby, /^(?:docker-)?v(\d+\.\d+\.\d+)(?:-ce)?$/, '1.11.0'), dockerProfile),
  containerd: versions(releases(containerd, /^v(\d+\.\d+\.\d+)$/, '1.0.0'), containerdProfile),
  podman: versions(releases(podman, /^v(\d+\.\d+\.\d+)$/, '2.0.0'), ({ tag }) => commonProfile(podman, tag)),
  'cri-o': versions(releases(crio, /^v(\d+\.\d+\.\d+)$/, '1.19.0'), crioProfile),
};
const data = {
  $source:
    'moby/moby, containerd/containerd, containers/podman and cri-o/cri-o at the tags of their releases, with the library that each embeds',
  $checked: new Date().toISOString().slice(0, 10),
  $command: 'node scripts/data/seccompHistory.mjs CLONES',
  $format:
    'A version of a default: its releases as [version, date]; top (index of heads: what is not a rule); plus and minus against the version in base (an index, the newest of an earlier line; absent for the first): pairs of a head and a list of names, by index',
  heads: heads.items.map((head) => JSON.parse(head)),
  lists: lists.items,
  runtimes,
};
const rows = Object.entries(data).map(([key, value]) =>
  key === 'heads' || key === 'lists'
    ? `${JSON.stringify(key)}: [\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`
    : key === 'runtimes'
      ? `"runtimes": {\n${Object.entries(value)
          .map(([name, list]) => `${JSON.stringify(name)}: [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`)
          .join(',\n')}\n}`
      : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
);
writeFileSync(target, `{\n${rows.join(',\n')}\n}\n`);
for (const [name, list] of Object.entries(runtimes)) {
  console.log(`${name}: ${list.length} versions, ${list.reduce((sum, { releases: all }) => sum + all.length, 0)} releases`);
}

function table() {
  const items = [];
  const places = new Map();
  const add = (item) => {
    if (!places.has(item)) places.set(item, items.push(item) - 1);
    return places.get(item);
  };
  return { items, add };
}

/** Final releases from `first` on, in the order of their version numbers. */
function releases(repo, pattern, first) {
  const found = repo.tags().flatMap(({ tag, date }) => {
    const version = pattern.exec(tag)?.[1];
    return version && compareVersions(version, first) >= 0 ? [{ tag, version, date }] : [];
  });
  return found.sort((a, b) => compareVersions(a.version, b.version));
}

function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Docker 29 takes its profile from moby/profiles, vendored; releases 17.06 to 18.06 are tagged in another repository. */
function dockerProfile({ tag }) {
  const text = ['profiles/seccomp', 'vendor/github.com/moby/profiles/seccomp']
    .map((folder) => moby.show(tag, `${folder}/default.json`))
    .find(Boolean);
  return text && JSON.parse(text);
}

function containerdProfile({ tag }) {
  const text = containerd.show(tag, 'contrib/seccomp/seccomp_default.go');
  return text && { defaultAction: 'SCMP_ACT_ERRNO', syscalls: rulesOfGo(text, 'DefaultProfile') };
}

/** Podman and CRI-O embed the profile of the library version that their go.mod names. */
function commonProfile(repo, tag) {
  const modules = repo.show(tag, 'go.mod') ?? '';
  const since = /go\.podman\.io\/common (v\S+)/.exec(modules)?.[1];
  const before = /github\.com\/containers\/common (v\S+)/.exec(modules)?.[1];
  const vendored = ['go.podman.io/common', 'github.com/containers/common']
    .map((folder) => repo.show(tag, `vendor/${folder}/pkg/seccomp/seccomp.json`))
    .find(Boolean);
  const text =
    vendored ??
    (since && libs.show(revisionOf(since, 'common/'), 'common/pkg/seccomp/seccomp.json')) ??
    (before && common.show(revisionOf(before, ''), 'pkg/seccomp/seccomp.json'));
  return text && JSON.parse(text);
}

/** The tag of a module version, or the commit that a pseudo version ends with. */
function revisionOf(version, prefix) {
  return /-(?:0\.)?\d{14}-([0-9a-f]{12})$/.exec(version)?.[1] ?? `${prefix}${version}`;
}

/** CRI-O's DefaultProfile() takes names out of the library's rules and appends rules of its own. */
function crioProfile({ tag }) {
  const profile = commonProfile(crio, tag);
  const source = crio.show(tag, 'internal/config/seccomp/seccomp.go');
  if (!profile || !source?.includes('func DefaultProfile(')) return profile;
  const removed = [...source.matchAll(/\{"(\w+)", (\d+), (\d+)\}/g)].map(([, name, rule]) => ({ name, rule: Number(rule) }));
  const kept = profile.syscalls.map((rule, i) => ({
    ...rule,
    names: rule.names.filter((name) => !removed.some((one) => one.name === name && one.rule === i)),
  }));
  // Its flags are the first argument of clone, on s390 the second.
  const own = rulesOfGo(source, 'DefaultProfile').flatMap((rule) =>
    rule.args?.some(({ index }) => index?.variable) ? [withIndex(rule, 0), withIndex(rule, 1)] : [rule],
  );
  return { ...profile, syscalls: [...kept, ...own] };
}

function withIndex(rule, index) {
  const side = index ? 'includes' : 'excludes';
  return {
    ...rule,
    args: rule.args.map((one) => ({ ...one, index })),
    [side]: { ...rule[side], arches: ['s390', 's390x'] },
  };
}

/** Neighboring releases of one line with one profile are one version. */
function versions(all, read) {
  const list = [];
  const states = [];
  for (const release of all) {
    const profile = read(release);
    if (!profile) {
      console.error(`${release.tag}: no profile found`);
      continue;
    }
    const state = canonical(profile);
    const key = keyOf(state);
    const same = states.findIndex((other) => keyOf(other) === key);
    if (same >= 0) {
      list[same].releases.push([release.version, release.date]);
      continue;
    }
    const base = closest(states, state);
    list.push({
      releases: [[release.version, release.date]],
      ...(base >= 0 && { base }),
      top: heads.add(state.top),
      ...difference(base >= 0 ? states[base].rules : new Map(), state.rules),
    });
    states.push(state);
  }
  return list;
}

function keyOf({ rules, top }) {
  return JSON.stringify([top, [...rules].map(([head, names]) => [head, [...names].sort()]).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The known version that differs in the fewest names. */
function closest(states, state) {
  let best = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [i, { rules }] of states.entries()) {
    const size = JSON.stringify(difference(rules, state.rules, { add: (item) => item })).length;
    if (size <= fewest) [best, fewest] = [i, size];
  }
  return best;
}

function difference(before, after, store = lists) {
  const sides = { plus: [], minus: [] };
  for (const head of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(head) ?? new Set(), after.get(head) ?? new Set()];
    const plus = [...now].filter((name) => !old.has(name)).sort();
    const minus = [...old].filter((name) => !now.has(name)).sort();
    if (plus.length) sides.plus.push([store === lists ? heads.add(head) : head, store.add(plus.join(' '))]);
    if (minus.length) sides.minus.push([store === lists ? heads.add(head) : head, store.add(minus.join(' '))]);
  }
  return { ...(sides.plus.length && { plus: sides.plus }), ...(sides.minus.length && { minus: sides.minus }) };
}
