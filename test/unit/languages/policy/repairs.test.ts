import { describe, expect, it } from 'vitest';
import { applyEdits, editsOf, type Finding, type Part, type Report, type Rule } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { shownExample } from '../../../../server/src/service';
import { fixesOf } from '../../../helpers/fixes';
import { findingsIn, type Setting } from './helpers';

const errors = policy.rules.filter(({ severity }) => severity === 'error');
const fixable = (
  await Promise.all(errors.map(async (rule) => ((await shownExample(rule as Rule<Part>)).fixes.length ? [rule] : [])))
).flat();

const refusals = async (text: string, setting: Setting): Promise<readonly (Finding & Report)[]> =>
  (await findingsIn(text, setting)).filter(({ severity }) => severity === 'error');

/** Takes the first fix of the first error that has one, again and again; what remains has none. */
async function repaired(text: string, setting: Setting): Promise<{ readonly text: string; readonly left: readonly Finding[] }> {
  const cured = new Set<string>();
  for (let current = text; ; ) {
    const left = await refusals(current, setting);
    for (const { code, message } of left) expect(cured, `${message} came back in ${current}`).not.toContain(`${code} ${message}`);
    const steps = left.flatMap((finding) => {
      const [fix] = fixesOf(finding);
      return fix ? [{ finding, fix }] : [];
    });
    const [step] = steps;
    if (!step) return { text: current, left };
    const next = applyEdits(current, editsOf(step.fix));
    expect(next, step.fix.title).not.toBe(current);
    // The same may be said of another place; it may not be said of this one again.
    if (left.filter(({ message }) => message === step.finding.message).length === 1)
      cured.add(`${step.finding.code} ${step.finding.message}`);
    current = next;
  }
}

const signed = (fields: string) => `{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ ${fields} }] } } }`;

describe('fixes of a refused file lead to one that loads', () => {
  it.each([
    ['a comment, a comma, a slip', '{\n  // open\n  "default": [{ "type": "accept" },],\n}\n'],
    ['no list around the requirement', '{ "default": { "Type": "deny" } }'],
    ['fields of another type', signed('"type": "sigstoreSigned", "keyType": "GPGKeys", "keypath": "/k.pub"')],
    ['no key at all', signed('"type": "signedBy"')],
    [
      'two keys and two logs',
      signed('"type": "sigstoreSigned", "keyPath": "/a", "keyData": "YQ==", "rekorPublicKeyPath": "/r", "rekorPublicKeyData": "YQ=="'),
    ],
    ['keyless without anything', signed('"type": "sigstoreSigned", "fulcio": {}')],
    ['an authority with a log', signed('"type": "sigstoreSigned", "pki": { "caRootsPath": "/r" }, "rekorPublicKeyPath": "/r"')],
    ['a list where a string belongs', signed('"type": "signedBy", "keyType": "gpg", "keyPath": ["/a", "/b"]')],
    [
      'an identity without its name',
      signed('"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a", "signedIdentity": { "type": "ExactRepository" }'),
    ],
    [
      'a prefix with a tag',
      signed(
        '"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a", "signedIdentity": { "type": "remapIdentity", "prefix": "quay.io/", "signedPrefix": "https://quay.io/b" }',
      ),
    ],
    ['scopes of paths', '{ "default": [{ "type": "reject" }], "transports": { "dir": { "srv/x/": [], "/": [] } } }'],
    ['nothing but a transport', '{ "transports": { "docker": [{ "type": "reject" }] } }'],
  ])('%s', async (_, text) => expect((await repaired(text, {})).left.map(({ message }) => message)).toEqual([]));

  it.each(fixable.map((rule) => [rule.code, rule] as const))('the example of %s', async (_, { example: { bad, path, files, context } }) => {
    const setting = { ...(path && { path: `/tree/${path}` }), ...(files && { files }), ...(context && { context }) };
    expect((await repaired(bad, setting)).left.map(({ message }) => message)).toEqual([]);
  });
});

describe('what is almost JSON', () => {
  it.each([
    ['{ \'default\': [{ "type": "reject" }] }', '{ "default": [{ "type": "reject" }] }'],
    ['{ default: [{ "type": "reject" }] }', '{ "default": [{ "type": "reject" }] }'],
    ['{\u00a0"default": [{ "type": "reject" }] }', '{ "default": [{ "type": "reject" }] }'],
    ['{ "default": [{ "type": "reject" }] } {}\n', '{ "default": [{ "type": "reject" }] }\n'],
    ['{ "default": [{ "type": "reject" }\n', '{ "default": [{ "type": "reject" }]}\n'],
    [
      signed('"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a\tb"'),
      signed('"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a\\tb"'),
    ],
    [' \n', '{\n  "default": [{ "type": "reject" }]\n}\n'],
  ])('%j', async (text, fixed) => expect(await repaired(text, {})).toEqual({ text: fixed, left: [] }));
});

describe('what cannot be guessed', () => {
  const scoped = (transport: string, scope: string) =>
    JSON.stringify({ default: [{ type: 'reject' }], transports: { [transport]: { [scope]: [{ type: 'reject' }] } } });
  it.each([
    ['an entry that is none', '{ "default": [null, { "type": "reject" }] }', '{ "default": [{ "type": "reject" }] }'],
    ['a list in a list', '{ "default": [[{ "type": "reject" }]] }', '{ "default": [{ "type": "reject" }] }'],
    ['the policy in a list', '[{ "default": [{ "type": "reject" }] }]', '{ "default": [{ "type": "reject" }] }'],
    ['an unknown type', '{ "default": [{ "type": "nope" }] }', '{ "default": [{ "type": "reject" }] }'],
    ['a wider scope', scoped('atomic', 'h/n:t'), scoped('atomic', 'h/n')],
    ['a store', scoped('containers-storage', '[overlay@/v'), scoped('containers-storage', '[overlay@/v]')],
    ['no image ID', scoped('containers-storage', '[/v]a@abc'), scoped('containers-storage', '[/v]a')],
    [
      'a number as type of key',
      signed('"type": "signedBy", "keyType": 1, "keyPath": "/a"'),
      signed('"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/a"'),
    ],
    [
      'an empty list beside a path',
      signed('"type": "sigstoreSigned", "keyPath": "/a", "keyPaths": []'),
      signed('"type": "sigstoreSigned", "keyPath": "/a"'),
    ],
  ])('%s', async (_, text, fixed) => expect(await repaired(text, {})).toEqual({ text: fixed, left: [] }));

  it('numbers that are no bytes are said once, and nothing breaks', async () => {
    const found = await findingsIn(signed('"type": "signedBy", "keyType": "GPGKeys", "keyData": [256]'), {});
    expect(found.map(({ code }) => code)).toEqual(['policy/local-images', 'policy/value-type']);
  });
});
