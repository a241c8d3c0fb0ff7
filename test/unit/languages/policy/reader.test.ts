import { describe, expect, it } from 'vitest';
import { codesIn, findingsIn, fixedIn, fixesIn } from './helpers';

const requirement = (fields: string) => `{ "default": [{ ${fields} }] }`;
const gpg = (fields: string) => requirement(`"type": "signedBy", "keyType": "GPGKeys"${fields}`);
const sigstore = (fields: string) => requirement(`"type": "sigstoreSigned", "signedIdentity": { "type": "matchRepository" }${fields}`);
const errorsIn = async (text: string) =>
  (await findingsIn(text)).filter((finding) => finding.severity === 'error').map((finding) => finding.code.slice(7));

describe('the loader refuses, each for one reason', () => {
  it.each([
    ['', 'syntax'],
    ['\ufeff{ "default": [{ "type": "reject" }] }', 'syntax'],
    ['{ "default": [{ "type": "reject" }] } x', 'syntax'],
    ['{ "default": [{ "type": "reject" }] // no\n}', 'syntax'],
    ['null', 'object-expected'],
    ['{}', 'default-missing'],
    ['{ "Default": [{ "type": "reject" }] }', 'unknown-key'],
    ['{ "default": [{ "type": "reject" }], "transports": null }', 'object-expected'],
    ['{ "default": [{ "type": "reject" }], "transports": { "docker": null } }', 'object-expected'],
    ['{ "default": [{ "type": "reject" }], "transports": { "x": { "y": [{ "type": "reject", "z": 1 }] } } }', 'unknown-key'],
    ['{ "default": [{ "type": "reject" }], "transports": { "docker": {}, "docke\\u0072": {} } }', 'duplicate-key'],
    ['{ "default": null }', 'requirements-empty'],
    ['{ "default": "reject" }', 'requirements-not-a-list'],
    [requirement('"type": 1'), 'requirement-type'],
    [requirement('"Type": "reject"'), 'unknown-key'],
    [requirement(''), 'requirement-type'],
    [requirement('"type": "reject", "signedIdentity": {}'), 'field-not-for-type'],
    [gpg(''), 'gpg-key-source'],
    [gpg(', "keyPath": null'), 'gpg-key-source'],
    [gpg(', "keyPath": "", "keyPaths": ["/a"]'), 'gpg-key-source'],
    [gpg(', "keypath": "/a"'), 'unknown-key'],
    [gpg(', "keyData": "YQ"'), 'base64'],
    [gpg(', "keyData": [1, 256]'), 'value-type'],
    [gpg(', "keyData": 1'), 'value-type'],
    [requirement('"type": "signedBy", "keytype": "GPGKeys", "keyPath": "/a"'), 'unknown-key'],
    [requirement('"type": "signedBy", "keyType": "gpgkeys", "keyPath": "/a"'), 'key-type'],
    [sigstore(''), 'sigstore-key-source'],
    [sigstore(', "keyPath": ""'), 'sigstore-key-source'],
    [sigstore(', "keyPaths": []'), 'sigstore-keys-empty'],
    [sigstore(', "keyDatas": ["-"]'), 'base64'],
    [sigstore(', "keyPath": "/a", "keyDatas": ["YQ=="]'), 'sigstore-key-source'],
    [sigstore(', "keyPath": "/a", "rekorPublicKeyPath": "/r", "rekorPublicKeyPaths": ["/r"]'), 'rekor-key-source'],
    [sigstore(', "fulcio": { "caPath": "/f", "oidcIssuer": "i", "subjectEmail": "a@b" }'), 'fulcio-without-rekor'],
    [sigstore(', "fulcio": { "caPath": "/f", "oidcIssuer": "", "subjectEmail": "a@b" }, "rekorPublicKeyPath": "/r"'), 'fulcio-fields'],
    [sigstore(', "fulcio": {}, "rekorPublicKeyPath": "/r"'), 'fulcio-fields'],
    [sigstore(', "pki": { "caRootsPath": "/r", "caRootsData": "YQ==", "subjectEmail": "a@b" }'), 'pki-fields'],
    [sigstore(', "pki": { "caRootsPath": "/r", "subjectEmail": "" }'), 'pki-fields'],
    [sigstore(', "pki": { "caRootsPath": "/r", "subjectHostname": "h" }, "rekorPublicKeyData": ""'), 'pki-with-rekor'],
    [gpg(', "keyPath": "/a", "signedIdentity": null'), 'identity-type'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "matchexact" }'), 'identity-type'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "matchExact", "x": 1 }'), 'unknown-key'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "remapIdentity", "prefix": "a.b" }'), 'identity-fields'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "remapIdentity", "prefix": "a", "signedPrefix": "a/b:1" }'), 'remap-prefix'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "exactReference", "dockerReference": "busybox" }'), 'exact-reference'],
    [gpg(', "keyPath": "/a", "signedIdentity": { "type": "exactRepository", "dockerRepository": null }'), 'exact-repository'],
    [requirement('"type": "signedBaseLayer"'), 'base-layer-identity'],
    ['{ "default": [{ "type": "reject" }], "transports": { "oci": { "x": [{ "type": "reject" }] } } }', 'scope-refused'],
  ])('%s', async (text, code) => expect(await errorsIn(text)).toEqual([code]));
});

describe('the loader takes', () => {
  it.each([
    '{ "default": [{ "type": "reject" }], "transports": {} }',
    '{ "default": [{ "type": "reject" }],\r\n "transports": { "": { "any thing": [{ "type": "reject" }] } } }',
    '{ "d\\u0065fault": [{ "type": "reject" }] }',
    gpg(', "keyData": "YQ==\\n"'),
    gpg(', "keyData": [0, 255, null]'),
    gpg(', "keyPaths": []'),
    gpg(', "keyPaths": [null]'),
    sigstore(', "keyPath": "", "keyData": ""'),
    sigstore(', "keyPath": "/a", "rekorPublicKeyPath": "", "rekorPublicKeyData": "YQ=="'),
    sigstore(', "keyData": null, "keyPath": "/a", "rekorPublicKeyData": null'),
    sigstore(', "pki": { "caRootsData": "", "subjectEmail": null, "subjectHostname": "h" }'),
    gpg(', "keyPath": "/a", "signedIdentity": { "type": "remapIdentity", "prefix": "a.example:5000", "signedPrefix": "shortname" }'),
    gpg(', "keyPath": "/a", "signedIdentity": { "type": "exactRepository", "dockerRepository": "my_host.example.com/app" }'),
    gpg(', "keyPath": "/a", "signedIdentity": { "type": "exactReference", "dockerReference": "my_host.example.com/app:1" }'),
    gpg(', "keyPath": "/a", "signedIdentity": { "type": "exactRepository", "dockerRepository": "registry.example.com:5000" }'),
  ])('%s', async (text) => expect(await errorsIn(text)).toEqual([]));
});

describe('repairs', () => {
  it.each([
    ['{ "default": { "type": "reject" } }', 'requirements-not-a-list', '{ "default": [{ "type": "reject" }] }'],
    [requirement('"type": "accept"'), 'requirement-type', requirement('"type": "insecureAcceptAnything"')],
    ['{\n  // why\n  "default": [{ "type": "reject" }] /* so */\n}\n', 'syntax', '{\n  "default": [{ "type": "reject" }]\n}\n'],
    ['{ "$schema": "x", "default": [{ "type": "reject" }] }', 'unknown-key', '{ "default": [{ "type": "reject" }] }'],
    ['{\n    "transports": {}\n}', 'default-missing', '{\n    "default": [{ "type": "reject" }],\n    "transports": {}\n}'],
    [gpg(', "keyPath": ["/a"]'), 'value-type', gpg(', "keyPaths": ["/a"]')],
    [gpg(', "keyData": "/etc/team.gpg"'), 'base64', gpg(', "keyPath": "/etc/team.gpg"')],
    [gpg(', "keyData": "-----BEGIN X-----\\n"'), 'base64', gpg(', "keyData": "LS0tLS1CRUdJTiBYLS0tLS0K"')],
    [gpg(', "keyPath": "/a", "keyPaths": ["/b"], "keyData": "YQ=="'), 'gpg-key-source', gpg(', "keyPath": "/a"')],
    [
      '{ "default": [{ "type": "reject" }], "transports": { "docker": [{ "type": "reject" }] } }',
      'object-expected',
      '{ "default": [{ "type": "reject" }], "transports": { "docker": { "": [{ "type": "reject" }] } } }',
    ],
  ])('%s', async (text, code, fixed) => expect(await fixedIn(text, code)).toBe(fixed));

  it('offers a choice among sources, first, middle or last', async () => {
    const text = gpg(', "keyPath": "/a", "keyPaths": ["/b"], "keyData": "YQ=="');
    const titles = (await fixesIn(text, 'gpg-key-source')).map((fix) => fix.title);
    expect(titles).toEqual(['Keep only `keyPath`', 'Keep only `keyPaths`', 'Keep only `keyData`']);
    for (const [which, kept] of [', "keyPath": "/a"', ', "keyPaths": ["/b"]', ', "keyData": "YQ=="'].entries())
      expect(await fixedIn(text, 'gpg-key-source', {}, which)).toBe(gpg(kept));
  });
});

describe('what loads and does not do what it says', () => {
  const docker = (scopes: string) => `{ "default": [{ "type": "reject" }], "transports": { "docker": { ${scopes} } } }`;
  const signed = '{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/keys/k.gpg" }';

  it('merges keys of which one is enough', async () => {
    const text = docker(`"quay.io": [${signed}, ${signed.replace('k.gpg', 'l.gpg')}]`);
    const fixed = await fixedIn(text, 'both-must-hold');
    expect(JSON.parse(fixed ?? '').transports.docker['quay.io']).toEqual([
      { type: 'signedBy', keyType: 'GPGKeys', keyPaths: ['/keys/k.gpg', '/keys/l.gpg'] },
    ]);
  });

  it('leaves alone an open child of a closed parent, and one in another section', async () => {
    expect(await codesIn(docker('"quay.io": [{ "type": "reject" }], "quay.io/a": [{ "type": "insecureAcceptAnything" }]'))).toEqual([]);
    const text = docker(`"": [${signed}]`).replace('} } }', '}, "dir": { "": [{ "type": "insecureAcceptAnything" }] } } }');
    expect(await codesIn(text)).toEqual([]);
  });

  it('judges keys that are in the tree by what they are', async () => {
    const files = { 'k.gpg': '-----BEGIN PUBLIC KEY-----' };
    const text = docker(`"quay.io": [${signed.replace('/keys/k', '/etc/containers/k')}]`);
    expect(await codesIn(text, { files })).toEqual(['key-kind']);
    expect(await codesIn(text, { files: { 'k.gpg': '-----BEGIN PGP PRIVATE KEY BLOCK-----' } })).toEqual(['private-key']);
    expect(await codesIn(text, { files: { 'k.gpg': '-----BEGIN PGP PUBLIC KEY BLOCK-----' } })).toEqual([]);
  });

  it('knows what the named release reads', async () => {
    const text = docker(
      '"quay.io": [{ "type": "sigstoreSigned", "keyPath": "/k.pub", "rekorPublicKeyPath": "/r", "signedIdentity": { "type": "matchRepository" } }]',
    );
    const say = async (target: string) =>
      (await findingsIn(text, { context: { policy: { target } } })).flatMap(({ severity, code }) =>
        code === 'policy/local-images' ? [] : [`${severity} ${code}`],
      );
    expect(await say('latest')).toEqual([]);
    expect(await say('5.24')).toEqual([]);
    expect(await say('podman 4.3.1')).toEqual(['error policy/newer-field']);
    expect(await say('debian 12')).toEqual(['error policy/newer-field']);
  });
});

it.each(['dir', 'docker', 'containers-storage'])('a comment among the scopes of %s is one mistake', async (transport) => {
  const text = `{ "default": [{ "type": "reject" }], "transports": { "${transport}": { "_comment": "ours", "": [{ "type": "reject" }] } } }`;
  expect(await codesIn(text)).toEqual(['unknown-key']);
});
