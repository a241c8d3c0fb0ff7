import type { Rule } from '../../../core';
import type { PolicyPart } from '../part';
import { base64 } from './base64';
import { baseLayerIdentity } from './baseLayerIdentity';
import { defaultMissing } from './defaultMissing';
import { duplicateKey } from './duplicateKey';
import { exactReference } from './exactReference';
import { exactRepository } from './exactRepository';
import { fieldNotForType } from './fieldNotForType';
import { fulcioFields } from './fulcioFields';
import { fulcioWithoutRekor } from './fulcioWithoutRekor';
import { gpgKeySource } from './gpgKeySource';
import { identityFields } from './identityFields';
import { identityTypeKnown } from './identityType';
import { keyType } from './keyType';
import { objectExpected } from './objectExpected';
import { pkiFields } from './pkiFields';
import { pkiWithRekor } from './pkiWithRekor';
import { rekorKeySource } from './rekorKeySource';
import { remapPrefix } from './remapPrefix';
import { requirementsEmpty } from './requirementsEmpty';
import { requirementsNotAList } from './requirementsNotAList';
import { requirementTypeKnown } from './requirementType';
import { scopeRefused } from './scopeRefused';
import { sigstoreKeySource } from './sigstoreKeySource';
import { sigstoreKeysEmpty } from './sigstoreKeysEmpty';
import { syntax } from './syntax';
import { unknownKey } from './unknownKey';
import { valueType } from './valueType';

/** First what the loader refuses, then what it takes but not as written, then advice; registries.d last. */
export const rules: readonly Rule<PolicyPart>[] = [
  syntax,
  objectExpected,
  unknownKey,
  duplicateKey,
  defaultMissing,
  requirementsEmpty,
  requirementsNotAList,
  requirementTypeKnown,
  fieldNotForType,
  valueType,
  base64,
  keyType,
  gpgKeySource,
  sigstoreKeySource,
  sigstoreKeysEmpty,
  rekorKeySource,
  fulcioWithoutRekor,
  pkiWithRekor,
  fulcioFields,
  pkiFields,
  identityTypeKnown,
  identityFields,
  exactReference,
  exactRepository,
  remapPrefix,
  baseLayerIdentity,
  scopeRefused,
];
