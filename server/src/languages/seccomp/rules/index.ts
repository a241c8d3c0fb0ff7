import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { actionMissing } from './actionMissing';
import { architecturesAndArchMap } from './architecturesAndArchMap';
import { archMapDropped } from './archMapDropped';
import { argAbsent } from './argAbsent';
import { argIndex } from './argIndex';
import { clone3Bypass } from './clone3Bypass';
import { clone3Errno } from './clone3Errno';
import { conditionsDropped } from './conditionsDropped';
import { conflictingConditions } from './conflictingConditions';
import { defaultActionMissing } from './defaultActionMissing';
import { defaultNotify } from './defaultNotify';
import { denyList } from './denyList';
import { duplicateKey } from './duplicateKey';
import { duplicateName } from './duplicateName';
import { duplicateRule } from './duplicateRule';
import { emptyMask } from './emptyMask';
import { emptyName } from './emptyName';
import { errnoNameDropped } from './errnoNameDropped';
import { errnoOnOtherAction } from './errnoOnOtherAction';
import { errnoRange } from './errnoRange';
import { errnoZero } from './errnoZero';
import { flagsOfOldRunc } from './flagsOfOldRunc';
import { foreignByteOrder } from './foreignByteOrder';
import { foreignSyscall } from './foreignSyscall';
import { incompleteCondition } from './incompleteCondition';
import { ioUring } from './ioUring';
import { keyCase } from './keyCase';
import { killThread } from './killThread';
import { listenerPath } from './listenerPath';
import { manyConditions } from './manyConditions';
import { metadataWithoutListener } from './metadataWithoutListener';
import { minKernelForm } from './minKernelForm';
import { minKernelIgnored } from './minKernelIgnored';
import { nameAndNames } from './nameAndNames';
import { namesMissing } from './namesMissing';
import { narrowArgument } from './narrowArgument';
import { needlessArchitecture } from './needlessArchitecture';
import { newSyscall } from './newSyscall';
import { noSeccomp } from './noSeccomp';
import { nothingAllowed } from './nothingAllowed';
import { notifyWithoutListener } from './notifyWithoutListener';
import { notifyWrite } from './notifyWrite';
import { operatorField } from './operatorField';
import { operatorLimits } from './operatorLimits';
import { overlappingConditions } from './overlappingConditions';
import { pointerCondition } from './pointerCondition';
import { profileObject } from './profileObject';
import { repeatedIndex } from './repeatedIndex';
import { sameAsDefault } from './sameAsDefault';
import { shadowedRule } from './shadowedRule';
import { singleName } from './singleName';
import { socketcallBypass } from './socketcallBypass';
import { startupCalls } from './startupCalls';
import { swallowedConditions } from './swallowedConditions';
import { syntax } from './syntax';
import { tsyncFlag } from './tsyncFlag';
import { uncoveredAbi } from './uncoveredAbi';
import { unknownAction } from './unknownAction';
import { unknownArchitecture } from './unknownArchitecture';
import { unknownCapability } from './unknownCapability';
import { unknownErrno } from './unknownErrno';
import { unknownFilterArchitecture } from './unknownFilterArchitecture';
import { unknownFlag } from './unknownFlag';
import { unknownKey } from './unknownKey';
import { unknownOperator } from './unknownOperator';
import { unknownSyscall } from './unknownSyscall';
import { unusedListener } from './unusedListener';
import { valueOutsideMask } from './valueOutsideMask';
import { valueRange } from './valueRange';
import { valueTwoIgnored } from './valueTwoIgnored';
import { valueType } from './valueType';
import { widerRuleFirst } from './widerRuleFirst';

/** In the order in which a reader would go through the file. */
export const rules: readonly Rule<SeccompPart>[] = [
  syntax,
  profileObject,
  valueType,
  duplicateKey,
  keyCase,
  unknownKey,
  noSeccomp,
  defaultActionMissing,
  defaultNotify,
  unknownAction,
  actionMissing,
  nothingAllowed,
  startupCalls,
  killThread,
  errnoOnOtherAction,
  errnoRange,
  errnoZero,
  unknownErrno,
  errnoNameDropped,
  nameAndNames,
  singleName,
  namesMissing,
  emptyName,
  unknownSyscall,
  foreignSyscall,
  newSyscall,
  duplicateName,
  sameAsDefault,
  duplicateRule,
  shadowedRule,
  swallowedConditions,
  conflictingConditions,
  widerRuleFirst,
  overlappingConditions,
  argIndex,
  argAbsent,
  unknownOperator,
  valueRange,
  incompleteCondition,
  repeatedIndex,
  manyConditions,
  valueTwoIgnored,
  emptyMask,
  valueOutsideMask,
  narrowArgument,
  pointerCondition,
  unknownArchitecture,
  foreignByteOrder,
  needlessArchitecture,
  architecturesAndArchMap,
  uncoveredAbi,
  unknownFlag,
  tsyncFlag,
  flagsOfOldRunc,
  notifyWrite,
  notifyWithoutListener,
  listenerPath,
  unusedListener,
  metadataWithoutListener,
  conditionsDropped,
  archMapDropped,
  operatorField,
  operatorLimits,
  unknownCapability,
  unknownFilterArchitecture,
  minKernelForm,
  minKernelIgnored,
  denyList,
  clone3Errno,
  clone3Bypass,
  socketcallBypass,
  ioUring,
];
