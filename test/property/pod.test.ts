import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, canCombine, defaultContext, editsOf } from '../../server/src/core';
import { pod as language } from '../../server/src/languages/pod';
import { hardenTo } from '../../server/src/languages/pod/harden/harden';
import { podsOf } from '../../server/src/languages/pod/model';
import { readPart } from '../../server/src/languages/pod/part';
import { violationsAt } from '../../server/src/languages/pod/standards/evaluate';
import { fixesOf } from '../helpers/fixes';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const profile = fc.record({ type: fc.constantFrom('RuntimeDefault', 'Localhost', 'Unconfined', 'other') });
const both = {
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(fc.constantFrom(0, 1000)),
  seccompProfile: maybe(profile),
  appArmorProfile: maybe(profile),
  seLinuxOptions: maybe(
    fc.record({ type: maybe(fc.constantFrom('spc_t', 'container_t', 'container_engine_t', '')), user: maybe(fc.constantFrom('', 'u')) }),
  ),
};
const names = fc.subarray(['ALL', 'all', 'CAP_CHOWN', 'CHOWN', 'NET_RAW', 'NET_BIND_SERVICE', 'SYS_ADMIN']);
const container = fc.record({
  image: fc.constantFrom('nginx:1', 'quay.io/shop/app'),
  ports: maybe(
    fc.array(fc.record({ containerPort: fc.constantFrom(80, 8080), hostPort: maybe(fc.constantFrom(0, 80)) }), { maxLength: 2 }),
  ),
  livenessProbe: maybe(fc.record({ httpGet: fc.record({ host: maybe(fc.constantFrom('', '10.0.0.1')), port: fc.constant(1) }) })),
  securityContext: maybe(
    fc.record({
      ...both,
      privileged: maybe(fc.boolean()),
      allowPrivilegeEscalation: maybe(fc.boolean()),
      procMount: maybe(fc.constantFrom('Default', 'Unmasked')),
      capabilities: maybe(fc.record({ add: maybe(names), drop: maybe(names) })),
    }),
  ),
});
const podSpec = fc.record({
  hostNetwork: maybe(fc.boolean()),
  hostPID: maybe(fc.boolean()),
  hostUsers: maybe(fc.boolean()),
  securityContext: maybe(
    fc.record({
      ...both,
      sysctls: maybe(
        fc.uniqueArray(
          fc.constantFrom('kernel.sem', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_syncookies').map((name) => ({ name, value: '1' })),
          { selector: ({ name }) => name },
        ),
      ),
    }),
  ),
  initContainers: maybe(fc.array(container, { maxLength: 1 })),
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  volumes: maybe(fc.subarray([{ hostPath: { path: '/' } }, { emptyDir: {} }, {}, { nfs: { server: 's', path: '/' } }])),
});

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value | undefined };

/** YAML as people write it: blocks, or braces from a depth on. */
function written(value: Value, indent: string, depth: number): string {
  if (depth <= 0 || typeof value !== 'object') return ` ${flow(value)}`;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined) as [string, Value][];
  if (!entries.length) return Array.isArray(value) ? ' []' : ' {}';
  if (Array.isArray(value))
    return value.map((item) => `\n${indent}-${written(item, `${indent}  `, depth - 1).replace(/^\s+/, ' ')}`).join('');
  return entries.map(([key, member]) => `\n${indent}${key}:${written(member, `${indent}  `, depth - 1)}`).join('');
}

const flow = (value: Value): string =>
  Array.isArray(value)
    ? `[${value.map(flow).join(', ')}]`
    : typeof value === 'object'
      ? `{${Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .map(([key, member]) => `${key}: ${flow(member as Value)}`)
          .join(', ')}}`
      : JSON.stringify(value);

const manifest = fc.tuple(podSpec, fc.integer({ min: 1, max: 12 })).map(([spec, depth]) => {
  const named = (list: readonly object[] | undefined, prefix: string) => list?.map((each, i) => ({ name: `${prefix}${i}`, ...each }));
  const full = {
    ...spec,
    initContainers: named(spec.initContainers, 'init'),
    containers: named(spec.containers, 'app'),
    volumes: named(spec.volumes, 'v'),
  };
  return `apiVersion: v1\nkind: Pod\nspec:${written(full as unknown as Value, '  ', depth)}\n`;
});

describe('pods', () => {
  it('pass a level after they were hardened to it, in any style', () => {
    fc.assert(
      fc.property(
        manifest,
        fc.constantFrom('baseline' as const, 'restricted' as const),
        fc.constantFrom(0, 18, 22, 30, 34, 37),
        (text, level, minor) => {
          const part = readPart(text);
          expect(part.tree.problems).toEqual([]);
          const { edits } = hardenTo(part, defaultContext, () => ({ level, minor }));
          const after = readPart(applyEdits(text, edits));
          expect(after.tree.problems).toEqual([]);
          expect(podsOf(after, defaultContext).flatMap((pod) => violationsAt(pod, level, minor).map(({ detail }) => detail))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that are torn apart throw nothing, and every fix can be applied', () => {
    const torn = fc
      .tuple(manifest, fc.nat(), fc.nat(), fc.constantFrom('', ' ', '\n', '{{ .x }}', '{', ']', ': ', '*a', '"'))
      .map(([text, from, length, put]) => {
        const start = from % text.length;
        return text.slice(0, start) + put + text.slice(start + (length % 40));
      });
    fc.assert(
      fc.property(torn, (text) => {
        const part = readPart(text);
        for (const rule of language.rules) {
          for (const report of rule.check(part, defaultContext)) {
            expect(report.span.start).toBeLessThanOrEqual(report.span.end);
            expect(report.span.end).toBeLessThanOrEqual(text.length);
            for (const fix of fixesOf(report)) {
              expect(canCombine(editsOf(fix)), fix.title).toBe(true);
              if (!part.faults) expect(readPart(applyEdits(text, editsOf(fix))).faults, `${fix.title}\n${text}`).toBe(0);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
