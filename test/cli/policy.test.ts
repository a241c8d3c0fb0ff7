import { beforeAll, describe, expect, it } from 'vitest';
import { confine, put, useFolder } from './folder';

useFolder();

const sigstore = (fields: string) => `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": { "registry.example.com/team": [{ "type": "sigstoreSigned", ${fields}, "signedIdentity": { "type": "matchRepository" } }] },
    "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] }
  }
}
`;

describe('the reader that policies are judged for', () => {
  beforeAll(() => {
    put('readers/policy.json', sigstore('"keyPaths": ["/k/a.pub"]'));
    for (const [name, target] of Object.entries({ old: 'podman 5.1', exact: 'podman 5.2.2', slip: 'skopoe 1.14' }))
      put(`readers/${name}.yaml`, `policy:\n  target: ${target}\n`);
  });
  const check = (name: string) => confine(['check', 'policy.json', ...(name && ['--config', `${name}.yaml`])], undefined, 'readers');

  it('is in the summary', () => {
    expect(check('').stdout).toMatch(/^Image signature policy: judged for containers\/image 5\.\d+, the newest known\.$/m);
    expect(check('exact').stdout).toMatch(/^Image signature policy: judged for podman 5\.2\.2 \(containers\/image 5\.32\.2\)\.$/m);
  });
  it('is known between the lines of fields', () => {
    expect(check('old')).toMatchObject({ status: 1, stdout: expect.stringContaining('so podman 5.1 refuses the file') });
    expect(check('exact')).toMatchObject({ status: 0, stderr: '' });
  });
  it('is never the newest without a word', () => {
    const { stdout, stderr } = check('slip');
    expect(stderr).toContain('did you mean `skopeo 1.14`?');
    expect(stdout).toMatch(/warning `keyPaths` came with containers\/image 5\.32\.2: `skopoe 1\.14` names no reader/);
  });
});

describe('fix --harden', () => {
  it('says what the change may break', () => {
    put('harden/policy.json', '{ "default": [{ "type": "insecureAcceptAnything" }] }\n');
    const { stdout, stderr, status } = confine(['fix', '--harden', 'policy.json'], undefined, 'harden');
    expect(stderr).toContain(
      'policy.json: Reject by default, keep local images usable: Images of registries that are not listed are refused then.',
    );
    expect([stdout, status]).toEqual(['1 file changed\n', 0]);
  });
});

describe('a tree of files', () => {
  const policy = (standard: string) => sigstore('"keyPath": "/k/a.pub"').replace('"reject"', `"${standard}"`);
  const on = 'docker:\n  registry.example.com/team:\n    use-sigstore-attachments: true\n';
  beforeAll(() => {
    for (const name of ['off', 'vendor', 'twice']) put(`${name}/etc/containers/policy.json`, policy('reject'));
    put('off/etc/containers/registries.d/default.yaml', 'default-docker:\n  lookaside-staging: file:///var/lib/sigs\n');
    put('vendor/etc/containers/registries.d/default.yaml', 'default-docker:\n  lookaside-staging: file:///var/lib/sigs\n');
    put('vendor/usr/share/containers/registries.d/team.yaml', on);
    put('twice/usr/share/containers/registries.d/team.yaml', on);
    put('twice/etc/containers/registries.d/10-team.yaml', on);
    put('open/etc/containers/policy.json', policy('insecureAcceptAnything'));
    put('folder/etc/containers/policy.d/team.json', '{ "transports": { "docker": { "quay.io/team": [{ "type": "reject" }] } } }\n');
    put('old.yaml', 'policy:\n  target: podman 5.8\n');
  });
  const explain = (name: string, image = 'registry.example.com/team/app:1', ...more: string[]) =>
    confine(['explain', 'etc/containers/policy.json', image, ...more], undefined, name).stdout;

  it('an image is refused where its signatures are not read, in the words of the reader', () => {
    expect(explain('off')).toMatch(/^`registry\.example\.com\/team\/app:1` is refused: .*\n\nA sigstore signature is required/);
    expect(explain('off')).toContain('A signature was required, but no signature exists');
  });
  it('newer readers put the folder of the vendor together with that of the administrator', () => {
    expect(explain('vendor')).toContain('must be signed');
    expect(explain('vendor')).toContain('registries.d/team.yaml');
    expect(explain('vendor', undefined, '--config', '../old.yaml')).toContain('is refused');
    expect(confine(['check', '.'], undefined, 'twice')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('registries-duplicate'),
    });
    expect(confine(['check', '.', '--config', '../old.yaml'], undefined, 'twice').stdout).not.toContain('registries-duplicate');
  });
  it('a file of the administrator hides the vendor file of the same name', () => {
    put('hidden/usr/share/containers/registries.d/team.yaml', on);
    put('hidden/etc/containers/registries.d/team.yaml', on);
    expect(confine(['check', '.'], undefined, 'hidden').stdout).not.toContain('registries-duplicate');
  });
  it.each([
    'docker://',
    'registry:',
    'ostree-image-signed:docker://',
    'ostree-image-signed:registry:',
    'ostree-unverified-registry:',
    'ostree-unverified-image:docker://',
    'ostree-remote-registry:fedora:',
  ])('a reference that begins with %s is answered', (prefix) =>
    expect(explain('vendor', `${prefix}registry.example.com/team/app:1`)).toMatch(/^`registry\.example\.com\/team\/app:1` must be signed/),
  );
  it('bootc refuses a policy that is open by default', () => {
    const image = 'docker://registry.example.com/team/app:1';
    expect(explain('open', `ostree-image-signed:${image}`)).toMatch(/is refused: [\s\S]*refusing usage/);
    expect(explain('open', `ostree-unverified-image:${image}`)).toContain('must be signed');
  });
  it('policy.d is not read, and is not told to be complete', () => {
    const { stdout, status } = confine(['check', '.'], undefined, 'folder');
    expect(stdout).toContain('No program reads `policy.d`');
    expect([status, stdout.includes('default-missing')]).toEqual([0, false]);
  });
});
