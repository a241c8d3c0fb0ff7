import { type Span, span } from '../../../core';
import { type Node, type ObjectNode, type Path, type Schema, schemasAt, type Tree } from '../../../tree';
import type { PolicyPart } from '../part';
import { schemaOf } from '../schema';

/** The header of a table: what a finding stands at when the table lacks something. */
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

/** The type that the reader decodes a value into; undefined where the key is not known. */
export const wantedType = (part: PolicyPart, path: Path): string | undefined =>
  schemasAt(schemaOf(part), undefined, path).map(typeOf).find(Boolean);

const typeOf = ({ type }: Schema): string | undefined => (typeof type === 'string' ? type : undefined);

/** TOML's word for what stands there. */
export function tomlType(node: Node): string {
  if (node.kind !== 'scalar') return node.kind;
  return typeof node.value === 'string' ? (node.quoted ? 'string' : 'date') : typeof node.value;
}
