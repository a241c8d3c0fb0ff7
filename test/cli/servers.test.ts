import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, root, useFolder } from './folder';

useFolder();

/** What a server of the command answers to lines that are written at once, before the input ends. */
const served = (name: string, input: string) =>
  spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), name], { cwd: folder, input, encoding: 'utf8', timeout: 60_000 });

const framed = (message: object): string => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

describe('lsp', () => {
  it('answers what came before the end of its input, and ends well', () => {
    const messages = [
      { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      { method: 'initialized', params: {} },
      { id: 2, method: 'shutdown' },
      { method: 'exit' },
    ];
    const { stdout, status } = served('lsp', messages.map(framed).join(''));
    expect(stdout).toContain('"serverInfo":{"name":"confine"');
    expect(status).toBe(0);
  });
  it('names a wrong option', () => {
    const { stderr, status } = confine(['lsp', '--soket', '1']);
    expect(stderr).toContain("Unknown option '--soket'");
    expect(status).toBe(2);
  });
});

describe('mcp', () => {
  function answers(...calls: readonly { readonly method: string; readonly params?: object }[]): readonly { readonly result: object }[] {
    const hello = {
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    const lines = [hello, ...calls].map((call, i) => JSON.stringify({ jsonrpc: '2.0', id: i, ...call }));
    lines.splice(1, 0, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    const { stdout } = served('mcp', `${lines.join('\n')}\n`);
    const read = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return calls.map((_, i) => read.find(({ id }) => id === i + 1));
  }
  const call = (name: string, args: object) => ({ method: 'tools/call', params: { name, arguments: args } });
  const text = (answer: unknown) => (answer as { result: { content: { text: string }[] } }).result.content[0]?.text ?? '';

  it('lists tools that only read', () => {
    const listed = answers({ method: 'tools/list' }).map(({ result }) => result);
    const [{ tools }] = listed as unknown as [{ tools: { name: string; annotations: object; inputSchema: { required: string[] } }[] }];
    expect(tools.map(({ name }) => name)).toEqual([
      'confine_check',
      'confine_explain',
      'confine_why',
      'confine_diff',
      'confine_harden',
      'confine_rule',
    ]);
    for (const tool of tools) expect(tool.annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
  });
  it('answers for a file of the folder and for a text', () => {
    put('pods/web.yaml', privileged);
    const [fromDisk, fromText, hardened, explained] = answers(
      call('confine_check', { path: 'pods/web.yaml' }),
      call('confine_check', { path: 'pods/web.yaml', text: privileged.replace('privileged: true', 'privileged: false') }),
      call('confine_harden', { path: 'pods/web.yaml' }),
      call('confine_explain', { path: 'pods/web.yaml', query: 'app' }),
    );
    expect(JSON.parse(text(fromDisk)).findings).toContainEqual(expect.objectContaining({ rule: 'pod/privileged', line: 10 }));
    expect(text(fromText)).not.toContain('pod/privileged');
    expect(JSON.parse(text(hardened)).text).toContain('privileged: false');
    expect(text(explained)).toContain('`privileged` | true');
  });
  it('says which line causes a pasted error', () => {
    put('pods/web.yaml', privileged);
    const error =
      'Error from server (Forbidden): error when creating "web.yaml": pods "web" is forbidden: violates PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true)';
    const [answer] = answers(call('confine_why', { text: error }));
    const { answers: found } = JSON.parse(text(answer));
    expect(found[0]).toMatchObject({ layer: 'admission', certainty: 'certain', decides: { path: 'pods/web.yaml' } });
    expect(found[0].decides.range.start.line).toBe(9);
  });
  it('says why there is no answer, and reads nothing outside the folder', () => {
    const all = answers(
      call('confine_check', { path: '/etc/passwd' }),
      call('confine_check', { path: '../outside.yaml' }),
      call('confine_check', { path: 7 }),
      call('confine_fly', {}),
      call('confine_rule', { code: 'pod/none' }),
    );
    for (const answer of all) expect(answer?.result).toMatchObject({ isError: true });
    expect(all.map(text)).toEqual([
      '/etc/passwd cannot be read: it is missing, too large or outside the folder.',
      '../outside.yaml cannot be read: it is missing, too large or outside the folder.',
      'The argument path of confine_check must be text.',
      'There is no tool confine_fly.',
      'There is no rule pod/none.',
    ]);
  });
});

describe('--baseline', () => {
  const twice = privileged.replace('spec:\n', 'spec:\n  hostNetwork: true\n');
  it('reports what an earlier report does not have', () => {
    put('base/web.yaml', privileged);
    put('before.json', confine(['check', '--format', 'json', 'base']).stdout);
    const fails = ['check', '--fail-on', 'warning', '--baseline', 'before.json'];
    const same = confine([...fails, 'base']);
    expect(same.stdout).toMatch(/^1 file checked: no findings$/m);
    expect(same.stderr).toMatch(/^confine: \d+ findings? of before\.json (?:is|are) not reported again$/m);
    expect(same.status).toBe(0);
    put('base/web.yaml', `# moved\n\n${twice}`);
    const { stdout, status } = confine([...fails, 'base']);
    expect(stdout).toContain('[pod/host-namespaces]');
    expect(stdout).not.toContain('[pod/privileged]');
    expect(status).toBe(1);
  });
  it('knows a file by an absolute path, and one that was renamed since', () => {
    put('moved/web.yaml', privileged);
    put('before.json', confine(['check', '--format', 'json', 'moved']).stdout);
    const codes = (name: string) => confine(['check', '--baseline', 'before.json', name]).stdout.match(/\[pod\/privileged\]/g)?.length ?? 0;
    expect(codes(path.join(folder, 'moved/web.yaml'))).toBe(0);
    put('moved/copy.yaml', privileged);
    expect(codes('moved/copy.yaml')).toBe(1);
    rmSync(path.join(folder, 'moved/web.yaml'));
    expect(codes('moved/copy.yaml')).toBe(0);
  });
  it('names a file that is no report', () => {
    put('before.json', '{}');
    const { stderr, status } = confine(['check', '--baseline', 'before.json', 'base']);
    expect(stderr).toContain('--baseline before.json: not a report of confine check, in JSON or SARIF');
    expect(status).toBe(2);
    expect(confine(['check', '--baseline', 'missing.json', 'base']).status).toBe(2);
  });
});
