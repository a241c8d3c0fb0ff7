import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { defaultContext, memoryFiles, type Severity } from '../../../server/src/core';
import {
  contextMaker,
  defaultSettings,
  detect,
  excluded,
  explain,
  filesBelow,
  hover,
  isSearched,
  open,
  ownsStructure,
  readSettings,
  settingKeys,
  workspaceIndex,
} from '../../../server/src/service';
import '../../helpers/languages';

const source = (path: string, text = '', languageId = '') => ({ uri: `file:///${path}`, languageId, version: 0, text });

describe('detect', () => {
  it.each([
    ['by language id', source('x', '', 'seccomp'), 'seccomp'],
    ['by language id', source('x.json', '', 'containers-policy'), 'policy'],
    ['by name', source('etc/containers/policy.json', '{'), 'policy'],
    ['by name', source('etc/containers/registries.d/default.yaml', 'docker:\n'), 'policy'],
    ['by name', source('etc/containers/registries.conf.d/shop.conf', ''), 'policy'],
    ['by name', source('etc/crio/crio.conf.d/10-keys', ''), 'policy'],
    ['by name', source('profiles/web.seccomp.json', '{'), 'seccomp'],
    ['by name', source('var/lib/kubelet/seccomp/a/b.json', '{'), 'seccomp'],
    ['by name', source('etc/apparmor.d/usr.bin.web', ''), 'apparmor'],
    ['not a note beside profiles', source('etc/apparmor.d/README.md', '# x'), undefined],
    ['by name, in a collection', source('src/apparmor.d/apparmor.d/groups/web/web-daemon', ''), 'apparmor'],
    ['by name, a service’s', source('apparmor.d/profiles-s-z/web.service', ''), 'apparmor'],
    ['no policy beside it', source('src/apparmor.d/tests/expected', 'web complain\n'), undefined],
    ['no policy beside it, as an editor sees it', source('src/apparmor.d/README.md', '# Profiles', 'apparmor'), undefined],
    ['no policy beside it, as an editor sees it', source('src/apparmor.d/main.go', 'package main', 'apparmor'), undefined],
    ['a profile whose name ends like a script', source('apparmor.d/usr.bin.web.sh', '# c\n\n/usr/bin/web.sh {\n}\n'), 'apparmor'],
    ['a profile that an editor was told of', source('notes/web.txt', '', 'apparmor'), 'apparmor'],
    ['features that an abi rule names', source('etc/apparmor.d/abi/4.0', 'query {label {multi_transaction {yes\n}\n}\n}\n'), undefined],
    ['features that an abi rule names', source('etc/apparmor.d/abi/4.0', 'query {label {', 'apparmor'), undefined],
    ['by shape', source('profiles/web', '# c\n@{exec_path} = /usr/bin/web\n'), 'apparmor'],
    ['by shape', source('profiles/web', '#include <tunables/global>\n'), 'apparmor'],
    ['a template of Go or Jinja', source('etc/apparmor.d/web', 'profile {{ .Name }} {\n}\n', 'apparmor'), 'apparmor'],
    ['a template is not a profile yet', source('etc/apparmor.d/web', 'profile <%= name %> {\n}\n', 'apparmor'), undefined],
    ['a template is not a profile yet', source('templates/web', '#include <tunables/global>\n\n###VAR###\n', 'apparmor'), undefined],
    ['a comment makes no template', source('etc/apparmor.d/web', '# from {{ web }}\n', 'apparmor'), 'apparmor'],
    ['nested alternatives are no template', source('etc/apparmor.d/web', 'profile web {\n  /{{a,b},{{c,d},e}}/x r,\n}\n'), 'apparmor'],
    ['a script is not ours', source('bin/web', '#!/bin/sh\n/usr/bin/web {a,b}\n'), undefined],
    ['by shape', source('profile.json', '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}'), 'seccomp'],
    ['by shape', source('p.json', '{ "default": [{"type": "reject"}] }'), 'policy'],
    ['by shape', source('x.yaml', '# c\napiVersion: v1\nkind: Pod\n', 'yaml'), 'pod'],
    ['by shape', source('x.yaml', '- a: 1\n', 'yaml'), undefined],
    ['by shape', source('web', 'abi <abi/4.0>,\nprofile web {\n}\n', 'plaintext'), 'apparmor'],
    [
      'an operator’s profile, read as a manifest',
      source('x.yaml', 'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\n', 'yaml'),
      'pod',
    ],
    ['by shape', source('compose.yaml', 'services:\n  a:\n    privileged: true\n', 'yaml'), 'compose'],
    ['by shape', source('config.json', '{"ociVersion": "1.2.0", "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO"}}}'), 'oci'],
    ['the state of a container', source('state.json', '{"ociVersion": "1.2.0", "bundle": "/x"}'), undefined],
    ['by its first line', source('user-data', '#cloud-config\nwrite_files: []\n'), 'cloudInit'],
    ['by outermost keys alone', source('x.json', '{"a": {"apiVersion": "v1", "kind": "Pod"}}'), undefined],
    ['by outermost keys alone', source('x.yaml', 'apiVersion: 1\nspec:\n  kind: Pod\n'), undefined],
    ['a template that begins with an action', source('x.yaml', '{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n'), 'pod'],
    [
      'a List whose keys are in their order',
      source('x.json', `{"apiVersion": "v1", "items": [${'{},'.repeat(30_000)}{}], "kind": "List"}`),
      'pod',
    ],
    ['logrotate’s', source('nginx', '/var/log/nginx/*.log {\n  daily\n}\n'), undefined],
    ['package.json is not ours', source('package.json', '{"name": "x", "default": []}', 'json'), undefined],
    ['another .conf is not ours', source('etc/nginx.conf', 'a = 1\n'), undefined],
    ['other languages are not ours', source('x.ts', 'profile web {', 'typescript'), undefined],
  ])('%s: %o', (_, file, expected) => expect(detect(file)).toBe(expected));
  it('looks for outermost keys only where neither name nor first line says what a text is', () => {
    // Each look at the keys goes through the text by `matchAll`.
    const keys = vi.spyOn(String.prototype, 'matchAll');
    const rules = '/srv/web/** r,\n'.repeat(10_000);
    expect(detect(source('etc/apparmor.d/web', `profile web {\n${rules}}\n`, 'apparmor'))).toBe('apparmor');
    expect(keys).not.toHaveBeenCalled();
    expect(detect(source('x.yaml', 'apiVersion: v1\nkind: Pod\n'))).toBe('pod');
    expect(keys).toHaveBeenCalled();
    keys.mockRestore();
  });
});

describe('settings', () => {
  const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../package.json'), 'utf8'));
  const properties = Object.assign({}, ...manifest.contributes.configuration.map((group: { properties: object }) => group.properties));
  it('are those of the manifest, with its defaults', () => {
    const own = Object.values(settingKeys).map(([key]) => `confine.${key}`);
    const inManifest = Object.keys(properties).filter((key) => key !== 'confine.trace.server');
    expect(inManifest.sort()).toEqual([...own].sort());
    const defaults = Object.fromEntries(inManifest.map((key) => [key.replace('confine.', ''), properties[key].default]));
    expect(readSettings(defaults)).toEqual({ settings: defaultSettings, problems: [] });
  });
  it('are read nested and dotted, wrong ones named and left out', () => {
    const { settings, problems } = readSettings({
      target: 'podman',
      kubernetes: { version: 1.3 },
      kernel: 'new',
      'podSecurity.level': 'strict',
      rules: { 'pod/privileged': 'off', 'pod/x': 'loud' },
      capabilities: ['NET_RAW'],
    });
    expect(settings).toMatchObject({
      target: 'podman',
      kubernetes: '1.3',
      podSecurity: 'auto',
      rules: { 'pod/privileged': 'off' as Severity },
      capabilities: ['CAP_NET_RAW'],
    });
    expect(problems).toEqual([
      'confine.kernel: "new" is not a line of Linux releases, such as 6.18',
      'confine.podSecurity.level: "strict" is not a value that this setting takes',
    ]);
    for (const raw of [undefined, null, 1, 'x', [], { target: [] }]) expect(readSettings(raw).settings).toEqual(defaultSettings);
  });
  it('make one context as long as nothing differs', () => {
    const make = contextMaker();
    const facts = [] as const;
    expect(make(defaultSettings, facts, true)).toBe(make(defaultSettings, facts, true));
    expect(make(defaultSettings, facts, true)).not.toBe(make(defaultSettings, [], true));
    expect(make({ ...defaultSettings, podSecurity: 'restricted' }, facts, true).podSecurity).toBe('restricted');
  });
  it('leave paths out', () => {
    expect(excluded('/project/vendor/x.yaml', { exclude: ['**/vendor/**'] })).toBe(true);
    expect(excluded('/project/x.yaml', { exclude: ['**/vendor/**'] })).toBe(false);
  });
});

describe('ownsStructure', () => {
  it.each([
    ['json', true, false, 'auto', false],
    ['json', false, false, 'auto', true],
    ['yaml', true, true, 'auto', false],
    ['yaml', true, false, 'auto', true],
    ['seccomp', true, true, 'auto', true],
    ['yaml', true, true, 'always', true],
    ['seccomp', true, true, 'never', false],
  ] as const)('%s beside json %s, yaml %s, setting %s: %s', (id, json, yaml, setting, expected) =>
    expect(ownsStructure(id, { json, yaml }, setting)).toBe(expected),
  );
});

describe('the workspace', () => {
  const pod = (profile: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  securityContext:\n    seccompProfile: {type: Localhost, localhostProfile: ${profile}}\n  containers: [{name: a, image: quay.io/a/b}]\n`;
  const texts = {
    'file:///w/pod.yaml': pod('web.json'),
    'file:///w/node_modules/x/pod.yaml': pod('other.json'),
    'file:///w/notes.txt': 'x',
    'file:///w/seccomp/web.json': '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}',
  };
  it('is searched for what may be ours, dependencies left out', async () => {
    const found: string[] = [];
    for await (const uri of filesBelow(memoryFiles(texts), ['file:///w/'])) found.push(uri);
    expect(found).toEqual(['file:///w/pod.yaml', 'file:///w/seccomp/web.json']);
  });
  it('is searched for notes in Markdown where the setting is on', async () => {
    const found: string[] = [];
    const notes = memoryFiles({ 'file:///w/README.md': '', 'file:///w/pod.yaml': '' });
    for await (const uri of filesBelow(notes, ['file:///w'], { context: { markdown: true } })) found.push(uri);
    expect(found).toEqual(['file:///w/README.md', 'file:///w/pod.yaml']);
  });
  it('knows what Compose files refer to', async () => {
    const compose =
      'services:\n  web:\n    image: quay.io/a/web:1\n    security_opt: ["seccomp:./profiles/web.json", apparmor=web, seccomp:unconfined]\n';
    const index = workspaceIndex(memoryFiles({ 'file:///w/compose.yaml': compose }));
    await index.scan(['file:///w']);
    expect(index.facts().map((fact) => `${fact.kind} ${fact.name} ${fact.detail}`)).toEqual([
      'uses-seccomp-profile ./profiles/web.json compose',
      'uses-apparmor-profile web compose',
      'uses-image quay.io/a/web:1 compose',
    ]);
  });
  it('asks the signature policy about images, and the hover on an image says it', async () => {
    const policy = '{"default": [{"type": "reject"}], "transports": {"docker": {"quay.io/a": [{"type": "insecureAcceptAnything"}]}}}';
    const all = { ...texts, 'file:///w/containers/policy.json': policy };
    const index = workspaceIndex(memoryFiles(all));
    await index.scan(['file:///w']);
    const verdict = index.facts().find((fact) => fact.kind === 'image-verdict');
    expect(verdict).toMatchObject({ name: 'quay.io/a/b', uri: 'file:///w/containers/policy.json' });
    const text = texts['file:///w/pod.yaml'];
    const context = { ...defaultContext, facts: index.facts() };
    const document = (await open({ uri: 'file:///w/pod.yaml', languageId: '', version: 0, text }, memoryFiles(), { context }))!;
    expect(hover(document, text.indexOf('quay.io') + 2, context)?.markdown).toContain(verdict?.detail);
    expect(explain(document, 'a', context)?.markdown).toContain(verdict?.detail);
    expect(hover(document, text.indexOf('web.json') + 2, context)?.markdown).toContain('[web.json](file:///w/seccomp/web.json)');
  });
  it('stops at its budget', async () => {
    const found: string[] = [];
    for await (const uri of filesBelow(memoryFiles(texts), ['file:///w'], { budget: { entries: 3, files: 9, depth: 9 } })) found.push(uri);
    expect(found).toEqual(['file:///w/pod.yaml']);
  });
  it('tells what files say of each other, the same array while nothing changed', async () => {
    const index = workspaceIndex(memoryFiles(texts));
    await index.scan(['file:///w']);
    const facts = index.facts();
    expect(facts.map((fact) => `${fact.kind} ${fact.name}`)).toEqual(
      expect.arrayContaining(['uses-seccomp-profile web.json', 'uses-image quay.io/a/b']),
    );
    const uri = 'file:///w/pod.yaml';
    expect(await index.update([{ uri, text: `# moved\n${texts[uri]}` }])).toBe(false);
    expect(index.facts()).toBe(facts);
    expect(await index.update([{ uri, text: pod('new.json') }])).toBe(true);
    expect(index.facts().some((fact) => fact.name === 'new.json')).toBe(true);
    await index.update([{ uri, text: undefined }]);
    expect(index.facts().some((fact) => fact.uri === uri)).toBe(false);
  });
  it('puts the facts together once for many changes, and never for changes that say nothing new', async () => {
    let gathered = 0;
    const context = () => {
      gathered++;
      return defaultContext;
    };
    const index = workspaceIndex(memoryFiles(texts), { context });
    const change = (i: number, profile: string) => ({ uri: `file:///w/${i}.yaml`, text: pod(profile) });
    await index.update([change(1, 'a.json'), change(2, 'a.json'), change(3, 'a.json')]);
    expect(gathered).toBe(1);
    expect(await index.update([1, 2, 3].map((i) => ({ uri: `file:///w/${i}.yaml`, text: `# moved\n${pod('a.json')}` })))).toBe(false);
    expect(gathered).toBe(1);
    expect(await index.update([change(1, 'a.json'), change(2, 'b.json')])).toBe(true);
    expect(gathered).toBe(2);
  });
  it('looks at the same files when they change as when it searches', () => {
    const searched = (uri: string) => isSearched(uri, ['file:///vendor/w']);
    expect(searched('file:///vendor/w/a/pod.yaml')).toBe(true);
    expect(searched('file:///vendor/w/node_modules/a/pod.yaml')).toBe(false);
    expect(searched('file:///vendor/w/notes.txt')).toBe(false);
    expect(searched('file:///elsewhere/pod.yaml')).toBe(false);
  });
});
