import { describe, expect, it } from 'vitest';
import { type Context, defaultContext, memoryFiles } from '../../../../server/src/core';
import { explain, open, workspaceIndex } from '../../../../server/src/service';

const tree = 'file:///image/rootfs';
const signed = `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyData": "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0=" }] },
    "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] }
  }
}
`;
const on = 'docker:\n  quay.io/team:\n    use-sigstore-attachments: true\n';
const mirrorAt = (host: string) => `[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "${host}/quay"\n`;

type Policy = Context['policy'];

/** What a policy answers in a tree that has the files. */
async function asked(
  texts: Readonly<Record<string, string>>,
  policy: Policy,
  path = '/etc/containers/policy.json',
  image = 'quay.io/team/app:1',
) {
  const files = memoryFiles(Object.fromEntries(Object.entries({ [path]: signed, ...texts }).map(([name, text]) => [tree + name, text])));
  const index = workspaceIndex(files);
  await index.scan([tree]);
  const context = { ...defaultContext, policy, facts: index.facts() };
  const document = await open({ uri: tree + path, languageId: '', version: 0, text: signed }, files, { context });
  const answer = document && explain(document, image, context);
  const steps = (answer?.json.steps ?? []) as readonly Readonly<Record<string, unknown>>[];
  const of = (name: string) => steps.filter(({ step }) => step === name);
  return { of, json: answer?.json ?? {}, markdown: answer?.markdown ?? '', row: answer?.row };
}

const newest: Policy = { target: 'latest' };
const older: Policy = { target: 'podman 5.4' };
const files = { vendor: '/usr/share/containers/registries.d/team.yaml', own: '/etc/containers/registries.d/team.yaml' };

describe('signatures of a pull in a tree', () => {
  it('come from the vendor’s folder since 5.40, and not before', async () => {
    const now = await asked({ [files.vendor]: on }, newest);
    expect(now.json.refused).toBeUndefined();
    expect(now.of('source')[0]).toMatchObject({ file: files.vendor, line: 2 });
    const before = await asked({ [files.vendor]: on }, older);
    expect(before.json).toMatchObject({ refused: true, error: 'A signature was required, but no signature exists' });
    expect(before.of('source').at(-1)?.text).toContain(`${files.vendor} would turn them on; it is not read by podman 5.4`);
  });

  it('do not come from a file that an empty one of the administrator hides', async () => {
    const hidden = await asked({ [files.vendor]: on, [files.own]: '# off\n' }, newest);
    expect(hidden.json.refused).toBe(true);
    expect(hidden.of('source').at(-1)?.text).toContain(`is hidden by ${files.own}`);
  });

  it('come from the folders of root or of other users, by who asks', async () => {
    const special = { '/etc/containers/registries.rootless.d/team.yaml': on };
    expect((await asked(special, newest)).json.refused).toBe(true);
    expect((await asked(special, { ...newest, user: 'rootless' })).json.refused).toBeUndefined();
    expect((await asked(special, { ...older, user: 'rootless' })).json.refused).toBe(true);
    const ofUser = { '/etc/containers/registries.rootless.d/1000/team.yaml': on };
    expect((await asked(ofUser, { ...newest, user: '1000' })).json.refused).toBeUndefined();
    expect((await asked(ofUser, { ...newest, user: '1001' })).json.refused).toBe(true);
    const ofRoot = { '/usr/share/containers/registries.rootful.d/team.yaml': on };
    expect((await asked(ofRoot, newest)).json.refused).toBeUndefined();
  });

  it('come from a home folder for the user of that home', async () => {
    const home = '/home/ann/.config/containers';
    const own = { [`${home}/registries.d/team.yaml`]: on };
    expect((await asked(own, newest, `${home}/policy.json`)).json.refused).toBeUndefined();
    expect((await asked(own, newest, '/home/bob/.config/containers/policy.json')).json.refused).toBe(true);
    expect((await asked({ [files.own]: on }, newest, `${home}/policy.json`)).json.refused).toBeUndefined();
    // Before 5.40 a folder of the user replaced the administrator's whole.
    const both = { [files.own]: on, [`${home}/registries.d/other.yaml`]: 'docker: {}\n' };
    expect((await asked(both, older, `${home}/policy.json`)).json.refused).toBe(true);
    expect((await asked(both, newest, `${home}/policy.json`)).json.refused).toBeUndefined();
  });

  it('come from the folder that XDG_CONFIG_HOME names', async () => {
    const environment = { XDG_CONFIG_HOME: '/srv/settings' };
    const own = { '/srv/settings/containers/registries.d/team.yaml': on };
    expect((await asked(own, { ...newest, environment }, '/srv/settings/containers/policy.json')).json.refused).toBeUndefined();
  });
});

describe('the mirror of a pull in a tree', () => {
  const source = {
    [files.own]: on.replace('quay.io/team', 'quay.io').replace('docker:', 'default-docker:\n  use-sigstore-attachments: true\ndocker:'),
  };
  const place = async (texts: Readonly<Record<string, string>>, policy: Policy, path?: string) =>
    (await asked({ ...source, ...texts }, policy, path))
      .of('mirror')
      .map(({ file, text }) => [file, /from (\S+?)\/quay/.exec(String(text))?.[1]])[0];

  it('is that of the highest folder that has the file', async () => {
    const vendor = { '/usr/share/containers/registries.conf': mirrorAt('vendor.example') };
    const admin = { '/etc/containers/registries.conf': mirrorAt('admin.example') };
    expect(await place(vendor, newest)).toEqual(['/usr/share/containers/registries.conf', 'vendor.example']);
    expect(await place(vendor, older)).toBeUndefined();
    expect(await place({ ...vendor, ...admin }, newest)).toEqual(['/etc/containers/registries.conf', 'admin.example']);
  });

  it('is that of the last drop-in by name, whatever folder it lies in', async () => {
    const texts = {
      '/usr/share/containers/registries.conf.d/90-vendor.conf': mirrorAt('vendor.example'),
      '/etc/containers/registries.conf.d/10-admin.conf': mirrorAt('admin.example'),
    };
    expect((await place(texts, newest))?.[1]).toBe('vendor.example');
    expect((await place(texts, older))?.[1]).toBe('admin.example');
    const hidden = { ...texts, '/etc/containers/registries.conf.d/90-vendor.conf': '' };
    expect((await place(hidden, newest))?.[1]).toBe('admin.example');
    const rootful = { ...texts, '/etc/containers/registries.rootful.conf.d/95-root.conf': mirrorAt('root.example') };
    expect((await place(rootful, newest))?.[1]).toBe('root.example');
    expect((await place(rootful, { ...newest, user: 'rootless' }))?.[1]).toBe('vendor.example');
  });

  it('is that of the file that a variable names, without drop-ins since 5.40', async () => {
    const texts = {
      '/etc/containers/registries.conf': mirrorAt('admin.example'),
      '/etc/containers/registries.conf.d/10.conf': mirrorAt('dropin.example'),
      '/srv/registries.conf': mirrorAt('own.example'),
    };
    const environment = { CONTAINERS_REGISTRIES_CONF: '/srv/registries.conf' };
    expect((await place(texts, { ...newest, environment }))?.[1]).toBe('own.example');
    expect((await place(texts, { ...older, environment }))?.[1]).toBe('dropin.example');
    const last = { CONTAINERS_REGISTRIES_CONF_OVERRIDE: '/srv/registries.conf' };
    expect((await place(texts, { ...newest, environment: last }))?.[1]).toBe('own.example');
    expect((await place(texts, { ...older, environment: last }))?.[1]).toBe('dropin.example');
  });
});

describe('a policy that is not read', () => {
  const vendor = '/usr/share/containers/policy.json';

  it('says so before it answers', async () => {
    const { markdown, json, row } = await asked({ '/etc/containers/policy.json': signed, [files.own]: on }, newest, vendor);
    expect(markdown).toMatch(/^This file is hidden by \/etc\/containers\/policy\.json\. If it were read:/);
    expect(json.notRead).toBe('hidden by /etc/containers/policy.json');
    expect(row?.verdict).toBe('not asked: hidden by /etc/containers/policy.json');
    expect((await asked({ [files.own]: on }, newest, vendor)).json.notRead).toBeUndefined();
    expect((await asked({ [files.own]: on }, older, vendor)).json.notRead).toContain('not read by podman 5.4');
  });

  it('is another one where CONTAINERS_POLICY_JSON names that', async () => {
    const environment = { CONTAINERS_POLICY_JSON: '/srv/policy.json' };
    expect((await asked({ [files.own]: on }, { ...newest, environment })).json.notRead).toContain('CONTAINERS_POLICY_JSON');
    expect((await asked({ [files.own]: on }, { ...older, environment })).json.notRead).toBeUndefined();
  });
});
