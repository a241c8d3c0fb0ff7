import { type Completion, type Context, ours, wordTable } from '../../core';
import { crioAnnotations, policyMinor } from '../../knowledge';
import { type Cursor, completeBySchema, cursorsAt, find, keyCompletion, type Path, resolved, stringOf, valueCompletion } from '../../tree';
import { annotationCard } from './hover';
import { podsOf } from './model';
import { isNamespace, labelPrefix, levels } from './namespaces';
import { objectsIn } from './objects';
import type { PodPart } from './part';
import { knownProfiles } from './profileFacts';
import { containerFields, podFields, schema, specFields } from './structure';
import { schemaOfSetting, valuesBlockAt, valuesSettingAt } from './valuesBlock';
import { capabilityWords, type SuggestedWord, selinuxWords, sysctlWords, volumeDetail } from './words';

/** What could be written at an offset: keys and values of the fields that confine a pod. */
export function complete(part: PodPart, offset: number, context: Context): readonly Completion[] {
  const found = cursorsAt(part.tree, offset).flatMap((cursor) => completeAt(part, cursor, context));
  const seen = new Set<string>();
  return found.filter(({ label }) => !seen.has(label) && seen.add(label));
}

function completeAt(part: PodPart, cursor: Cursor, context: Context): readonly Completion[] {
  // The text around the cursor may be half written: objects and pods are looked for with the word in place.
  const objects = objectsIn(cursor.tree, part.templated);
  const probe: PodPart = { ...part, tree: cursor.tree, objects };
  const namespace = objects.find((object) => isNamespace(object) && isAt(cursor.path, [...object.path, 'metadata', 'labels']));
  if (namespace) return labelCompletions(cursor, samePath(cursor.path, [...namespace.path, 'metadata', 'labels']), context);
  for (const pod of podsOf(probe, context)) {
    const annotations = [...pod.path.slice(0, -1), 'metadata', 'annotations'];
    if (cursor.kind === 'key' && samePath(cursor.path, annotations)) return annotationCompletions(cursor);
    if (!isAt(cursor.path, pod.path)) continue;
    const container = pod.containers.find(({ path }) => isAt(cursor.path, path));
    const rest = cursor.path.slice((container ?? pod).path.length);
    const words = cursor.kind === 'value' ? valueWords(rest, cursor, context) : undefined;
    if (words) return words.map((word) => wordCompletion(cursor, word));
    if (cursor.kind === 'key' && !context.ownsStructure) return [];
    const relative = { ...cursor, path: cursor.path.slice(pod.path.length), tree: { ...cursor.tree, root: pod.spec } };
    const bySchema = completeBySchema(schema, relative);
    return cursor.kind === 'key'
      ? bySchema.map((item) => keyed(item, cursor, rest))
      : withoutRepeats(
          bySchema.map((item) => valued(item, rest)),
          context,
        );
  }
  return blockCompletions(cursor, objects, context);
}

/** In the values of a chart no other extension knows the fields. */
function blockCompletions(cursor: Cursor, objects: PodPart['objects'], context: Context): readonly Completion[] {
  const block = valuesBlockAt(cursor.path, objects);
  const setting = cursor.kind === 'value' ? valuesSettingAt(cursor.path, objects) : undefined;
  if (setting !== undefined) return completeBySchema(schemaOfSetting(cursor.path, setting), cursor);
  if (!block) return [];
  const rest = ['securityContext', ...cursor.path.slice(block.path.length)];
  const words = cursor.kind === 'value' ? valueWords(rest, cursor, context) : undefined;
  if (words) return words.map((word) => wordCompletion(cursor, word));
  const root = find(cursor.tree.root, block.path);
  const { root: _, ...tree } = cursor.tree;
  const items = completeBySchema(block.schema, {
    ...cursor,
    path: cursor.path.slice(block.path.length),
    tree: { ...tree, ...(root && { root }) },
  });
  return cursor.kind === 'key' ? items.map((item) => keyed(item, cursor, rest)) : items.map((item) => valued(item, rest));
}

/** Another extension completes true and false by its own schema. */
const withoutRepeats = (items: readonly Completion[], { ownsStructure }: Context): readonly Completion[] =>
  ownsStructure ? items : items.filter(({ label }) => label !== 'true' && label !== 'false');

const isAt = (path: Path, start: Path): boolean => start.length <= path.length && start.every((step, i) => path[i] === step);
const samePath = (a: Path, b: Path): boolean => a.length === b.length && isAt(a, b);

const wordCompletion = (cursor: Cursor, { word, ...options }: SuggestedWord): Completion => valueCompletion(cursor, word, options);

/** The snippet of a new key has the value that hardening wants. */
const recommended: Readonly<Record<string, string>> = wordTable({
  allowPrivilegeEscalation: 'false',
  readOnlyRootFilesystem: 'true',
  runAsNonRoot: 'true',
  runAsUser: '10001',
  runAsGroup: '10001',
  fsGroup: '10001',
  automountServiceAccountToken: 'false',
  hostUsers: 'false',
  fsGroupChangePolicy: 'OnRootMismatch',
  supplementalGroupsPolicy: 'Strict',
});

/** The most used protections first, with their recommended value; volume types with the level that allows them. */
function keyed(item: Completion, cursor: Cursor, rest: Path): Completion {
  const value = recommended[item.label];
  const known = [...podFields, ...containerFields, ...specFields].includes(item.label);
  if (value && known && !cursor.hasColon && cursor.tree.syntax === 'yaml' && item.insert.endsWith(' $1'))
    return { ...item, insert: item.insert.replace(/ \$1$/, ` \${1:${value}}`), sort: `0${item.sort ?? item.label}` };
  return rest[0] === 'volumes' && rest.length === 2 && item.label !== 'name' ? { ...item, detail: volumeDetail(item.label) } : item;
}

const valued = (item: Completion, rest: Path): Completion =>
  item.label === recommended[String(rest.at(-1))] ? { ...item, sort: `0${item.sort ?? ''}!` } : { ...item, sort: `1${item.sort ?? ''}` };

function valueWords(rest: Path, cursor: Cursor, context: Context): readonly SuggestedWord[] | undefined {
  const [first, second, third, fourth] = rest;
  if (first !== 'securityContext') return undefined;
  if (second === 'capabilities' && (third === 'add' || third === 'drop') && rest.length >= 3) {
    const list = find(cursor.tree.root, cursor.path.slice(0, rest.length === 4 ? -1 : cursor.path.length));
    const present = new Set(resolvedItems(list));
    return capabilityWords(third).filter(({ word }) => word === cursor.prefix || !present.has(word));
  }
  if (second === 'sysctls' && fourth === 'name') return sysctlWords(context);
  if (second === 'seLinuxOptions' && third === 'type') return selinuxWords(context);
  if ((second === 'seccompProfile' || second === 'appArmorProfile') && third === 'localhostProfile')
    return knownProfiles(second, context).map(({ name, fact }) => ({ word: name, detail: fact.uri.slice(fact.uri.lastIndexOf('/') + 1) }));
  return undefined;
}

function resolvedItems(node: ReturnType<typeof find>): readonly string[] {
  const list = resolved(node);
  return list?.kind === 'array' ? list.items.flatMap((item) => stringOf(item) ?? []) : [];
}

const annotationCompletions = (cursor: Cursor): readonly Completion[] =>
  crioAnnotations.map(({ key, summary }) =>
    keyCompletion(cursor, key, { detail: 'CRI-O', documentation: annotationCard(key) ?? ours(summary), sort: `9${key}` }),
  );

const labels = ['enforce', 'enforce-version', 'warn', 'warn-version', 'audit', 'audit-version'];

function labelCompletions(cursor: Cursor, onLabels: boolean, { kubernetes }: Context): readonly Completion[] {
  if (cursor.kind === 'key') {
    if (!onLabels) return [];
    const present = new Set(cursor.object?.members.map(({ key }) => String(key.value)));
    return labels
      .map((name, i) => ({ key: labelPrefix + name, sort: `0${i}` }))
      .filter(({ key }) => !present.has(key))
      .map(({ key, sort }) => keyCompletion(cursor, key, { sort, detail: 'Pod Security' }));
  }
  const key = String(cursor.path.at(-1));
  if (!key.startsWith(labelPrefix)) return [];
  if (!key.endsWith('-version')) return [...levels].reverse().map((level, i) => valueCompletion(cursor, level, { sort: String(i) }));
  const newest = policyMinor(kubernetes);
  const versions = Array.from({ length: 6 }, (_, i) => `v1.${newest - i}`);
  return [...versions, 'latest'].map((version, i) =>
    valueCompletion(cursor, version, { sort: String(i), ...(version === 'latest' && { detail: 'changes with the cluster' }) }),
  );
}
