import type { StatedFact } from '../../core';
import { detours } from './conf/mirrors';
import { namespaceOf, type PolicyPart } from './part';
import { sourceFacts } from './sources';

/** That this is a policy, and for which namespace of CRI-O; from where signatures and images are read. */
export function facts(part: PolicyPart): readonly StatedFact[] {
  if (part.kind === 'registries') return sourceFacts(part);
  if (part.kind === 'mirrors')
    return detours(part.mirrors).map(({ prefix, place, value }) => ({
      kind: 'image-mirror',
      name: place,
      detail: prefix,
      span: value.span,
    }));
  if (part.kind === 'crio') return [];
  const place = part.policy.default?.member.key.span ?? part.policy.sections[0]?.member.key.span;
  return place ? [{ kind: 'signature-policy', name: namespaceOf(part.uri) ?? '', span: place }] : [];
}
