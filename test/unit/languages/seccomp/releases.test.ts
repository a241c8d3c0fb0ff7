import { describe, expect, it } from 'vitest';
import { type Target, targetNamed } from '../../../../server/src/core';
import { allowedSince, linesOf, releaseProblem, seccompDefaultOf, targets } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { diff } from '../../../../server/src/languages/seccomp/diff';
import { jsonPart } from '../../../../server/src/languages/seccomp/part';
import { readSettings } from '../../../../server/src/service';
import { contextOf, cursorIn, partOf, signed } from './helpers';
import '../../../helpers/languages';

const file = (target: Target, release?: string, without: readonly string[] = []) => {
  const { profile } = seccompDefaultOf(target, release);
  const syscalls = profile.syscalls.map((rule) => ({ ...rule, names: rule.names.filter((name) => !without.includes(name)) }));
  return { ...jsonPart(JSON.stringify({ ...profile, syscalls })), readAs: target };
};

describe('a target with a release', () => {
  it.each(targets)('has the default of %s that the history and the table of today agree on', (target) => {
    const [newest] = linesOf(target);
    for (const capabilities of ['default', 'none', 'all'] as const)
      for (const architecture of ['x86_64', 'aarch64', 's390x']) {
        const changes = diff(file(target, newest?.newest), file(target), contextOf({ capabilities, architecture }));
        // The table may be newer than the newest release, so it may allow more.
        expect(changes.filter(({ direction }) => direction !== 'loosened').map(signed)).toEqual([]);
        expect(changes.length).toBeLessThan(8);
      }
  });

  it('is what a profile is compared with', () => {
    const part = jsonPart(JSON.stringify(JSON.parse(file('docker', '24', ['rmdir']).text), undefined, 2));
    const own = contextOf({ target: 'docker', release: '24' });
    const base = seccomp.baseline!(part, own)!;
    expect([base.title, base.fileName]).toEqual(['docker 24.0.9 default', 'docker-24.0.9-default-seccomp.json']);
    expect(seccomp.diff!(base.part, part, own).map(signed)).toEqual(['- rmdir: allowed → fails with EPERM']);
    const today = contextOf({ target: 'docker' });
    expect(seccomp.diff!(seccomp.baseline!(part, today)!.part, part, today).length).toBeGreaterThan(10);
    expect(seccomp.describe!(part, own)).toBe('Docker format, read as Docker 24.0.9 (as set)');
    expect(seccomp.ancestor!(part, today)).toBe('docker@24.0.9');
  });

  it('is what a fork is moved onto', () => {
    const result = seccomp.rebase!(file('docker', '20.10', ['rmdir']), undefined, contextOf({ target: 'docker', release: '25' }));
    expect(typeof result === 'string' ? result : result.onto).toMatch(/^Docker 25\./);
  });

  it('has the runtime of that release', () => {
    const part = partOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] });
    const decision = (release: string) => seccomp.explain!(part, 'statx', contextOf({ target: 'cri-o', release })).json.because;
    expect([decision('1.30'), decision('1.31')]).toEqual(['newer than the profile', 'default']);
  });

  it('is refused where there is no such release, and the known ones are named', () => {
    expect(targetNamed('Docker@v25')).toEqual({ target: 'docker', release: '25' });
    expect(releaseProblem('podman@5.3')).toBeUndefined();
    expect(releaseProblem('docker@99')).toMatch(/^there is no release 99 of Docker; known: .*29, 28, .*20\.10/);
    expect(releaseProblem('docker@25.0.99')).toMatch(/25 has releases 25\.0\.0 to 25\.0\.\d+/);
    expect(releaseProblem('dockr')).toMatch(/^"dockr" is not a runtime/);
    const { settings, problems } = readSettings({ target: 'containerd@0.9' });
    expect(settings.target).toBe('auto');
    expect(problems).toEqual([expect.stringContaining('confine.target: there is no release 0.9 of containerd; known: ')]);
  });

  it('is offered line by line', () => {
    const values = seccomp.targets![0]!.more!().map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining(['docker@29', 'docker@20.10', 'podman@5.3', 'containerd@1.7', 'cri-o@1.34']));
    expect(values.map(releaseProblem).filter(Boolean)).toEqual([]);
  });
});

describe('since which release a call is allowed', () => {
  const part = partOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['faccessat2'], action: 'SCMP_ACT_ALLOW' }] });

  it('is told with its end and its conditions', () => {
    expect(allowedSince('docker', 'faccessat2')).toMatchObject({ release: '20.10.0', isOldest: false, conditional: false });
    expect(allowedSince('docker', 'io_uring_setup')).toMatchObject({ release: '20.10.0', until: '24.0.9' });
    expect(allowedSince('docker', 'mount')).toMatchObject({ conditional: true });
    expect(allowedSince('podman', 'io_uring_setup')).toBeUndefined();
    expect(allowedSince('docker', 'read')).toMatchObject({ isOldest: true });
  });

  it('is part of an answer, also to a question in words', () => {
    const answer = seccomp.explain!(part, 'Since which release is faccessat2 allowed?', contextOf());
    expect(answer.markdown).toContain('Docker since 20.10.0 (2020-12)');
    expect(answer.json).toMatchObject({ decision: 'SCMP_ACT_ALLOW', since: { docker: { release: '20.10.0' } } });
    expect(seccomp.explain!(part, 'may it call read or write', contextOf()).markdown).toMatch(/^Enter a system call/);
  });

  it('is part of a hover where it tells something', () => {
    const hover = (call: string) => {
      const { text, offset } = cursorIn(
        `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["|${call}"], "action": "SCMP_ACT_ALLOW"}]}`,
      );
      return seccomp.hover!(jsonPart(text), offset, contextOf())?.markdown ?? '';
    };
    expect(hover('faccessat2')).toContain('Docker since 20.10.0 (2020-12)');
    expect(hover('read')).not.toContain('Allowed by default');
  });
});
