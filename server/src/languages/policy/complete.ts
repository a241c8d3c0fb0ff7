import { type Completion, type Context, type Fact, ours } from '../../core';
import { requirementType, requirementTypes, transport } from '../../knowledge';
import {
  type Cursor,
  completeBySchema,
  cursorsAt,
  get,
  itemsOf,
  keyCompletion,
  type Path,
  stringOf,
  valueCompletion,
  walk,
} from '../../tree';
import { completeToml } from './conf/complete';
import { splitName } from './imageName';
import { isToml, type PolicyFile, type PolicyPart, pathFields, pathListFields } from './part';
import { schemaOf } from './schema';
import { identitySnippets, requirementSnippets, type Snippet } from './snippets';

export function complete(part: PolicyPart, offset: number, context: Context): readonly Completion[] {
  if (isToml(part)) return completeToml(part, offset);
  return cursorsAt(part.tree, offset).flatMap((cursor) => {
    const own = part.kind === 'policy' ? inPolicy(part, cursor, context) : inRegistries(cursor, context);
    const known = new Set(own.map((item) => item.label));
    return [...own, ...completeBySchema(schemaOf(part), cursor).filter((item) => item.label !== '' && !known.has(item.label))];
  });
}

function inPolicy(file: PolicyFile, cursor: Cursor, { facts }: Context): readonly Completion[] {
  const { path, kind } = cursor;
  const last = path.at(-1);
  if (kind === 'key') {
    if (isList(path)) return fieldsOfLone(cursor);
    return path.length === 2 && path[0] === 'transports' ? scopeKeys(cursor, String(path[1]), facts) : [];
  }
  if (isList(path))
    return requirementSnippets.map((snippet, i) => asCompletion(cursor, { ...snippet, body: `[\n\t${indented(snippet.body)}\n]` }, i));
  if (typeof last === 'number' && isList(path.slice(0, -1)))
    return requirementSnippets.map((snippet, i) => asCompletion(cursor, snippet, i));
  if (last === 'signedIdentity' || last === 'baseLayerIdentity')
    return identitySnippets.map((snippet, i) => asCompletion(cursor, snippet, i));
  if (last === 'type' && (isList(path.slice(0, -2)) || isList(path.slice(0, -1)))) return typeValues(cursor);
  const field = typeof last === 'number' ? path.at(-2) : last;
  return pathFields.includes(String(field)) || pathListFields.includes(String(field)) ? keyFiles(file, cursor) : [];
}

/** Whether requirements are written at the path: `default`, or a scope of a transport. */
const isList = (path: Path): boolean =>
  (path.length === 1 && path[0] === 'default') || (path.length === 3 && path[0] === 'transports' && typeof path[2] === 'string');

const indented = (body: string): string => body.replace(/\n/g, '\n\t');

function asCompletion(cursor: Cursor, { label, detail, documentation, body }: Snippet, order: number): Completion {
  const base = valueCompletion(cursor, label, { kind: 'snippet', detail, documentation: ours(documentation), sort: `0${order}` });
  return { ...base, insert: body + (base.insert.endsWith(',') ? ',' : ''), snippet: true };
}

/** A requirement whose list is still missing. */
function fieldsOfLone(cursor: Cursor): readonly Completion[] {
  const present = new Set(cursor.object?.members.map((member) => String(member.key.value)));
  const fields = ['type', ...(requirementType(stringOf(get(cursor.object, 'type')))?.fields ?? [])];
  return fields.filter((field) => field === cursor.prefix || !present.has(field)).map((field) => keyCompletion(cursor, field));
}

/** The types in the order of the snippets: what accepts everything never comes first. */
const typeValues = (cursor: Cursor): readonly Completion[] =>
  requirementTypes.map(({ name, detail, summary }, i) =>
    valueCompletion(cursor, name, { detail, documentation: ours(summary), sort: `0${i}` }),
  );

/** Scopes that fit the transport: those of the images that the workspace runs, then examples of each form, then `""`. */
function scopeKeys(cursor: Cursor, name: string, facts: readonly Fact[]): readonly Completion[] {
  const present = new Set(cursor.object?.members.map((member) => String(member.key.value)));
  const value = ' [\n\t{ "type": "${1|reject,insecureAcceptAnything|}" }\n]';
  const used = name === 'docker' ? scopesOfImages(facts) : [];
  const forms = transport(name)?.scopes ?? [];
  const offers = [
    ...used.map((scope) => ({ scope, detail: 'runs in this workspace', documentation: 'An image of this workspace falls under it.' })),
    ...forms.map(({ example, covers }) => ({ scope: example, detail: covers, documentation: `Covers ${covers}.` })),
    {
      scope: '',
      detail: 'everything else of this transport',
      documentation: 'Every image of the transport that no other scope covers. The section then never falls back to `default`.',
    },
  ];
  return offers
    .filter(({ scope }, i) => !present.has(scope) && offers.findIndex((other) => other.scope === scope) === i)
    .map(({ scope, detail, documentation }, i) => {
      const item = keyCompletion(cursor, scope, {
        value,
        documentation: ours(documentation),
        detail,
        sort: `0${String(i).padStart(3, '0')}`,
      });
      return scope === '' ? { ...item, label: '""' } : item;
    });
}

/** Repositories of the images, then their registries. */
function scopesOfImages(facts: readonly Fact[]): readonly string[] {
  const names = facts.filter((fact) => fact.kind === 'uses-image').map((fact) => splitName(fact.name.replace(/^docker:\/\//, '')));
  const repositories = names.map(({ host, rest }) => `${host}/${rest.replace(/[:@].*$/s, '')}`);
  return [...new Set([...repositories.sort(), ...names.map(({ host }) => host).sort()])]
    .filter((scope) => !/[\s{}$<>]/.test(scope))
    .slice(0, 100);
}

const usualKeys: readonly string[] = ['/etc/pki/containers/signer.pub', '/etc/pki/containers/signer.gpg', '/etc/pki/containers/rekor.pub'];

/** Key files of the same tree, then paths that the file names elsewhere, then where keys usually lie. */
function keyFiles(file: PolicyFile, cursor: Cursor): readonly Completion[] {
  const there = [...file.around.candidates, ...[...file.around.keys].flatMap(([path, text]) => (text === null ? [] : [path]))];
  const named: string[] = [];
  for (const node of walk(file.tree.root)) {
    if (node.kind !== 'object') continue;
    for (const field of pathFields) named.push(stringOf(get(node, field)) ?? '');
    for (const field of pathListFields) for (const item of itemsOf(get(node, field))) named.push(stringOf(item) ?? '');
  }
  const paths = [...new Set([...there, ...named, ...usualKeys])].filter((path) => path.startsWith('/') && path !== cursor.prefix);
  return paths.map((path, i) =>
    valueCompletion(cursor, path, {
      kind: 'file',
      sort: `0${String(i).padStart(3, '0')}`,
      ...(usualKeys.includes(path) && !named.includes(path) && { detail: 'example' }),
    }),
  );
}

function inRegistries(cursor: Cursor, { facts }: Context): readonly Completion[] {
  const { path, kind } = cursor;
  if (kind === 'key' && path.length === 1 && path[0] === 'docker') {
    const forms = transport('docker')?.scopes ?? [];
    const scopes = [...scopesOfImages(facts), ...forms.map(({ example }) => example)];
    return [...new Set(scopes)].map((scope, i) =>
      keyCompletion(cursor, scope.startsWith('*') ? `"${scope}"` : scope, { value: '\n\t$1', sort: `0${String(i).padStart(3, '0')}` }),
    );
  }
  const last = path.at(-1);
  if (kind !== 'value' || !/^(?:lookaside|sigstore)(?:-staging)?$/.test(String(last))) return [];
  const urls = String(last).endsWith('-staging')
    ? ['file:///var/lib/containers/sigstore']
    : ['https://signatures.example.com', 'file:///var/lib/containers/sigstore'];
  return urls.map((url, i) => valueCompletion(cursor, url, { detail: 'example', sort: `0${i}` }));
}
