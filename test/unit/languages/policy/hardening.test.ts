import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext, editsOf, memoryFiles, type Rule } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { type PolicyPart, policyFile } from '../../../../server/src/languages/policy/part';
import { actionsAt, fixed, harden, open } from '../../../../server/src/service';
import { codesIn, findingsIn, fixedIn, fixesIn } from './helpers';

const uri = 'file:///tree/etc/containers/policy.json';
const source = (text: string) => ({ uri, languageId: '', version: 0, text });
const hardened = (text: string, context: Context = defaultContext) =>
  fixed(source(text), memoryFiles(), { context }, { rules: {} }, { harden: true });

const sigstore = (identity: string, scope = 'mirror.example.com/copy/app') =>
  `{ "default": [{ "type": "reject" }], "transports": { "docker": { "${scope}": [{ "type": "sigstoreSigned", "keyPath": "/k/vendor.pub"${identity} }] }, "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] } } }`;

describe('an identity that cosign signatures do not have', () => {
  it.each([
    ['', '"type": "matchRepository"'],
    [', "signedIdentity": { "type": "matchExact" }', '"type": "matchRepository"'],
    [
      ', "signedIdentity": { "type": "exactReference", "dockerReference": "registry.example.org:5000/vendor/app:3" }',
      '"type": "exactRepository", "dockerRepository": "registry.example.org:5000/vendor/app"',
    ],
    [
      ', "signedIdentity": { "type": "remapIdentity", "prefix": "mirror.example.com/copy", "signedPrefix": "registry.example.org/vendor" }',
      '"type": "exactRepository", "dockerRepository": "registry.example.org/vendor/app"',
    ],
    [
      ', "signedIdentity": { "type": "remapIdentity", "prefix": "mirror.example.com", "signedPrefix": "registry.example.org" }',
      '"type": "exactRepository", "dockerRepository": "registry.example.org/copy/app"',
    ],
  ])('%s keeps whom it names', async (identity, then) => {
    const text = sigstore(identity);
    const after = (await fixedIn(text, 'cosign-identity')) ?? '';
    expect(after.replace(/\s+/g, ' ')).toContain(then);
    expect(await codesIn(after)).toEqual([]);
  });
  it('is left to a person, since Podman signs with the tag', async () => {
    const text = sigstore('');
    expect((await fixesIn(text, 'cosign-identity')).map(({ safe, manual }) => [safe, manual])).toEqual([[false, true]]);
    expect((await hardened(text)).text).toBe(text);
    const document = await open(source(text), memoryFiles(), { context: defaultContext });
    expect(document && harden(document, undefined, defaultContext, { rules: {} })).toEqual([]);
  });
});

describe('closing the default', () => {
  const text =
    '{ "default": [{ "type": "insecureAcceptAnything" }], "transports": { "docker-daemon": { "": [{ "type": "insecureAcceptAnything" }] } } }';
  const closed = (result: string) => JSON.parse(result) as { default: unknown; transports: Record<string, unknown> };

  it('keeps local images usable, and says what may break', async () => {
    const { text: after, notes } = await hardened(text);
    expect(closed(after).default).toEqual([{ type: 'reject' }]);
    expect(Object.keys(closed(after).transports)).toEqual(
      expect.arrayContaining(['containers-storage', 'oci', 'docker-archive', 'tarball']),
    );
    expect([...notes]).toEqual([['Reject by default, keep local images usable', expect.stringContaining('are refused then')]]);
    expect((await findingsIn(after)).map(({ code }) => code)).toEqual([]);
  });
  it('does the same as the action of the editor', async () => {
    const document = await open(source(text), memoryFiles(), { context: defaultContext });
    const whole = { start: 0, end: text.length };
    const action = document && actionsAt(document, whole, defaultContext).find(({ kind }) => kind === 'harden');
    expect(action && applyEdits(text, editsOf(action))).toBe((await hardened(text)).text);
  });
  it('leaves out what CRI-O never asks about', async () => {
    const { text: after } = await hardened(text, { ...defaultContext, policy: { target: 'cri-o 1.36' } });
    expect(Object.keys(closed(after).transports)).toEqual(['docker-daemon']);
  });
});

describe('a closed default without the local store', () => {
  const closed = (transports: string) => `{ "default": [{ "type": "reject" }], "transports": { ${transports} } }`;
  const team = '"docker": { "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/k/team.gpg" }] }';
  const found = async (text: string, target = 'latest') =>
    (await findingsIn(text, { context: { policy: { target } } })).filter(({ code }) => code === 'policy/local-images').length;

  it('is a warning where anything else is let in', async () => {
    expect(await found(closed(team))).toBe(1);
    expect(await found(closed(`${team}, "oci": { "": [{ "type": "insecureAcceptAnything" }] }`))).toBe(1);
    expect(await found(closed(`${team}, "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] }`))).toBe(0);
    expect(await found(closed(`${team}, "containers-storage": { "": [{ "type": "reject" }] }`))).toBe(0);
    expect(await found(closed('"docker": { "quay.io/team": [{ "type": "reject" }] }'))).toBe(0);
    expect(await found(closed(team).replace('reject', 'insecureAcceptAnything'))).toBe(0);
  });
  it('is none for CRI-O, which pulls from registries only', async () => {
    expect(await found(closed(team), 'cri-o 1.34')).toBe(0);
    expect(await found(closed(team), 'openshift 4.18')).toBe(0);
  });
});

describe('`fix --harden`', () => {
  const loosened = (before: string, after: string) =>
    policy.diff?.(policyFile(before), policyFile(after), defaultContext).filter(({ direction }) => direction === 'loosened') ?? [];
  const loading = (policy.rules as readonly Rule<PolicyPart>[]).filter(
    ({ example: { path = 'policy.json', bad } }) => /policy\.json$/.test(path) && bad.startsWith('{'),
  );

  it.each(loading.map(({ code, example }) => [code, example] as const))('permits nothing more: %s', async (_, { bad, context }) => {
    const errors = (await findingsIn(bad, { ...(context && { context }) })).filter(({ severity }) => severity === 'error');
    const { text } = await hardened(bad, { ...defaultContext, ...context });
    // What did not load permitted nothing, so there is nothing to compare with.
    expect(errors.length ? [] : loosened(bad, text).map(({ subject }) => subject)).toEqual([]);
  });
});
