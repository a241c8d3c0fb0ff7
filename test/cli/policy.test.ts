import { beforeAll, describe, expect, it } from 'vitest';
import { confine, put } from './folder';

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
