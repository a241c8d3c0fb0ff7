/** What the command says of itself, and of what it is started with. */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, root, useFolder } from './folder';

useFolder();

describe('wrong usage', () => {
  it.each([
    [[], 'which command?'],
    [['chek'], 'there is no command chek; did you mean check?'],
    [['completely-else'], 'there is no command completely-else\n'],
    [['check'], 'check needs a file or folder'],
    [['check', '--format', 'xml', '.'], '--format xml: must be one of'],
    [['check', '--nonsense', '.'], 'there is no option --nonsense\n'],
    [['check', '--fail-no', 'error', '.'], 'there is no option --fail-no; did you mean --fail-on?'],
    [['check', '--fail-on'], "Option '--fail-on <value>' argument missing"],
    [['check', ''], 'check: the name of a file or folder is empty'],
    [['check', '--format', 'markdown', '.'], '--format markdown: must be one of text, json, sarif, github, gitlab\n'],
    [['diff', '--format', 'html', 'usage/web.yaml'], '--format html: must be one of text, json, markdown\n'],
    [['explain', '--format', 'sarif', 'usage/web.yaml', 'x'], '--format sarif: must be one of text, json\n'],
    [['rules', 'pod/nothing'], 'there is no rule pod/nothing'],
    [['explain', 'usage/web.yaml', '--queries', 'usage/lines'], 'usage/lines:3: not a JSON object'],
  ])('%j', (args, message) => {
    put('usage/web.yaml', privileged);
    put('usage/lines', '{}\n\nnot json\n');
    const { stderr, status } = confine(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('help', () => {
  it('is about everything, or about one command with the options', () => {
    const all = confine(['--help']).stdout;
    expect(confine(['help']).stdout).toBe(all);
    const { stdout, status } = confine(['check', '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}confine check .*\n\nOptions\n/);
    expect(stdout).toContain('--baseline FILE');
    expect(confine(['help', 'check']).stdout).toBe(stdout);
    for (const [, name = ''] of all.matchAll(/^ {2}confine (\w+)/gm)) {
      if (name !== 'lsp') expect(confine([name, '-h']).stdout.startsWith(`  confine ${name} `)).toBe(true);
    }
  });
});

describe.skipIf(process.platform === 'win32')('what a shell hands over', () => {
  const shell = (text: string) => spawnSync('bash', ['-c', text], { cwd: folder, encoding: 'utf8' });
  const command = `"${process.execPath}" "${path.join(root, 'dist/cli.js')}"`;

  it('is read: a pipe that the shell opens, and /dev/stdin', () => {
    put('piped/pod.yaml', privileged);
    expect(shell(`${command} check <(cat piped/pod.yaml)`).stdout).toMatch(/^\/dev\/fd\/\d+:10:21 warning .*\[pod\/privileged\]$/m);
    expect(shell(`cat piped/pod.yaml | ${command} check /dev/stdin`).stdout).toContain('/dev/stdin:10:21 warning');
  });

  it('is not waited for where a folder has a pipe', () => {
    expect(shell('mkfifo piped/fifo.yaml').status).toBe(0);
    expect(confine(['check', 'piped']).stdout).toContain('1 file checked');
    expect(confine(['check', 'piped/fifo.yaml']).stderr).toContain('is not a regular file');
  });
});

it('names few of many files that are of another kind', () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `other/${name}.yaml`);
  for (const name of names) put(name, 'greeting: hello\n');
  put('other/empty.yaml', '');
  const { stderr, stdout, status } = confine(['check', ...names, 'other/empty.yaml']);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^confine: 5 files, such as other\/a\.yaml: not checked: neither its name/),
    'confine: other/empty.yaml: not checked: the file is empty',
  ]);
  expect(stdout).toContain('0 files checked, 6 skipped: no findings');
  expect(status).toBe(0);
  expect(confine(['check', ...names.slice(0, 2)]).stderr.match(/: not checked: neither/g)).toHaveLength(2);
});
