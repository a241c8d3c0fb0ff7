import { describe, expect, it } from 'vitest';
import { explain } from '../../../../server/src/languages/seccomp/explain';
import { contextOf, objectOf, partOf } from './helpers';

const profile = partOf({
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
  syscalls: [
    { names: ['read', 'write'], action: 'SCMP_ACT_ALLOW' },
    { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 2, op: 'SCMP_CMP_EQ' }] },
    { names: ['unshare'], action: 'SCMP_ACT_LOG', args: [{ index: 0, value: 0x1000_0000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] },
  ],
});

const ask = (query: string | Record<string, unknown>, part = profile) => explain(part, query, contextOf({ target: 'podman' }));
const decisionOf = (query: string) => ask(query).json.decision;

describe('a question', () => {
  it('names a call, and its arguments as programs write them', () => {
    expect(decisionOf('write')).toBe('SCMP_ACT_ALLOW');
    expect(decisionOf('socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC)')).toBe('SCMP_ACT_ALLOW');
    expect(decisionOf('socket(0x26)')).toBe('SCMP_ACT_ERRNO(1)');
    expect(decisionOf('unshare(CLONE_NEWUSER|CLONE_NEWNS)')).toBe('SCMP_ACT_ERRNO(1)');
    expect(decisionOf('unshare(CLONE_NEWNS)')).toBe('SCMP_ACT_LOG');
  });

  it('may name the ABI first', () => {
    expect(decisionOf('i386 read')).toBe('SCMP_ACT_ALLOW');
    expect(decisionOf('x32 read')).toBe('SCMP_ACT_KILL_THREAD');
  });

  it('may come from a batch', () => {
    expect(ask({ arch: 'x86', syscall: 'socketcall', args: ['0x3'] }).json.decision).toBe('SCMP_ACT_ERRNO(1)');
    expect(ask({ syscall: 'socket', args: ['0x2'] }).json.decision).toBe('SCMP_ACT_ALLOW');
    expect(ask({ args: [] }).json.problem).toMatch(/names its system call/);
  });

  it.each([
    ['opnat', /did you mean `openat`/],
    ['fopen', /C library/],
    ['vax read', /no architecture/],
    ['socket(AF_NOWHERE)', /neither a number nor a name/],
    ['chown32', /does not exist on/],
    ['', /Enter a system call/],
  ])('that cannot be answered says why: %s', (query, problem) => {
    expect(ask(query.replace('chown32', 'x86_64 chown32')).markdown).toMatch(problem);
  });
});

describe('an answer', () => {
  it('points at the name that decides, or at the default action', () => {
    const at = ({ by }: ReturnType<typeof ask>) => by && profile.text.slice(by.start, by.end);
    expect(at(ask('write'))).toBe('"write"');
    expect(at(ask('mount'))).toBe('"SCMP_ACT_ERRNO"');
    expect(at(ask('x32 read'))).toBe('"architectures"');
  });

  it('lists the conditions where nothing was said of arguments', () => {
    expect(ask('socket').markdown).toContain('depends on its arguments');
    expect(ask('socket').json.conditions).toEqual([{ when: 'domain = AF_INET (2)', decision: 'SCMP_ACT_ALLOW' }]);
  });

  it('says that runc answers before the filter where a call is newer than the profile', () => {
    const old = partOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] });
    const answer = explain(old, 'openat2', contextOf({ target: 'docker' }));
    expect(answer.json).toMatchObject({ decision: 'SCMP_ACT_ERRNO(38)', filter: 'SCMP_ACT_ERRNO(1)' });
    expect(answer.markdown).toMatch(/fails with ENOSYS.*by runc itself/);
    expect(explain(old, 'openat2', contextOf({ target: 'podman' })).json.filter).toBeUndefined();
  });

  it('is the same in JSON as in words, and the filter’s own for questions in batches', () => {
    const old = partOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] });
    const batch = explain(old, { syscall: 'openat2' }, contextOf({ target: 'docker' }));
    expect(batch.json).toMatchObject({ decision: 'SCMP_ACT_ERRNO(1)', enosysStub: 'SCMP_ACT_ERRNO(38)' });
  });

  it('reads a number as the ABI’s own', () => {
    const covered = partOf({
      defaultAction: 'SCMP_ACT_ERRNO',
      architectures: ['SCMP_ARCH_X86'],
      syscalls: [{ names: ['mkdir'], action: 'SCMP_ACT_ALLOW' }],
    });
    expect(ask('x86 39', covered).markdown).toMatch(/Number 39 on x86 is `mkdir`[\s\S]*allowed/);
    expect(ask('39', covered).markdown).toMatch(/Number 39 on x86_64 is `getpid`[\s\S]*fails/);
    expect(ask('0x1b5', covered).markdown).toContain('`openat2`');
    expect(ask('9999', covered).json.problem).toMatch(/No system call has the number 9999/);
  });

  it('says what TRACE means without a tracer', () => {
    const traced = partOf({ defaultAction: 'SCMP_ACT_TRACE', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }] });
    expect(ask('mkdir', traced).markdown).toMatch(/fails with ENOSYS unless a tracer decides/);
  });

  it('says when the filter cannot be made at all', () => {
    const rule = (action: string) => ({ names: ['kill'], action, args: [{ index: 1, value: 9, op: 'SCMP_CMP_EQ' }] });
    const torn = partOf({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [rule('SCMP_ACT_ERRNO'), rule('SCMP_ACT_LOG')] });
    expect(ask('read', torn).markdown).toMatch(/^No container starts with this profile/);
    expect(ask('read', torn).json.refused).toBe(true);
  });
});

describe('an object of the operator', () => {
  const text = (base: string) =>
    `apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\nmetadata:\n  name: web\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n${base}  syscalls:\n    - action: SCMP_ACT_ALLOW\n      names: [read]\n`;

  it('is named, and its base profile too', () => {
    const answer = explain(objectOf(text('  baseProfileName: runc-v9\n')), 'write', contextOf());
    expect(answer.markdown).toMatch(/^SeccompProfile `web`:[\s\S]*base profile `runc-v9`; they are not counted/);
    expect(answer.json).toMatchObject({ profile: 'web', baseProfile: 'runc-v9' });
    expect(explain(objectOf(text('')), 'write', contextOf()).markdown).not.toContain('base profile');
  });
});
