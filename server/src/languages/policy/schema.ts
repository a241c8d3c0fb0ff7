import containersSchema from '../../../../schemas/containers-conf.schema.json';
import policySchema from '../../../../schemas/containers-policy.schema.json';
import crioSchema from '../../../../schemas/crio-conf.schema.json';
import imagePolicySchema from '../../../../schemas/openshift-image-policy.schema.json';
import mirrorSetSchema from '../../../../schemas/openshift-mirror-set.schema.json';
import mirrorsSchema from '../../../../schemas/registries-conf.schema.json';
import registriesSchema from '../../../../schemas/registries-d.schema.json';
import storageSchema from '../../../../schemas/storage-conf.schema.json';
import type { Schema } from '../../tree';
import type { PolicyPart } from './part';

const schemas = {
  policy: policySchema,
  registries: registriesSchema,
  mirrors: mirrorsSchema,
  crio: crioSchema,
  storage: storageSchema,
  containers: containersSchema,
  'image-policy': imagePolicySchema,
  'mirror-set': mirrorSetSchema,
};

/** For completion and hover; what the loaders refuse is judged by `reader/`, which knows more than a schema can say. */
export const schemaOf = (part: PolicyPart): Schema => schemas[part.kind] as unknown as Schema;
