import { nearest } from '../../../core';
import { identityType, identityTypes, requirementType } from '../../../knowledge';
import { get, holderOf, type Member, type Node, stringOf } from '../../../tree';
import { isIdentityPrefix, parseImageName } from '../imageName';
import type { Complaints, Remedy } from './mistakes';
import { capital, type Fields, headOf, kindOf, readObject, readString, smallest } from './objects';

/** Reads `signedIdentity` or `baseLayerIdentity` (`newPolicyReferenceMatchFromJSON`). */
export function readIdentity({ key, value }: Member, complaints: Complaints): void {
  if (!value) return;
  const name = `\`${key.value}\``;
  const known = identityTypes.map((type) => type.name);
  if (value.kind !== 'object') {
    const meant = likelyIdentity(stringOf(value) ?? '');
    complaints.say('identity-type', smallest(value), `${name} must be an object with a \`type\`, not ${kindOf(value)}.`, {
      ...(meant && { hint: { wrap: meant } }),
    });
    return;
  }
  const typeNode = get(value, 'type');
  const type = identityType(stringOf(typeNode));
  if (!type) {
    if (!typeNode) {
      const slip = value.members.find((member) => /^type$/i.test(String(member.key.value)));
      if (slip)
        readObject(value, { name, keys: ['type'], foreign: ['dockerReference', 'dockerRepository', 'prefix', 'signedPrefix'] }, complaints);
      else complaints.miss('identity-type', holderOf(value)?.key.span ?? smallest(value), `${name} has no \`type\`.`);
      return;
    }
    const written = stringOf(typeNode);
    const meant = written === undefined ? undefined : likelyIdentity(written);
    const is = written === undefined ? `${capital(kindOf(typeNode))}` : written === '' ? 'An empty string' : `\`${written}\``;
    complaints.say(
      'identity-type',
      smallest(typeNode),
      `${is} is not a type of identity${meant ? `; did you mean \`${meant}\`?` : `; there are ${list(known)}.`}`,
      {
        ...(meant && { hint: { replace: meant } }),
      },
    );
    return;
  }
  readFields(value, type.name, type.fields, complaints);
}

function likelyIdentity(word: string): string | undefined {
  if (requirementType(word)) return undefined;
  return nearest(
    word,
    identityTypes.map((type) => type.name),
  );
}

const list = (names: readonly string[]): string =>
  names
    .map((name) => `\`${name}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');

function readFields(node: Node, type: string, required: readonly string[], complaints: Complaints): void {
  const others = identityTypes.flatMap((other) => other.fields).filter((field) => !required.includes(field));
  const fields = readObject(node, { name: `\`${type}\``, keys: ['type', ...required], foreign: others }, complaints);
  if (!fields) return;
  const strange = fields.node.members.filter((member) => others.includes(String(member.key.value)));
  for (const member of strange) {
    const owner = identityTypes.find((other) => other.fields.includes(String(member.key.value)));
    complaints.say(
      'identity-fields',
      member.key.span,
      `\`${type}\` has no field \`${member.key.value}\`: it belongs to \`${owner?.name}\`.`,
      {
        // A lone foreign field in the place of a lone missing one says which type was meant.
        hint: owner?.fields.every((field) => fields.get(field)) ? { retype: owner.name } : { remove: true },
      },
    );
  }
  for (const field of required) {
    if (!fields.has(field) && !strange.length)
      complaints.miss('identity-fields', headOf(fields), `\`${type}\` needs \`${field}\`.`, { hint: { missing: [field] } });
    else readName(fields, field, complaints);
  }
}

function readName(fields: Fields, field: string, complaints: Complaints): void {
  const member = fields.get(field);
  const text = readString(member, complaints);
  if (text === undefined || !member?.value) return;
  const place = member.value.span;
  const shown = text === '' ? 'An empty name' : `\`${text}\``;
  if (field === 'prefix' || field === 'signedPrefix') {
    if (!isIdentityPrefix(text))
      complaints.say('remap-prefix', place, `${text === '' ? `\`${field}\`` : shown} ${whyNoPrefix(text)}.`, withoutScheme(text));
    return;
  }
  const rule = field === 'dockerReference' ? 'exact-reference' : 'exact-repository';
  const parsed = parseImageName(text);
  if ('problem' in parsed) complaints.say(rule, place, `${text === '' ? `\`${field}\`` : shown} ${parsed.problem}.`, withoutScheme(text));
  else if (field === 'dockerReference' && parsed.name.tag === undefined && parsed.name.digest === undefined)
    complaints.say(rule, place, `${shown} has neither a tag nor a digest, and \`exactReference\` needs one.`, {
      hint: { retype: 'exactRepository' },
    });
}

function whyNoPrefix(text: string): string {
  if (text === '') return 'is empty';
  const parsed = parseImageName(text);
  if ('problem' in parsed) return parsed.problem;
  if (parsed.name.tag !== undefined || parsed.name.digest !== undefined) return 'has a tag or digest, which a prefix must not have';
  return 'is not a registry, namespace or repository written in full';
}

/** What the text would be without a scheme, a wildcard or a slash at its end; offered where that is valid. */
function withoutScheme(text: string): { readonly hint?: Remedy } {
  const bare = text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/+\*?$/, '')
    .replace(/^\*\./, '');
  const lower = bare.replace(/\/.*$/s, (path) => path.replace(/^[^:@]*/, (name) => name.toLowerCase()));
  return lower !== text && isIdentityPrefix(lower.replace(/[:@][^/]*$/, '')) ? { hint: { replace: lower } } : {};
}
