import type { Rule } from '../../../core';
import type { PodPart } from '../part';
import { allowPrivilegeEscalation } from './allow-privilege-escalation';
import { appArmorAnnotation } from './app-armor-annotation';
import { appArmorAnnotationContainer } from './app-armor-annotation-container';
import { appArmorAnnotationMismatch } from './app-armor-annotation-mismatch';
import { appArmorAnnotationValue } from './app-armor-annotation-value';
import { appArmorProfile } from './app-armor-profile';
import { appArmorProfileName } from './app-armor-profile-name';
import { capabilitiesBaseline } from './capabilities-baseline';
import { capabilitiesRestricted } from './capabilities-restricted';
import { capabilityName } from './capability-name';
import { crioAnnotation } from './crio-annotation';
import { crioAnnotationRisk } from './crio-annotation-risk';
import { crioAnnotationValue } from './crio-annotation-value';
import { criticalCapability } from './critical-capability';
import { duplicateKey } from './duplicate-key';
import { ephemeralContainers } from './ephemeral-containers';
import { fieldType } from './field-type';
import { fieldValue } from './field-value';
import { hostNamespaces } from './host-namespaces';
import { hostNetworkPort } from './host-network-port';
import { hostPathVolumes } from './host-path-volumes';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { hostProcess } from './host-process';
import { hostUsersNamespaces } from './host-users-namespaces';
import { initContainerProbe } from './init-container-probe';
import { localhostProfile } from './localhost-profile';
import { localhostProfileUnused } from './localhost-profile-unused';
import { misplacedField } from './misplaced-field';
import { missingProfile } from './missing-profile';
import { mountPropagation } from './mount-propagation';
import { namespaceLabel } from './namespace-label';
import { namespaceLevel } from './namespace-level';
import { namespaceOrder } from './namespace-order';
import { namespaceVersion } from './namespace-version';
import { nonRootAsRoot } from './non-root-as-root';
import { nonRootUnverified } from './non-root-unverified';
import { osFields } from './os-fields';
import { privileged } from './privileged';
import { privilegedEscalation } from './privileged-escalation';
import { procMount } from './proc-mount';
import { procMountHostUsers } from './proc-mount-host-users';
import { procMountRestricted } from './proc-mount-restricted';
import { recursiveReadOnly } from './recursive-read-only';
import { removedApi } from './removed-api';
import { restrictedVolumes } from './restricted-volumes';
import { runAsNonRoot } from './run-as-non-root';
import { runAsUser } from './run-as-user';
import { runtimeSocket } from './runtime-socket';
import { seLinuxOptions } from './se-linux-options';
import { seccompAnnotation } from './seccomp-annotation';
import { seccompAnnotationMismatch } from './seccomp-annotation-mismatch';
import { seccompAnnotationValue } from './seccomp-annotation-value';
import { seccompProfileBaseline } from './seccomp-profile-baseline';
import { seccompProfilePath } from './seccomp-profile-path';
import { seccompProfileRestricted } from './seccomp-profile-restricted';
import { sensitiveHostPath } from './sensitive-host-path';
import { serviceAccountToken } from './service-account-token';
import { shareProcessHostPid } from './share-process-host-pid';
import { sharedProcesses } from './shared-processes';
import { syntax } from './syntax';
import { sysAdminEscalation } from './sys-admin-escalation';
import { sysctlDuplicate } from './sysctl-duplicate';
import { sysctlHostNamespace } from './sysctl-host-namespace';
import { sysctlName } from './sysctl-name';
import { sysctlNotNamespaced } from './sysctl-not-namespaced';
import { sysctls } from './sysctls';
import { unknownField } from './unknown-field';
import { windowsGmsa } from './windows-gmsa';
import { windowsHostProcess } from './windows-host-process';
import { windowsUser } from './windows-user';
import { writableRoot } from './writable-root';

export const rules: readonly Rule<PodPart>[] = [
  syntax,
  duplicateKey,
  unknownField,
  misplacedField,
  fieldType,
  fieldValue,
  removedApi,
  appArmorAnnotation,
  appArmorAnnotationContainer,
  appArmorAnnotationMismatch,
  appArmorAnnotationValue,
  appArmorProfileName,
  capabilityName,
  crioAnnotation,
  crioAnnotationRisk,
  crioAnnotationValue,
  criticalCapability,
  ephemeralContainers,
  hostNetworkPort,
  hostProcess,
  hostUsersNamespaces,
  initContainerProbe,
  localhostProfile,
  localhostProfileUnused,
  missingProfile,
  mountPropagation,
  namespaceLabel,
  namespaceLevel,
  namespaceOrder,
  namespaceVersion,
  nonRootAsRoot,
  nonRootUnverified,
  osFields,
  privilegedEscalation,
  procMountHostUsers,
  recursiveReadOnly,
  runtimeSocket,
  seccompAnnotation,
  seccompAnnotationMismatch,
  seccompAnnotationValue,
  seccompProfilePath,
  sensitiveHostPath,
  serviceAccountToken,
  shareProcessHostPid,
  sharedProcesses,
  sysAdminEscalation,
  sysctlDuplicate,
  sysctlHostNamespace,
  sysctlName,
  sysctlNotNamespaced,
  windowsGmsa,
  windowsUser,
  writableRoot,
  allowPrivilegeEscalation,
  appArmorProfile,
  capabilitiesBaseline,
  capabilitiesRestricted,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  privileged,
  procMount,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seLinuxOptions,
  seccompProfileBaseline,
  seccompProfileRestricted,
  sysctls,
  windowsHostProcess,
];
