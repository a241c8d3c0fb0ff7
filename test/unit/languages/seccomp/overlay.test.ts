import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits, editBetween, editsOf } from '../../../../server/src/core';
import { findSyscall, seccompOverlays, targets } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { jsonPart } from '../../../../server/src/languages/seccomp/part';
import { contextOf, findingsOf, partOf, verdictOf } from './helpers';

const args = (rule: (typeof seccompOverlays)[number]['allows'][number]) => (rule.args ?? []).map(({ value }) => value);

describe.each(seccompOverlays)('the overlay $name', (overlay) => {
  it.each(targets)('allows its calls over the default of %s, opens nothing else, and loads', (target) => {
    const context = contextOf({ target });
    const base = seccomp.baseline!(undefined, context)!.part;
    const text = seccomp.overlaid!(base, overlay.name, context);
    const part = { ...jsonPart(text), readAs: target };
    for (const rule of overlay.allows) for (const call of rule.names) expect(verdictOf(text, call, args(rule), { target })).toBe('ALLOW');
    const calls = overlay.allows.flatMap(({ names }) => names);
    const changes = seccomp.diff!(base, part, context);
    expect(changes.map(({ subject }) => subject.split(' ')[0]).filter((call) => !calls.includes(call as string))).toEqual([]);
    expect(changes.filter(({ direction }) => direction !== 'loosened')).toEqual([]);
    expect(findingsOf(part, context).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(seccomp.overlaid!(part, overlay.name, context)).toBe(text);
  });

  it('is documented with its calls, what it needs besides and its risk', () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/overlays.md'), 'utf8').replace(/\s+/g, ' ');
    for (const words of [`## \`${overlay.name}\``, overlay.besides, overlay.risk, overlay.programs]) expect(page).toContain(words);
    for (const call of overlay.allows.flatMap(({ names }) => names)) expect(page).toContain(`\`${call}\``);
  });

  it('names calls that there are', () => {
    expect(overlay.allows.flatMap(({ names }) => names).filter((name) => !findSyscall(name))).toEqual([]);
  });

  it('has a template for Docker and one for pods', () => {
    const own = seccomp.templates!.filter(({ title }) => title.endsWith(`what ${overlay.purpose} needs`));
    expect(own).toHaveLength(2);
    for (const { text } of own) expect(() => JSON.parse(text)).not.toThrow();
  });
});

describe('an overlay on a profile', () => {
  const own = `{
  // ours
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["ptrace", "mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 },
    { "names": ["read", "perf_event_open"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`;

  it('keeps the rest, and takes the calls out of rules that refuse them', () => {
    const text = seccomp.overlaid!(partOf(own), 'debugger', contextOf());
    expect(text).toContain('// ours');
    expect(text).toContain('{ "names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }');
    expect(['ptrace', 'mount', 'read'].map((call) => verdictOf(text, call))).toEqual(['ALLOW', 'ERRNO(38)', 'ALLOW']);
    // The OCI format has no comments.
    expect(text).not.toContain('"comment"');
  });

  it('is offered at the default action, with its risk, and not where the profile allows it', () => {
    const part = partOf(own);
    const at = own.indexOf('SCMP_ACT_ERRNO');
    const actions = seccomp.actions!(part, { start: at, end: at }, contextOf());
    const found = actions.find(({ title }) => title === 'Allow what a debugger needs…')!;
    expect(found).toMatchObject({ safe: false, manual: true, note: expect.stringContaining('memory of the others') });
    expect(verdictOf(applyEdits(own, editsOf(found)), 'ptrace')).toBe('ALLOW');
    expect(actions.some(({ title }) => title === 'Allow what a profiler such as perf needs…')).toBe(false);
    const elsewhere = own.indexOf('"read"');
    expect(seccomp.actions!(part, { start: elsewhere, end: elsewhere }, contextOf()).some(({ title }) => title.includes('debugger'))).toBe(
      false,
    );
  });
});

describe('one edit between two texts', () => {
  it.each([
    ['abcd', 'abXd'],
    ['aaa', 'aa'],
    ['', 'x'],
    ['aba', 'ababa'],
    ['x', ''],
  ])('%j → %j', (before, after) => {
    const edit = editBetween(before, after)!;
    expect(applyEdits(before, [edit])).toBe(after);
    expect(edit.text.length).toBeLessThan(Math.max(2, after.length));
  });

  it('is none where they are the same', () => {
    expect(editBetween('a', 'a')).toBeUndefined();
  });
});
