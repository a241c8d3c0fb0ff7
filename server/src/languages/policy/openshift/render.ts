import type { Context, Fact, RenderedFile } from '../../../core';
import type { ImagePolicyFile } from '../part';
import { requirementOf, type WrittenRequirement } from './requirement';
import { isFileOfHost, isWithin } from './scopes';

/** What the workspace's objects say of one scope. */
export interface ScopePolicy {
  readonly scope: string;
  /** Of an ImagePolicy. */
  readonly namespace?: string;
  readonly requirement: WrittenRequirement;
}

/** What a fact of the kind `image-policy` tells besides its scope. */
export type ScopeDetail = Omit<ScopePolicy, 'scope'>;

/** The scopes of an object; empty where it is not complete. */
export function scopesOf({ object }: ImagePolicyFile): readonly ScopePolicy[] {
  const requirement = requirementOf(object);
  if (!requirement) return [];
  const { namespace } = object;
  return object.scopes.map(({ text }) => ({ scope: text, ...(namespace !== undefined && { namespace }), requirement }));
}

/** The object's scopes and those of the workspace's other objects. */
export function allScopes(file: ImagePolicyFile, { facts }: Pick<Context, 'facts'>): readonly ScopePolicy[] {
  const own = scopesOf(file);
  const others = facts.flatMap((fact): readonly ScopePolicy[] => (fact.kind === 'image-policy' ? scopeIn(fact) : []));
  const known = new Set(own.map((one) => JSON.stringify(one)));
  return [...own, ...others.filter((one) => !known.has(JSON.stringify(one)))];
}

export function scopeIn({ name, detail }: Fact): readonly ScopePolicy[] {
  try {
    const { namespace, requirement } = JSON.parse(detail ?? '') as ScopeDetail;
    return [{ scope: name, ...(namespace !== undefined && { namespace }), requirement }];
  } catch {
    return [];
  }
}

/** The scopes of the cluster's policies, as the workspace states them. */
export const clusterScopes = ({ facts }: Pick<Context, 'facts'>): readonly (ScopePolicy & { readonly fact: Fact })[] =>
  facts.flatMap((fact) => {
    const [one] = fact.kind === 'image-policy' ? scopeIn(fact) : [];
    return one && one.namespace === undefined ? [{ ...one, fact }] : [];
  });

const accepts: WrittenRequirement = { type: 'insecureAcceptAnything' };

type Scopes = Record<string, readonly WrittenRequirement[]>;

interface RenderedPolicy {
  readonly default: readonly WrittenRequirement[];
  readonly transports: Record<string, Scopes>;
}

/** Names as Go sorts the keys of a map. */
const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function gathered(policies: readonly ScopePolicy[]): Scopes {
  const scopes: Record<string, WrittenRequirement[]> = {};
  for (const { scope, requirement } of policies) {
    const list = Object.hasOwn(scopes, scope) ? (scopes[scope] as WrittenRequirement[]) : [];
    Object.defineProperty(scopes, scope, { value: [...list, requirement], enumerable: true, configurable: true, writable: true });
  }
  return sorted(scopes);
}

/** The transport `atomic` gets the same scopes, without those that have too many parts for it. */
const forAtomic = (scopes: Scopes): Scopes => Object.fromEntries(Object.entries(scopes).filter(([scope]) => scope.split('/').length <= 3));

/** The node's policy.json, from the operator's template and the cluster's objects (`updatePolicyJSON`). */
function clusterPolicy(policies: readonly ScopePolicy[]): RenderedPolicy {
  const scopes = gathered(policies);
  const own: Record<string, Scopes> = Object.keys(scopes).length ? { atomic: forAtomic(scopes), docker: scopes } : {};
  return { default: [accepts], transports: sorted({ ...own, 'docker-daemon': { '': [accepts] } }) };
}

/** The node's policy.json without any object: the operator's template. */
export const templatePolicy = (): string => json(clusterPolicy([]));

/** The same for the pods of one namespace (`updateNamespacedPolicyJSONs`). */
function namespacePolicy(cluster: RenderedPolicy, policies: readonly ScopePolicy[]): RenderedPolicy {
  const added = gathered(policies);
  const { transports } = cluster;
  const docker = sorted({ ...transports.docker, ...added });
  return { ...cluster, transports: sorted({ ...transports, atomic: sorted({ ...transports.atomic, ...forAtomic(added) }), docker }) };
}

/** A scope of an ImagePolicy that is a scope of a ClusterImagePolicy, or within one, has no effect. */
export const overriddenBy = (scope: string, policies: readonly ScopePolicy[]): string | undefined =>
  policies.find((other) => other.namespace === undefined && isWithin(scope, other.scope))?.scope;

/** The files that the machine-config operator writes on each node, as far as the workspace's objects tell. */
export function renderedFiles(file: ImagePolicyFile, context: Pick<Context, 'facts'>): readonly RenderedFile[] {
  if (!requirementOf(file.object)) return [];
  const policies = allScopes(file, context);
  const cluster = policies.filter(({ namespace }) => namespace === undefined);
  const forCluster = clusterPolicy(cluster);
  const { namespace } = file.object;
  const inForce = policies.filter((one) => one.namespace === undefined || overriddenBy(one.scope, cluster) === undefined);
  const files: RenderedFile[] = [
    { path: '/etc/containers/policy.json', language: 'json', text: json(forCluster) },
    { path: '/etc/containers/registries.d/sigstore-registries.yaml', language: 'yaml', text: attachments(inForce, context.facts) },
  ];
  if (namespace === undefined) return files;
  const own = inForce.filter((one) => one.namespace === namespace);
  // Without a scope that counts, no file is written for the namespace.
  if (!own.length) return files;
  return [{ path: `/etc/crio/policies/${namespace}.json`, language: 'json', text: json(namespacePolicy(forCluster, own)) }, ...files];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Attachments are turned on for each scope, for the mirrors of it and of what is below it (`generateSigstoreRegistriesdConfig`). */
function attachments(policies: readonly ScopePolicy[], facts: readonly Fact[]): string {
  const names = new Set(policies.map(({ scope }) => scope));
  for (const { kind, name, detail = '', uri } of facts) {
    if (kind !== 'image-mirror' || isFileOfHost(uri)) continue;
    const wildcard = detail.startsWith('*.');
    for (const { scope } of policies) {
      const repository = scope.replace(/(\/[^/:@]*)[:@].*$/s, '$1');
      // The operator adds the source too, which is how the registry library lists the places.
      const added = isWithin(detail, scope)
        ? [name, detail]
        : isWithin(repository, detail)
          ? [name + repository.slice(detail.length), repository]
          : [];
      for (const place of wildcard ? added.slice(0, 1) : added) names.add(place);
    }
  }
  const lines = [...names].sort().map((name) => `  ${yamlKey(name)}:\n    use-sigstore-attachments: true\n`);
  return `docker:\n${lines.join('')}`;
}

function yamlKey(name: string): string {
  if (/^[\w.-]+(?:\/[\w.-]+)*$/.test(name)) return name;
  return /^[\w.*/:@-]+$/.test(name) ? `'${name}'` : JSON.stringify(name);
}
