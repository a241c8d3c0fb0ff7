import { describe, expect, it } from 'vitest';
import { verdictOf } from './helpers';

const allow = (names: string[], more = {}) => ({ names, action: 'SCMP_ACT_ALLOW', ...more });
const profile = (...syscalls: unknown[]) => ({ defaultAction: 'SCMP_ACT_ERRNO', syscalls });

describe('conditions of the supersets', () => {
  const admin = profile(
    allow(['mount'], { includes: { caps: ['CAP_SYS_ADMIN', 'CAP_BPF'] } }),
    allow(['bpf'], { excludes: { caps: ['CAP_SYS_ADMIN', 'CAP_BPF'] } }),
  );

  it('asks for all included capabilities and for none of the excluded ones', () => {
    expect(verdictOf(admin, 'mount', [], { target: 'docker', capabilities: ['CAP_SYS_ADMIN'] })).toBe('ERRNO(1)');
    expect(verdictOf(admin, 'mount', [], { target: 'docker', capabilities: 'all' })).toBe('ALLOW');
    expect(verdictOf(admin, 'bpf', [], { target: 'docker', capabilities: ['CAP_BPF'] })).toBe('ERRNO(1)');
    expect(verdictOf(admin, 'bpf', [], { target: 'podman', capabilities: 'none' })).toBe('ALLOW');
  });

  it('does not exist for containerd: every rule applies', () => {
    for (const call of ['mount', 'bpf']) expect(verdictOf(admin, call, [], { target: 'containerd', capabilities: 'none' })).toBe('ALLOW');
  });

  it('compares the host’s name alone', () => {
    const hosts = profile(
      allow(['mount'], { includes: { arches: ['amd64', 'arm64'] } }),
      allow(['bpf'], { includes: { arches: ['x86_64', 'x32', 'x86'] } }),
    );
    expect(verdictOf(hosts, 'mount', [], { target: 'docker' })).toBe('ALLOW');
    expect(verdictOf(hosts, 'bpf', [], { target: 'docker' })).toBe('ERRNO(1)');
  });

  it('asks for the kernel under Docker, and not under Podman', () => {
    const kernel = profile(allow(['ptrace'], { includes: { minKernel: '4.8' } }), allow(['bpf'], { excludes: { minKernel: '4.8' } }));
    expect(verdictOf(kernel, 'ptrace', [], { target: 'docker', kernel: '4.7' })).toBe('ERRNO(1)');
    expect(verdictOf(kernel, 'ptrace', [], { target: 'docker', kernel: '4.10' })).toBe('ALLOW');
    expect(verdictOf(kernel, 'bpf', [], { target: 'docker', kernel: '5.0' })).toBe('ERRNO(1)');
    expect(verdictOf(kernel, 'ptrace', [], { target: 'podman', kernel: '4.7' })).toBe('ALLOW');
  });
});

describe('errors by name', () => {
  const named = {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrno: 'ENOSYS',
    syscalls: [{ names: ['mount'], action: 'SCMP_ACT_ERRNO', errno: 'EACCES', errnoRet: 1 }],
  };

  it('win over numbers for Podman and are dropped by the others', () => {
    expect(verdictOf(named, 'read', [], { target: 'podman' })).toBe('ERRNO(38)');
    expect(verdictOf(named, 'mount', [], { target: 'podman' })).toBe('ERRNO(13)');
    expect(verdictOf(named, 'read', [], { target: 'docker' })).toBe('ERRNO(1)');
  });
});

describe('archMap', () => {
  const mapped = { ...profile(allow(['read'])), archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }] };

  it('covers the other ABIs of the host, except for containerd', () => {
    expect(verdictOf(mapped, 'read', [], { target: 'docker' }, 'x86')).toBe('ALLOW');
    expect(verdictOf(mapped, 'read', [], { target: 'containerd' }, 'x86')).toBe('KILL_THREAD');
  });
});

describe('reading as Go does', () => {
  it('takes keys of any case, and the last of several', () => {
    expect(verdictOf('{"DefaultAction":"SCMP_ACT_LOG"}', 'read')).toBe('LOG');
    expect(verdictOf('{"defaultAction":"SCMP_ACT_LOG","defaultAction":"SCMP_ACT_ALLOW"}', 'read')).toBe('ALLOW');
  });

  it('takes the old single name, which containerd does not know', () => {
    const old = profile({ name: 'mount', action: 'SCMP_ACT_ALLOW' });
    expect(verdictOf(old, 'mount', [], { target: 'docker' })).toBe('ALLOW');
    expect(verdictOf(old, 'mount', [], { target: 'containerd' })).toBe('ERRNO(1)');
  });
});
