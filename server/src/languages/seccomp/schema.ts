import profileSchema from '../../../../schemas/seccomp.schema.json';
import type { Schema } from '../../tree';
import type { SeccompPart } from './part';

const profile = profileSchema as unknown as Schema;

/** A SeccompProfile object carries the profile as its `spec`, with fields of the operator beside. */
const object: Schema = {
  type: 'object',
  definitions: { ...profile.definitions },
  properties: {
    apiVersion: { type: 'string', examples: ['security-profiles-operator.x-k8s.io/v1beta1'] },
    kind: { type: 'string', const: 'SeccompProfile' },
    metadata: { type: 'object' },
    spec: {
      ...profile,
      properties: {
        ...profile.properties,
        baseProfileName: {
          type: 'string',
          markdownDescription: 'Another SeccompProfile whose rules are added: the calls that the runtime itself needs, `runc-v1.2.0`.',
        },
        state: {
          type: 'string',
          enum: ['Enabled', 'Disabled'],
          markdownDescription: '`Disabled` keeps the object and takes the profile off the nodes.',
        },
        disabled: { type: 'boolean', markdownDescription: 'The older form of `state: Disabled`.' },
      },
    },
  },
};

export const schemaOf = (part: SeccompPart): Schema => (part.object ? object : profile);
