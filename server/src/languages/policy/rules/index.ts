import type { Rule } from '../../../core';
import type { PolicyPart } from '../part';
import { acceptBesideOthers } from './acceptBesideOthers';
import { base64 } from './base64';
import { baseLayerIdentity } from './baseLayerIdentity';
import { bothMustHold } from './bothMustHold';
import { byteList } from './byteList';
import { cosignIdentity } from './cosignIdentity';
import { crioDecryptionKeys } from './crioDecryptionKeys';
import { crioInsecureRegistries } from './crioInsecureRegistries';
import { crioOwnPolicy } from './crioOwnPolicy';
import { crioPolicyDir } from './crioPolicyDir';
import { defaultMissing } from './defaultMissing';
import { deprecatedTransport } from './deprecatedTransport';
import { duplicateKey } from './duplicateKey';
import { duplicateRequirement } from './duplicateRequirement';
import { exactReference } from './exactReference';
import { exactRepository } from './exactRepository';
import { fieldNotForType } from './fieldNotForType';
import { fulcioFields } from './fulcioFields';
import { fulcioSubject } from './fulcioSubject';
import { fulcioWithoutRekor } from './fulcioWithoutRekor';
import { gpgKeySource } from './gpgKeySource';
import { hostAsRepository } from './hostAsRepository';
import { identityFields } from './identityFields';
import { identityTypeKnown } from './identityType';
import { ignoredTag } from './ignoredTag';
import { keyKind } from './keyKind';
import { keyType } from './keyType';
import { matchRepositoryRule } from './matchRepository';
import { mirrorSource } from './mirrorSource';
import { missingKeyFile } from './missingKeyFile';
import { newerField } from './newerField';
import { noAttachments } from './noAttachments';
import { noImageName } from './noImageName';
import { noKeys } from './noKeys';
import { noLookaside } from './noLookaside';
import { noSignatures } from './noSignatures';
import { notImplemented } from './notImplemented';
import { objectExpected } from './objectExpected';
import { openDefault } from './openDefault';
import { openDocker } from './openDocker';
import { pkiFields } from './pkiFields';
import { pkiWithRekor } from './pkiWithRekor';
import { portScope } from './portScope';
import { privateKey } from './privateKey';
import { pullFromMirror } from './pullFromMirror';
import { registriesDuplicate } from './registriesDuplicate';
import { registriesFileName } from './registriesFileName';
import { registriesFirstVersion } from './registriesFirstVersion';
import { registriesOldName } from './registriesOldName';
import { registriesScope } from './registriesScope';
import { registriesSyntax } from './registriesSyntax';
import { registriesUnknownKey } from './registriesUnknownKey';
import { registriesUrl } from './registriesUrl';
import { registriesValueType } from './registriesValueType';
import { registryConflict } from './registryConflict';
import { registryLocation } from './registryLocation';
import { registryPrefix } from './registryPrefix';
import { registryReplaced } from './registryReplaced';
import { rejectBesideOthers } from './rejectBesideOthers';
import { rekorKeySource } from './rekorKeySource';
import { relativePath } from './relativePath';
import { remapPrefix } from './remapPrefix';
import { requirementsEmpty } from './requirementsEmpty';
import { requirementsNotAList } from './requirementsNotAList';
import { requirementTypeKnown } from './requirementType';
import { scopeNeverMatches } from './scopeNeverMatches';
import { scopeOfMirror } from './scopeOfMirror';
import { scopeRefused } from './scopeRefused';
import { sigstoreKeySource } from './sigstoreKeySource';
import { sigstoreKeysEmpty } from './sigstoreKeysEmpty';
import { syntax } from './syntax';
import { tagScope } from './tagScope';
import { tomlSyntax } from './tomlSyntax';
import { tomlUnknownKey } from './tomlUnknownKey';
import { tomlValueType } from './tomlValueType';
import { unknownKey } from './unknownKey';
import { unknownTransport } from './unknownTransport';
import { valueType } from './valueType';
import { weakerChild } from './weakerChild';
import { weakerNamespace } from './weakerNamespace';
import { wildcardApex } from './wildcardApex';

/** First what the loader refuses, then what it takes but not as written, then advice; its neighbours last: registries.d, registries.conf, crio.conf. */
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
  unknownTransport,
  scopeNeverMatches,
  openDefault,
  openDocker,
  weakerChild,
  acceptBesideOthers,
  rejectBesideOthers,
  bothMustHold,
  duplicateRequirement,
  notImplemented,
  noKeys,
  relativePath,
  missingKeyFile,
  privateKey,
  keyKind,
  cosignIdentity,
  fulcioSubject,
  noSignatures,
  noImageName,
  ignoredTag,
  hostAsRepository,
  tagScope,
  wildcardApex,
  portScope,
  deprecatedTransport,
  newerField,
  matchRepositoryRule,
  byteList,
  noAttachments,
  noLookaside,
  weakerNamespace,
  scopeOfMirror,
  registriesSyntax,
  registriesDuplicate,
  registriesUnknownKey,
  registriesValueType,
  registriesUrl,
  registriesFileName,
  registriesOldName,
  registriesScope,
  tomlSyntax,
  tomlValueType,
  tomlUnknownKey,
  crioPolicyDir,
  crioOwnPolicy,
  crioDecryptionKeys,
  crioInsecureRegistries,
  registryLocation,
  registryPrefix,
  registryReplaced,
  pullFromMirror,
  registryConflict,
  registriesFirstVersion,
  mirrorSource,
];
