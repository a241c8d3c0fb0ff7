import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { trustPolicyWith } from '../../../../server/src/languages/notation/example';
import { check, type Document, diffDocuments, explain, open } from '../../../../server/src/service';

const folder = 'file:///home/user/.config/notation/';

async function opened(text: string, name = 'trustpolicy.json', others: Readonly<Record<string, string>> = {}): Promise<Document> {
  const files = memoryFiles(Object.fromEntries(Object.entries(others).map(([path, content]) => [folder + path, content])));
  const document = await open({ uri: folder + name, languageId: 'json', version: 0, text }, files, { context: defaultContext });
  if (!document) throw new Error('no language');
  return document;
}

const found = async (...args: Parameters<typeof opened>): Promise<readonly string[]> =>
  check(await opened(...args), defaultContext, { rules: {} }).map(
    ({ code, severity, message }) => `${severity} ${code.replace('notation/', '')}: ${message}`,
  );

const only = async (members: Readonly<Record<string, unknown>>, others: readonly unknown[] = []) => found(trustPolicyWith(members, others));

describe('what notation-go refuses', () => {
  it('takes a sound document', async () => {
    expect(await only({})).toEqual([]);
    expect(await only({ registryScopes: ['*'], trustedIdentities: ['*'] })).toEqual([]);
    expect(await only({ registryScopes: ['localhost:5000/a/b', 'local/layout'] })).toEqual([]);
    expect(await only({ trustedIdentities: ['x509.subject: C=US, S=WA, O=a\\, b', 'x509.subject: C=US, ST=WA, O=c'] })).toEqual([]);
    expect(
      await only({
        signatureVerification: { level: 'permissive', override: { revocation: 'skip', expiry: 'enforce' }, verifyTimestamp: 'always' },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ registryScopes: [] }, 'registry-scope', 'has no scope'],
    [{ registryScopes: ['*', 'registry.example.com/a'] }, 'registry-scope', 'can not be used with other scopes'],
    [{ registryScopes: ['registry.example.com/*'] }, 'registry-scope', 'has a `*`'],
    [{ registryScopes: ['registry.example.com'] }, 'registry-scope', 'is not a registry and a repository'],
    [{ registryScopes: ['registry.example.com/app:1'] }, 'registry-scope', 'has a tag or a digest'],
    [{ registryScopes: ['registry.example.com/App'] }, 'registry-scope', 'upper-case letters'],
    [{ registryScopes: ['registry.example.com/a', 'registry.example.com/a'] }, 'registry-scope', 'used twice'],
    [{ signatureVerification: {} }, 'verification-level', 'has no `level`'],
    [{ signatureVerification: { level: 'strickt' } }, 'verification-level', 'is not a level'],
    [
      { signatureVerification: { level: 'strict', override: { integrity: 'log' } } },
      'verification-level',
      '`integrity` can not be overridden',
    ],
    [{ signatureVerification: { level: 'strict', override: { expiry: 'skip' } } }, 'verification-level', 'can not be skipped'],
    [{ signatureVerification: { level: 'strict', override: { age: 'log' } } }, 'verification-level', '`override` knows'],
    [{ signatureVerification: { level: 'strict', override: { expiry: 'warn' } } }, 'verification-level', 'is one of'],
    [{ signatureVerification: { level: 'strict', verifyTimestamp: 'never' } }, 'verification-level', '`verifyTimestamp`'],
    [{ trustStores: [] }, 'trust-store', 'has no trust store'],
    [{ trustStores: ['root:example'] }, 'trust-store', 'has the type `root`'],
    [{ trustStores: ['ca:a/b'] }, 'trust-store', 'other signs'],
    [{ trustedIdentities: [] }, 'trusted-identity', 'has no identity'],
    [{ trustedIdentities: ['*', 'x509.subject: C=US, ST=WA, O=a'] }, 'trusted-identity', 'can not be used with others'],
    [{ trustedIdentities: ['C=US, ST=WA, O=a'] }, 'trusted-identity', 'has no kind'],
    [{ trustedIdentities: ['x509.subject: C=US, O=a'] }, 'trusted-identity', 'needs `ST`'],
    [{ trustedIdentities: ['x509.subject: C=US, ST=WA, O=a, O=b'] }, 'trusted-identity', '`O` twice'],
    [{ trustedIdentities: ['x509.subject: C=US, ST=WA, O=a+OU=b'] }, 'trusted-identity', 'joined by `+`'],
    [{ trustedIdentities: ['x509.subject: C=US, ST=WA, O=a', 'x509.subject: C=US, ST=WA, O=a, CN=b'] }, 'trusted-identity', 'overlaps'],
    [{ name: '' }, 'structure', 'has no `name`'],
    [{ name: 3 }, 'structure', 'must be a string'],
    [{ registryScopes: 'registry.example.com/app' }, 'structure', 'must be a list'],
  ])('%j', async (members, rule, words) => {
    const [first, ...others] = await only(members);
    expect(first).toContain(`error ${rule}: `);
    expect(first).toContain(words);
    expect(others).toEqual([]);
  });

  it('skip has neither stores nor identities', async () => {
    const skipped = { signatureVerification: { level: 'skip' } };
    expect((await only(skipped)).filter((one) => one.startsWith('error'))).toHaveLength(2);
    expect(await only({ ...skipped, trustStores: [], trustedIdentities: [] })).toEqual([
      expect.stringContaining('information not-enforced'),
    ]);
  });

  it('a scope and a name are in one statement', async () => {
    const same = JSON.parse(trustPolicyWith()).trustPolicies[0];
    expect(await only({}, [same])).toEqual([expect.stringContaining('names must be unique'), expect.stringContaining('used twice')]);
  });

  it('blobs have a global policy and no scopes', async () => {
    const { registryScopes: _, ...statement } = JSON.parse(trustPolicyWith()).trustPolicies[0];
    const blob = (...statements: unknown[]) => JSON.stringify({ version: '1.0', trustPolicies: statements });
    expect(await found(blob({ ...statement, globalPolicy: true }), 'trustpolicy.blob.json')).toEqual([]);
    const two = blob({ ...statement, globalPolicy: true }, { ...statement, name: 'b', globalPolicy: true });
    expect(await found(two, 'trustpolicy.blob.json')).toEqual([expect.stringContaining('Only one statement')]);
  });

  it('keys are read in any capitals, and others are ignored', async () => {
    expect(await found(trustPolicyWith().replace('registryScopes', 'registryscopes'))).toEqual([]);
    expect(await only({ scopes: [] })).toEqual([expect.stringMatching(/^warning unknown-key: Notation ignores `scopes`/)]);
  });

  it('a store that is not beside the file is missed, where stores are there', async () => {
    expect(await found(trustPolicyWith(), 'trustpolicy.json', { 'truststore/x509/ca/other/a.crt': '' })).toEqual([
      expect.stringContaining('missing-store'),
    ]);
    expect(await found(trustPolicyWith(), 'trustpolicy.json', { 'truststore/x509/ca/example/a.crt': '' })).toEqual([]);
  });
});

describe('explain', () => {
  const text = trustPolicyWith({}, [
    { name: 'rest', registryScopes: ['*'], signatureVerification: { level: 'audit' }, trustStores: ['ca:b'], trustedIdentities: ['*'] },
  ]);

  it.each([
    ['registry.example.com/app:1', 'app', 'must be signed'],
    [`registry.example.com/app@sha256:${'0'.repeat(64)}`, 'app', 'must be signed'],
    ['registry.example.com/app/web:1', 'rest', 'accepted; a bad signature is logged'],
  ])('%s', async (image, statement, verdict) => {
    const answer = explain(await opened(text), image, defaultContext);
    expect(answer?.json).toMatchObject({ statement });
    expect(answer?.row?.verdict).toBe(verdict);
  });

  it('refuses what no statement names', async () => {
    const answer = explain(await opened(trustPolicyWith()), 'registry.example.com/other:1', defaultContext);
    expect(answer?.json).toMatchObject({ statement: null, refused: true });
    expect(answer?.markdown).toContain('has no applicable oci trust policy statement');
  });
});

it('compares what two documents decide', async () => {
  const [before, after] = [await opened(trustPolicyWith()), await opened(trustPolicyWith({ signatureVerification: { level: 'audit' } }))];
  const { changes } = diffDocuments(before, after, defaultContext);
  expect(changes.map(({ direction, subject }) => `${direction} ${subject}`)).toEqual(['loosened registry.example.com/app']);
});

it('reads the document of a verifier of Ratify', async () => {
  const text = [
    'apiVersion: config.ratify.deislabs.io/v1beta1',
    'kind: Verifier',
    'metadata: { name: verifier-notation }',
    'spec:',
    '  name: notation',
    '  artifactTypes: application/vnd.cncf.notary.signature',
    '  parameters:',
    '    verificationCertStores: { ca: { certs: [store] } }',
    '    trustPolicyDoc:',
    '      version: "1.0"',
    '      trustPolicies:',
    '        - name: default',
    '          registryScopes: ["https://registry.example.com"]',
    '          signatureVerification: { level: strict }',
    '          trustStores: ["ca:certs"]',
    '          trustedIdentities: ["*"]',
    '',
  ].join('\n');
  const document = await open({ uri: 'file:///w/verifier.yaml', languageId: 'yaml', version: 0, text }, memoryFiles({}), {
    context: defaultContext,
  });
  const findings = document ? check(document, defaultContext, { rules: {} }) : [];
  expect(findings.map(({ code }) => code)).toEqual(['notation/registry-scope']);
  expect(text.slice(findings[0]?.span.start, findings[0]?.span.end)).toBe('"https://registry.example.com"');
});
