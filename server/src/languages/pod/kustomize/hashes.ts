import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { escapedForHtml } from '../charts/functions/encoding';
import { Dict, isList, type Value } from '../charts/value';
import { kindOfObject } from './objects';

/** The suffix that kustomize gives the name of what it generates: of its kind and content, without letters that could make a word. */
export function hashOf(value: Value): string {
  const at = (...path: readonly string[]): unknown => {
    const found = path.reduce<Value | undefined>((one, key) => (one?.v instanceof Dict ? one.v.get(key) : undefined), value);
    return found === undefined ? '' : plain(found);
  };
  const kind = kindOfObject(value);
  // kustomize looks for one key `metadata/name`, which no object has.
  const optional = kind === 'Secret' ? ['type', 'stringData'] : ['binaryData'];
  // Keys in order. kustomize looks for one key `metadata/name`, which no object has.
  const content = [
    ['kind', kind] as const,
    ['name', ''] as const,
    ['data', at('data')] as const,
    ...optional.flatMap((key) => (key === 'type' || at(key) !== '' ? [[key, at(key)] as const] : [])),
  ].sort(([one], [other]) => (one < other ? -1 : 1));
  const json = escapedForHtml(JSON.stringify(Object.fromEntries(content)));
  return bytesToHex(sha256(new TextEncoder().encode(json)))
    .slice(0, 10)
    .replace(/[013ae]/g, (digit) => ({ '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' })[digit] ?? digit);
}

function plain({ v }: Value): unknown {
  if (v instanceof Dict) return Object.fromEntries(v.keys().map((key) => [key, plain(v.get(key) ?? { v: null })]));
  return isList(v) ? v.map(plain) : v;
}
