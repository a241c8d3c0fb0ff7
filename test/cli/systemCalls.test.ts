import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uriOf } from '../../server/src/disk';
import { startNodeBundle } from '../helpers/lspClient';
import { canRecord, openedByNode, recordCalls, type SystemCalls } from '../helpers/systemCalls';

const root = path.join(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');
const recorded = canRecord();

/** What was opened that is neither Node's own, nor the program, nor below a folder that may be read. */
function outside({ opened }: SystemCalls, folders: readonly string[], own: ReadonlySet<string>): readonly string[] {
  // Node looks for the `package.json` of a script, to know its kind of module.
  const program = [dist, path.join(root, 'package.json')];
  const isBelow = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);
  return opened.filter((file) => !own.has(file) && ![...program, ...folders].some((folder) => isBelow(file, folder)));
}

describe.skipIf(!recorded)(
  `system calls${recorded ? '' : ' (strace is not installed, or may not look into processes)'}`,
  { timeout: 120_000 },
  () => {
    let top: string;
    let own: ReadonlySet<string>;
    const at = (name: string) => path.join(top, name);

    beforeAll(() => {
      own = openedByNode();
      top = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'confine-calls-')));
      for (const folder of ['work/apparmor.d', 'work/containers', 'work/seccomp', 'outside/folder'])
        mkdirSync(at(folder), { recursive: true });
      writeFileSync(at('outside/secret'), '/secret r,\n');
      writeFileSync(at('outside/folder/rules'), '/secret r,\n');
      symlinkSync(at('outside/secret'), at('work/apparmor.d/linked'));
      symlinkSync(at('outside/folder'), at('work/apparmor.d/folder'));
      symlinkSync(at('outside/secret'), at('work/containers/key.pub'));
      symlinkSync(at('outside/secret'), at('work/seccomp/linked.json'));
      for (const [name, text] of files()) writeFileSync(at(`work/${name}`), text);
    });
    afterAll(() => rmSync(top, { recursive: true, force: true }));

    const files = (): readonly (readonly [string, string])[] => [
      [
        'apparmor.d/app',
        [
          'include <tunables/../../../outside/secret>',
          'profile app {',
          ...['linked', 'folder', 'folder/rules', '../../outside/secret', 'configured'].map((name) => `  include <${name}>`),
          ...[at('outside/secret'), '/etc/shadow', '../outside/secret'].map((name) => `  include "${name}"`),
          '}\n',
        ].join('\n'),
      ],
      [
        'pod.yaml',
        [
          'apiVersion: v1',
          'kind: Pod',
          'metadata: {name: a, annotations: {"container.apparmor.security.beta.kubernetes.io/b": localhost/../../outside/secret}}',
          'spec:',
          '  securityContext: {seccompProfile: {type: Localhost, localhostProfile: ../../outside/secret}}',
          '  containers:',
          '    - name: b',
          '      image: c',
          '      securityContext: {seccompProfile: {type: Localhost, localhostProfile: linked.json}}\n',
        ].join('\n'),
      ],
      [
        'containers/policy.json',
        JSON.stringify({
          default: [{ type: 'signedBy', keyType: 'GPGKeys', keyPath: at('outside/secret') }],
          transports: {
            docker: {
              'a.example': [{ type: 'sigstoreSigned', keyPath: '/etc/shadow' }],
              'b.example': [{ type: 'sigstoreSigned', keyPath: 'key.pub' }],
            },
          },
        }),
      ],
      ['.confine.yaml', `apparmor.includeFolders: [${JSON.stringify(at('outside'))}]\npod.seccompRoot: ${JSON.stringify(at('outside'))}\n`],
    ];

    /** Everything asked of each file of the workspace, as an editor asks it. */
    async function session(trusted: boolean): Promise<SystemCalls> {
      const recorder = recordCalls(process.cwd());
      const client = await startNodeBundle({
        under: recorder.under,
        folders: [uriOf(at('work'))],
        initializationOptions: { readsByClient: false, trusted },
      });
      const languages = new Map([
        ['apparmor.d/app', 'apparmor'],
        ['pod.yaml', 'yaml'],
        ['containers/policy.json', 'containers-policy'],
      ]);
      for (const [name, text] of files()) {
        const uri = uriOf(at(`work/${name}`));
        const textDocument = { uri };
        await client.open(uri, languages.get(name) ?? 'yaml', text);
        await client.diagnostics(uri);
        for (const method of ['documentLink', 'codeLens', 'documentSymbol'])
          await client.request(`textDocument/${method}`, { textDocument });
        for (const [line, content] of text.split('\n').entries()) {
          for (const method of ['hover', 'definition', 'completion'])
            await client.request(`textDocument/${method}`, {
              textDocument,
              position: { line, character: Math.max(0, content.length - 3) },
            });
        }
        await client.connection.sendNotification('textDocument/didSave', { textDocument });
      }
      await client.request('confine/checkWorkspace', {});
      await client.connection.sendRequest('shutdown');
      await client.connection.sendNotification('exit');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await client.stop().catch(() => {});
      const calls = recorder.read();
      recorder.remove();
      return calls;
    }

    it('the command opens what it was told to, starts nothing and asks no network', () => {
      const recorder = recordCalls(root);
      const [program, ...args] = recorder.under;
      expect(spawnSync(program, [...args, process.execPath, 'dist/cli.js', 'check', 'examples'], { cwd: root }).status).toBe(1);
      const calls = recorder.read();
      recorder.remove();
      expect(calls.opened).toContain(path.join(root, 'examples/kubernetes/web.yaml'));
      expect(calls.started).toEqual([process.execPath]);
      expect(calls.network).toEqual([]);
      expect(outside(calls, [path.join(root, 'examples'), '/etc/apparmor.d'], own)).toEqual([]);
    });

    it('the server opens nothing outside of an untrusted workspace, whatever its files say', async () => {
      const calls = await session(false);
      expect(calls.opened).toContain(at('work/pod.yaml'));
      expect(calls.started).toEqual([process.execPath]);
      expect(calls.network).toEqual([]);
      // The names in the root folder show that a folder of no system doesn't exist.
      expect(outside(calls, [at('work')], own).filter((file) => file !== '/')).toEqual([]);
    });

    it('sees the same files where trust lets the settings of the workspace lead out of it', async () => {
      const calls = await session(true);
      expect(outside(calls, [at('work')], own)).toContain(at('outside/secret'));
    });

    it('sees a program, a connection, and files through links', () => {
      const recorder = recordCalls(top);
      const script = `
      require('node:child_process').spawnSync('true');
      require('node:net').connect(9, '127.0.0.1').on('error', () => {});
      require('node:fs').readFileSync(${JSON.stringify(at('work/apparmor.d/linked'))});
    `;
      const [program, ...args] = recorder.under;
      spawnSync(program, [...args, process.execPath, '-e', script], { cwd: top });
      const calls = recorder.read();
      recorder.remove();
      expect(calls.started.some((name) => name.endsWith('/true'))).toBe(true);
      expect(calls.network.some((line) => line.includes('127.0.0.1'))).toBe(true);
      expect(outside(calls, [at('work')], own)).toContain(at('outside/secret'));
    });
  },
);
