// Writes schemas/containers-conf.schema.json and schemas/storage-conf.schema.json: the keys that containers.conf and storage.conf may have, and their types.
//
//   node scripts/data/containerToolsConf.mjs CLONE [REVISION]
//
// CLONE is a git repository of container-libs. Keys and types are those of the structures that the files are decoded into; what a key is for is said
// in containerToolsWords.json, in our own words. A key without words stops the script, and so do words without a key.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { repository } from './repository.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const [clone, revision = 'HEAD'] = process.argv.slice(2);
if (!clone) {
  console.error('usage: node scripts/data/containerToolsConf.mjs CLONE [REVISION]');
  process.exit(2);
}

const { show } = repository(clone);
const source = ['common/pkg/config/config.go', 'storage/pkg/config/config.go', 'storage/types/options.go']
  .map((file) => show(revision, file) ?? '')
  .join('\n');
const words = JSON.parse(readFileSync(here('containerToolsWords.json'), 'utf8'));

/** The fields of each structure by its name: `[key, type]`; a structure that is only embedded has no key. */
const structures = new Map([...source.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)].map(([, name, body]) => [name, fieldsIn(body)]));

function fieldsIn(body) {
  const fields = [];
  const open = [];
  for (const line of body.split('\n')) {
    const [, , type = '', tag = ''] = /^\s*(\w+)\s+(\S.*?)\s+`(?:json:"[^"]*"\s+)?toml:"([^",]*)/.exec(line) ?? [];
    const [, closing] = /^\s*\}\s*`toml:"([^",]*)/.exec(line) ?? [];
    if (/^\s*\w+\s+struct\s*\{\s*$/.test(line)) open.push(fields.length);
    else if (closing) fields.push([closing, fields.splice(open.pop())]);
    else if (tag && tag !== '-') fields.push([tag, type]);
  }
  return fields;
}

const named = new Set();

/** The schema of a type; a type that reads any scalar as text has none. */
function schemaOf(type, path, table) {
  if (Array.isArray(type)) return objectOf(type, path, table);
  const plain = type.replace(/^\*/, '');
  const inner = (/^struct\{\s*(\w+)\s*\}$/.exec(plain)?.[1] ?? plain).replace(/^cfg\./, '');
  if (structures.has(inner)) return objectOf(structures.get(inner), path, table);
  const [, value] = /^map\[string\](.+)$/.exec(plain) ?? [];
  if (value) return { type: 'object', additionalProperties: schemaOf(value, path, table) };
  const [, item] = /^\[\](.+)$/.exec(plain) ?? [];
  if (item) return { type: 'array', items: schemaOf(item, path, table) };
  if (plain === 'configfile.Slice') return { type: 'array', items: { type: ['string', 'object'] } };
  if (plain === 'string') return { type: 'string' };
  if (plain === 'bool') return { type: 'boolean' };
  if (/^(?:u?int\d*|os\.FileMode)$/.test(plain)) return { type: 'integer', ...(!plain.startsWith('int') && { minimum: 0 }) };
  return {};
}

function objectOf(fields, path, table) {
  const properties = fields.map(([key, type]) => {
    const own = [...path, key].join('.');
    const description = words[table][own];
    if (description === undefined) throw new Error(`${own} has no words`);
    named.add(`${table} ${own}`);
    return [key, { ...schemaOf(type, [...path, key], table), markdownDescription: description }];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function write(file, title, description, root, table) {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    description,
    $comment: 'Written by scripts/data/containerToolsConf.mjs.',
    ...objectOf(root, [], table),
  };
  writeFileSync(here(`../../schemas/${file}`), `${JSON.stringify(schema, null, 2)}\n`);
}

write(
  'containers-conf.schema.json',
  'containers.conf',
  'Defaults of Podman, Buildah and their kin. See containers.conf(5).',
  structures.get('Config'),
  'containers',
);
write(
  'storage-conf.schema.json',
  'storage.conf',
  'Where container tools store images. See containers-storage.conf(5).',
  structures.get('TomlConfig'),
  'storage',
);

for (const [table, all] of Object.entries(words))
  for (const key of Object.keys(all)) if (!named.has(`${table} ${key}`)) throw new Error(`${table}: ${key} is no key of ${revision}`);
