import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, CompletionItem, Diagnostic, DocumentSymbol, Hover, TextDocumentEdit } from 'vscode-languageserver';
import { applyEdits, linesOf } from '../../server/src/core';
import { imagePolicyWith } from '../../server/src/languages/policy/openshift/example';
import { type LspClient, positionIn, startInProcess, startNodeBundle, startWorkerBundle } from '../helpers/lspClient';

/** One file of each language with the same four things to see: a finding, a hover, a completion, a quick fix. */
const files = {
  seccomp: {
    uri: 'file:///project/web.seccomp.json',
    languageId: 'seccomp',
    text: '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "syscalls": [\n    { "names": ["raed"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_NET_RAW"] } }\n  ]\n}\n',
    finding: { on: '"raed"', code: 'seccomp/unknown-syscall' },
    hover: { on: 'CAP_NET_RAW', says: 'raw' },
    complete: { at: 'SCMP_ACT_ALLOW', offers: 'SCMP_ACT_LOG' },
    fix: { on: '"raed"', gives: '"read"' },
  },
  apparmor: {
    uri: 'file:///project/apparmor.d/web',
    languageId: 'apparmor',
    text: 'abi <abi/4.0>,\n\nprofile web /usr/bin/web {\n  capability net_raw,\n  /etc/hosts r\n  /tmp/** rw,\n}\n',
    finding: { on: '/etc/hosts r', code: 'apparmor/missing-comma' },
    hover: { on: 'net_raw', says: 'raw' },
    complete: { at: 'net_raw', offers: 'net_bind_service' },
    fix: { on: '/etc/hosts r', gives: '/etc/hosts r,' },
  },
  policy: {
    uri: 'file:///project/containers/policy.json',
    languageId: 'containers-policy',
    text: '{\n  "default": [{ "type": "reject" }],\n  "transports": {\n    "docker": { "quay.io/crio": { "type": "insecureAcceptAnything" } }\n  }\n}\n',
    finding: { on: '{ "type": "insecureAcceptAnything" }', code: 'policy/requirements-not-a-list' },
    hover: { on: 'insecureAcceptAnything', says: 'signature' },
    complete: { at: 'reject', offers: 'signedBy' },
    fix: { on: '{ "type": "insecureAcceptAnything" }', gives: '[{ "type": "insecureAcceptAnything" }]' },
  },
  pod: {
    uri: 'file:///project/pod.yaml',
    languageId: 'yaml',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true # why\n        capabilities:\n          add: [NET_RAW]\n',
    finding: { on: 'true', code: 'pod/privileged' },
    hover: { on: 'NET_RAW', says: 'raw' },
    complete: { at: 'NET_RAW', offers: 'NET_BIND_SERVICE' },
    fix: { on: 'true', gives: 'privileged: false # why' },
  },
} as const;

describe.each([
  ['in this process', startInProcess] as const,
  ['as Node bundle', startNodeBundle] as const,
  ['as worker bundle', startWorkerBundle] as const,
])('the server %s', (_, start) => {
  let client: LspClient;
  beforeAll(async () => {
    client = await start({
      folders: ['file:///project'],
      files: Object.fromEntries(Object.values(files).map(({ uri, text }) => [uri, text])),
    });
    for (const { uri, languageId, text } of Object.values(files)) await client.open(uri, languageId, text);
  });
  afterAll(() => client.stop());

  it('announces what it can', () => {
    expect(client.initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { change: 2 },
      diagnosticProvider: { interFileDependencies: true },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'refactor.rewrite.harden', 'source.fixAll.confine'] },
      workspace: { textDocumentContent: { schemes: ['profile-default', 'confine-rendered', 'confine-rule', 'confine-answer'] } },
    });
  });

  describe.each(Object.entries(files))('%s', (name, file) => {
    const { uri, text } = file;
    const at = (word: string, plus = 1) => positionIn(text, text.indexOf(word) + plus);
    const findings = async () => (await client.diagnostics(uri)).filter((diagnostic) => diagnostic.code === file.finding.code);

    it('has its finding, with a page that the server serves', async () => {
      const [diagnostic] = (await findings()) as [Diagnostic];
      expect(diagnostic, JSON.stringify(await client.diagnostics(uri))).toBeDefined();
      expect(diagnostic.source).toBe('confine');
      const page = await client.request<{ text: string }>('workspace/textDocumentContent', { uri: diagnostic.codeDescription?.href });
      expect(page.text).toContain(file.finding.code);
    });

    it('explains what is hovered', async () => {
      const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position: at(file.hover.on, 2) });
      expect((hover?.contents as { value: string } | undefined)?.value).toContain(file.hover.says);
    });

    it('completes, with documentation on demand', async () => {
      const list = await client.request<{ items: CompletionItem[] }>('textDocument/completion', {
        textDocument: { uri },
        position: at(file.complete.at, 1),
      });
      const item = list.items.find((candidate) => candidate.label === file.complete.offers);
      expect(item, list.items.map((candidate) => candidate.label).join(' ')).toBeDefined();
      const resolved = await client.request<CompletionItem>('completionItem/resolve', item);
      expect((resolved.documentation as { value: string } | undefined)?.value?.length).toBeGreaterThan(10);
    });

    it('fixes what it found', async () => {
      const [{ range }] = (await findings()) as [Diagnostic];
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics: [], only: ['quickfix'] },
      });
      const lines = linesOf(text);
      const own = actions.filter((action) => action.diagnostics?.some((diagnostic) => diagnostic.code === file.finding.code));
      const resolved = await Promise.all(
        own.map((action) => (action.edit ? action : client.request<CodeAction>('codeAction/resolve', action))),
      );
      const results = resolved.map((action) => {
        const [change] = (action.edit?.documentChanges ?? []) as TextDocumentEdit[];
        return applyEdits(
          text,
          (change as TextDocumentEdit).edits.map((edit) => ({
            span: {
              start: lines.offsetAt((edit as { range: Diagnostic['range'] }).range.start),
              end: lines.offsetAt((edit as { range: Diagnostic['range'] }).range.end),
            },
            text: (edit as { newText: string }).newText,
          })),
        );
      });
      expect(
        results.some((result) => result.includes(file.fix.gives)),
        results.join('\n---\n'),
      ).toBe(true);
    });

    it('has symbols and a status', async () => {
      expect((await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } })).length).toBeGreaterThan(0);
      const status = await client.request<{ language: string; can: string[] }>('confine/status', { uri });
      expect(status.language).toBe(name);
      expect(status.can).toEqual(expect.arrayContaining(['diff', 'showDefault', 'ask']));
    });

    it('is compared with the default', async () => {
      const diff = await client.request<{ left: string; report: string; title: string }>('confine/diff', { uri });
      expect(diff.report).toContain('# ');
      const left = await client.request<{ text: string }>('workspace/textDocumentContent', { uri: diff.left });
      expect(left.text.length).toBeGreaterThan(20);
    });
  });

  it('shows what is written from an image policy', async () => {
    const uri = 'file:///project/image-policy.yaml';
    await client.open(uri, 'yaml', imagePolicyWith({ scopes: ['quay.io/shop'] }));
    expect((await client.request<{ can: string[] }>('confine/status', { uri })).can).toContain('showRendered');
    const files = await client.request<{ path: string; uri: string }[]>('confine/rendered', { uri });
    expect(files.map(({ path }) => path)).toEqual(['/etc/containers/policy.json', '/etc/containers/registries.d/sigstore-registries.yaml']);
    const { text } = await client.request<{ text: string }>('workspace/textDocumentContent', { uri: files[0]?.uri });
    expect(JSON.parse(text).transports.docker).toHaveProperty(['quay.io/shop']);
  });

  it('compares with another version, which only the client has', async () => {
    for (const { uri, text, finding, fix } of Object.values(files)) {
      const against = { title: 'the file at HEAD', text: text.replace(finding.on, fix.gives), uri: `git:${uri}` };
      const { left, report, title } = await client.request<{ left: string; report: string; title: string }>('confine/diff', {
        uri,
        against,
      });
      expect([left, title]).toEqual([`git:${uri}`, `the file at HEAD ↔ ${uri.split('/').at(-1)}`]);
      expect(report).toContain('# ');
      const same = await client.request<{ report: string }>('confine/diff', { uri, against: { ...against, text } });
      expect(same.report).toContain('no difference in meaning');
    }
  });

  it('compares with the default of any runtime', async () => {
    const { uri } = files.seccomp;
    const offered = await client.request<{ title: string; runtime?: string }[]>('confine/defaults', { uri });
    expect(offered.map(({ title }) => title)).toEqual(['docker default', 'podman default', 'CRI-O default', 'containerd default']);
    expect(offered[0]?.runtime).toBeUndefined();
    const podman = await client.request<{ left: string; title: string }>('confine/diff', { uri, against: { runtime: 'podman' } });
    expect(podman.title).toBe('podman default ↔ web.seccomp.json');
    const left = await client.request<{ text: string }>('workspace/textDocumentContent', { uri: podman.left });
    const docker = await client.request<{ left: string }>('confine/diff', { uri });
    expect(left.text).not.toBe((await client.request<{ text: string }>('workspace/textDocumentContent', { uri: docker.left })).text);
  });

  it('follows edits', async () => {
    const uri = 'file:///project/typed.yaml';
    await client.open(uri, 'yaml', files.pod.text);
    expect((await client.diagnostics(uri)).map((diagnostic) => diagnostic.code)).toContain('pod/privileged');
    const start = files.pod.text.indexOf('true');
    await client.edit(uri, start, start + 4, 'false');
    expect((await client.diagnostics(uri)).map((diagnostic) => diagnostic.code)).not.toContain('pod/privileged');
  });

  it('hardens by command, for editors without its client', async () => {
    const uri = 'file:///project/commanded.yaml';
    await client.open(uri, 'yaml', files.pod.text);
    const applied: unknown[] = [];
    client.connection.onRequest('workspace/applyEdit', (params) => {
      applied.push(params);
      return { applied: true };
    });
    await client.request('workspace/executeCommand', { command: 'confine.hardenFile', arguments: [uri] });
    expect(JSON.stringify(applied)).toContain('"version":1');
  });

  it('says nothing about files of others', async () => {
    const uri = 'file:///project/compose.yaml';
    await client.open(uri, 'yaml', 'services:\n  web:\n    privileged: true\n');
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await client.request('confine/status', { uri })).toBeNull();
  });

  it('lists its rules and templates', async () => {
    const rules = await client.request<{ code: string }[]>('confine/rules', null);
    expect(rules.map((rule) => rule.code)).toEqual(expect.arrayContaining(Object.values(files).map((file) => file.finding.code)));
    const templates = await client.request<{ languageId: string; text: string }[]>('confine/templates', null);
    expect(new Set(templates.map((template) => template.languageId)).size).toBeGreaterThanOrEqual(4);
  });

  it('checks the workspace', async () => {
    const summary = await client.request<{ files: number; warning: number }>('confine/checkWorkspace', {});
    expect(summary.files).toBe(4);
    expect(summary.warning).toBeGreaterThan(0);
  });
});

describe('the workspace', () => {
  it('is known before a file is compared: who uses it decides with what', async () => {
    const pod = files.pod.text.replace('privileged: true # why', 'seccompProfile: { type: Localhost, localhostProfile: web.seccomp.json }');
    const { uri, languageId, text } = files.seccomp;
    const client = await startInProcess({ folders: ['file:///project'], files: { [files.pod.uri]: pod, [uri]: text } });
    await client.open(uri, languageId, text);
    expect((await client.request<{ title: string }>('confine/diff', { uri })).title).toBe('containerd default ↔ web.seccomp.json');
    await client.stop();
  });
});

it('shows the worst of very many findings, and says that there are more', async () => {
  const rules = Array.from({ length: 1200 }, (_, i) => `  /srv/web/d${i} r,\n`).join('');
  const text = `abi <abi/4.0>,\n\nprofile web {\n  /srv/web/** r,\n${rules}  /etc/hosts r\n}\n`;
  const uri = 'file:///project/apparmor.d/wide';
  const client = await startInProcess({ folders: ['file:///project'], files: { [uri]: text }, settings: { preset: 'strict' } });
  await client.open(uri, 'apparmor', text);
  const found = await client.diagnostics(uri);
  expect(found.length).toBe(1000);
  expect(found.filter(({ code }) => code === 'apparmor/missing-comma').length).toBe(1);
  expect(found.filter(({ code }) => code === 'apparmor/covered-rule').length).toBe(998);
  expect(found.at(-1)?.message).toMatch(/^202 further findings of this file are not shown/);
  await client.stop();
});
