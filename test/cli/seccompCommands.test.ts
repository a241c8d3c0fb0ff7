import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { confine, folder, put, useFolder } from './folder';

useFolder();

const allow = (...names: string[]) =>
  `${JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names, action: 'SCMP_ACT_ALLOW' }] }, undefined, 2)}\n`;

beforeAll(() => {
  put('one.json', allow('execve', 'read', 'write'));
  put('two.json', allow('execve', 'read', 'ptrace'));
  put('pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: app }] }\n');
});

const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

describe('merge', () => {
  it('prints the profile, and the differences on standard error', () => {
    const { stdout, stderr, status } = confine(['merge', '--intersect', 'one.json', 'two.json']);
    expect(JSON.parse(stdout).syscalls[0].names).toEqual(['execve', 'read']);
    expect(stderr).toMatch(/the result against one\.json: 1 fewer[\s\S]*- write: allowed → fails with EPERM/);
    expect(status).toBe(0);
  });

  it('writes the profile, and prints the differences', () => {
    const { stdout, status } = confine(['merge', '--union', 'one.json', 'two.json', '--output', 'any.json']);
    expect(stdout).toMatch(/any\.json against two\.json: 1 more/);
    expect(JSON.parse(read('any.json')).syscalls[0].names).toEqual(['execve', 'ptrace', 'read', 'write']);
    expect(status).toBe(0);
  });

  it('has both as JSON', () => {
    const report = JSON.parse(confine(['merge', '--union', 'one.json', 'two.json', '--format', 'json']).stdout);
    expect(report).toMatchObject({
      version: 1,
      comparisons: [{ against: 'one.json', changes: [{ subject: 'ptrace' }] }, { against: 'two.json' }],
    });
    expect(JSON.parse(report.text).defaultAction).toBe('SCMP_ACT_ERRNO');
  });

  it.each([
    [['merge', 'one.json', 'two.json'], /--union or --intersect/],
    [['merge', '--union', 'one.json', 'pod.yaml'], /pod\.yaml is not a Seccomp profile/],
    [['merge', '--union', 'pod.yaml'], /files of this kind are not merged/],
    [['merge', '--union', '--intersect', 'one.json'], /takes --union or --intersect/],
    [['merge', '--union'], /merge needs files/],
  ])('refuses %j', (args, message) => {
    const { stderr, status } = confine(args);
    expect([status, message.test(stderr)]).toEqual([2, true]);
  });
});

describe('overlay', () => {
  it('lists the purposes with their risk', () => {
    const { stdout } = confine(['overlay']);
    expect(stdout).toMatch(/`debugger`[\s\S]*Risk: /);
    expect(JSON.parse(confine(['overlay', '--format', 'json']).stdout).overlays.map(({ name }: { name: string }) => name)).toContain(
      'sandbox',
    );
  });

  it('prints the default with one of them', () => {
    const { stdout, stderr } = confine(['overlay', 'debugger', '--target', 'docker@25']);
    expect(JSON.parse(stdout).syscalls.flatMap(({ names }: { names: string[] }) => names)).toContain('kcmp');
    expect(stderr).toContain('Risk: ');
  });

  it('puts one on a file', () => {
    put('own.json', allow('execve', 'read'));
    expect(confine(['overlay', 'perf', 'own.json', '--dry-run']).stdout).toMatch(/^\+.*perf_event_open/m);
    expect(confine(['overlay', 'perf', 'own.json']).status).toBe(0);
    expect(read('own.json')).toContain('perf_event_open');
    expect(confine(['overlay', 'perf', 'own.json']).stderr).toContain('allows all of it already');
  });

  it('names the purposes where there is no such one', () => {
    const { stderr, status } = confine(['overlay', 'nothing']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('known: sandbox, containers, debugger')]);
  });
});

describe('--target with a release', () => {
  it('is that of check, explain and diff', () => {
    expect(confine(['explain', '--target', 'podman@5.3', 'one.json', 'read']).stdout).toMatch(
      /Read as Podman 5\.3\.\d+ reads it \(as set\)/,
    );
    expect(confine(['diff', '--target', 'containerd@1.7', 'one.json']).stdout).toMatch(/against containerd 1\.7\.\d+ default/);
    expect(confine(['check', '--target', 'cri-o@1.34', 'one.json']).status).toBe(0);
  });

  it('is refused where there is none, with those that there are', () => {
    const { stderr, status } = confine(['check', '--target', 'docker@99', 'one.json']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/there is no release 99 of Docker; known: .*20\.10/)]);
  });
});
