import { describe, expect, it } from 'vitest';
import { applyEdits, type Completion, defaultContext } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { contextOf, partOf, type Setting } from './helpers';

/** Asks at the `|` in the text. */
async function completeAt(marked: string, setting: Setting = {}): Promise<{ text: string; items: readonly Completion[] }> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const part = await partOf(text, setting);
  return { text, items: policy.complete?.(part, offset, await contextOf(setting)) ?? [] };
}

const labelsAt = async (marked: string, setting?: Setting) =>
  [...(await completeAt(marked, setting)).items]
    .sort((a, b) => ((a.sort ?? a.label) < (b.sort ?? b.label) ? -1 : 1))
    .map((item) => item.label);

/** The document with an item applied, its placeholders filled with what they offer. */
async function applied(marked: string, label: string): Promise<string> {
  const { text, items } = await completeAt(marked);
  const item = items.find((candidate) => candidate.label === label);
  if (!item) throw new Error(`no ${label} among ${items.map((other) => other.label).join(', ')}`);
  const filled = item.insert
    .replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d/g, '');
  return applyEdits(text, [{ span: item.span, text: filled }]);
}

describe('completion in a policy', () => {
  it('offers whole requirements where one begins, what accepts everything last', async () => {
    const labels = await labelsAt('{ "default": [|] }');
    expect(labels[0]).toBe('signed with a sigstore key');
    expect(labels.at(-1)).toBe('insecureAcceptAnything');
    expect(JSON.parse(await applied('{ "default": [|] }', 'signed keyless')).default[0].fulcio.oidcIssuer).toBe(
      'https://login.example.com',
    );
  });

  it('offers a whole list behind a key', async () => {
    expect(JSON.parse(await applied('{ "default": | }', 'reject'))).toEqual({ default: [{ type: 'reject' }] });
  });

  it('replaces the word and its quotes', async () => {
    expect(JSON.parse(await applied('{ "default": [{ "type": "rej|" }] }', 'reject'))).toEqual({ default: [{ type: 'reject' }] });
  });

  it('offers the fields of the type that stands there', async () => {
    const labels = await labelsAt('{ "default": [{ "type": "signedBy", | }] }');
    expect(labels).toContain('keyPaths');
    expect(labels).not.toContain('fulcio');
    expect(await labelsAt('{ "default": [{ "type": "sigstoreSigned", "fulcio": { | } }] }')).toEqual(
      expect.arrayContaining(['caPath', 'oidcIssuer']),
    );
  });

  it('offers transports, and scopes that fit them', async () => {
    expect(await labelsAt('{ "default": [], "transports": { | } }')).toEqual(expect.arrayContaining(['docker', 'containers-storage']));
    expect(await labelsAt('{ "transports": { "dir": { | } } }')).toEqual(['/srv/images', '""']);
    expect(await labelsAt('{ "transports": { "docker": { "": [], | } } }')).not.toContain('""');
  });

  it('offers the repositories that the workspace runs first', async () => {
    const facts = [
      { kind: 'uses-image', name: 'nginx:1.27', language: 'pod', uri: 'file:///w/pod.yaml', span: { start: 0, end: 1 } },
    ] as const;
    expect((await labelsAt('{ "transports": { "docker": { | } } }', { context: { facts } }))[0]).toBe('docker.io/library/nginx');
  });

  it('offers the key files of the same tree first', async () => {
    const files = { '../pki/containers/team.pub': 'key', '../pki/containers/README': 'text', '../pki/containers/team.gpg': 'key' };
    const labels = await labelsAt('{ "default": [{ "type": "sigstoreSigned", "keyPath": "|" }] }', { files });
    expect(labels.slice(0, 2)).toEqual(['/etc/pki/containers/team.gpg', '/etc/pki/containers/team.pub']);
    expect(labels.join()).not.toContain('README');
  });

  it('offers identities and key files', async () => {
    const before = '{ "default": [{ "type": "signedBy", "keyType": "GPGKeys", ';
    expect((await labelsAt(`${before}"signedIdentity": | }] }`)).slice(0, 2)).toEqual(['matchRepository', 'matchRepoDigestOrExact']);
    const text = `${before}"keyPath": "/etc/containers/keys/team.gpg" }, { "type": "signedBy", "keyPath": | }] }`;
    expect(await labelsAt(text)).toContain('/etc/containers/keys/team.gpg');
  });

  it('works in broken text', async () => {
    expect(await labelsAt('{ "default": [{ "type": "|')).toContain('sigstoreSigned');
    expect(await labelsAt('{ "default": { "type": "signedBy", | } }')).toContain('keyPaths');
    expect(await labelsAt('{ "default": { "type": "|" } }')).toContain('signedBy');
    expect(
      await labelsAt('{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io": [{ "type": "signedBy", "k|'),
    ).toContain('keyType');
  });
});

describe('completion in registries.d', () => {
  const setting = { path: 'registries.d/x.yaml' };

  it('offers sections, scopes and fields', async () => {
    expect(await labelsAt('|', setting)).toEqual(['default-docker', 'docker']);
    expect(await labelsAt('docker:\n  |', setting)).toContain('registry.example.com');
    expect(await labelsAt('docker:\n  quay.io:\n    |', setting)).toContain('use-sigstore-attachments');
    expect(await labelsAt('docker:\n  quay.io:\n    use-sigstore-attachments: |', setting)).toEqual(['false', 'true']);
  });
});

async function hoverAt(marked: string, setting: Setting = {}): Promise<string | undefined> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return policy.hover?.(await partOf(text, setting), offset, await contextOf(setting))?.markdown;
}

describe('hover', () => {
  const signed = '{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }';

  it('says of a scope what it covers, asks for and shields from', async () => {
    const text = `{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io": [{ "type": "reject" }], "quay.io|/team": [${signed}] } } }`;
    expect(
      await hoverAt(text, { files: { 'registries.d/quay.yaml': 'docker:\n  quay.io:\n    lookaside: https://sig.example.com\n' } }),
    ).toMatchInlineSnapshot(`
      "**\`quay.io/team\`** · this repository or namespace and everything below it

      - \`signedBy\`: signed by team.gpg · identity matchRepoDigestOrExact

      Without it, the scope \`quay.io\` would decide: no image.

      Signatures are read from \`https://sig.example.com\`, by \`registries.d/quay.yaml\`.

      [containers-policy.json(5)](https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md)"
    `);
  });

  it('says why a scope is dead', async () => {
    expect(
      await hoverAt('{ "default": [{ "type": "reject" }], "transports": { "docker": { "busy|box": [{ "type": "reject" }] } } }'),
    ).toContain('Meant was probably `docker.io/library/busybox`.');
  });

  it('says AND of lists of requirements and OR of lists of keys', async () => {
    expect(await hoverAt('{ "defa|ult": [{ "type": "reject" }] }')).toContain('every image that no scope');
    expect(await hoverAt('{ "default": [{ "type": "sigstoreSigned", "keyP|aths": ["/a"] }] }')).toContain('(OR)');
  });

  it('explains types and fields', async () => {
    expect(await hoverAt('{ "default": [{ "type": "rej|ect" }] }')).toContain('Refuses every image');
    expect(await hoverAt('{ "default": { "type": "signed|By" } }')).toContain('simple signature');
    expect(await hoverAt('{ "default": [{ "type": "signedBy", "signedIdentity": { "type": "match|Exact" } }] }')).toContain(
      'cosign does not write',
    );
    expect(await hoverAt('{ "default": [{ "type": "signedBy", "keyType": "GPG|Keys" }] }')).toContain('OpenPGP');
    expect(await hoverAt('{ "default": [{ "type": "signedBy", "keyData": "LS0tLS1CRUdJTiBQR1AgUFVCTElDIEtFWSBCTE9D|Sy0tLS0t" }] }')).toBe(
      'A GPG public key.',
    );
  });

  it('explains registries.d', async () => {
    expect(await hoverAt('docker:\n  quay.io:\n    looka|side: https://x\n', { path: 'registries.d/x.yaml' })).toContain('signature-N');
    expect(await hoverAt('docker:\n  quay|.io:\n    use-sigstore-attachments: true\n', { path: 'registries.d/x.yaml' })).toContain(
      'attachments are read',
    );
  });
});

describe('what stands around the text', () => {
  const text = `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "": [{ "type": "insecureAcceptAnything" }],
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/containers/team.gpg" },
        { "type": "sigstoreSigned", "keyPath": "/etc/containers/team.pub" }
      ]
    }
  }
}
`;

  it('has a lens over each scope', async () => {
    expect(
      (policy.lenses?.(await partOf(text), await contextOf(), () => []) ?? []).map(({ title, arguments: args }) => [
        title,
        ...(args ?? []),
      ]),
    ).toEqual([
      ['no image'],
      ['every image, unchecked'],
      [
        'signed by team.gpg · identity matchRepoDigestOrExact AND signed by team.pub · identity matchRepoDigestOrExact · refused: its key can not be used',
        'docker://quay.io/team:latest',
      ],
    ]);
  });

  it.each([
    ['"busybox": [{ "type": "insecureAcceptAnything" }]', 'never matches'],
    ['"quay.io/team": [{ "type": "sigstoreSigned" }]', 'refused as written'],
  ])('says over %s that it does not apply', async (scope, title) => {
    const part = await partOf(`{ "default": [{ "type": "reject" }], "transports": { "docker": { ${scope} } } }`);
    expect(policy.lenses?.(part, await contextOf(), () => []).map((lens) => lens.title)).toEqual(['no image', title]);
  });

  it('has an outline, a description and links to keys that are there', async () => {
    const part = await partOf(text, { files: { 'team.gpg': 'x' } });
    expect(policy.outline?.(part).map((item) => [item.name, item.children?.map((child) => child.name)])).toEqual([
      ['default', undefined],
      ['docker', ['""', 'quay.io/team']],
    ]);
    expect(policy.describe?.(part, await contextOf())).toBe('rejects by default, 2 scopes (1 signed and 1 open)');
    expect(policy.links?.(part, await contextOf()).map((link) => link.target)).toEqual(['file:///tree/etc/containers/team.gpg']);
  });

  it('selects from the word outwards', async () => {
    const part = await partOf(text);
    const spans = policy.selections?.(part, text.indexOf('GPGKeys')) ?? [];
    expect(text.slice(spans[0]?.start, spans[0]?.end)).toBe('"GPGKeys"');
    expect(text.slice(spans[1]?.start, spans[1]?.end)).toBe('"keyType": "GPGKeys"');
    expect(spans.at(-1)).toEqual({ start: 0, end: text.trimEnd().length });
  });

  it('states facts', async () => {
    const part = await partOf('docker:\n  quay.io:\n    use-sigstore-attachments: true\n', { path: 'registries.d/x.yaml' });
    expect(policy.facts?.(part, () => defaultContext)).toEqual([
      { kind: 'container-file', name: '', span: { start: 0, end: 0 } },
      { kind: 'signature-source', name: 'quay.io', detail: '{"attachments":true}', span: { start: 10, end: 17 } },
    ]);
    expect(policy.facts?.(await partOf(text, { path: '../crio/policies/shop.json' }), () => defaultContext)?.[0]?.name).toBe('shop');
  });

  it('has templates without findings', async () => {
    for (const template of policy.templates ?? []) {
      const part = await partOf(template.text, { path: template.languageId === 'yaml' ? 'registries.d/x.yaml' : 'policy.json' });
      const context = await contextOf();
      expect(policy.rules.flatMap((rule) => [...rule.check(part, context)].map(() => rule.code))).toEqual([]);
    }
  });
});
