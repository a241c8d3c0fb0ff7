import { type Context, type Fact, tally } from '../core';
import { explain } from './ask/explain';
import { diffWithBaseline } from './compare';
import type { Document } from './document';

/** Beyond these a workspace is no longer looked through for what a hover may never ask. */
const limits = { policies: 3, images: 300, profiles: 50 };

/**
 * What one file decides about things that others name: the verdict of a signature policy on the images that workloads run,
 * and how a profile that a pod uses differs from the default. `documents` are the policies and profiles of the workspace.
 */
export function derivedFacts(facts: readonly Fact[], documents: readonly Document[], context: Context): readonly Fact[] {
  const within = { ...context, facts };
  const named = (kind: Fact['kind']) => facts.filter((fact) => fact.kind === kind);
  const byUri = new Map(documents.map((document) => [document.source.uri, document]));
  const documentsOf = (stated: readonly Fact[]) => [...new Set(stated.map(({ uri }) => uri))].flatMap((uri) => byUri.get(uri) ?? []);
  const images = [...new Set(named('uses-image').map(({ name }) => name))].slice(0, limits.images);
  const policies = documentsOf(named('signature-policy')).slice(0, limits.policies);
  const used = new Set(named('uses-seccomp-profile').map(({ name }) => name.replace(/^(?:\.?\/)+/, '')));
  const profiles = named('seccomp-profile').filter(({ name }) => endingsOf(name).some((ending) => used.has(ending)));
  return [
    ...policies.flatMap((policy) => images.flatMap((image) => verdictOn(image, policy, within))),
    ...profiles.slice(0, limits.profiles).flatMap((fact) => {
      const document = byUri.get(fact.uri);
      return document ? differenceOf(document, fact, context) : [];
    }),
  ];
}

/** A path and what is left of it without its first folders. */
const endingsOf = (path: string): readonly string[] => {
  const names = path.split('/');
  return names.map((_, i) => names.slice(i).join('/'));
};

function verdictOn(image: string, policy: Document, context: Context): readonly Fact[] {
  const answer = explain(policy, image, context);
  const detail = answer?.markdown.split('\n')[0];
  return answer?.by && detail ? [{ kind: 'image-verdict', name: image, detail, uri: policy.source.uri, span: answer.by }] : [];
}

function differenceOf(document: Document, { name, uri, span }: Fact, context: Context): readonly Fact[] {
  const comparison = diffWithBaseline(document, context);
  if (!comparison) return [];
  const { loosened, tightened, altered } = tally(comparison.changes);
  const permits = loosened + tightened > 0 && `permits ${loosened} more and ${tightened} less than ${comparison.title}`;
  const differs = altered > 0 && `differs in ${altered} from ${permits ? 'it' : comparison.title}`;
  const detail = [permits, differs].filter(Boolean).join(', and ') || `means the same as ${comparison.title}`;
  return [{ kind: 'profile-difference', name, detail, uri, span }];
}
