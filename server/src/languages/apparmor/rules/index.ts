import type { Rule } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { accessNeedsParentheses } from './accessNeedsParentheses';
import { aliasForm } from './aliasForm';
import { assignmentComma } from './assignmentComma';
import { assignmentEmpty } from './assignmentEmpty';
import { attachesToEverything } from './attachesToEverything';
import { badGlob } from './badGlob';
import { blockModeConflict } from './blockModeConflict';
import { booleanValue } from './booleanValue';
import { brokenInclude } from './brokenInclude';
import { changeProfileExec } from './changeProfileExec';
import { childKeyword } from './childKeyword';
import { commentInsideRule } from './commentInsideRule';
import { commentWithoutNewline } from './commentWithoutNewline';
import { complainMode } from './complainMode';
import { conditionalOrder } from './conditionalOrder';
import { conditionalValue } from './conditionalValue';
import { conditionForm } from './conditionForm';
import { coveredRule } from './coveredRule';
import { dbusMixed } from './dbusMixed';
import { denyExecMode } from './denyExecMode';
import { denyWins } from './denyWins';
import { deprecatedInclude } from './deprecatedInclude';
import { droppedInBlock } from './droppedInBlock';
import { duplicateConditional } from './duplicateConditional';
import { duplicateProfile } from './duplicateProfile';
import { elseWithoutIf } from './elseWithoutIf';
/** What apparmor_parser refuses, in the order in which it would meet it, then what it takes but should not be. */
import { everythingAllowed } from './everythingAllowed';
import { execConflict } from './execConflict';
import { execWithoutMode } from './execWithoutMode';
import { flagConflict } from './flagConflict';
import { flagsForm } from './flagsForm';
import { flagValue } from './flagValue';
import { hatName } from './hatName';
import { hatXattrs } from './hatXattrs';
import { headerOrder } from './headerOrder';
import { identitiesForm } from './identitiesForm';
import { ignoredTarget } from './ignoredTarget';
import { incompleteRule } from './incompleteRule';
import { keepsEnvironment } from './keepsEnvironment';
import { linkAndExec } from './linkAndExec';
import { linkToNamespace } from './linkToNamespace';
import { missingAbi } from './missingAbi';
import { missingAbiFile } from './missingAbiFile';
import { missingBlank } from './missingBlank';
import { missingChild } from './missingChild';
import { missingComma } from './missingComma';
import { missingInclude } from './missingInclude';
import { missingOpenBrace } from './missingOpenBrace';
import { missingPermissions } from './missingPermissions';
import { mountArrow } from './mountArrow';
import { mountEncoding } from './mountEncoding';
import { mountOptionConflict } from './mountOptionConflict';
import { mqueueForm } from './mqueueForm';
import { namespaceForm } from './namespaceForm';
import { networkAddress } from './networkAddress';
import { networkCombination } from './networkCombination';
import { networkConditionals } from './networkConditionals';
import { networkPort } from './networkPort';
import { newerThanTarget } from './newerThanTarget';
import { outsideProfile } from './outsideProfile';
import { pathAsName } from './pathAsName';
import { pathForm } from './pathForm';
import { pathNeedsQuotes } from './pathNeedsQuotes';
import { peerAccess } from './peerAccess';
import { peerForm } from './peerForm';
import { powerfulCapability } from './powerfulCapability';
import { preamblePlace } from './preamblePlace';
import { priorityRange } from './priorityRange';
import { profileAttachment } from './profileAttachment';
import { profileName } from './profileName';
import { qualifierNotAllowed } from './qualifierNotAllowed';
import { qualifierOrder } from './qualifierOrder';
import { qualifierTwice } from './qualifierTwice';
import { rawMemory } from './rawMemory';
import { rawSockets } from './rawSockets';
import { readableSecrets } from './readableSecrets';
import { recursiveVariable } from './recursiveVariable';
import { rlimitForm } from './rlimitForm';
import { rlimitValue } from './rlimitValue';
import { runtimeSocket } from './runtimeSocket';
import { safeWithoutExec } from './safeWithoutExec';
import { strayBrace } from './strayBrace';
import { subsetWithoutLink } from './subsetWithoutLink';
import { tooManyTargets } from './tooManyTargets';
import { twoExecModes } from './twoExecModes';
import { unclosedBlock } from './unclosedBlock';
import { unclosedList } from './unclosedList';
import { unconfinedExec } from './unconfinedExec';
import { undefinedBoolean } from './undefinedBoolean';
import { undefinedVariable } from './undefinedVariable';
import { unexpectedText } from './unexpectedText';
import { unixAddress } from './unixAddress';
import { unixType } from './unixType';
import { unknownAccess } from './unknownAccess';
import { unknownCapability } from './unknownCapability';
import { unknownConditional } from './unknownConditional';
import { unknownFlag } from './unknownFlag';
import { unknownHeaderWord } from './unknownHeaderWord';
import { unknownKeyword } from './unknownKeyword';
import { unknownMountOption } from './unknownMountOption';
import { unknownNetworkWord } from './unknownNetworkWord';
import { unknownPermissions } from './unknownPermissions';
import { unknownRlimit } from './unknownRlimit';
import { unknownSignal } from './unknownSignal';
import { unlimitedChangeProfile } from './unlimitedChangeProfile';
import { unlimitedMount } from './unlimitedMount';
import { unlimitedPtrace } from './unlimitedPtrace';
import { unseenAbiFile } from './unseenAbiFile';
import { unseenInclude } from './unseenInclude';
import { unterminatedString } from './unterminatedString';
import { unusedVariable } from './unusedVariable';
import { usernsList } from './usernsList';
import { variableAppend } from './variableAppend';
import { variableName } from './variableName';
import { variableRedefined } from './variableRedefined';
import { wordAsPath } from './wordAsPath';
import { writableKernelSettings } from './writableKernelSettings';
import { writablePolicy } from './writablePolicy';
import { writablePrograms } from './writablePrograms';
import { writableStartUp } from './writableStartUp';
import { writeAndAppend } from './writeAndAppend';
import { writeAndExecute } from './writeAndExecute';

export const rules: readonly Rule<ApparmorPart>[] = [
  missingComma,
  incompleteRule,
  missingPermissions,
  pathNeedsQuotes,
  pathForm,
  unexpectedText,
  unknownKeyword,
  wordAsPath,
  unterminatedString,
  unclosedList,
  unclosedBlock,
  strayBrace,
  missingOpenBrace,
  missingBlank,
  commentInsideRule,
  commentWithoutNewline,
  elseWithoutIf,
  conditionForm,
  aliasForm,
  preamblePlace,
  outsideProfile,
  childKeyword,
  profileName,
  namespaceForm,
  profileAttachment,
  headerOrder,
  unknownHeaderWord,
  identitiesForm,
  hatName,
  hatXattrs,
  flagsForm,
  unknownFlag,
  flagValue,
  flagConflict,
  qualifierOrder,
  qualifierTwice,
  qualifierNotAllowed,
  priorityRange,
  blockModeConflict,
  unknownPermissions,
  writeAndAppend,
  twoExecModes,
  execWithoutMode,
  denyExecMode,
  safeWithoutExec,
  subsetWithoutLink,
  linkAndExec,
  linkToNamespace,
  changeProfileExec,
  unknownAccess,
  accessNeedsParentheses,
  unknownConditional,
  duplicateConditional,
  conditionalValue,
  conditionalOrder,
  peerForm,
  peerAccess,
  usernsList,
  unknownCapability,
  unknownNetworkWord,
  networkCombination,
  networkConditionals,
  networkAddress,
  networkPort,
  dbusMixed,
  unknownSignal,
  unixType,
  unixAddress,
  mqueueForm,
  unknownMountOption,
  mountOptionConflict,
  mountEncoding,
  mountArrow,
  rlimitForm,
  unknownRlimit,
  rlimitValue,
  undefinedVariable,
  recursiveVariable,
  variableRedefined,
  variableAppend,
  variableName,
  assignmentComma,
  assignmentEmpty,
  booleanValue,
  undefinedBoolean,
  badGlob,
  duplicateProfile,
  execConflict,
  tooManyTargets,
  missingInclude,
  unseenInclude,
  unseenAbiFile,
  brokenInclude,
  missingAbiFile,
  missingAbi,
  newerThanTarget,
  deprecatedInclude,
  everythingAllowed,
  powerfulCapability,
  rawMemory,
  rawSockets,
  readableSecrets,
  runtimeSocket,
  unconfinedExec,
  unlimitedChangeProfile,
  unlimitedMount,
  unlimitedPtrace,
  writableKernelSettings,
  writablePolicy,
  writablePrograms,
  writableStartUp,
  complainMode,
  coveredRule,
  denyWins,
  droppedInBlock,
  ignoredTarget,
  missingChild,
  pathAsName,
  unusedVariable,
  attachesToEverything,
  keepsEnvironment,
  writeAndExecute,
];
