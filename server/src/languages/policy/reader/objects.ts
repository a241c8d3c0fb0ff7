import { nearest, type Span, span } from '../../../core';
import { holderOf, type Member, type Node, type ObjectNode, stringOf } from '../../../tree';
import { isBase64 } from '../base64';
import type { Complaints, MistakeName } from './mistakes';

/** An object whose keys were checked: members by name, a slip of the pen under the name that was meant. */
export interface Fields {
  readonly node: ObjectNode;
  get(name: string): Member | undefined;
  /** Whether the field is there, be it misspelt: what is misspelt was reported and is not missing too. */
  has(name: string): boolean;
}

/** What an object is called in a sentence, and which keys it may have. */
export interface ObjectKind {
  readonly name: string;
  readonly keys: readonly string[];
  /** Keys that exist elsewhere: reported by the caller, in its own words. */
  readonly foreign?: readonly string[];
}

/** Reads an object as strictly as upstream's reader: unknown and repeated keys are errors (`internal/json.go`). */
export function readObject(node: Node | undefined, kind: ObjectKind, complaints: Complaints): Fields | undefined {
  if (!node) return undefined;
  if (node.kind !== 'object') {
    complaints.say('object-expected', smallest(node), `${capital(kind.name)} must be an object in braces, not ${kindOf(node)}.`);
    return undefined;
  }
  sayDuplicates(node, complaints);
  const written = new Set(node.members.map((member) => String(member.key.value)));
  const slips = new Set<string>();
  for (const member of node.members) {
    const key = String(member.key.value);
    if (kind.keys.includes(key) || kind.foreign?.includes(key)) continue;
    const meant = isCommentKey(key)
      ? undefined
      : nearest(
          key,
          kind.keys.filter((name) => !written.has(name)),
        );
    if (meant) slips.add(meant);
    const message = isCommentKey(key)
      ? `\`${key}\` is refused: a policy has no place for comments or a schema's address, and every unknown key is an error.`
      : `${capital(kind.name)} has no key \`${key}\`${meant ? `; did you mean \`${meant}\`?` : '.'}`;
    complaints.say('unknown-key', member.key.span, message, { hint: meant ? { rename: meant } : { remove: true } });
  }
  return {
    node,
    get: (name) => node.members.findLast((member) => member.key.value === name),
    has: (name) => written.has(name) || slips.has(name),
  };
}

export const isCommentKey = (key: string): boolean => /^(?:[$@#]|\/\/)|^_|comment|^note$|^description$/i.test(key);

/** Duplicates of one object; keys are compared after their escapes are read. */
export function sayDuplicates(node: ObjectNode, complaints: Complaints): void {
  const first = new Map<string, Member>();
  for (const member of node.members) {
    const key = String(member.key.value);
    const before = first.get(key);
    if (!before) first.set(key, member);
    else
      complaints.say('duplicate-key', member.key.span, `\`${key === '' ? '""' : key}\` is written twice in this object.`, {
        related: [{ span: before.key.span, message: 'First written here.' }],
      });
  }
}

/** A string; null counts as the empty one. Undefined when it is neither, which is reported. */
export function readString(member: Member | undefined, complaints: Complaints, listName?: string): string | undefined {
  if (!member?.value) return undefined;
  const { value } = member;
  if (value.kind === 'scalar' && (typeof value.value === 'string' || value.value === null)) return value.value ?? '';
  const plural = value.kind === 'array' && listName ? `; a list of them is \`${listName}\`` : '';
  complaints.say('value-type', smallest(value), `\`${member.key.value}\` must be a string, not ${kindOf(value)}${plural}.`, {
    ...(plural && { hint: { rename: listName } }),
  });
  return undefined;
}

/** A list of strings; undefined for null, and for any other type, which is reported. */
export function readStrings(member: Member | undefined, complaints: Complaints, bytes = false): readonly (string | null)[] | undefined {
  const value = member?.value;
  if (!value || (value.kind === 'scalar' && value.value === null)) return undefined;
  if (value.kind !== 'array') {
    complaints.say('value-type', smallest(value), `\`${member.key.value}\` must be a list of strings, not ${kindOf(value)}.`, {
      ...(stringOf(value) !== undefined && { hint: { wrap: true } }),
    });
    return [null];
  }
  for (const item of value.items) {
    if (bytes) readBytesNode(item, `An entry of \`${member.key.value}\``, complaints);
    else if (item.kind !== 'scalar' || (typeof item.value !== 'string' && item.value !== null))
      complaints.say('value-type', smallest(item), `An entry of \`${member.key.value}\` must be a string, not ${kindOf(item)}.`);
  }
  return value.items.map((item) => stringOf(item) ?? null);
}

/** Whether bytes are there: null is absent, an empty text is empty bytes. */
export function readBytes(member: Member | undefined, complaints: Complaints): boolean {
  const value = member?.value;
  if (!value || (value.kind === 'scalar' && value.value === null)) return false;
  readBytesNode(value, `\`${member.key.value}\``, complaints);
  return true;
}

/** Go reads `[]byte` from standard base64, line breaks left out, and as a quirk from a list of small numbers. */
function readBytesNode(node: Node, name: string, complaints: Complaints): void {
  const text = stringOf(node);
  if (text !== undefined) {
    if (!isBase64(text)) complaints.say('base64', node.span, `${name} is not base64: ${whyNotBase64(text)}.`);
  } else if (node.kind === 'array') {
    const odd = node.items.find((item) => !isByte(item));
    if (odd)
      complaints.say('value-type', smallest(odd), `${name} must be base64 in a string; a list may contain only numbers from 0 to 255.`);
  } else if (node.kind !== 'scalar' || node.value !== null) {
    complaints.say('value-type', smallest(node), `${name} must be base64 in a string, not ${kindOf(node)}.`);
  }
}

/** Whether Go accepts a number, or null for 0, as one of a list of bytes. */
export const isByte = (node: Node): boolean =>
  node.kind === 'scalar' && (node.value === null || (/^\d{1,3}$/.test(node.raw) && Number(node.raw) < 256));

function whyNotBase64(text: string): string {
  if (text.includes('-----BEGIN')) return 'it is the key itself, which must be encoded';
  if (/^[/~.$]/.test(text) && /[/.]/.test(text)) return 'it looks like a path';
  if (/[ \t]/.test(text)) return 'it has blanks in it';
  if (/^[\w-]+={0,2}$/.test(text) && /[-_]/.test(text)) return 'it is written in the alphabet for URLs';
  if (/^[A-Za-z0-9+/]+$/.test(text.replace(/[\r\n]/g, ''))) return 'the padding with `=` at its end is missing';
  return 'it has characters that base64 does not have';
}

/** Says what a value may not be: a key for a collection, else the value itself. */
export const smallest = (node: Node): Span =>
  node.kind === 'scalar' || node.kind === 'alias' ? node.span : (holderOf(node)?.key.span ?? span(node.span.start, node.span.start + 1));

export function kindOf(node: Node): string {
  if (node.kind === 'object') return 'an object';
  if (node.kind === 'array') return 'a list';
  if (node.kind === 'alias' || node.value === null) return 'null';
  return { string: 'a string', number: 'a number', boolean: 'true or false' }[typeof node.value as 'string' | 'number' | 'boolean'];
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where to report a field that is missing in a requirement or identity: its type, else its first character. */
export function headOf({ node, get }: Fields): Span {
  const type = get('type')?.value;
  return type?.kind === 'scalar' ? type.span : (holderOf(node)?.key.span ?? span(node.span.start, node.span.start + 1));
}

/** Several fields that exclude each other: says it at the second. */
export function sayTooMany(rule: MistakeName, given: readonly Member[], message: (names: string) => string, complaints: Complaints): void {
  const [first, second] = given;
  if (!first || !second) return;
  const names = given.map((member) => `\`${member.key.value}\``);
  complaints.say(rule, second.key.span, message(`${names.slice(0, -1).join(', ')} and ${names.at(-1)}`), {
    related: [{ span: first.key.span, message: 'Written here too.' }],
    hint: { keep: given.map((member) => String(member.key.value)) },
  });
}

/** A field whose empty value counts as absent. */
export function sayEmpty(rule: MistakeName, member: Member, consequence: string, complaints: Complaints): void {
  complaints.say(rule, member.key.span, `\`${member.key.value}\` is empty, which counts as absent, and ${consequence}.`, {
    hint: { empty: true },
  });
}
