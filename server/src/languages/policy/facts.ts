import { type StatedFact, span } from '../../core';
import { crioRuntimeFacts } from './conf/crioRuntime';
import { entryDetail } from './conf/dropIns';
import { detours } from './conf/mirrors';
import { shortNameFacts } from './conf/shortNames';
import { headerOf } from './conf/words';
import { imagePolicyFacts, mirrorSetFacts } from './openshift/facts';
import { namespaceOf, type PolicyPart } from './part';
import { sourceFacts } from './sources';

/** That this is a policy, and for which namespace of CRI-O; from where signatures and images are read. */
export const facts = (part: PolicyPart): readonly StatedFact[] =>
  part.kind === 'registries' || part.kind === 'mirrors'
    ? [{ kind: 'container-file', name: '', span: span(0, 0) }, ...statements(part)]
    : statements(part);

function statements(part: PolicyPart): readonly StatedFact[] {
  if (part.kind === 'registries') return sourceFacts(part);
  if (part.kind === 'mirrors')
    return [
      ...shortNameFacts(part),
      ...part.mirrors
        .filter(({ prefix }) => prefix !== '')
        .map(
          (registry): StatedFact => ({
            kind: 'registry-entry',
            name: registry.prefix,
            detail: entryDetail(registry),
            span: headerOf(part.tree, registry.node),
          }),
        ),
      ...detours(part.mirrors).map(
        ({ prefix, place, value }): StatedFact => ({ kind: 'image-mirror', name: place, detail: prefix, span: value.span }),
      ),
    ];
  if (part.kind === 'crio') return crioRuntimeFacts(part);
  if (part.kind === 'image-policy') return imagePolicyFacts(part);
  if (part.kind === 'mirror-set') return mirrorSetFacts(part);
  if (part.kind !== 'policy') return [];
  const place = part.policy.default?.member.key.span ?? part.policy.sections[0]?.member.key.span;
  return place ? [{ kind: 'signature-policy', name: namespaceOf(part.uri) ?? '', span: place }] : [];
}
