import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { rivalsOf } from '../../../../server/src/languages/policy/root';
import { check, open, statusOf } from '../../../../server/src/service';

const root = 'file:///project/rootfs';
const section = 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n';
const policy =
  '{ "default": [{ "type": "reject" }], "transports": { "containers-storage": { "": [{ "type": "insecureAcceptAnything" }] } } }';
const conf = 'unqualified-search-registries = ["quay.io"]\n';

/** What is said of one file of a tree that has others too. */
async function said(path: string, text: string, others: readonly string[], target = 'latest') {
  const context = { ...defaultContext, policy: { target } };
  const files = memoryFiles(Object.fromEntries(others.map((other) => [root + other, 'x'])));
  const document = await open({ uri: root + path, languageId: '', version: 0, text }, files, { context });
  if (!document) throw new Error(`${path} is not recognized`);
  const own = check(document, context, { rules: {} }).filter(({ code }) => code === 'policy/hidden-file');
  const { description } = statusOf(document, context, { rules: {} } as Parameters<typeof statusOf>[2]);
  return { messages: own.map(({ severity, message }) => `${severity}: ${message}`), description };
}

describe('a file of the container tools in its tree', () => {
  it.each([
    ['/usr/share/containers/registries.d/a.yaml', section, '/etc/containers/registries.d/a.yaml'],
    ['/usr/share/containers/registries.conf', conf, '/etc/containers/registries.conf'],
    ['/usr/share/containers/registries.conf.d/a.conf', conf, '/etc/containers/registries.conf.d/a.conf'],
    ['/usr/share/containers/policy.json', policy, '/etc/containers/policy.json'],
  ])('%s is hidden by its counterpart in /etc', async (path, text, other) => {
    const { messages, description } = await said(path, text, [other]);
    expect(messages).toEqual([expect.stringContaining(`information: This file is hidden by ${other}`)]);
    expect(description).toContain(`hidden by ${other}`);
    const alone = await said(path, text, [other.replace(/[^/]+$/, 'other')]);
    expect(alone.messages).toEqual([]);
    expect(alone.description).not.toContain('hidden');
  });

  it.each([
    ['/usr/share/containers/registries.d/a.yaml', section],
    ['/usr/share/containers/registries.conf', conf],
    ['/usr/share/containers/policy.json', policy],
  ])('%s is not read before containers/image 5.40', async (path, text) => {
    const { messages, description } = await said(path, text, [], 'podman 5.4');
    expect(messages).toEqual([expect.stringContaining('information: This file is not read by podman 5.4')]);
    expect(description).toContain('not read by podman 5.4');
  });

  it('folders for rootful and rootless are read from 5.40 on, and hide the common one', async () => {
    const path = '/etc/containers/registries.rootless.d/a.yaml';
    expect((await said(path, section, [])).messages).toEqual([]);
    expect((await said(path, section, [], 'podman 5.4')).messages).toEqual([
      expect.stringContaining('warning: This file is not read by podman 5.4'),
    ]);
    const common = await said('/etc/containers/registries.d/a.yaml', section, [path]);
    expect(common.messages).toEqual([expect.stringContaining('for users without root')]);
  });

  it('a file of the administrator is read', async () => {
    for (const target of ['latest', 'podman 5.4'])
      expect((await said('/etc/containers/policy.json', policy, ['/usr/share/containers/policy.json'], target)).messages).toEqual([]);
  });

  it('looks for what could hide it and nothing else', () => {
    expect(rivalsOf(`${root}/usr/share/containers/policy.json`)).toEqual([`${root}/etc/containers/policy.json`]);
    expect(rivalsOf(`${root}/etc/containers/policy.json`)).toEqual([]);
    expect(rivalsOf(`${root}/usr/share/containers/registries.conf.d/a.conf`)).toEqual([
      `${root}/etc/containers/registries.conf.d/a.conf`,
      `${root}/usr/share/containers/registries.rootful.conf.d/a.conf`,
      `${root}/usr/share/containers/registries.rootless.conf.d/a.conf`,
      `${root}/etc/containers/registries.rootful.conf.d/a.conf`,
      `${root}/etc/containers/registries.rootless.conf.d/a.conf`,
    ]);
    expect(rivalsOf('file:///w/app/policy.json')).toEqual([]);
  });
});
