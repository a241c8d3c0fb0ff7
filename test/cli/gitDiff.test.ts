import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, useFolder } from './folder';

useFolder();

const git = (...args: string[]) =>
  spawnSync('git', ['-C', path.join(folder, 'versions'), '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
    encoding: 'utf8',
  });

describe.skipIf(spawnSync('git', ['--version']).status !== 0)('diff --git', () => {
  const profile = (action: string) => `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["ptrace"], "action": "${action}"}]}\n`;
  const apparmor = (rules: string) => `abi <abi/4.0>,\nprofile web /usr/bin/web {\n${rules}}\n`;
  const policy = (type: string) => `{ "default": [{ "type": "${type}" }] }\n`;

  beforeAll(() => {
    put('versions/sub/web.seccomp.json', profile('SCMP_ACT_ERRNO'));
    put('versions/web.apparmor', apparmor(''));
    put('versions/policy.json', policy('reject'));
    put('versions/web.yaml', privileged.replace('true', 'false'));
    git('init', '-q');
    git('add', '.');
    git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'first');
    put('versions/sub/web.seccomp.json', profile('SCMP_ACT_ALLOW'));
    put('versions/web.apparmor', apparmor('  /etc/shadow r,\n'));
    put('versions/policy.json', policy('insecureAcceptAnything'));
    put('versions/web.yaml', privileged);
  });

  it.each([
    ['versions/sub/web.seccomp.json', /^ {2}\+ ptrace: fails with EPERM → allowed$/m],
    ['versions/web.apparmor', /^ {2}\+ \/etc\/shadow/m],
    ['versions/policy.json', /^ {2}\+ default: /m],
    ['versions/web.yaml', /^ {2}\+ privileged: false → true$/m],
  ])('%s against its last commit', (file, difference) => {
    const { stdout, status } = confine(['diff', '--git', file]);
    expect(stdout).toMatch(difference);
    expect(stdout).toContain(`${file} at HEAD`);
    expect(status).toBe(0);
  });

  it('takes a revision', () => {
    git('-c', 'commit.gpgsign=false', 'commit', '-q', '-a', '-m', 'second');
    const file = 'versions/policy.json';
    expect(confine(['diff', '--git', file]).stdout).toBe(`${file} means the same as ${file} at HEAD.\n`);
    const report = JSON.parse(confine(['diff', '--git', '--format', 'json', 'HEAD~1', file]).stdout);
    expect(report.against).toBe(`${file} at HEAD~1`);
    expect(report.changes[0].baselineRange).toBeDefined();
  });

  it('says what git says where there is no such version', () => {
    put('versions/new.seccomp.json', profile('SCMP_ACT_ALLOW'));
    for (const operands of [
      ['versions/new.seccomp.json'],
      ['nowhere', 'versions/policy.json'],
      ['pods/web.yaml'],
      ['--', '-p', 'versions/policy.json'],
    ]) {
      const { stderr, stdout, status } = confine(['diff', '--git', ...operands]);
      expect(stderr).toMatch(/^confine: \S+: .+\n/);
      expect([stdout, status]).toEqual(['', 2]);
    }
  });

  it('runs no program and fetches nothing for a repository that asks for it', () => {
    const top = path.join(folder, 'hostile');
    const run = (cwd: string, ...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always', ...args], {
        cwd,
        encoding: 'utf8',
      });
    put('hostile/origin/web.seccomp.json', profile('SCMP_ACT_ERRNO'));
    const origin = path.join(top, 'origin');
    run(origin, 'init', '-q');
    run(origin, 'config', 'uploadpack.allowFilter', 'true');
    run(origin, 'add', '.');
    run(origin, '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'first');
    run(top, 'clone', '-q', '--filter=blob:none', '--no-checkout', `file://${origin}`, 'clone');
    put('hostile/clone/web.seccomp.json', profile('SCMP_ACT_ALLOW'));
    const ran = path.join(top, 'ran');
    put('hostile/program', `#!/bin/sh\necho ran >> ${ran}\n`);
    const program = path.join(top, 'program');
    chmodSync(program, 0o755);
    const clone = path.join(top, 'clone');
    for (const [name, value] of [
      ['remote.origin.url', `ext::${program}`],
      ['protocol.ext.allow', 'always'],
      ['core.fsmonitor', program],
      ['core.pager', program],
      ['core.hooksPath', top],
      ['core.sshCommand', program],
      ['credential.helper', program],
      ['diff.external', program],
      ['diff.x.textconv', program],
      ['filter.x.smudge', program],
    ] as const)
      run(clone, 'config', name, value);
    put('hostile/clone/.gitattributes', '* diff=x filter=x\n');
    // Without precautions git does run it.
    run(clone, 'cat-file', 'blob', 'HEAD:./web.seccomp.json');
    expect(existsSync(ran)).toBe(true);
    rmSync(ran);
    const { status, stdout, stderr } = confine(['diff', '--git', 'hostile/clone/web.seccomp.json']);
    expect(existsSync(ran)).toBe(false);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^confine: hostile\/clone\/web\.seccomp\.json: \S.*\n/);
    expect(status).toBe(2);
  });
});
