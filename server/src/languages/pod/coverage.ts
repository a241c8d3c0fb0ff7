import { type Context, code, counted, listed } from '../../core';
import { isAdmission } from './admission';
import { isKubelet } from './clusterFacts';
import { hasKyvernoRules } from './kyverno';
import { podsOf } from './model';
import { isNamespace } from './namespaces';
import { abstractOf } from './operatorProfile';
import type { PodPart } from './part';
import { isPodSecurityPolicy } from './podSecurityPolicy';

/** Kinds without pods have no rules, apart from the levels of a Namespace. A document that cannot be read has its mistakes named. */
export function unchecked(part: PodPart, context: Context): string | undefined {
  if (
    part.tree.problems.length ||
    podsOf(part, context).length ||
    part.objects.some(
      (one) =>
        isNamespace(one) || isAdmission(one) || isKubelet(one) || hasKyvernoRules(one) || isPodSecurityPolicy(one) || abstractOf(one),
    )
  )
    return undefined;
  const kinds = [...new Set(part.objects.map(({ kind }) => kind))];
  if (!kinds.length) return part.templated ? 'a template that writes no object of its own' : 'no Kubernetes object';
  return `no rules for ${listed(kinds.slice(0, most).map(code))}${kinds.length > most ? ` and ${counted(kinds.length - most, 'other kind')}` : ''}`;
}

const most = 3;

export function partial({ templated, built }: PodPart): string | undefined {
  if (built?.problem !== undefined)
    return built.supersedes ? `not all templates can be evaluated: ${built.problem}` : `a template: ${built.problem}`;
  return templated && !built ? 'a template: what its actions write is not known' : undefined;
}
