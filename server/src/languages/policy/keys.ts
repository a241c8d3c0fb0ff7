import { memoPair } from '../../core';
import { itemsOf, type Member, type Node, type ObjectNode, stringOf, walk } from '../../tree';
import { decodeBase64 } from './base64';
import type { PolicyFile } from './part';

/** A file that a policy names, or data in place of a file. */
export interface KeyPlace {
  readonly field: string;
  /** The string itself. */
  readonly node: Node;
  readonly requirement: ObjectNode;
  readonly path?: string;
  /** Decoded data, or the text of the file where it was found. */
  readonly content?: string;
}

/** Every path and datum of a requirement: of its keys, its authorities and its logs. */
export const keyPlaces = memoPair((file: PolicyFile, requirement: ObjectNode): readonly KeyPlace[] => {
  const places: KeyPlace[] = [];
  for (const object of walk(requirement)) {
    if (object.kind !== 'object') continue;
    for (const member of object.members)
      for (const node of valuesOf(member)) places.push(placeOf(file, requirement, String(member.key.value), node));
  }
  return places;
});

const valuesOf = ({ key, value }: Member): readonly Node[] => {
  if (!value || !/(?:Path|Data)s?$/.test(String(key.value))) return [];
  return value.kind === 'array' ? itemsOf(value) : [value];
};

function placeOf(file: PolicyFile, requirement: ObjectNode, field: string, node: Node): KeyPlace {
  const text = stringOf(node);
  if (/Datas?$/.test(field)) {
    const content = text === undefined ? undefined : decodeBase64(text);
    return { field, node, requirement, ...(content !== undefined && { content }) };
  }
  const content = text === undefined ? undefined : (file.around.keys.get(text) ?? undefined);
  return { field, node, requirement, path: text ?? '', ...(content !== undefined && { content }) };
}

export type KeyKind = 'gpg' | 'pem' | 'private' | 'unknown';

/** What kind of key a text is, by its first bytes (RFC 9580, 4.2: a packet of public keys; RFC 7468: PEM). */
export function kindOfKey(content: string): KeyKind {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/.test(content)) return 'private';
  if (content.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----')) return 'gpg';
  if (/-----BEGIN (?:[A-Z ]*PUBLIC KEY|CERTIFICATE)-----/.test(content)) return 'pem';
  return /^[\x98\x99\x9a\xc6]/.test(content) ? 'gpg' : 'unknown';
}
