import { describe, expect, it } from 'vitest';
import type { Target } from '../../../../server/src/core';
import { seccompDefault } from '../../../../server/src/knowledge';
import { baseline } from '../../../../server/src/languages/seccomp/baseline';
import { diff } from '../../../../server/src/languages/seccomp/diff';
import type { SeccompPart } from '../../../../server/src/languages/seccomp/part';
import { contextOf, objectOf, partOf, signed } from './helpers';

const allow = (names: string[], more = {}) => ({ names, action: 'SCMP_ACT_ALLOW', ...more });
const profile = (...syscalls: unknown[]) => ({ defaultAction: 'SCMP_ACT_ERRNO', syscalls });
const equals = (value: number) => ({ args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }] });

const changes = (before: unknown, after: unknown, context = {}) => diff(partOf(before), partOf(after), contextOf(context));
const between = (before: unknown, after: unknown, context = {}) => changes(before, after, context).map(signed);

describe('comparison in meaning', () => {
  it('does not see order, grouping and spelling', () => {
    const a = profile(allow(['read', 'write']), allow(['socket'], equals(2)));
    const b = profile(
      allow(['socket'], { args: [{ op: 'SCMP_CMP_EQ', value: 2, index: 0, valueTwo: 7 }] }),
      allow(['write']),
      allow(['read', 'read']),
    );
    expect(between(a, b)).toEqual([]);
  });

  it('reads both as one runtime, whatever each would be taken for', () => {
    const gated = allow(['mount'], { includes: { minKernel: '99.0' } });
    // Podman, which the name of the error speaks for, does not know minKernel.
    const named = { ...profile(gated), defaultErrno: 'EPERM' };
    expect(between(profile(gated), named)).toEqual([]);
    expect(between(named, profile(gated))).toEqual([]);
    expect(between(profile(gated), named, { target: 'docker' })).toEqual([]);
  });

  it('tells more from less, and says why it matters', () => {
    const [change, ...rest] = changes(profile(allow(['read'])), profile(allow(['read', 'mount'])));
    expect(rest).toEqual([]);
    expect(change).toMatchObject({
      direction: 'loosened',
      subject: 'mount',
      group: 'Mounts and roots',
      before: 'fails with EPERM',
      after: 'allowed',
      risk: expect.any(String),
    });
    expect(between(profile(allow(['read', 'mount'])), profile(allow(['read'])))).toEqual(['- mount: allowed → fails with EPERM']);
  });

  it('compares conditions by what they let through, not by how they are written', () => {
    const below = profile(allow(['socket'], { args: [{ index: 0, value: 2, op: 'SCMP_CMP_LT' }] }));
    const upTo = profile(allow(['socket'], { args: [{ index: 0, value: 1, op: 'SCMP_CMP_LE' }] }));
    expect(between(below, upTo)).toEqual([]);
    expect(between(profile(allow(['socket'], equals(2))), profile(allow(['socket'])))).toEqual([
      '+ socket: allowed where domain = AF_INET (2), else fails with EPERM → allowed',
    ]);
    expect(between(profile(allow(['socket'], equals(2))), profile(allow(['socket'], equals(10))))[0]).toMatch(/^~ socket: /);
  });

  it('tells masks apart bit by bit', () => {
    const mask = (value: number) => profile(allow(['unshare'], { args: [{ index: 0, value, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] }));
    expect(between(mask(0x3000_0000), mask(0x1000_0000))[0]).toMatch(/^\+ unshare/);
    expect(between(mask(0x1000_0000), mask(0x3000_0000))[0]).toMatch(/^- unshare/);
  });

  it('says the default action once, and lists the calls that it lets through', () => {
    const found = between(profile(allow(['read'])), { ...profile(allow(['read'])), defaultErrnoRet: 38 });
    expect(found).toEqual(['~ default action: fails with EPERM → fails with ENOSYS']);
    const open = between(profile(allow(['read'])), {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['mount'], action: 'SCMP_ACT_ERRNO' }],
    });
    expect(open).toContain('+ default action: fails with EPERM → allowed');
    expect(open).toContain('+ bpf: fails with EPERM → allowed');
    expect(open.some((line) => line.includes(' mount:'))).toBe(false);
  });

  it('speaks of an ABI where only that one differs', () => {
    const both = { ...profile(allow(['read'])), architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'] };
    expect(between(both, profile(allow(['read'])))).toEqual(['- x86 programs: filtered → killed at their first call']);
    expect(between(both, { ...both, syscalls: [allow(['read', 'socketcall'])] })).toEqual(['+ socketcall: fails with EPERM → allowed']);
    expect(between(both, { ...both, syscalls: [allow(['read', 'listen'])] })).toEqual([
      '+ listen: fails with EPERM → allowed',
      '+ socketcall: fails with EPERM → allowed where call = listen (4), else fails with EPERM',
    ]);
  });

  it('resolves conditions first', () => {
    const conditional = profile(allow(['read']), allow(['mount'], { includes: { caps: ['CAP_SYS_ADMIN'] } }));
    expect(between(profile(allow(['read'])), conditional, { target: 'docker' })).toEqual([]);
    expect(between(profile(allow(['read'])), conditional, { target: 'docker', capabilities: 'all' })).toEqual([
      '+ mount: fails with EPERM → allowed',
    ]);
    expect(between(profile(allow(['read'])), conditional, { target: 'containerd' })).toEqual(['+ mount: fails with EPERM → allowed']);
  });

  it('tells flags, agents and names that do nothing', () => {
    const a = { ...profile(allow(['read'])), flags: [] };
    const b = { ...profile(allow(['read', 'opne'])), listenerPath: '/run/a.sock' };
    expect(between(a, b)).toEqual([
      '~ flags: none → SPEC_ALLOW (the runtimes’ own)',
      '~ listenerPath: none → /run/a.sock',
      '~ opne: not named → named, and skipped by libseccomp',
    ]);
  });

  it('tells a file without profile from one', () => {
    expect(between(profile(allow(['read'])), {})).toContain('+ default action: fails with EPERM → no seccomp');
  });
});

describe('the runtime’s default', () => {
  const laidOut = (value: unknown, context = {}) => baseline(partOf(value), contextOf(context))?.text ?? '';

  it('comes in the format of the file', () => {
    expect(JSON.parse(laidOut({ ...profile(), archMap: [] })).archMap[0]).toEqual({
      architecture: 'SCMP_ARCH_X86_64',
      subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
    });
    const plain = JSON.parse(laidOut(profile(allow(['read']))));
    expect(plain.architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']);
    expect(plain.syscalls.some((rule: object) => 'includes' in rule || 'comment' in rule)).toBe(false);
  });

  it('puts shared names where the file has them', () => {
    const text = laidOut(profile(allow(['write', 'read', 'zzz']), allow(['futex'])));
    const [first, second] = JSON.parse(text).syscalls;
    expect(first.names.slice(0, 2)).toEqual(['write', 'read']);
    expect(second.names).toEqual(['futex']);
  });

  it('is indented and spread as the file is', () => {
    const file =
      '{\n   "syscalls": [\n      {\n         "action": "SCMP_ACT_ALLOW",\n         "names": [\n            "read"\n         ]\n      }\n   ],\n   "defaultAction": "SCMP_ACT_ERRNO"\n}\n';
    const text = baseline(partOf(file), contextOf())?.text ?? '';
    expect(text).toMatch(/^\{\n {3}"syscalls": \[\n {6}\{\n {9}"action": "SCMP_ACT_ALLOW",\n {9}"names": \[\n {12}"_llseek",/);
    expect(text.indexOf('"defaultAction"')).toBeGreaterThan(text.indexOf('"syscalls"'));
    expect(laidOut(profile(allow(['read'])))).not.toContain('\n ');
  });

  it('comes as an object of the operator too, with what else the object says', () => {
    const object = objectOf(
      'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata:\n  name: web # mine\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n  baseProfileName: runc\n  disabled: false\n',
    );
    const base = baseline(object, contextOf());
    expect(base?.text).toMatch(
      /name: web # mine\nspec:\n {2}defaultAction: SCMP_ACT_ERRNO\n {2}architectures:\n(?:.*\n)+ {2}disabled: false\n/,
    );
    // The default has no base whose calls come on top, and the difference is told.
    expect(base?.text).not.toContain('baseProfileName');
    expect(diff(base?.part as SeccompPart, object, contextOf()).map(signed)).toContain(
      '~ baseProfileName: none → runc, whose calls are not counted here',
    );
    expect(base?.fileName).toBe('containerd-default-seccomp.yaml');
  });

  const all = ['docker', 'containerd', 'podman', 'cri-o'] as const;
  const profileOfRuntime = (target: Target) => JSON.stringify(seccompDefault(target).profile, null, 2);

  it.each(all.flatMap((target) => all.map((other) => [target, other] as const)))(
    'of %s means the same laid out like that of %s',
    (target, other) => {
      const context = contextOf({ target });
      const [own, like] = [baseline(undefined, context), baseline(partOf(profileOfRuntime(other)), context)];
      expect(diff(own?.part as SeccompPart, like?.part as SeccompPart, context)).toEqual([]);
    },
  );

  it.each(['docker', 'podman', 'cri-o'] as const)('of %s shows nothing beside itself', (target) => {
    const text = profileOfRuntime(target);
    expect(baseline(partOf(text), contextOf({ target }))?.text).toBe(text);
  });

  it('of containerd shows what containerd drops as the file has it, and what follows from that', () => {
    const file = profileOfRuntime('docker');
    const left = baseline(partOf(file), contextOf({ target: 'containerd' }))?.text ?? '';
    const [before, after] = [JSON.parse(left), JSON.parse(file)];
    expect(before.archMap).toEqual(after.archMap);
    expect(before.architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']);
    const rules = new Set(after.syscalls.map((rule: object) => JSON.stringify(rule)));
    const [kept, changed] = [0, 1].map((no) => before.syscalls.filter((rule: object) => rules.has(JSON.stringify(rule)) === (no === 0)));
    expect(kept.length).toBeGreaterThan(10);
    // Docker keeps these for CAP_SYS_ADMIN, containerd allows them to all: the file's rule loses the rest.
    expect(changed.map(({ includes }: { includes?: object }) => includes)).toEqual([{ caps: ['CAP_SYS_ADMIN'] }]);
    expect(left).not.toMatch(/"(?:mount|bpf|reboot)"/);
  });

  it.each(['docker', 'containerd', 'podman', 'cri-o'] as const)('of %s means what it says for itself', (target) => {
    const context = contextOf({ target });
    const own = baseline(undefined, context);
    expect(own).toBeDefined();
    if (own) expect(diff(own.part, partOf(own.text), context).map(signed)).toEqual([]);
  });
});
