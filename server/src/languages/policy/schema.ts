import policySchema from '../../../../schemas/containers-policy.schema.json';
import registriesSchema from '../../../../schemas/registries-d.schema.json';
import type { Schema } from '../../tree';
import type { PolicyPart } from './part';

/** For completion and hover; what the loaders refuse is judged by `reader/`, which knows more than a schema can say. */
export const schemaOf = (part: PolicyPart): Schema => (part.kind === 'policy' ? policySchema : registriesSchema) as unknown as Schema;
