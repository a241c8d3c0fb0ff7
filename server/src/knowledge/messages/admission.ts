/** Pod Security admission. */

import type { Happening } from '../../core';
import { family, type Holes, type MessageRow } from './template';

/** `container "a"`, `pod or containers "a", "b"`: the quoted names; a value that only contains quotes isn't one. */
const quotedIn = (text = ''): readonly string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);

/** The names before the verb are containers; those in `values` are what they must not say. */
const violation =
  (...controls: readonly string[]) =>
  ({ who, values }: Holes): Happening => ({
    kind: 'violation',
    controls,
    containers: /container/.test(who ?? '') ? quotedIn(who) : [],
    values: quotedIn(values).length > 0 ? quotedIn(values) : (values ?? '').split(/,\s*/).filter(Boolean),
  });

const check = (id: string, file: string, form: string, example: string, controls: readonly string[]): MessageRow => ({
  id,
  file: `policy/check_${file}.go`,
  form,
  example: `Error from server (Forbidden): pods "shop" is forbidden: violates PodSecurity "restricted:latest": ${example}`,
  gives: violation(...controls),
});

/**
 * $source kubernetes/pod-security-admission `policy/check_*.go`: reason and detail as `ForbiddenDetail` of `policy/checks.go` joins them.
 * $checked 2026-11-30
 */
export const admissionMessages = family('admission', 'kubernetes/pod-security-admission', 'admission', [
  check(
    'allow-privilege-escalation',
    'allowPrivilegeEscalation',
    'allowPrivilegeEscalation != false ({who:text} must set securityContext.allowPrivilegeEscalation=false)',
    'allowPrivilegeEscalation != false (container "till" must set securityContext.allowPrivilegeEscalation=false)',
    ['allowPrivilegeEscalation'],
  ),
  check(
    'apparmor-profile',
    'appArmorProfile',
    'forbidden AppArmor profile{many:plural} ({who:text} must not set AppArmor profile type to {values:text})',
    'forbidden AppArmor profile (container "till" must not set AppArmor profile type to "Unconfined")',
    ['appArmorProfile'],
  ),
  check(
    'capabilities-added',
    'capabilities_baseline',
    'non-default capabilities ({who:text} must not include {values:text} in securityContext.capabilities.add)',
    'non-default capabilities (container "till" must not include "SYS_ADMIN" in securityContext.capabilities.add)',
    ['capabilities_baseline'],
  ),
  check(
    'capabilities-kept',
    'capabilities_restricted',
    '{who:container} must set securityContext.capabilities.drop=["ALL"]',
    'unrestricted capabilities (container "till" must set securityContext.capabilities.drop=["ALL"])',
    ['capabilities_restricted'],
  ),
  check(
    'capabilities-restricted',
    'capabilities_restricted',
    'unrestricted capabilities ({who:container} must not include {values:text} in securityContext.capabilities.add)',
    'unrestricted capabilities (container "till" must not include "CHOWN" in securityContext.capabilities.add)',
    ['capabilities_restricted'],
  ),
  check(
    'capabilities-restricted-too',
    'capabilities_restricted',
    '; {who:container} must not include {values:text} in securityContext.capabilities.add)',
    'capabilities (; containers "till", "log" must not include "CHOWN" in securityContext.capabilities.add)',
    ['capabilities_restricted'],
  ),
  check('host-namespaces', 'hostNamespaces', 'host namespaces ({values:text})', 'host namespaces (hostNetwork=true, hostPID=true)', [
    'hostNamespaces',
  ]),
  check('host-path', 'hostPathVolumes', 'hostPath volumes ({values:text})', 'hostPath volumes (volume "logs")', ['hostPathVolumes']),
  check(
    'host-port',
    'hostPorts',
    'hostPort ({who:text} use{s:plural} hostPort{many:plural} {values:text})',
    'hostPort (container "till" uses hostPort 8443)',
    ['hostPorts'],
  ),
  check(
    'probe-host',
    'hostProbesAndhostLifecycle',
    'probe or lifecycle host ({who:text} use{s:plural} probe or lifecycle host{many:plural} {values:text})',
    'probe or lifecycle host (container "till" uses probe or lifecycle host "10.0.0.9")',
    ['hostProbesAndHostLifecycle'],
  ),
  check(
    'privileged',
    'privileged',
    'privileged ({who:text} must not set securityContext.privileged=true)',
    'privileged (containers "till", "log" must not set securityContext.privileged=true)',
    ['privileged'],
  ),
  check(
    'proc-mount',
    'procMount_baseline',
    'procMount ({who:text} must not set securityContext.procMount to {values:text})',
    'procMount (container "till" must not set securityContext.procMount to "Unmasked")',
    ['procMount', 'procMount_restricted'],
  ),
  check(
    'restricted-volumes',
    'restrictedVolumes',
    'restricted volume types ({who:text} use{s:plural} restricted volume type{many:plural} {values:text})',
    'restricted volume types (volume "logs" uses restricted volume type "hostPath")',
    ['restrictedVolumes'],
  ),
  check(
    'run-as-non-root',
    'runAsNonRoot',
    'runAsNonRoot != true ({who:text} must set securityContext.runAsNonRoot=true)',
    'runAsNonRoot != true (pod or container "till" must set securityContext.runAsNonRoot=true)',
    ['runAsNonRoot'],
  ),
  check(
    'run-as-non-root-false',
    'runAsNonRoot',
    'runAsNonRoot != true ({who:text} must not set securityContext.runAsNonRoot=false)',
    'runAsNonRoot != true (container "till" must not set securityContext.runAsNonRoot=false)',
    ['runAsNonRoot'],
  ),
  check('run-as-user', 'runAsUser', 'runAsUser=0 ({who:text} must not set runAsUser=0)', 'runAsUser=0 (pod must not set runAsUser=0)', [
    'runAsUser',
  ]),
  check(
    'selinux',
    'seLinuxOptions',
    'seLinuxOptions ({who:text} set forbidden securityContext.seLinuxOptions: {values:text})',
    'seLinuxOptions (container "till" set forbidden securityContext.seLinuxOptions: type "spc_t")',
    ['seLinuxOptions'],
  ),
  check(
    'seccomp-annotation',
    'seccompProfile_baseline',
    'seccompProfile (forbidden annotation{many:plural} {values:text})',
    'seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")',
    ['seccompProfile_baseline'],
  ),
  check(
    'seccomp-type',
    'seccompProfile_restricted',
    'seccompProfile ({who:text} must not set securityContext.seccompProfile.type to {values:text})',
    'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    ['seccompProfile_restricted', 'seccompProfile_baseline'],
  ),
  check(
    'seccomp-missing',
    'seccompProfile_restricted',
    'seccompProfile ({who:text} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    'seccompProfile (pod or containers "till", "log" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ['seccompProfile_restricted'],
  ),
  check('sysctls', 'sysctls', 'forbidden sysctls ({values:text})', 'forbidden sysctls (net.core.somaxconn, kernel.msgmax)', ['sysctls']),
  check(
    'windows-host-process',
    'windowsHostProcess',
    'hostProcess ({who:text} must not set securityContext.windowsOptions.hostProcess=true)',
    'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
    ['windowsHostProcess'],
  ),
]);
