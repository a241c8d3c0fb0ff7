import { describe, expect, test } from 'vitest';
import type { Target } from '../../../server/src/core';
import {
  type Capability,
  capabilities,
  capabilityCard,
  capabilityChanges,
  capabilityDetail,
  capabilityNote,
  defaultCapabilities,
  defaultCapabilitiesAt,
  findCapability,
  findSyscall,
  nearestCapability,
  riskRank,
  seccompOpens,
  spell,
  targets,
} from '../../../server/src/knowledge';

const find = (text: string) => findCapability(text) as Capability;
const opens = (name: string, target: Target) => seccompOpens(find(name), target).map((call) => call.name);
/** The calls that some default allows only with the capability: what it permits and nothing else does. */
const opensOf = (name: string) => new Set(targets.flatMap((target) => opens(name, target)));
const short = (names: readonly string[]) => names.map((name) => name.replace('CAP_', '')).sort();

describe('the table', () => {
  test('numbers are the kernel’s', () => {
    const numbers = { CHOWN: 0, SETPCAP: 8, NET_ADMIN: 12, SYS_ADMIN: 21, MKNOD: 27, SETFCAP: 31, PERFMON: 38, CHECKPOINT_RESTORE: 40 };
    for (const [name, number] of Object.entries(numbers)) expect(find(name).number, name).toBe(number);
    expect(capabilities().map((capability) => capability.number)).toEqual(Array.from({ length: 41 }, (_, i) => i));
  });

  test.each<[Target, string[]]>([
    ['cri-o', ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETPCAP', 'SETUID']],
    [
      'podman',
      ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
    ],
  ])('default set of %s', (target, names) => expect(short(defaultCapabilities(target))).toEqual(names));

  test('Docker and containerd give three more than Podman', () => {
    const podman = defaultCapabilities('podman');
    for (const target of ['docker', 'containerd'] as const)
      expect(short(defaultCapabilities(target).filter((name) => !podman.includes(name)))).toEqual(['AUDIT_WRITE', 'MKNOD', 'NET_RAW']);
  });

  test('Pod Security: baseline is Docker’s default without NET_RAW, restricted is one', () => {
    const allowed = (level: 'baseline' | 'restricted') =>
      capabilities()
        .filter((capability) => capability.podSecurity[level])
        .map(({ name }) => name);
    expect(allowed('baseline')).toEqual(defaultCapabilities('docker').filter((name) => name !== 'CAP_NET_RAW'));
    expect(allowed('restricted')).toEqual(['CAP_NET_BIND_SERVICE']);
  });

  test('what the seccomp defaults open is read from the profiles', () => {
    expect(opens('SYS_MODULE', 'docker')).toEqual(['delete_module', 'finit_module', 'init_module']);
    expect(opens('SYS_MODULE', 'podman')).toContain('query_module');
    expect(seccompOpens(find('AUDIT_WRITE'), 'cri-o')).toEqual([{ name: 'socket', partly: true }]);
    expect(opens('SYS_ADMIN', 'docker')).toContain('setns');
    expect(opens('SYS_ADMIN', 'podman')).not.toContain('setns');
    expect(opens('CHOWN', 'docker')).toEqual([]);
  });

  test('every text is a finished sentence', () => {
    for (const { name, permits, why, without, history, instead, incidents } of capabilities())
      for (const text of [permits, why, without, history, instead, incidents]) if (text) expect(text, name).toMatch(/^\S.*[.]$/s);
  });
});

describe('joins prose and tables', () => {
  test('no capability is rated below its own system calls', () => {
    for (const { name, risk, operations, permits } of capabilities())
      for (const call of operations.flatMap(([, calls]) => calls.split(' '))) {
        const found = findSyscall(call);
        expect(found, `${name}: ${call}`).toBeDefined();
        const needed = opensOf(name).has(call);
        if (found && needed) expect(riskRank(risk), `${name} ${permits}: ${call}`).toBeGreaterThanOrEqual(riskRank(found.risk));
      }
  });

  test('every record has its operations', () => {
    for (const { name, operations } of capabilities()) {
      expect(operations.length, name).toBeGreaterThan(0);
      expect(operations.length, name).toBeLessThanOrEqual(5);
    }
  });

  test('the timeline ends in today’s default sets', () => {
    for (const { name, defaultIn } of capabilities())
      for (const target of targets) {
        const last = capabilityChanges(name)
          .filter(({ runtime }) => runtime === target)
          .at(-1);
        if (last) expect([name, target, last.change === 'added']).toEqual([name, target, defaultIn.includes(target)]);
      }
  });

  test('a release has the set that it was released with', () => {
    const has = (target: Target, release: string, name: string) => defaultCapabilitiesAt(target, release).includes(`CAP_${name}`);
    expect([has('cri-o', '1.17', 'NET_RAW'), has('cri-o', '1.18', 'NET_RAW')]).toEqual([true, false]);
    expect([has('podman', '4.4.1', 'SYS_CHROOT'), has('podman', '4.4.3', 'SYS_CHROOT')]).toEqual([false, true]);
    expect([has('podman', '4.3', 'MKNOD'), has('podman', '5', 'MKNOD')]).toEqual([true, false]);
    expect(defaultCapabilitiesAt('docker')).toEqual(defaultCapabilities('docker'));
  });
});

describe('names', () => {
  test.each(['CAP_NET_RAW', 'NET_RAW', 'net_raw', 'Cap_Net_Raw', ' cap_net_raw '])('%j is found', (text) =>
    expect(find(text).number).toBe(13),
  );
  test.each(['', 'ALL', 'CAP_', 'NETRAW', 'CAP_CAP_NET_RAW'])('%j is none', (text) => expect(findCapability(text)).toBeUndefined());

  test('each place has its own spelling', () => {
    expect((['oci', 'kubernetes', 'apparmor'] as const).map((spelling) => spell(find('net_raw'), spelling))).toEqual([
      'CAP_NET_RAW',
      'NET_RAW',
      'net_raw',
    ]);
  });

  test.each([
    ['CAP_SYS_ADMN', 'CAP_SYS_ADMIN'],
    ['NETRAW', 'CAP_NET_RAW'],
    ['net-admin', 'CAP_NET_ADMIN'],
    ['CAP_SYS_PTRAC', 'CAP_SYS_PTRACE'],
  ])('%s was meant to be %s', (word, name) => expect(nearestCapability(word)?.name).toBe(name));

  test('a word far from all is none', () => expect(nearestCapability('EVERYTHING')).toBeUndefined());
});

describe('Markdown', () => {
  test('the card of NET_RAW', () => expect(capabilityCard(find('NET_RAW'), 'kubernetes')).toMatchSnapshot());
  test('the card of SYS_ADMIN', () => expect(capabilityCard(find('SYS_ADMIN'), 'oci')).toMatchSnapshot());
  test('the note of SYS_PTRACE', () => expect(capabilityNote(find('SYS_PTRACE'), 'apparmor')).toMatchSnapshot());

  test('details', () => {
    expect(capabilityDetail(find('NET_RAW'))).toBe('high risk · Docker default');
    expect(capabilityDetail(find('CHOWN'))).toBe('medium risk · every default');
    expect(capabilityDetail(find('SYS_ADMIN'))).toBe('critical risk');
  });

  test('every card fits a screen and links the manual and every CVE it names', () => {
    for (const capability of capabilities()) {
      const card = capabilityCard(capability, 'oci');
      expect(card.length, capability.name).toBeLessThan(3000);
      expect(card).toContain('capabilities.7.html');
      for (const id of card.match(/CVE-\d+-\d+/g) ?? []) expect(card).toContain(`[${id}](`);
    }
  });
});
