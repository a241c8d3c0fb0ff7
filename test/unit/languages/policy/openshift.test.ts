import { describe, expect, it } from 'vitest';
import { type Context, defaultContext, type Fact, memoryFiles } from '../../../../server/src/core';
import { imagePolicyWith } from '../../../../server/src/languages/policy/openshift/example';
import { check, type Document, diffDocuments, explain, open, renderedFiles } from '../../../../server/src/service';

const uri = 'file:///cluster/objects.yaml';

async function opened(text: string): Promise<{ document: Document; context: Context }> {
  const document = await open({ uri, languageId: 'yaml', version: 0, text }, memoryFiles({}), { context: defaultContext });
  if (!document) throw new Error('no language');
  const facts = document.regions.flatMap(({ language, part }) =>
    (language.facts?.(part, () => defaultContext) ?? []).map((fact): Fact => ({ ...fact, uri })),
  );
  return { document, context: { ...defaultContext, facts } };
}

async function messagesIn(text: string): Promise<readonly string[]> {
  const { document, context } = await opened(text);
  return check(document, context, { rules: {} })
    .filter(({ code }) => code.startsWith('policy/'))
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const scopes = (...names: string[]) => imagePolicyWith({ scopes: names });

describe('scopes of image policies', () => {
  it.each([
    'docker.io',
    'localhost',
    'localhost:5000/team/app',
    '"*.example.com"',
    'registry.example.com:5000/a/b/c',
    'registry.example.com/team/app/x:1.0',
    `registry.example.com/team/app/x@sha256:${'a'.repeat(64)}`,
  ])('%s is accepted', async (scope) => {
    expect(await messagesIn(scopes(scope))).toEqual([]);
  });

  it.each([
    ['https://quay.io/shop', 'begins with a scheme'],
    ['busybox', 'host name that has a dot'],
    ['registry:5000/shop', 'host name that has a dot'],
    ['"*.example.com/shop"', 'a `*` that is not the first label'],
    ['"*.example.com:5000"', 'a `*` that is not the first label'],
    ['"quay.io/*"', 'a `*` that is not the first label'],
    ['"quay.*.io"', 'a `*` that is not the first label'],
    ['quay.io/shop/', 'ends with a slash'],
    ['quay.io/Shop', 'upper-case letters in its path'],
    ['"[::1]:5000/shop"', 'host name that has a dot'],
    ['quay_1.io/shop', 'is not a registry'],
    ['""', 'is empty'],
  ])('%s is refused', async (scope, problem) => {
    const [first, ...others] = await messagesIn(scopes(scope));
    expect(first).toMatch(/^error: /);
    expect(first).toContain(problem);
    expect(others).toEqual([]);
  });

  it('are a set, and at most 256', async () => {
    expect(await messagesIn(scopes('quay.io/a', 'quay.io/a'))).toEqual(['error: `scopes` lists the same entry twice.']);
    const many = Array.from({ length: 257 }, (_, i) => `quay.io/shop${i}`);
    expect(await messagesIn(scopes(...many))).toEqual(['error: `scopes` may have at most 256 entries.']);
  });

  it('a tag at a repository of two parts breaks the policy.json', async () => {
    expect(await messagesIn(scopes('quay.io/shop:1'))).toEqual([expect.stringContaining("policy.json doesn't load")]);
  });
});

describe('roots of trust', () => {
  const pem = (label: string, end = label) => btoa(`-----BEGIN ${label}-----\nMFkw\n-----END ${end}-----\n`);
  const withKey = (data: string) => imagePolicyWith({ root: ['policyType: PublicKey', 'publicKey:', `  keyData: ${data}`] });

  it.each([
    [pem('PUBLIC KEY'), undefined],
    [pem('CERTIFICATE'), 'it is `CERTIFICATE`'],
    [pem('RSA PRIVATE KEY'), 'it is a private key'],
    [pem('PUBLIC KEY', 'KEY'), 'does not end with'],
    ['not-base64!', 'is not base64'],
    [btoa(`\n${atob(pem('PUBLIC KEY'))}`), 'does not begin with'],
    [btoa(`${atob(pem('PUBLIC KEY'))}\n`), 'does not end with'],
  ])('key data %#', async (data, problem) => {
    const found = await messagesIn(withKey(data));
    expect(found).toHaveLength(problem === undefined ? 0 : 1);
    if (problem !== undefined) expect(found[0]).toContain(problem);
  });

  it('the field of the type is required, others are forbidden', async () => {
    const found = await messagesIn(imagePolicyWith({ root: ['policyType: PKI', 'publicKey:', `  keyData: ${pem('PUBLIC KEY')}`] }));
    expect(found).toEqual([
      expect.stringContaining('requires `pki`'),
      expect.stringContaining('`publicKey` is for `policyType: PublicKey`'),
    ]);
  });

  it('a subject of one’s own authority needs an email address or a host name', async () => {
    const pki = (...subject: string[]) =>
      imagePolicyWith({
        root: [
          'policyType: PKI',
          'pki:',
          `  caRootsData: ${pem('CERTIFICATE')}`,
          `  pkiCertificateSubject:${subject.length ? '' : ' {}'}`,
          ...subject.map((line) => `    ${line}`),
        ],
      });
    expect(await messagesIn(pki())).toEqual(['error: `pkiCertificateSubject` needs `email` or `hostname`.']);
    expect(await messagesIn(pki('hostname: "*.example.com"'))).toEqual([]);
    expect(await messagesIn(pki('hostname: Example.com'))).toEqual([expect.stringContaining('host name in lower case')]);
    expect(await messagesIn(pki('email: nobody'))).toEqual([expect.stringContaining('is not an email address')]);
  });
});

describe('identities', () => {
  const exact = (repository: string) =>
    imagePolicyWith({ identity: ['matchPolicy: ExactRepository', 'exactRepository:', `  repository: ${repository}`] });

  it.each([
    ['quay.io/shop', undefined],
    ['localhost:5000', undefined],
    ['quay.io/shop:1', 'has a tag'],
    ['registry.example.com:5000', 'reads as a tag'],
    ['registry.example.com:5000/shop', undefined],
    [`quay.io/shop@sha256:${'a'.repeat(64)}`, 'has a tag'],
    ['busybox', 'host name that has a dot'],
  ])('%s', async (repository, problem) => {
    const found = await messagesIn(exact(repository));
    expect(found).toHaveLength(problem === undefined ? 0 : 1);
    if (problem !== undefined) expect(found[0]).toContain(problem);
  });
});

describe('what is written from the objects', () => {
  const cluster = imagePolicyWith({ scopes: ['quay.io/shop', 'registry.example.com/a/b/c'] });
  const team = imagePolicyWith({ kind: 'ImagePolicy', namespace: 'web', scopes: ['quay.io/shop/web', 'docker.io/library/busybox'] });
  const mirrors = [
    'apiVersion: config.openshift.io/v1',
    'kind: ImageDigestMirrorSet',
    'metadata: { name: mirrors }',
    'spec:',
    '  imageDigestMirrors:',
    '    - source: quay.io',
    '      mirrors: [mirror.example.com/quay]',
    '    - source: quay.io/shop/old',
    '      mirrors: [old.example.com]',
    '    - source: other.example.net',
    '      mirrors: [mirror.example.com/other]',
    '',
  ].join('\n');

  it('policy.json has the scopes for both transports', async () => {
    const { document, context } = await opened([cluster, mirrors].join('---\n'));
    const [policy, sources] = renderedFiles(document, context);
    const { default: standard, transports } = JSON.parse(policy?.text ?? '');
    expect(policy?.path).toBe('/etc/containers/policy.json');
    expect(standard).toEqual([{ type: 'insecureAcceptAnything' }]);
    expect(Object.keys(transports)).toEqual(['atomic', 'docker', 'docker-daemon']);
    expect(Object.keys(transports.docker)).toEqual(['quay.io/shop', 'registry.example.com/a/b/c']);
    expect(Object.keys(transports.atomic)).toEqual(['quay.io/shop']);
    expect(transports.docker['quay.io/shop'][0].signedIdentity).toEqual({ type: 'matchRepository' });
    expect(sources?.text).toBe(
      `docker:\n${['mirror.example.com/quay/shop', 'old.example.com', 'quay.io/shop', 'quay.io/shop/old', 'registry.example.com/a/b/c']
        .map((name) => `  ${name}:\n    use-sigstore-attachments: true\n`)
        .join('')}`,
    );
  });

  it('a namespace gets the scopes that no cluster policy covers', async () => {
    const { document, context } = await opened([cluster, team].join('---\n'));
    const own = renderedFiles(document, context).find(({ path }) => path === '/etc/crio/policies/web.json');
    expect(Object.keys(JSON.parse(own?.text ?? '').transports.docker)).toEqual([
      'docker.io/library/busybox',
      'quay.io/shop',
      'registry.example.com/a/b/c',
    ]);
    expect(await messagesIn([cluster, team].join('---\n'))).toEqual([expect.stringContaining('`quay.io/shop/web` has no effect')]);
  });

  it('explains an image by it, at the scope in the object', async () => {
    const text = [cluster, mirrors].join('---\n');
    const { document, context } = await opened(text);
    const answer = explain(document, `quay.io/shop/web@sha256:${'0'.repeat(64)}`, context);
    expect(answer?.json).toMatchObject({ section: 'scope', scope: 'quay.io/shop', file: '/etc/containers/policy.json' });
    expect(answer?.markdown).toContain('mirror.example.com/quay/shop/web@');
    expect(text.slice(answer?.by?.start, answer?.by?.end)).toBe('quay.io/shop');
  });

  it('compares two versions by what is written from them', async () => {
    const [before, after] = [await opened(cluster), await opened(cluster.replace('quay.io/shop', 'quay.io/shop/web'))];
    const { changes } = diffDocuments(before.document, after.document, after.context);
    expect(changes.map(({ direction, subject }) => `${direction} ${subject}`)).toEqual(['loosened docker quay.io/shop']);
  });
});
