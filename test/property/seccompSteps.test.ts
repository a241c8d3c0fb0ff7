import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Context, defaultContext, editBetween, editsOf, memoryFiles } from '../../server/src/core';
import { analysisOf } from '../../server/src/languages/seccomp/analysis';
import type { SeccompPart } from '../../server/src/languages/seccomp/part';
import { check, type Document, fixesAt, open } from '../../server/src/service';

/** Few names and numbers, so that rules meet each other often, on calls of the host, of others, and of a multiplexer. */
const name = fc.constantFrom(
  'read',
  'socket',
  'bind',
  'socketcall',
  'clone',
  'clone3',
  'stat',
  'waitpid',
  'io_uring_setup',
  'mseal',
  'opnat',
);
const condition = fc.record({
  index: fc.constantFrom(0, 1),
  value: fc.constantFrom(1, 2, 4294967297),
  op: fc.constantFrom('SCMP_CMP_EQ', 'SCMP_CMP_NE', 'SCMP_CMP_GE', 'SCMP_CMP_LT'),
});
const rule = fc.record(
  {
    names: fc.array(name, { maxLength: 4 }),
    action: fc.constantFrom('SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO', 'SCMP_ACT_KILL', 'SCMP_ACT_NOTIFY', 'SCMP_ACT_ALOW'),
    errnoRet: fc.constantFrom(1, 38),
    args: fc.array(condition, { maxLength: 2 }),
    comment: fc.constantFrom('', 'note'),
    includes: fc.constantFrom({ caps: ['CAP_SYS_ADMIN'] }, { arches: ['amd64'] }, { minKernel: '4.8' }),
  },
  { requiredKeys: ['names', 'action'] },
);

type Profile = Record<string, unknown> & { readonly syscalls: readonly unknown[] };

const heads = fc.record(
  {
    defaultAction: fc.constantFrom('SCMP_ACT_ERRNO', 'SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'),
    architectures: fc.subarray(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32', 'SCMP_ARCH_AARCH64']),
    archMap: fc.constant([{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }]),
    flags: fc.subarray(['SECCOMP_FILTER_FLAG_TSYNC', 'SECCOMP_FILTER_FLAG_LOGG']),
  },
  { requiredKeys: ['defaultAction'] },
);

const place = fc.nat(40);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), place, rule }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert' as const), place, rule }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), place, other: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('head' as const), head: heads }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('type' as const), place: fc.nat(2000), typed: fc.constantFrom('', '"', ',', 'x', '{', '\n') }),
  },
);

function after(profile: Profile, one: Exclude<typeof step extends fc.Arbitrary<infer T> ? T : never, { kind: 'type' }>): Profile {
  const rules = profile.syscalls;
  if (one.kind === 'head') return { ...one.head, syscalls: rules };
  const at = one.place % (rules.length + (one.kind === 'insert' ? 1 : 0) || 1);
  if (one.kind === 'insert') return { ...profile, syscalls: rules.toSpliced(at, 0, one.rule) };
  if (!rules.length) return profile;
  if (one.kind === 'change') return { ...profile, syscalls: rules.with(at, one.rule) };
  if (one.kind === 'remove') return { ...profile, syscalls: rules.toSpliced(at, 1) };
  const other = one.other % rules.length;
  return { ...profile, syscalls: rules.with(at, rules[other]).with(other, rules[at]) };
}

const written = (profile: Profile) => JSON.stringify(profile, null, 2);

const read = (text: string, before?: Document) => {
  const { span, text: put } = (before && editBetween(before.source.text, text)) ?? { span: { start: 0, end: 0 }, text: '' };
  return open({ uri: 'file:///project/p.json', languageId: 'json', version: 1, text }, memoryFiles(), {
    context: defaultContext,
    language: 'seccomp',
    ...(before && { previous: { document: before, change: { start: span.start, oldEnd: span.end, newEnd: span.start + put.length } } }),
  }) as Promise<Document>;
};

/** All that is said of a text, with its fixes and the filters that it becomes. */
function saidOf(document: Document, context: Context) {
  const settings = { rules: {} };
  const findings = check(document, context, settings).map(({ code, span, message, severity, related }) => ({
    code,
    span,
    message,
    severity,
    related,
  }));
  const fixes = fixesAt(document, { start: 0, end: document.source.text.length }, context, settings).map(({ finding, fixes: own }) => [
    finding.code,
    own.map((fix) => [fix.title, editsOf(fix)]),
  ]);
  const analysis = analysisOf(document.loaded.parts[0]?.part as SeccompPart, context);
  const filters = analysis?.resolved.abis.map((abi) => {
    const calls = [...(analysis.filter(abi)?.entries.values() ?? [])];
    return calls.map(({ call, always, conditional }) => [call, always?.verdict, conditional.map(({ verdict }) => verdict)]);
  });
  return { findings, fixes, filters };
}

it('a profile that is edited step by step has the findings, fixes and filters of a fresh one', async () => {
  await fc.assert(
    fc.asyncProperty(
      heads,
      fc.array(rule, { maxLength: 7 }),
      fc.array(step, { maxLength: 6 }),
      fc.constantFrom<Context>(defaultContext, { ...defaultContext, target: 'containerd' }, { ...defaultContext, architecture: 'arm64' }),
      async (head, syscalls, steps, other) => {
        let profile: Profile = { ...head, syscalls };
        let document = await read(written(profile));
        const first = document;
        saidOf(document, defaultContext);
        for (const one of steps) {
          let text: string;
          if (one.kind === 'type') {
            // Broken, and whole again after the next step.
            const at = one.place % (document.source.text.length + 1);
            text = document.source.text.slice(0, at) + one.typed + document.source.text.slice(at + (one.typed ? 0 : 1));
          } else {
            profile = after(profile, one);
            text = written(profile);
          }
          document = await read(text, document);
          const fresh = await read(text);
          expect(saidOf(document, defaultContext)).toEqual(saidOf(fresh, defaultContext));
          expect(saidOf(document, other)).toEqual(saidOf(await read(text), other));
        }
        // An older version is still asked about, and the last one after it.
        expect(saidOf({ ...first }, { ...defaultContext })).toEqual(saidOf(await read(first.source.text), defaultContext));
        expect(saidOf(document, { ...defaultContext })).toEqual(saidOf(await read(document.source.text), defaultContext));
      },
    ),
    { numRuns: 60 },
  );
});
