import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, type Change, defaultContext, editsOf, mirror } from '../../server/src/core';
import { policy } from '../../server/src/languages/policy';
import { deadScope } from '../../server/src/languages/policy/deadScope';
import { lookupOf } from '../../server/src/languages/policy/lookup';
import { policyFile } from '../../server/src/languages/policy/part';
import { loads } from '../../server/src/languages/policy/reader';
import { refusedScope } from '../../server/src/languages/policy/scope';
import { fixesOf } from '../helpers/fixes';

const path = fc.constantFrom('/etc/a.gpg', '/etc/b.pub', 'c.key', '');
const identity = fc.oneof(
  fc.constantFrom('matchExact', 'matchRepository', 'matchRepoDigestOrExact', 'exactRepository', 'nothing').map((type) => ({ type })),
  fc.constantFrom('quay.io/a', 'quay.io/A', 'quay.io', 'a:1').map((dockerRepository) => ({ type: 'exactRepository', dockerRepository })),
  fc.constant(null),
);
const requirement = fc.oneof(
  fc.constantFrom('reject', 'insecureAcceptAnything', 'accept', 'signedBaseLayer').map((type) => ({ type })),
  fc.record(
    {
      type: fc.constantFrom('signedBy', 'sigstoreSigned'),
      keyType: fc.constantFrom('GPGKeys', 'X509Certificates', 'PGP'),
      keyPath: fc.oneof(path, fc.array(path, { maxLength: 2 })),
      keyPaths: fc.array(path, { maxLength: 2 }),
      keyData: fc.constantFrom('a2V5', 'a2V5a', '-----BEGIN PUBLIC KEY-----', ''),
      fulcio: fc.record({ caPath: path, oidcIssuer: fc.constant('https://x') }, { requiredKeys: [] }),
      rekorPublicKeyPath: path,
      signedIdentity: identity,
      _comment: fc.constant('x'),
    },
    { requiredKeys: [] },
  ),
);
const list = fc.oneof(
  { weight: 9, arbitrary: fc.array(requirement, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.oneof(requirement, fc.constant(null)) },
);
const scope = fc.constantFrom(
  '',
  'quay.io',
  'quay.io/a',
  'quay.io/a/b:1',
  '*.io',
  'busybox',
  'docker.io/busybox',
  'https://quay.io/',
  'Quay.io/X',
  '/srv',
  '/srv/',
  'x',
  '[overlay@x]y',
);
const transport = fc.constantFrom('docker', 'dir', 'oci', 'containers-storage', 'docker-daemon', 'dokcer', 'atomic');
const policies = fc
  .record(
    { default: list, transports: fc.dictionary(transport, fc.oneof(fc.dictionary(scope, list, { maxKeys: 3 }), list), { maxKeys: 2 }) },
    { requiredKeys: [] },
  )
  .chain((value) => fc.constantFrom(undefined, 2, '\t').map((indent) => JSON.stringify(value, null, indent)));

const findingsOf = (text: string) => {
  const part = policyFile(text);
  return policy.rules.flatMap((rule) =>
    [...rule.check(part, defaultContext)].map((report) => ({ rule, finding: { code: rule.code, ...report } })),
  );
};

it('every fix leaves JSON, and one for a refused policy cures its finding', () => {
  fc.assert(
    fc.property(policies, (text) => {
      for (const { rule, finding } of findingsOf(text)) {
        for (const fix of fixesOf(finding)) {
          const after = applyEdits(text, editsOf(fix));
          expect(() => JSON.parse(after), `${fix.title}: ${after}`).not.toThrow();
          const count = (source: string) =>
            findingsOf(source).filter((other) => other.finding.code === finding.code && other.finding.message === finding.message).length;
          if (rule.severity === 'error') expect(count(after), `${finding.message} ${fix.title}: ${after}`).toBeLessThan(count(text));
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('a refused policy always says why, one that loads never has an error', () => {
  fc.assert(
    fc.property(fc.oneof(policies, fc.json()), (text) => {
      const errors = findingsOf(text).filter(({ rule, finding }) => (finding.severity ?? rule.severity) === 'error');
      expect(errors.length === 0).toBe(loads(policyFile(text)));
    }),
    { numRuns: 300 },
  );
});

it('a policy does not differ from itself, and differences look back at each other', () => {
  const essence = ({ direction, subject, before, after }: Change) => [direction, subject, before, after];
  fc.assert(
    fc.property(policies, policies, (left, right) => {
      const [a, b] = [policyFile(left), policyFile(right)];
      expect(policy.diff?.(a, a, defaultContext)).toEqual([]);
      const there = policy.diff?.(a, b, defaultContext) ?? [];
      expect((policy.diff?.(b, a, defaultContext) ?? []).map(essence)).toEqual(there.map(mirror).map(essence));
    }),
    { numRuns: 200 },
  );
});

it('what is offered instead of a scope is one that can match', () => {
  const words = fc
    .array(fc.constantFrom('quay.io', 'a', 'B', '*', '.', '/', ':', '@', '5000', 'docker.io', 'https://', 'sha256:', 'x-y', ' ', '$'), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(words, fc.string()), transport, (text, name) => {
      const refused = refusedScope(name, text);
      if (refused?.instead !== undefined) expect(refusedScope(name, refused.instead)).toBeUndefined();
      const dead = refused ? undefined : deadScope(name, text);
      if (dead?.instead !== undefined) expect(deadScope(name, dead.instead)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

it('a lookup begins with the identity, ends with "", and repeats nothing', () => {
  const images = fc.tuple(
    fc.constantFrom('', 'docker://', 'dir:', 'oci:', 'docker-daemon:', 'atomic:', 'containers-storage:', 'tarball:'),
    fc.oneof(fc.string(), fc.constantFrom('quay.io/a/b:1', '/a/b/c', '[vfs@/g+/r]x:1', 'h:5000/a/b')),
  );
  fc.assert(
    fc.property(images, ([prefix, rest]) => {
      const looked = lookupOf(prefix + rest);
      if ('error' in looked) return;
      expect(looked.candidates[0]).toBe(looked.identity);
      expect(looked.candidates.at(-1)).toBe('');
      expect(new Set(looked.candidates).size).toBe(looked.candidates.length);
    }),
    { numRuns: 1000 },
  );
});
