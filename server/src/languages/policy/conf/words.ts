import { type Span, span } from '../../../core';
import { type Node, type ObjectNode, type Path, schemasAt, type Tree } from '../../../tree';
import type { PolicyPart } from '../part';
import { schemaOf } from '../schema';

/** The header of a table: what a finding marks when something is missing in the table. */
export function headerOf({ text }: Tree, { span: place }: ObjectNode): Span {
  const line = /^\[+[^\]\n]*\]+/.exec(text.slice(place.start, place.start + 200));
  return line ? span(place.start, place.start + line[0].length) : place;
}

/** No key that is known lies deeper. */
const mostLevels = 8;

/** Every value with the path that a schema knows it by: the items of a list are alike, and so are keys in another case. */
export function* valuesIn(node: Node | undefined, path: Path = []): Generator<{ readonly node: Node; readonly path: Path }> {
  if (!node || path.length > mostLevels) return;
  yield { node, path };
  if (node.kind === 'array') for (const item of node.items) yield* valuesIn(item, [...path, 0]);
  if (node.kind === 'object') for (const { key, value } of node.members) yield* valuesIn(value, [...path, String(key.value).toLowerCase()]);
}

/** The types that the reader decodes a value from; empty where the key is not known, or any value is read as text. */
export function wantedTypes(part: PolicyPart, path: Path): readonly string[] {
  for (const { type } of schemasAt(schemaOf(part), undefined, path)) if (type) return typeof type === 'string' ? [type] : type;
  return [];
}

/** The least number that the reader accepts. */
export const leastNumber = (part: PolicyPart, path: Path): number | undefined =>
  schemasAt(schemaOf(part), undefined, path).find(({ minimum }) => minimum !== undefined)?.minimum;

/** TOML's word for the type of a value. */
export function tomlType(node: Node): string {
  if (node.kind !== 'scalar') return node.kind;
  if (typeof node.value === 'string') return node.quoted ? 'string' : 'date';
  return typeof node.value === 'number' && /^[-+]?(?:0[xob][\da-f_]+|[\d_]+)$/i.test(node.raw) ? 'integer' : typeof node.value;
}
