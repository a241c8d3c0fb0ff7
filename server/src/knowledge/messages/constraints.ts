/** Security context constraints of OpenShift. */

import { family, type MessageRow } from './template';

/** The strategies leave out where a field is: `.containers[0].capabilities.add` is of a security context, `.spec.securityContext.hostPID` of the pod. */
function pathOf(path = ''): string {
  const whole = path.replace(/^[[.]+/, '').replace(/securityContext\.securityContext/, 'securityContext');
  const rooted = /^(?:containers|initContainers|ephemeralContainers)\[/.test(whole) ? `spec.${whole}` : whole;
  return rooted
    .replace(/^spec\.securityContext\.(host(?:PID|IPC|Network|Users))$/, 'spec.$1')
    .replace(/(\[\d+\])\.(?!securityContext|ports|volumeMounts|name)(\w)/, '$1.securityContext.$2');
}

const refusal = (id: string, file: string, reason: string, example: string, told: string): MessageRow => ({
  id,
  file: `pkg/securitycontextconstraints/${file}`,
  form: `{path:path}: Invalid value: {value:value}: ${reason}`,
  example: `unable to validate against any security context constraint: ${example}`,
  gives: ({ path }) => {
    const field = pathOf(path);
    return field.startsWith('spec.') ? { kind: 'invalid-field', path: field, reason: told } : undefined;
  },
});

const none = 'no SecurityContextConstraints that the pod’s service account may use allows';

/**
 * $source openshift/apiserver-library-go pkg/securitycontextconstraints
 * $checked 2026-11-30
 */
export const constraintMessages = family('scc', 'openshift/apiserver-library-go', 'admission', [
  refusal(
    'capability',
    'capabilities/mustrunas.go',
    'capability may not be added',
    'provider restricted-v2: .containers[0].capabilities.add: Invalid value: "NET_ADMIN": capability may not be added',
    `${none} the capability`,
  ),
  refusal(
    'privileged',
    'sccmatching/provider.go',
    'Privileged containers are not allowed',
    'spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
    `${none} privileged containers`,
  ),
  refusal(
    'escalation',
    'sccmatching/provider.go',
    'Allowing privilege escalation for containers is not allowed',
    'provider restricted-v2: .containers[0].allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed',
    `${none} privilege escalation`,
  ),
  refusal(
    'user',
    'user/mustrunasrange.go',
    'must be in the ranges: {ranges:text}]',
    'provider restricted-v2: .containers[0].runAsUser: Invalid value: 999: must be in the ranges: [1000680000, 1000689999]',
    `${none} this user: it must be in the range of the namespace, or unset`,
  ),
  refusal(
    'group',
    'group/mustrunas.go',
    '{group:number} is not an allowed group',
    'provider restricted-v2: .spec.securityContext.fsGroup: Invalid value: []int64{999}: 999 is not an allowed group',
    `${none} this group: it must be in the range of the namespace, or unset`,
  ),
  refusal(
    'host-pid',
    'sccmatching/provider.go',
    'Host PID is not allowed to be used',
    'provider restricted: .spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used',
    `${none} the process namespace of the host`,
  ),
  refusal(
    'host-ipc',
    'sccmatching/provider.go',
    'Host IPC is not allowed to be used',
    'provider restricted: .spec.securityContext.hostIPC: Invalid value: true: Host IPC is not allowed to be used',
    `${none} the IPC namespace of the host`,
  ),
  refusal(
    'host-network',
    'sccmatching/provider.go',
    'Host network is not allowed to be used',
    'provider restricted: .spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used',
    `${none} the network of the host`,
  ),
  refusal(
    'volume',
    'sccmatching/provider.go',
    '{type} volumes are not allowed to be used',
    'spec.volumes[0]: Invalid value: "hostPath": hostPath volumes are not allowed to be used',
    `${none} volumes of this type`,
  ),
]);
