// Writes server/src/knowledge/pods/data/podPaths.json: where custom resources have pods, by the schemas of their definitions.
//
//   node scripts/data/podPaths.mjs CLONE...
//
// What no CLONE defines keeps its present data. CLONE is a git repository with CustomResourceDefinitions in YAML, or with their schemas in JSON as GROUP/KIND_VERSION.json. A pod spec is
// an object with the `containers` that it requires and a `nodeSelector`; an object with optional `containers` beside volumes, or with the
// security context of a pod, is what an operator merges into its own pod.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const target = fileURLToPath(new URL('../../server/src/knowledge/pods/data/podPaths.json', import.meta.url));
const deepest = 14;

/** Services of clouds, whose containers are no pods. */
const noPods = /^(?:app\.azure\.com|containerinstance\.azure\.com|run\.cnrm\.cloud\.google\.com|v[\d.]+-strict)$/;

const clones = process.argv.slice(2);
if (!clones.length) {
  console.error('usage: node scripts/data/podPaths.mjs CLONE...');
  process.exit(2);
}

/** group → kind in small letters → path → form. */
const found = new Map();
const sources = new Map();

for (const clone of clones) {
  const git = (...args) => spawnSync('git', ['-C', clone, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout ?? '';
  const origin = path.basename(clone.replace(/\/repo\/?$/, '')).replace('+', '/');
  const files = git('grep', '-lE', 'kind: CustomResourceDefinition|"(fsGroup|containers)"', 'HEAD', '--', '*.yaml', '*.yml', '*.json')
    .split('\n')
    .map((line) => line.replace(/^HEAD:/, ''))
    .filter((file) => file && !/(?:^|\/)(?:tests?|testdata|e2e|node_modules)\//.test(file));
  for (const file of files) {
    const text = git('show', `HEAD:${file}`);
    for (const { group, kind, schema } of file.endsWith('.json') ? fromJson(file, text) : fromYaml(text)) {
      if (noPods.test(group)) continue;
      for (const [at, form] of podsIn(schema, [], 0)) {
        const kinds = found.get(group) ?? found.set(group, new Map()).get(group);
        const paths = kinds.get(kind) ?? kinds.set(kind, new Map()).get(kind);
        if (!paths.has(at) || form === 'pod') paths.set(at, form);
        if (!sources.has(group)) sources.set(group, origin);
      }
    }
  }
}

function fromJson(file, text) {
  const [, group, kind] = /([^/]+)\/([^/_]+)_v[^/]*\.json$/.exec(file) ?? [];
  if (!group?.includes('.')) return [];
  try {
    return [{ group, kind, schema: JSON.parse(text) }];
  } catch {
    return [];
  }
}

function fromYaml(text) {
  if (!text.includes('openAPIV3Schema')) return [];
  return parseAllDocuments(text, { logLevel: 'silent' }).flatMap((document) => {
    const { kind, spec } = document.errors?.length ? {} : (document.toJS({ maxAliasCount: 1000 }) ?? {});
    if (kind !== 'CustomResourceDefinition' || typeof spec?.group !== 'string' || !spec.names?.kind) return [];
    return (spec.versions ?? []).flatMap(({ schema }) =>
      schema?.openAPIV3Schema ? [{ group: spec.group, kind: String(spec.names.kind).toLowerCase(), schema: schema.openAPIV3Schema }] : [],
    );
  });
}

/** Paths to pods in a schema, with what is there. */
function* podsIn(schema, at, depth) {
  const properties = schema?.properties ?? {};
  const form = at.length ? formOf(schema, properties) : undefined;
  if (form) yield [at.join('.'), form];
  if (form === 'pod' || depth > deepest) return;
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'status' && !at.length) continue;
    if (/podTemplate$/i.test(key) && value?.['x-kubernetes-preserve-unknown-fields']) yield [[...at, key, 'spec'].join('.'), 'patch'];
    yield* value?.type === 'array' ? podsIn(value.items, [...at, `${key}[*]`], depth + 1) : podsIn(value, [...at, key], depth + 1);
  }
  if (typeof schema?.additionalProperties === 'object') yield* podsIn(schema.additionalProperties, [...at, '*'], depth + 1);
}

function formOf({ required = [] }, properties) {
  const containers = properties.containers?.items?.properties;
  const context = properties.securityContext?.properties;
  if (containers?.image && properties.nodeSelector && required.includes('containers')) return 'pod';
  if (containers?.image && (properties.volumes || context)) return 'patch';
  return context?.fsGroup && context.runAsUser ? 'patch' : undefined;
}

const sorted = (entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
const formsOf = (kinds, wanted) =>
  Object.fromEntries(
    sorted(kinds).flatMap(([kind, paths]) => {
      const own = sorted(paths).flatMap(([at, form]) => (form === wanted ? [at] : []));
      return own.length ? [[kind, own]] : [];
    }),
  );
const known = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')).groups : {};
const read = Object.fromEntries(
  [...found].map(([group, kinds]) => [
    group,
    { source: sources.get(group), pods: formsOf(kinds, 'pod'), patches: formsOf(kinds, 'patch') },
  ]),
);
const groups = Object.fromEntries(sorted(Object.entries({ ...known, ...read })).filter(([group]) => !noPods.test(group)));
const data = {
  $source: 'CustomResourceDefinitions of the projects, and the schemas of datreeio/CRDs-catalog',
  $checked: new Date().toISOString().slice(0, 10),
  $command: 'node scripts/data/podPaths.mjs CLONE...',
  groups,
};
writeFileSync(target, `${JSON.stringify(data, null, 1)}\n`);
console.log(`${Object.keys(groups).length} groups`);
