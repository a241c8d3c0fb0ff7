import { describe, expect, it } from 'vitest';
import { confine, put, useFolder } from './folder';

useFolder();

const event =
  'Error creating: pods "web" is forbidden: violates PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true)\n';

describe('why', () => {
  it('answers with the file and line, for people', () => {
    put('event.txt', event);
    const { stdout, status } = confine(['why', 'event.txt']);
    expect(stdout).toMatch(/^1: Error creating:.*\n {2}certain Pod Security admission {2}pods\/web\.yaml:10\n.*privileged/);
    expect(status).toBe(0);
  });

  it('answers in JSON as it promises', () => {
    const { stdout, status } = confine(['why', '--format', 'json', '-'], event);
    const { version, answers, unread } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(unread).toEqual([]);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      template: 'admission/privileged',
      layer: 'admission',
      certainty: 'certain',
      decides: { path: 'pods/web.yaml', range: { start: { line: 9, character: 20 }, end: { line: 9, character: 24 } } },
      next: null,
    });
    expect(typeof answers[0].event === 'string' && typeof answers[0].message === 'string' && typeof answers[0].fix === 'string').toBe(true);
    expect(status).toBe(0);
  });

  it('says which releases print the message, where that is known', () => {
    const flag = 'runc create failed: seccomp flag "SECCOMP_FILTER_FLAG_LOGG" not known to runc\n';
    expect(confine(['why', '-'], flag).stdout).toMatch(/^1: runc create failed.*\n {2}printed by runc since 1\.2\n/);
    expect(JSON.parse(confine(['why', '-', '--format', 'json'], flag).stdout).answers[0]).toMatchObject({ printedBy: 'runc since 1.2' });
    expect(confine(['why', '-'], event).stdout).not.toContain('printed by');
  });

  it('searches another folder', () => {
    const { stdout } = confine(['why', '--workspace', '..', '../event.txt'], undefined, 'seccomp');
    expect(stdout).toContain('pods/web.yaml:10');
    expect(confine(['why', '../event.txt'], undefined, 'seccomp').stdout).toContain('no file decides');
  });

  it('lists what it does not know, and says so in its exit status', () => {
    const { stdout, status } = confine(['why', '-', '--format=json'], 'starting\npanic: index out of range\n');
    expect(JSON.parse(stdout)).toMatchObject({ answers: [], unread: [{ line: 2, text: 'panic: index out of range' }] });
    expect(status).toBe(1);
  });

  it('takes one log, in two formats', () => {
    expect(confine(['why', 'a', 'b'])).toMatchObject({ status: 2, stdout: '' });
    expect(confine(['why', '--format', 'sarif', 'event.txt']).stderr).toContain('must be one of text, json');
    expect(confine(['why', 'missing.txt']).status).toBe(2);
  });
});
