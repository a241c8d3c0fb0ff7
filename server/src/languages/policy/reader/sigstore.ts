import { listed, wordTable } from '../../../core';
import { itemsOf, type Member } from '../../../tree';
import { readIdentity } from './identities';
import type { Complaints, MistakeName } from './mistakes';
import { type Fields, headOf, readBytes, readObject, readString, readStrings, sayEmpty, sayTooMany } from './objects';

const keySources = ['keyPath', 'keyPaths', 'keyData', 'keyDatas', 'fulcio', 'pki'];
const rekorSources = ['rekorPublicKeyPath', 'rekorPublicKeyPaths', 'rekorPublicKeyData', 'rekorPublicKeyDatas'];

/** `prSigstoreSigned.UnmarshalJSON`: one source of trust, and what goes with it. */
export function readSigstore(fields: Fields, complaints: Complaints): void {
  const present = (name: string): boolean => readSource(fields, name, complaints);
  const sources = keySources.filter(present).flatMap((name) => fields.get(name) ?? []);
  // A list that is empty was reported, and is what has to go.
  const filled = sources.filter(({ key, value }) => !/(?:Path|Data)s$/.test(String(key.value)) || itemsOf(value).length);
  const keys = filled.length ? filled : sources;
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

/** How a missing field is named where another one can replace it. */
const alternatives: Readonly<Record<string, string>> = wordTable({
  caPath: '`caPath` or `caData`',
  caRootsPath: '`caRootsPath` or `caRootsData`',
});

function sayMissing(rule: MistakeName, holder: Member, missing: readonly string[], complaints: Complaints): void {
  if (!missing.length) return;
  const subject = holder.key.value === 'pki' ? '`subjectEmail` or `subjectHostname`' : '`subjectEmail`';
  const names = missing.map((field) => alternatives[field] ?? (field === 'subjectEmail' ? subject : `\`${field}\``));
  complaints.miss(rule, holder.key.span, `\`${holder.key.value}\` needs ${listed(names)}.`, { hint: { missing } });
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
