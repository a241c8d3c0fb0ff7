import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { confine, folder, privileged, put } from './folder';

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
});
