import { nearest, span } from '../../../core';
import { keyTypes, requirementAliases, requirementType, requirementTypes } from '../../../knowledge';
import { get, type Member, type Node, type ObjectNode, stringOf } from '../../../tree';
import { readIdentity } from './identities';
import type { Complaints } from './mistakes';
import {
  capital,
  type Fields,
  headOf,
  kindOf,
  readBytes,
  readObject,
  readString,
  readStrings,
  sayEmpty,
  sayTooMany,
  smallest,
} from './objects';
import { readSigstore } from './sigstore';

/** Reads the list of one scope or of `default` (`PolicyRequirements.UnmarshalJSON`). */
export function readRequirements({ key, value }: Member, complaints: Complaints): void {
  if (!value) return;
  const name = key.value === '' ? '`""`' : `\`${key.value}\``;
  if (value.kind === 'array') {
    if (!value.items.length)
      complaints.say('requirements-empty', key.span, `${name} has an empty list of requirements; what is to be refused is \`reject\`.`);
    for (const item of value.items) readRequirement(item, complaints);
  } else if (value.kind === 'scalar' && value.value === null) {
    complaints.say('requirements-empty', key.span, `${name} is null, which counts as an empty list of requirements.`);
  } else {
    complaints.say('requirements-not-a-list', smallest(value), `${name} must be a list of requirements, not ${kindOf(value)}.`);
  }
}

function readRequirement(node: Node, complaints: Complaints): void {
  if (node.kind !== 'object') {
    const meant = likelyType(stringOf(node) ?? '');
    complaints.say('object-expected', smallest(node), `A requirement must be an object with a \`type\`, not ${kindOf(node)}.`, {
      ...(meant && { hint: { wrap: meant } }),
    });
    return;
  }
  const type = requirementType(stringOf(get(node, 'type')));
  if (!type) {
    sayType(node, complaints);
    return;
  }
  const everywhere = requirementTypes.flatMap((other) => other.fields);
  const foreign = everywhere.filter((field) => !type.fields.includes(field));
  const fields = readObject(node, { name: `\`${type.name}\``, keys: ['type', ...type.fields], foreign }, complaints);
  if (!fields) return;
  for (const member of fields.node.members) {
    if (foreign.includes(String(member.key.value)))
      complaints.say('field-not-for-type', member.key.span, `\`${type.name}\` has no field \`${member.key.value}\`.`);
  }
  switch (type.name) {
    case 'signedBy':
      readSignedBy(fields, complaints);
      break;
    case 'sigstoreSigned':
      readSigstore(fields, complaints);
      break;
    case 'signedBaseLayer':
      readBaseLayer(fields, complaints);
  }
}

/** The type is missing, misspelt or no string. Nothing else of the requirement can be judged then. */
function sayType(node: ObjectNode, complaints: Complaints): void {
  const written = get(node, 'type');
  if (!written) {
    const slip = node.members.find((member) => /^type$/i.test(String(member.key.value)));
    const everywhere = requirementTypes.flatMap((type) => type.fields);
    if (slip) readObject(node, { name: 'A requirement', keys: ['type'], foreign: everywhere }, complaints);
    else {
      const keys = node.members.map((member) => String(member.key.value));
      const meant = keys.length
        ? requirementTypes.find((type) => keys.every((key) => type.fields.includes(key)) && fitsOnly(type.name, keys))
        : undefined;
      complaints.miss(
        'requirement-type',
        span(node.span.start, node.span.start + 1),
        `This requirement has no \`type\`${meant ? `; its fields are those of \`${meant.name}\`` : ''}.`,
        {
          ...(meant && { hint: { add: meant.name } }),
        },
      );
    }
    return;
  }
  const word = stringOf(written);
  const meant = word === undefined ? undefined : likelyType(word);
  const is = word === undefined ? capital(kindOf(written)) : word === '' ? 'An empty string' : `\`${word}\``;
  const known = 'there are `insecureAcceptAnything`, `reject`, `signedBy`, `sigstoreSigned` and `signedBaseLayer`';
  complaints.say(
    'requirement-type',
    smallest(written),
    `${is} is not a type of requirement; ${meant ? `did you mean \`${meant}\`?` : `${known}.`}`,
    {
      ...(meant && { hint: { replace: meant } }),
    },
  );
}

const fitsOnly = (name: string, keys: readonly string[]): boolean =>
  requirementTypes.every((type) => type.name === name || !keys.every((key) => type.fields.includes(key)));

export function likelyType(word: string): string | undefined {
  const plain = word.replace(/[-_ ]/g, '').toLowerCase();
  const alias = Object.hasOwn(requirementAliases, plain) ? requirementAliases[plain] : undefined;
  return (
    alias ??
    nearest(
      plain,
      requirementTypes.map((type) => type.name),
    )
  );
}

function readSignedBy(fields: Fields, complaints: Complaints): void {
  readKeyType(fields, complaints);
  const sources = ['keyPath', 'keyPaths', 'keyData'];
  const path = readString(fields.get('keyPath'), complaints, 'keyPaths');
  const paths = readStrings(fields.get('keyPaths'), complaints);
  const data = readBytes(fields.get('keyData'), complaints);
  const given = sources.flatMap((source) => fields.get(source) ?? []);
  if (given.length > 1) {
    sayTooMany('gpg-key-source', given, (names) => `${names} exclude each other; \`keyPaths\` lists several keys.`, complaints);
  } else if (!['keyDatas', 'fulcio', 'pki', ...sources].some((source) => fields.has(source))) {
    // A key of another requirement's is reported as such.
    complaints.miss('gpg-key-source', headOf(fields), '`signedBy` needs its keys: one of `keyPath`, `keyPaths` and `keyData`.');
  } else if (given[0] && (path === '' || (fields.get('keyPaths') && !paths) || (fields.get('keyData') && !data))) {
    sayEmpty('gpg-key-source', given[0], '`signedBy` has no keys', complaints);
  }
  const identity = fields.get('signedIdentity');
  if (identity) readIdentity(identity, complaints);
}

function readKeyType(fields: Fields, complaints: Complaints): void {
  const member = fields.get('keyType');
  if (!member) {
    if (!fields.has('keyType'))
      complaints.miss('key-type', headOf(fields), '`signedBy` needs `keyType`, and `GPGKeys` is the only one that works.', {
        hint: { add: 'GPGKeys' },
      });
    return;
  }
  const text = readString(member, complaints);
  if (text === undefined || !member.value || keyTypes.some((type) => type.name === text)) return;
  complaints.say(
    'key-type',
    member.value.span,
    `${text === '' ? 'An empty one' : `\`${text}\``} is not a type of key; \`GPGKeys\` is the only one that works.`,
    {
      hint: { replace: 'GPGKeys' },
    },
  );
}

function readBaseLayer(fields: Fields, complaints: Complaints): void {
  const identity = fields.get('baseLayerIdentity');
  if (identity) readIdentity(identity, complaints);
  else if (!fields.has('baseLayerIdentity'))
    complaints.miss('base-layer-identity', headOf(fields), '`signedBaseLayer` needs `baseLayerIdentity`.');
}
