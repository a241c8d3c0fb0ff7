import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { startInProcess } from '../helpers/lspClient';

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true # why\n        capabilities:\n          add: [NET_RAW]\n';

describe('settings and neighbours', () => {
  it('severities are the user’s', async () => {
    const client = await startInProcess({ settings: { rules: { 'pod/privileged': 'off', 'pod/host-network': 'error' } } });
    await client.open('file:///project/pod.yaml', 'yaml', pod);
    expect((await client.diagnostics('file:///project/pod.yaml')).map((diagnostic) => diagnostic.code)).not.toContain('pod/privileged');
    await client.stop();
  });

  it('pushes to clients that do not pull, once for a burst of edits', async () => {
    const client = await startInProcess({
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
      initializationOptions: { settings: {} },
    });
    const published: { version: number; diagnostics: Diagnostic[] }[] = [];
    client.connection.onNotification('textDocument/publishDiagnostics', (params) => void published.push(params));
    await client.open('file:///project/pod.yaml', 'yaml', pod);
    await client.edit('file:///project/pod.yaml', 0, 0, '#');
    await client.edit('file:///project/pod.yaml', 1, 1, ' a pod\n');
    await expect.poll(() => published.at(-1)?.version).toBe(3);
    expect(published.at(-1)?.diagnostics.map((diagnostic) => diagnostic.code)).toContain('pod/privileged');
    await client.stop();
  });

  it('leaves syntax to a neighbour that reports it', async () => {
    const broken = pod.replace('name: web', 'name: [web');
    for (const [yaml, reported] of [
      [true, false],
      [false, true],
    ]) {
      const client = await startInProcess({ initializationOptions: { neighbours: { json: true, yaml } } });
      await client.open('file:///project/pod.yaml', 'yaml', broken);
      expect((await client.diagnostics('file:///project/pod.yaml')).some((diagnostic) => diagnostic.code === 'pod/syntax')).toBe(reported);
      await client.stop();
    }
  });

  it('a comment with a reason silences, one without does not', async () => {
    const client = await startInProcess();
    for (const [comment, silent] of [
      ['# confine-ignore pod/privileged: needs the device', true],
      ['# confine-ignore pod/privileged', false],
    ] as const) {
      const uri = `file:///project/${silent}.yaml`;
      await client.open(uri, 'yaml', pod.replace('        privileged', `        ${comment}\n        privileged`));
      expect((await client.diagnostics(uri)).some((diagnostic) => diagnostic.code === 'pod/privileged')).toBe(!silent);
    }
    await client.stop();
  });
});
