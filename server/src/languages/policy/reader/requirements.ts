import { listed, nearest, span } from '../../../core';
import { keyTypes, requirementAliases, requirementType, requirementTypes } from '../../../knowledge';
import { get, type Member, type Node, type ObjectNode, stringOf } from '../../../tree';
import { readIdentity } from './identities';
import type { Complaints, MistakeName } from './mistakes';
import { capital, type Fields, headOf, kindOf, readBytes, readObject, readString, readStrings, sayTooMany, smallest } from './objects';

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
      ...(meant && { data: { wrap: meant } }),
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
        `This requirement lacks its \`type\`${meant ? `; its fields are those of \`${meant.name}\`` : ''}.`,
        {
          ...(meant && { data: { add: meant.name } }),
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
    `${is} is no type of requirement; ${meant ? `did you mean \`${meant}\`?` : `${known}.`}`,
    {
      ...(meant && { data: { replace: meant } }),
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
    sayTooMany('gpg-key-source', given, (names) => `${names} exclude each other; \`keyPaths\` takes several keys.`, complaints);
  } else if (!sources.some((source) => fields.has(source))) {
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
        data: { add: 'GPGKeys' },
      });
    return;
  }
  const text = readString(member, complaints);
  if (text === undefined || !member.value || keyTypes.some((type) => type.name === text)) return;
  complaints.say(
    'key-type',
    member.value.span,
    `${text === '' ? 'An empty one' : `\`${text}\``} is no type of key; \`GPGKeys\` is the only one that works.`,
    {
      data: { replace: 'GPGKeys' },
    },
  );
}

const keySources = ['keyPath', 'keyPaths', 'keyData', 'keyDatas', 'fulcio', 'pki'];
const rekorSources = ['rekorPublicKeyPath', 'rekorPublicKeyPaths', 'rekorPublicKeyData', 'rekorPublicKeyDatas'];

function readSigstore(fields: Fields, complaints: Complaints): void {
  const present = (name: string): boolean => readSource(fields, name, complaints);
  const keys = keySources.filter(present).flatMap((name) => fields.get(name) ?? []);
  const logs = rekorSources.filter(present).flatMap((name) => fields.get(name) ?? []);
  if (keys.length > 1) {
    sayTooMany('sigstore-key-source', keys, (names) => `${names} exclude each other: a requirement trusts one kind of key.`, complaints);
  } else if (!keys.length) {
    const empty = keySources.flatMap((name) => fields.get(name) ?? [])[0];
    if (empty) sayEmpty('sigstore-key-source', empty, '`sigstoreSigned` trusts nothing', complaints);
    else if (!keySources.some((name) => fields.has(name)))
      complaints.miss(
        'sigstore-key-source',
        headOf(fields),
        '`sigstoreSigned` needs what it trusts: one of `keyPath`, `keyPaths`, `keyData`, `keyDatas`, `fulcio` and `pki`.',
      );
  }
  sayTooMany(
    'rekor-key-source',
    logs,
    (names) => `${names} exclude each other; \`rekorPublicKeyPaths\` and \`rekorPublicKeyDatas\` take several logs.`,
    complaints,
  );
  if (
    keys.length === 1 &&
    keys[0]?.key.value === 'fulcio' &&
    !logs.length &&
    !rekorSources.some((name) => fields.has(name) && !fields.get(name))
  )
    complaints.miss(
      'fulcio-without-rekor',
      keys[0].key.span,
      '`fulcio` needs the key of a transparency log, such as `rekorPublicKeyPath`.',
    );
  if (keys.length === 1 && keys[0]?.key.value === 'pki' && logs[0])
    complaints.say('pki-with-rekor', logs[0].key.span, `\`${logs[0].key.value}\` is not taken beside \`pki\`.`);
  const identity = fields.get('signedIdentity');
  if (identity) readIdentity(identity, complaints);
}

/** Whether a source counts as given; an empty path and null do not, an empty list is an error of its own. */
function readSource(fields: Fields, name: string, complaints: Complaints): boolean {
  const member = fields.get(name);
  if (!member?.value) return false;
  if (name === 'fulcio' || name === 'pki') {
    (name === 'fulcio' ? readFulcio : readPki)(member, complaints);
    return true;
  }
  if (name.endsWith('Path')) return readString(member, complaints, `${name}s`) !== '';
  if (name.endsWith('Data')) return readBytes(member, complaints);
  const items = readStrings(member, complaints, name.endsWith('Datas'));
  if (!items?.length)
    complaints.say(
      'sigstore-keys-empty',
      member.key.span,
      `\`${name}\` ${items ? 'is an empty list' : 'is null'}: it must name at least one key.`,
    );
  return true;
}

function readFulcio(member: Member, complaints: Complaints): void {
  const fields = readObject(member.value, { name: '`fulcio`', keys: ['caPath', 'caData', 'oidcIssuer', 'subjectEmail'] }, complaints);
  if (!fields) return;
  const missing = readEither('fulcio-fields', fields, 'caPath', 'caData', complaints) === 'missing' ? ['caPath'] : [];
  for (const field of ['oidcIssuer', 'subjectEmail']) {
    const given = fields.get(field);
    const text = readString(given, complaints);
    if (given && text === '') sayEmpty('fulcio-fields', given, `\`fulcio\` needs it`, complaints);
    else if (!fields.has(field)) missing.push(field);
  }
  sayMissing('fulcio-fields', member, missing, complaints);
}

function readPki(member: Member, complaints: Complaints): void {
  const keys = ['caRootsPath', 'caRootsData', 'caIntermediatesPath', 'caIntermediatesData', 'subjectEmail', 'subjectHostname'];
  const fields = readObject(member.value, { name: '`pki`', keys }, complaints);
  if (!fields) return;
  const missing = readEither('pki-fields', fields, 'caRootsPath', 'caRootsData', complaints) === 'missing' ? ['caRootsPath'] : [];
  readEither('pki-fields', fields, 'caIntermediatesPath', 'caIntermediatesData', complaints, true);
  const subjects = ['subjectEmail', 'subjectHostname'];
  const texts = subjects.map((field) => readString(fields.get(field), complaints));
  const unread = subjects.some((field, i) => texts[i] === undefined && fields.has(field));
  const empty = subjects.flatMap((field) => fields.get(field) ?? [])[0];
  if (!unread && !texts.some(Boolean)) {
    if (empty) sayEmpty('pki-fields', empty, '`pki` needs a subject', complaints);
    else missing.push('subjectEmail');
  }
  sayMissing('pki-fields', member, missing, complaints);
}

/** How a missing field is named where another may stand in its place. */
const alternatives: Readonly<Record<string, string>> = {
  caPath: '`caPath` or `caData`',
  caRootsPath: '`caRootsPath` or `caRootsData`',
};

function sayMissing(rule: MistakeName, holder: Member, missing: readonly string[], complaints: Complaints): void {
  if (!missing.length) return;
  const subject = holder.key.value === 'pki' ? '`subjectEmail` or `subjectHostname`' : '`subjectEmail`';
  const names = missing.map((field) => alternatives[field] ?? (field === 'subjectEmail' ? subject : `\`${field}\``));
  complaints.miss(rule, holder.key.span, `\`${holder.key.value}\` needs ${listed(names)}.`, { data: { missing } });
}

function sayEmpty(rule: MistakeName, member: Member, consequence: string, complaints: Complaints): void {
  complaints.say(rule, member.key.span, `\`${member.key.value}\` is empty, which counts as absent, and ${consequence}.`, {
    data: { empty: true },
  });
}

/** A path or data, not both; an empty path and null count as absent. */
function readEither(
  rule: MistakeName,
  fields: Fields,
  pathName: string,
  dataName: string,
  complaints: Complaints,
  optional = false,
): 'given' | 'missing' | 'empty' {
  const path = readString(fields.get(pathName), complaints) !== '' && fields.has(pathName);
  const data = readBytes(fields.get(dataName), complaints) || (fields.has(dataName) && !fields.get(dataName));
  const members = [pathName, dataName].flatMap((name) => fields.get(name) ?? []);
  if (path && data) sayTooMany(rule, members, (names) => `${names} exclude each other.`, complaints);
  if (path || data) return 'given';
  const [empty] = members;
  if (!empty) return 'missing';
  if (!optional) sayEmpty(rule, empty, 'certificates to trust are needed', complaints);
  return 'empty';
}

function readBaseLayer(fields: Fields, complaints: Complaints): void {
  const identity = fields.get('baseLayerIdentity');
  if (identity) readIdentity(identity, complaints);
  else if (!fields.has('baseLayerIdentity'))
    complaints.miss('base-layer-identity', headOf(fields), '`signedBaseLayer` needs `baseLayerIdentity`.');
}
