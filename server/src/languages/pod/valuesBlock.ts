import { type Path, type Schema, schemasAt } from '../../tree';
import { blockName, podSettings, type SecurityContextOf } from './charts/blocks';
import type { KubeObject } from './objects';
import { schema } from './structure';

/** A block of a chart's values that templates put into a security context. */
export interface ValuesBlock {
  /** From the root to the block. */
  readonly path: Path;
  /** What it may have, as a schema of its own. */
  readonly schema: Schema;
}

/**
 * The block around a path of a values file, or of what a Flux HelmRelease or an Argo CD Application passes as values. Charts name such
 * blocks alike: `podSecurityContext` is a pod's; others are a container's, where plain `securityContext` may be either.
 */
export function valuesBlockAt(path: Path, objects: readonly KubeObject[]): ValuesBlock | undefined {
  if (!objects.every(passesValues)) return undefined;
  const index = path.findLastIndex((step) => typeof step === 'string' && blockName.test(step));
  const name = path[index];
  if (index < 0 || typeof name !== 'string') return undefined;
  return { path: path.slice(0, index + 1), schema: schemaFor(name) };
}

/** A setting of a pod that charts pass as it is, such as `hostNetwork`, at a path of values. */
export function valuesSettingAt(path: Path, objects: readonly KubeObject[]): string | undefined {
  const name = path.at(-1);
  const own = objects.length === 0 || path.some((step) => typeof step === 'string' && /^(?:values|valuesObject)$/.test(step));
  return typeof name === 'string' && own && objects.every(passesValues) && podSettings.has(name) ? name : undefined;
}

/** The schema of such a setting by its place in the document. */
export const schemaOfSetting = (path: Path, name: string): Schema =>
  schemaAround({
    path: path.slice(0, -1),
    schema: { type: 'object', properties: { [name]: schema.properties?.[name] ?? {} }, definitions: schema.definitions ?? {} },
  });

const passesValues = ({ group, kind }: KubeObject): boolean =>
  (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease') || (group === 'argoproj.io' && /^Application(?:Set)?$/.test(kind));

/** Whether the security context of a pod or of a container has a field, by the keys that lead to it. */
export const isContextField = (context: SecurityContextOf, path: readonly string[]): boolean =>
  schemasAt({ ...schema.definitions?.[`${context}SecurityContext`], definitions: schema.definitions ?? {} }, undefined, path).length > 0;

function schemaFor(name: string): Schema {
  const { podSecurityContext = {}, containerSecurityContext = {} } = schema.definitions ?? {};
  const definitions = schema.definitions ?? {};
  if (/pod/i.test(name)) return { ...podSecurityContext, definitions };
  if (/container/i.test(name)) return { ...containerSecurityContext, definitions };
  const properties = { ...podSecurityContext.properties, ...containerSecurityContext.properties };
  return { ...containerSecurityContext, properties, definitions };
}

/** The block's schema at the block's place in the document. */
export const schemaAround = ({ path, schema: own }: ValuesBlock): Schema => ({
  ...path.reduceRight<Schema>(
    (inner, step) => (typeof step === 'number' ? { type: 'array', items: inner } : { type: 'object', properties: { [step]: inner } }),
    own,
  ),
  definitions: own.definitions ?? {},
});
