import schemaText from '../../../../schemas/pod-security-context.schema.json';
import type { Context } from '../../core';
import { validate } from '../../generated/pod-security-context';
import { checkBySchema, type Schema, type SchemaError, type SchemaReport, type Validate } from '../../tree';
import { type Pod, podsOf } from './model';
import type { PodPart } from './part';
import { isUnknown } from './template';

/** The fields of a pod spec that decide how a pod is confined. */
export const schema = schemaText as Schema;

const fieldsOf = (definition: string): readonly string[] => Object.keys(schema.definitions?.[definition]?.properties ?? {});

/** Members of the pod's `securityContext`, of a container's, and of the pod spec itself. */
export const podFields = fieldsOf('podSecurityContext');
export const containerFields = fieldsOf('containerSecurityContext');
export const specFields = Object.keys(schema.properties ?? {});

/** Those of a container itself and of a volume mount that the schema knows; there are more. */
export const ownContainerFields = fieldsOf('container');
export const mountFields = Object.keys((schema.definitions?.container?.properties?.volumeMounts?.items as Schema)?.properties ?? {});

/** What the schema refuses, by the keyword that refuses it; the values of a template or a `null` are not judged. */
export function schemaReports(
  part: PodPart,
  context: Context,
  wanted: (error: SchemaError) => boolean,
): readonly (SchemaReport & { readonly pod: Pod })[] {
  return podsOf(part, context).flatMap((pod) =>
    pod.workload.form === 'pod'
      ? checkBySchema(
          filtered((error) => wanted(error)),
          schema,
          part.tree,
          pod.spec,
        ).map((report) => ({ ...report, pod }))
      : [],
  );
}

function filtered(wanted: (error: SchemaError) => boolean): Validate {
  const judge: Validate = (value) => {
    validate(value);
    judge.errors = (validate.errors ?? []).filter((error) => wanted(error) && isJudged(value, error.instancePath));
    return judge.errors.length === 0;
  };
  return judge;
}

function isJudged(root: unknown, pointer: string): boolean {
  const value = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], root);
  return value !== null && value !== undefined && !(typeof value === 'string' && isUnknown(value));
}
