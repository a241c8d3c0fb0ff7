/** What pipelines run, as it is written in the files that they read. */

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../package.json';
import { confine, folder, privileged, put, root, useFolder } from './folder';

useFolder();

const text = (name: string) => readFileSync(path.join(root, name), 'utf8');

/** A folder with the command `confine`, for the front of the path. */
function programs(): string {
  put('bin/confine', `#!/bin/sh\nexec "${process.execPath}" "${path.join(root, 'dist/cli.js')}" "$@"\n`);
  chmodSync(path.join(folder, 'bin/confine'), 0o755);
  return `${path.join(folder, 'bin')}:${process.env.PATH}`;
}

describe.skipIf(process.platform === 'win32')('the action', () => {
  const [, check] = parse(text('action.yml')).runs.steps as [unknown, { run: string; env: Record<string, string> }];
  // As the runner starts bash.
  const run = (env: Record<string, string>) =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', check.run], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: programs(), TO_CHECK: '.', ARGUMENTS: '', SARIF: '', ...env },
    });

  it('takes its inputs by the environment, where none of them is code', () => {
    expect(Object.values(check.env)).toEqual(['path', 'arguments', 'sarif'].map((name) => `\${{ inputs.${name} }}`));
    expect(check.run).not.toContain('${{');
  });

  it('annotates, writes SARIF, and fails as the command does', () => {
    put('deploy/a pod.yaml', privileged);
    const { status, stdout } = run({ TO_CHECK: 'deploy\n', ARGUMENTS: '--pod-security baseline', SARIF: 'out.sarif' });
    expect(status).toBe(1);
    expect(stdout).toContain('::error file=deploy/a pod.yaml,line=10');
    const { runs } = JSON.parse(readFileSync(path.join(folder, 'out.sarif'), 'utf8'));
    expect(runs[0].results[0]).toMatchObject({ ruleId: 'pod/privileged', level: 'error' });
    expect(run({ TO_CHECK: 'deploy' }).status).toBe(0);
  });

  it('fails for wrong options before it annotates', () => {
    const { status, stderr } = run({ ARGUMENTS: '--pod-security no', SARIF: 'wrong.sarif' });
    expect(status).toBe(2);
    expect(stderr).toContain('--pod-security no');
  });
});

it('hooks check the files that they are given', () => {
  const [own, npm] = parse(text('.pre-commit-hooks.yaml'));
  const files = new RegExp(own.files);
  const given = ['deploy/pod.yaml', 'seccomp/web.json', 'registries.conf', 'etc/apparmor.d/usr.bin.web', 'x.aa'];
  expect(given.filter((name) => !files.test(name))).toEqual([]);
  expect(['README.md', 'main.go'].filter((name) => files.test(name))).toEqual([]);
  expect(own.entry).toBe('confine check');
  put('hooked/pod.yaml', privileged);
  expect(confine(['check', '--fail-on', 'warning', 'hooked/pod.yaml', 'pods/notes.yaml']).status).toBe(1);
  expect(npm.entry).toBe(`npx --yes --package=confine-cli@${version} confine check`);
});

it('names the version of the manifest wherever a version is written', () => {
  expect(text('action.yml')).toContain(`default: confine-cli@${version}\n`);
  const { stdout } = spawnSync('git', ['ls-files', '*.md', '*.yml', '*.yaml'], { cwd: root, encoding: 'utf8' });
  const written = stdout
    .split('\n')
    .filter(Boolean)
    .flatMap((name) =>
      [...text(name).matchAll(/(?:confine-cli@|confine-cli-|confine@v|confine-(?=\d)|\brev: v)(\d+\.\d+\.\d+)/g)].map(
        ([, is]) => `${name}: ${is}`,
      ),
    );
  expect(written.length).toBeGreaterThan(6);
  expect(written.filter((each) => !each.endsWith(`: ${version}`))).toEqual([]);
});

describe('problem matchers', () => {
  const { pattern } = JSON.parse(text('package.json')).contributes.problemMatchers[0];
  const [github] = JSON.parse(text('.github/confine-problem-matcher.json')).problemMatcher[0].pattern;

  it('are the same for VS Code and GitHub', () => expect(github).toEqual(pattern));

  it('read every finding that the command prints', () => {
    put('matched/pod.yaml', privileged);
    put('matched/broken.apparmor', 'profile web /usr/bin/web {\n  /etc/hosts r\n}\n');
    const { stdout } = confine(['check', '--show', 'hint', 'matched']);
    const found = stdout.split('\n').flatMap((line) => new RegExp(pattern.regexp).exec(line)?.slice(1) ?? []);
    const { files } = JSON.parse(confine(['check', '--show', 'hint', '--format', 'json', 'matched']).stdout);
    const findings = files.flatMap((file: { findings: object[] }) => file.findings);
    expect(findings.length).toBeGreaterThan(2);
    expect(found.length).toBe(findings.length * 6);
    expect(found.join(' ')).toMatch(/matched\/broken\.apparmor 2 \d+ error Missing comma/);
  });
});

it('no page tells to run a package of another project', () => {
  const pages = spawnSync('git', ['ls-files', '*.md', 'package.json', 'package.nls.json', 'action.yml', 'examples'], {
    cwd: root,
    encoding: 'utf8',
  });
  const names = pages.stdout.split('\n').filter((name) => name && existsSync(path.join(root, name)));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => /npx (?:-y |--yes )?confine(?![-\w])/.test(text(name)))).toEqual([]);
});
