import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { onRegistries, type PolicyPart } from '../part';
import { rename } from '../repair';
import type { ScopeProblem } from '../scope';

export const registriesScope: Rule<PolicyPart> = {
  code: 'policy/registries-scope',
  title: 'registries.d scope that no image matches',
  category: 'correctness',
  severity: 'warning',
  why:
    'A section under a name that is not written as images are looked up is never used. ' +
    'Scopes are full names in lower case: `docker.io/library/busybox`, not `busybox`; `*.example.com` for every host below a domain.',
  sources: [signatureAuthorities.naming, signatureAuthorities.registries],
  example: {
    bad: 'docker:\n  busybox:\n    lookaside: https://signatures.example.com\n',
    good: 'docker:\n  docker.io/library/busybox:\n    lookaside: https://signatures.example.com\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* ({ registries }) {
      for (const { scope = '', member } of registries.sections) {
        const dead = scope === '' ? { problem: 'is empty, which is written as `default-docker`' } : deadScope('docker', scope);
        if (!dead) continue;
        const { problem, consequence = 'no image ever falls under it', instead } = dead as ScopeProblem;
        yield {
          span: member.key.span,
          message: `The scope ${code(scope || '""')} ${problem}, so ${consequence}.`,
          ...(instead && { hint: { rename: instead } }),
        };
      }
    },
    (_file, at, hint) => [rename(at, hint.rename, false)],
  ),
};
