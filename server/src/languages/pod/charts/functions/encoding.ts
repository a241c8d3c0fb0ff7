import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { TemplateCall } from '../evaluate';
import { TemplateError } from '../syntax';
import { Dict, dictOf, isList, kindOf, Native, of, ofTraced, traced, typeOf, UnknownValue, type Value } from '../value';
import { yamlOf } from '../yamlText';
import { valueOfYaml } from '../yamlValue';
import { type Functions, known, ofText } from './define';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOfBytes = (data: Uint8Array): string => new TextDecoder().decode(data);

export const base64 = (text: string): string => btoa(Array.from(bytes(text), (byte) => String.fromCharCode(byte)).join(''));

function fromBase64(text: string): string {
  try {
    return textOfBytes(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  } catch {
    return 'illegal base64 data';
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(text: string): string {
  let bits = '';
  for (const byte of bytes(text)) bits += byte.toString(2).padStart(8, '0');
  const letters = bits.match(/.{1,5}/g)?.map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]) ?? [];
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

function adler32(text: string): string {
  let [a, b] = [1, 0];
  for (const byte of bytes(text)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(b * 65536 + a);
}

function jsonOf({ v }: Value, step: () => void): unknown {
  step();
  if (v instanceof Dict) return Object.fromEntries(v.keys().map((key) => [key, jsonOf(v.get(key) ?? { v: null }, step)]));
  if (isList(v)) return v.map((item) => jsonOf(item, step));
  return v instanceof Native || v instanceof UnknownValue ? null : v;
}

/** Go escapes what could end a script. */
export const escapedForHtml = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const toJson =
  (indent: number, html: boolean): TemplateCall =>
  ([value], machine) => {
    if (value?.v instanceof UnknownValue) return value;
    const json = JSON.stringify(
      jsonOf(known(value), () => machine.budget.step()),
      null,
      indent,
    );
    return of(html ? escapedForHtml(json) : json, value?.from && { ...value.from, exact: false });
  };

const toYaml: TemplateCall = ([value], machine) => {
  if (value?.v instanceof UnknownValue) return value;
  const made = yamlOf(known(value), () => machine.budget.step());
  machine.budget.write(made.text.length);
  return ofTraced(made);
};

/** A text that isn't YAML gives a map with the key `Error`, as Helm does. */
const fromYaml =
  (empty: () => Value): TemplateCall =>
  ([value], machine) => {
    if (value?.v instanceof UnknownValue) return value;
    const read = valueOfYaml(traced(known(value)), () => machine.budget.step());
    if (!read) return of(dictOf({ Error: of('error converting YAML to JSON') }));
    const list = isList(empty().v);
    if (list ? isList(read.v) : read.v instanceof Dict) return read;
    if (read.v === null) return empty();
    const message = of(`json: cannot unmarshal a ${kindOf(read)} into Go value of type ${typeOf(empty())}`);
    return of(list ? [message] : dictOf({ Error: message }));
  };

const dictFrom = fromYaml(() => of(new Dict()));
const listFrom = fromYaml(() => of([]));

/** Reads with positions too, since every JSON text is YAML. */
const mustRead: TemplateCall = (args, machine) => {
  const read = valueOfYaml(traced(known(args[0])), () => machine.budget.step());
  if (!read) throw new TemplateError('the text is not JSON');
  return read;
};

export const encoding: Functions = {
  toYaml,
  toYamlPretty: toYaml,
  mustToYaml: toYaml,
  fromYaml: dictFrom,
  fromYamlArray: listFrom,
  toJson: toJson(0, true),
  mustToJson: toJson(0, true),
  toRawJson: toJson(0, false),
  mustToRawJson: toJson(0, false),
  toPrettyJson: toJson(2, true),
  mustToPrettyJson: toJson(2, true),
  fromJson: dictFrom,
  mustFromJson: mustRead,
  fromJsonArray: listFrom,
  // What it writes is a file's text, and no pod is confined by it.
  toToml: () => of(new UnknownValue('toToml')),
  b64enc: ofText((text = '') => base64(text)),
  b64dec: ofText((text = '') => fromBase64(text)),
  b32enc: ofText((text = '') => base32(text)),
  sha1sum: ofText((text = '') => bytesToHex(sha1(bytes(text)))),
  sha256sum: ofText((text = '') => bytesToHex(sha256(bytes(text)))),
  sha512sum: ofText((text = '') => bytesToHex(sha512(bytes(text)))),
  adler32sum: ofText((text = '') => adler32(text)),
};
