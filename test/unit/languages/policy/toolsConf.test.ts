import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { readsToml11, signatureReader } from '../../../../server/src/knowledge';
import { check, complete, hover, open, statusOf } from '../../../../server/src/service';

async function opened(path: string, text: string, target = 'latest') {
  const context = { ...defaultContext, policy: { target } };
  const document = await open({ uri: `file:///tree${path}`, languageId: '', version: 0, text }, memoryFiles({}), { context });
  if (!document) throw new Error(`${path} is not recognized`);
  const found = check(document, context, { rules: {} });
  return { document, context, found, said: found.map(({ code, severity }) => `${severity} ${code.replace('policy/', '')}`) };
}

const storage = '/etc/containers/storage.conf';
const containers = '/etc/containers/containers.conf';

describe('storage.conf and containers.conf', () => {
  it.each([
    [storage, '[storage]\ndriver = "overlay"\ngraphroot = "/var/lib/containers/storage"\n[storage.options]\nauto-userns-min-size = 1024\n'],
    [storage, '[storage.options]\nadditionalimagestores = ["/a", { append = true }]\n[storage.options.overlay]\nmountopt = "nodev"\n'],
    [
      containers,
      '[containers]\npids_limit = -1\nlabel = true\ndns_servers = []\n[engine]\nnum_locks = 2048\nevents_logfile_max_size = 3\n',
    ],
    [containers, '[engine.runtimes]\ncrun = ["/usr/bin/crun"]\n[engine.volume_plugins]\nx = "/run/x.sock"\n'],
    [containers, '[network]\ndefault_subnet_pools = [{ base = "10.0.0.0/8", size = 24 }]\n'],
  ])('%s is taken as the tools take it', async (path, text) => expect((await opened(path, text)).said).toEqual([]));

  it.each([
    [storage, '[storage]\ngraphroot = 1\n', 'error toml-value-type'],
    [storage, '[storage.options]\ndisable-volatile = "true"\n', 'error toml-value-type'],
    [storage, '[storage.options]\nauto-userns-max-size = -1\n', 'error toml-value-type'],
    [storage, '[storage.options.overlay]\nmount_opt = "nodev"\n', 'warning toml-unknown-key'],
    [containers, '[containers]\npids_limit = "100"\n', 'error toml-value-type'],
    [containers, '[containers]\npids_limit = 1.5\n', 'error toml-value-type'],
    [containers, '[containers]\ndefault_capabilities = "NET_RAW"\n', 'error toml-value-type'],
    [containers, '[engine]\nconmon_path = [1]\n', 'error toml-value-type'],
    [containers, '[engine.runtimes]\ncrun = "/usr/bin/crun"\n', 'error toml-value-type'],
    [containers, '[something]\nelse = 1\n', 'information toml-unknown-key'],
    ['/usr/share/containers/containers.conf.d/a.conf', '[engine]\nruntime = true\n', 'error toml-value-type'],
    ['/etc/containers/containers.rootless.conf.d/1000/a.conf', '[engine]\nruntime = true\n', 'error toml-value-type'],
  ])('%s with %j: %s', async (path, text, finding) => expect((await opened(path, text)).said).toEqual([finding]));

  it('complete their tables and keys, and say what a key is for', async () => {
    const text = '[containers]\n\n';
    const { document, context } = await opened(containers, text);
    const labels = (complete(document, 13, context) ?? []).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['pids_limit', 'seccomp_profile', '[engine]']));
    const keyed = await opened(containers, '[containers]\nseccomp_profile = "/a"\n');
    expect(hover(keyed.document, 15, keyed.context)?.markdown).toContain('The seccomp profile of containers that name none');
  });

  it('say in the status whether they are read', async () => {
    const { document, context } = await opened('/etc/containers/storage.conf.d/a.conf', '[storage]\n', 'podman 5.4');
    expect(statusOf(document, context, { rules: {} } as Parameters<typeof statusOf>[2]).description).toContain('not read by podman 5.4');
  });

  it('are files of that name in a folder of the container tools only', async () => {
    for (const path of ['/etc/other/storage.conf', '/src/containers.conf'])
      expect(
        await open({ uri: `file:///tree${path}`, languageId: '', version: 0, text: '[a]\n' }, memoryFiles({}), { context: defaultContext }),
      ).toBeUndefined();
  });
});

describe('TOML by the reader', () => {
  const text = '[[registry]]\nlocation = "a.example"\nmirror = [{\n  location = "b.example",\n}]\n';

  it('has inline tables on several lines since its version 1.1', async () => {
    expect((await opened('/etc/containers/registries.conf', text)).said).toEqual([]);
    const { found } = await opened('/etc/containers/registries.conf', text, 'podman 5.8');
    expect(found.map(({ code }) => code)).toContain('policy/toml-syntax');
    expect(found[0]?.message).toContain('TOML 1.0, which podman 5.8 reads');
    expect((await opened('/etc/containers/registries.conf', text, 'cri-o 1.36')).said).toEqual([]);
  });

  it.each([
    ['podman 5.8', false],
    ['skopeo 1.9.3', false],
    ['cri-o 1.34', false],
    ['cri-o 1.35', true],
    ['openshift 4.22', true],
    ['openshift 4.21', false],
    ['podman 6.0', true],
    ['latest', true],
  ])('%s reads TOML 1.1: %s', (target, expected) => expect(readsToml11(signatureReader(target).release)).toBe(expected));
});
