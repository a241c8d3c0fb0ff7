import type { StatedFact } from '../../core';
import { namespaceOf, type PolicyPart } from './part';
import { sourceFacts } from './sources';

/** That this is a policy, and for which namespace of CRI-O; from where signatures are read. */
export function facts(part: PolicyPart): readonly StatedFact[] {
  if (part.kind === 'registries') return sourceFacts(part);
  const place = part.policy.default?.member.key.span ?? part.policy.sections[0]?.member.key.span;
  return place ? [{ kind: 'signature-policy', name: namespaceOf(part.uri) ?? '', span: place }] : [];
}
