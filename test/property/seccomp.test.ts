import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type Change, type Context, defaultContext, editsOf, mirror, type Target } from '../../server/src/core';
import { seccomp } from '../../server/src/languages/seccomp';
import { analysisOf, decide } from '../../server/src/languages/seccomp/analysis';
import { baseline } from '../../server/src/languages/seccomp/baseline';
import { diff } from '../../server/src/languages/seccomp/diff';
import { ociForm } from '../../server/src/languages/seccomp/ociForm';
import { jsonPart, type SeccompPart, yamlPart } from '../../server/src/languages/seccomp/part';
import { fixesOf } from '../helpers/fixes';

/** Few names and numbers, so that rules meet each other often. */
const name = fc.constantFrom(
  'read',
  'write',
  'socket',
  'socketcall',
  'clone',
  'clone3',
  'mount',
  'execve',
  'accept',
  'kexec',
  'OPEN',
  'mseal',
  '',
);
const action = fc.constantFrom('SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO', 'SCMP_ACT_LOG', 'SCMP_ACT_KILL', 'SCMP_ACT_NOTIFY', 'SCMP_ACT_DENY');
const errno = fc.constantFrom(0, 1, 38, 4095, 65537);
const operand = fc.constantFrom(0, 1, 2, 9, 40, 255, 2114060288, 4294967295, 4294967296, -1);
const condition = fc.record(
  {
    index: fc.constantFrom(0, 1, 2, 6),
    value: operand,
    valueTwo: operand,
    op: fc.constantFrom(
      'SCMP_CMP_EQ',
      'SCMP_CMP_NE',
      'SCMP_CMP_LT',
      'SCMP_CMP_LE',
      'SCMP_CMP_GE',
      'SCMP_CMP_GT',
      'SCMP_CMP_MASKED_EQ',
      '==',
    ),
  },
  { requiredKeys: ['op'] },
);
const filter = fc.record(
  {
    caps: fc.array(fc.constantFrom('CAP_SYS_ADMIN', 'CAP_CHOWN', 'SYS_ADMIN'), { maxLength: 2 }),
    arches: fc.array(fc.constantFrom('amd64', 'x86_64', 's390x'), { maxLength: 2 }),
    minKernel: fc.constantFrom('4.8', '99.0', '4.8.0'),
  },
  { requiredKeys: [] },
);
const rule = fc.record(
  {
    names: fc.array(name, { maxLength: 5 }),
    name,
    action,
    errnoRet: errno,
    errno: fc.constantFrom('ENOSYS', 'ENOPE', '13'),
    args: fc.array(condition, { maxLength: 3 }),
    comment: fc.constantFrom('', 'note'),
    includes: filter,
    excludes: filter,
  },
  { requiredKeys: ['action'] },
);
const architecture = fc.constantFrom(
  'SCMP_ARCH_X86_64',
  'SCMP_ARCH_X86',
  'SCMP_ARCH_X32',
  'SCMP_ARCH_AARCH64',
  'SCMP_ARCH_S390X',
  'SCMP_ARCH_RISCV64',
  'x86_64',
);
const profile = fc.record(
  {
    defaultAction: action,
    defaultErrnoRet: errno,
    defaultErrno: fc.constantFrom('ENOSYS', 'ENOPE'),
    architectures: fc.array(architecture, { maxLength: 3 }),
    archMap: fc.array(fc.record({ architecture, subArchitectures: fc.array(architecture, { maxLength: 2 }) }), { maxLength: 2 }),
    flags: fc.array(fc.constantFrom('SECCOMP_FILTER_FLAG_TSYNC', 'SECCOMP_FILTER_FLAG_LOG', 'LOGS'), { maxLength: 2 }),
    listenerPath: fc.constantFrom('', 'agent.sock', '/run/agent.sock'),
    listenerMetadata: fc.constantFrom('', 'x'),
    syscall: fc.constant([]),
    syscalls: fc.array(rule, { maxLength: 6 }),
  },
  { requiredKeys: ['defaultAction', 'syscalls'] },
);
const context = fc
  .record({
    target: fc.constantFrom<Target | 'auto'>('auto', 'docker', 'podman', 'cri-o', 'containerd'),
    capabilities: fc.constantFrom<Context['capabilities']>('default', 'none', 'all'),
    architecture: fc.constantFrom('x86_64', 'aarch64', 's390x'),
  })
  .map((some): Context => ({ ...defaultContext, ...some }));

const indentation = fc.constantFrom(undefined, 2, '\t');
const part = fc.tuple(profile, indentation).map(([value, indent]) => jsonPart(JSON.stringify(value, null, indent)));

/** The text with a piece cut out and another put in. */
const edited = fc
  .tuple(part, fc.nat(), fc.nat({ max: 12 }), fc.constantFrom('', '"', '{', ']', ',', '0', '"names": ', '\u0000', '\ud83d', '// x\n'))
  .map(([{ text }, at, length, put]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + length);
  });

const inside = (text: string, span: { start: number; end: number }) => 0 <= span.start && span.start <= span.end && span.end <= text.length;

/** Everything that an editor asks, at a place. */
function askAll(each: SeccompPart, offset: number, all: Context): void {
  for (const found of seccomp.rules) {
    for (const report of found.check(each, all)) {
      expect(inside(each.text, report.span), `${found.code} ${JSON.stringify(report.span)}`).toBe(true);
      for (const related of report.related ?? []) expect(inside(each.text, related.span)).toBe(true);
    }
  }
  for (const item of seccomp.complete?.(each, offset, all) ?? []) expect(inside(each.text, item.span)).toBe(true);
  const hover = seccomp.hover?.(each, offset, all);
  if (hover) expect(inside(each.text, hover.span)).toBe(true);
  for (const lens of seccomp.lenses?.(each, all, () => []) ?? []) expect(inside(each.text, lens.span)).toBe(true);
  seccomp.outline?.(each);
  seccomp.folds?.(each);
  seccomp.hints?.(each, { start: 0, end: each.text.length }, all);
  seccomp.describe?.(each, all);
  seccomp.explain?.(each, 'socket(AF_INET)', all);
}

describe('seccomp profiles of any content', () => {
  it('are answered about without a throw, and with places inside the text', () => {
    fc.assert(
      fc.property(edited, fc.nat(), context, (text, at, all) => askAll(jsonPart(text), at % (text.length + 1), all)),
      { numRuns: 120 },
    );
  });

  it('are answered about as objects of the operator too', () => {
    fc.assert(
      fc.property(profile, fc.nat(), fc.nat({ max: 20 }), context, (value, at, cut, all) => {
        const whole = `apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata:\n  name: web\nspec: ${JSON.stringify(value)}\n`;
        const start = at % whole.length;
        askAll(yamlPart(whole.slice(0, start) + whole.slice(start + cut)), start, all);
      }),
      { numRuns: 100 },
    );
  });
});

describe('fixes', () => {
  it('leave the file parseable', () => {
    fc.assert(
      fc.property(part, context, (each, all) => {
        for (const found of seccomp.rules) {
          for (const report of found.check(each, all)) {
            for (const fix of fixesOf(report)) {
              const after = jsonPart(applyEdits(each.text, editsOf(fix)));
              expect(after.tree.problems, `${found.code}: ${fix.title}\n${each.text}\n${after.text}`).toEqual([]);
            }
          }
        }
      }),
      { numRuns: 120 },
    );
  });
});

const sorted = (changes: readonly object[]) => changes.map((change) => JSON.stringify(change, Object.keys(change).sort())).sort();

describe('comparison', () => {
  it('finds nothing between a profile and itself', () => {
    fc.assert(
      fc.property(part, context, (each, all) => {
        expect(diff(each, jsonPart(each.text), all)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('is its own mirror image', () => {
    fc.assert(
      fc.property(part, part, context, (a, b, all) => {
        // That not all was compared is said of the later side only.
        const sure = (text: string | undefined) => text?.replace(' (too many conditions to compare them all)', '');
        const strip = ({ span: _, baselineSpan: __, before, after, ...rest }: Change) => ({
          ...rest,
          before: sure(before),
          after: sure(after),
        });
        expect(sorted(diff(b, a, all).map(strip))).toEqual(sorted(diff(a, b, all).map(mirror).map(strip)));
      }),
      { numRuns: 120 },
    );
  });

  it('finds nothing between the runtime’s default and itself, however it is laid out', () => {
    fc.assert(
      fc.property(part, context, (each, all) => {
        const laidOut = baseline(each, all);
        const plain = laidOut && baseline(laidOut.part, all);
        if (!laidOut || !plain) return;
        const read = seccomp.describe?.(laidOut.part, all);
        if (read === seccomp.describe?.(plain.part, all)) expect(diff(plain.part, laidOut.part, all)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('resolving for containerd', () => {
  const calls = ['read', 'socket', 'clone', 'mount', 'mseal', 'socketcall'];
  const vectors = [
    [0n, 0n],
    [2n, 1n],
    [40n, 9n],
    [0xffff_ffffn, 0x1_0000_0000n],
  ];

  /** What Docker and Podman load: one of `name` and `names`, one of `architectures` and `archMap`. */
  const superset = fc.tuple(profile, indentation).map(([{ architectures: _, ...value }, indent]) => {
    const syscalls = value.syscalls.map(({ name: single, ...rest }) => (rest.names?.length ? rest : { ...rest, name: single }));
    return jsonPart(JSON.stringify({ ...value, syscalls }, null, indent));
  });

  it('keeps every decision, and changes nothing the second time', () => {
    fc.assert(
      fc.property(superset, context, (each, some) => {
        const all: Context = { ...some, target: 'containerd' };
        const before = analysisOf(each, all);
        if (!before?.profile.rules.length) return;
        const byName = before.profile.defaultErrno || before.profile.rules.some(({ errno: error }) => error);
        const meant = analysisOf(each, { ...all, target: byName ? 'podman' : 'docker', capabilities: [...before.host.capabilities] });
        const text = applyEdits(each.text, ociForm({ ...before, part: each }));
        const after = jsonPart(text);
        const now = analysisOf(after, all);
        if (!meant || !now) throw new Error('the profile is lost');
        expect(now.resolved.abis).toEqual(meant.resolved.abis);
        for (const abi of now.resolved.abis)
          for (const call of calls)
            for (const args of vectors)
              expect(decide(now, abi, call, args).verdict, `${call} ${args}\n${each.text}\n${text}`).toEqual(
                decide(meant, abi, call, args).verdict,
              );
        expect(applyEdits(text, ociForm({ ...now, part: after }))).toBe(text);
      }),
      { numRuns: 150 },
    );
  });
});
