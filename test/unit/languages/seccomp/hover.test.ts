import { describe, expect, it } from 'vitest';
import { tally } from '../../../../server/src/core';
import { type SeccompProfile, seccompDefault } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { baseline } from '../../../../server/src/languages/seccomp/baseline';
import { diff } from '../../../../server/src/languages/seccomp/diff';
import { hover } from '../../../../server/src/languages/seccomp/hover';
import { jsonPart, type SeccompPart } from '../../../../server/src/languages/seccomp/part';
import { contextOf, cursorIn, partOf } from './helpers';

const dockerDefault = (): SeccompProfile => structuredClone(seccompDefault('docker').profile);

function at(marked: string, context = {}): string | undefined {
  const { text, offset } = cursorIn(marked);
  return hover(jsonPart(text, 'p.json'), offset, contextOf(context))?.markdown;
}

const head = '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ ';

describe('hover', () => {
  it('tells a call, and what becomes of it here', () => {
    const markdown = at(`${head}"names": ["mo|unt"], "action": "SCMP_ACT_ALLOW" }] }`);
    expect(markdown).toContain(
      '\n\n**Effect here.** Allowed by rule 1, as Docker reads the profile. A container with the default capabilities of Docker doesn’t have `CAP_SYS_ADMIN`, so the kernel refuses what requires it.\n\n',
    );
    expect(markdown).toContain('@mount');
  });

  it('tells the ABIs apart where they differ', () => {
    const text = `{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], "syscalls": [{ "names": ["soc|ketcall"], "action": "SCMP_ACT_ALLOW" }] }`;
    expect(at(text)).toMatch(/Effect here\.\*\* Allowed by rule 1/);
  });

  it('says whether the container has a capability', () => {
    const text = `${head}"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_|BPF"] } }] }`;
    expect(at(text)).toMatch(/does not have it/);
    expect(at(text, { capabilities: 'all' })).toMatch(/The container has it/);
    expect(at(text, { target: 'containerd' })).toMatch(/Effect here\.\*\* None: containerd drops the condition/);
  });

  it('says for which arguments a call is allowed', () => {
    const args = '"args": [{ "index": 0, "value": 268435456, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]';
    expect(at(`${head}"names": ["cl|one"], "action": "SCMP_ACT_ALLOW", ${args} }] }`)).toContain(
      'Allowed where flags has none of CLONE\\_NEWUSER (0x10000000), otherwise fails with EPERM',
    );
  });

  it.each([
    ['app +SYS_ADMIN -ALL', {}, /Container `app` has `CAP_SYS_ADMIN`/],
    ['app -ALL; logger +SYS_ADMIN', {}, /Container `app` doesn’t have .* Container `logger` has/],
    ['compose', {}, /A container with the default capabilities of Docker doesn’t have/],
    ['', { capabilities: 'all' }, /The container has `CAP_SYS_ADMIN`/],
  ])('says what the kernel requires of the containers of %j', (detail, context, words) => {
    const fact = { kind: 'uses-seccomp-profile', name: 'p.json', detail, uri: 'file:///pod.yaml', span: { start: 0, end: 0 } } as const;
    expect(at(`${head}"names": ["mo|unt"], "action": "SCMP_ACT_ALLOW" }] }`, { ...context, facts: [fact] })).toMatch(words);
  });

  it('names no capability for a call that the filter refuses', () => {
    expect(at(`${head}"names": ["mo|unt"], "action": "SCMP_ACT_ERRNO" }] }`)).not.toMatch(/doesn’t have/);
  });

  it('reads a condition aloud', () => {
    expect(
      at(`${head}"names": ["clone"], "args": [{ "index": 0, "value": 2|68435456, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }] }] }`),
    ).toBe('**`flags has none of CLONE_NEWUSER (0x10000000)`**\n\n`268435456` is `0x10000000`.');
  });

  it.each([
    ['{ "defaultErrnoRet": 3|8 }', /\*\*ENOSYS\*\*/],
    ['{ "defaultAction": "SCMP_ACT_K|ILL" }', /KILL_THREAD/],
    ['{ "arch|Map": [] }', /containerd drops it/],
    [`${head}"includes": { "arches": ["am|d64"] } }] }`, /SCMP_ARCH_X86_64.*this one/],
    [`${head}"args": [{ "op": "SCMP_CMP_MASK|ED_EQ" }] }] }`, /mask/],
  ])('explains %s', (marked, words) => {
    expect(at(marked)).toMatch(words);
  });
});

describe('beside and above the text', () => {
  const part = partOf({
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 38,
    syscalls: [
      { names: ['read', 'write'], action: 'SCMP_ACT_ALLOW' },
      {
        names: ['socket'],
        action: 'SCMP_ACT_ALLOW',
        args: [{ index: 0, value: 2, op: 'SCMP_CMP_EQ' }],
        includes: { caps: ['CAP_NET_RAW'] },
        excludes: { arches: ['arm64'] },
      },
    ],
  });

  it('the outline names rules by what they do', () => {
    expect(seccomp.outline?.(part).map(({ name, detail }) => (detail ? `${name}: ${detail}` : name))).toEqual([
      'defaultAction: SCMP_ACT_ERRNO',
      'ALLOW 2 calls',
      'ALLOW socket: domain = AF_INET (2), CAP_NET_RAW, not arm64',
    ]);
  });

  it('hints name numbers', () => {
    const hints = seccomp.hints?.(part, { start: 0, end: part.text.length }, contextOf()) ?? [];
    expect(hints.map(({ at: place, text }) => `${part.text.slice(0, place).match(/\d+$/)?.[0]} ${text}`)).toEqual([
      '38 ENOSYS',
      '2 AF_INET',
    ]);
  });

  it('a lens counts the differences from the runtime’s default', () => {
    expect(seccomp.lenses?.(part, contextOf({ target: 'podman' }), () => [])).toMatchObject([
      { command: 'reportDifferences', title: expect.stringMatching(/^vs podman default: \d+ fewer, \d+ different$/) },
    ]);
  });

  it('the lens says what the report says, whole profile included', () => {
    const titled = (changed: (profile: SeccompProfile) => void) => {
      const profile = dockerDefault();
      changed(profile);
      const own = partOf(profile);
      const context = contextOf({ target: 'docker' });
      const report = diff(baseline(own, context)?.part as SeccompPart, own, context);
      return { title: seccomp.lenses?.(own, context, () => [])[0]?.title, counts: tally(report) };
    };
    const names = (profile: SeccompProfile) => profile.syscalls[0]?.names as string[];
    expect(titled(() => {})).toEqual({ title: 'same as docker default', counts: { loosened: 0, tightened: 0, altered: 0 } });
    expect(titled((profile) => names(profile).push('swapon'))).toMatchObject({
      title: 'vs docker default: 1 call more',
      counts: { loosened: 1 },
    });
    expect(titled((profile) => names(profile).splice(names(profile).indexOf('read'), 2, 'swapon'))).toMatchObject({
      title: 'vs docker default: 1 call more, 2 fewer',
      counts: { loosened: 1, tightened: 2, altered: 0 },
    });
    const { title, counts } = titled((profile) => {
      names(profile).push('swapon');
      Object.assign(profile, { flags: [] });
    });
    expect(title).toBe('vs docker default: 1 more, 1 different');
    expect(counts).toEqual({ loosened: 1, tightened: 0, altered: 1 });
  });

  it('objects and lists of several lines fold', () => {
    const text = '{\n  "syscalls": [\n    { "names": [] }\n  ]\n}';
    expect(seccomp.folds?.(partOf(text)).map(({ start, end }) => text.slice(start, end).split('\n').length)).toEqual([5, 3]);
  });
});
