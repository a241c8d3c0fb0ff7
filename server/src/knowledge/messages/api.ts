/** The API server's validation of pods: each message follows the path of the field. */

import { family, type MessageRow } from './template';

const row = (id: string, path: string, message: string, example: string, fields: readonly string[], reason = message): MessageRow => ({
  id,
  file: 'pkg/apis/core/validation/validation.go',
  form: `${path}: ${message}`,
  example,
  gives: ({ path: field = '', value }) => ({
    kind: 'invalid-field',
    path: field,
    reason: reason.replace('{value}', value ?? ''),
    fields,
  }),
});

const spec = 'The Deployment "shop" is invalid: spec.template.spec';

/**
 * $source kubernetes/kubernetes pkg/apis/core/validation/validation.go; the form of `Invalid value` is that of
 * staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go
 * $checked 2026-11-30
 */
export const apiMessages = family('api', 'kubernetes/kubernetes', 'api', [
  row(
    'privileged-no-escalation',
    '{path:path}: Invalid value: {shown:text}',
    'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    `${spec}.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
    ['allowPrivilegeEscalation', 'privileged'],
    'a privileged container always may escalate, so `allowPrivilegeEscalation: false` contradicts `privileged: true`',
  ),
  row(
    'sys-admin-no-escalation',
    '{path:path}: Invalid value: {shown:text}',
    'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
    `${spec}.containers[0].securityContext: Invalid value: core.SecurityContext{}: cannot set \`allowPrivilegeEscalation\` to false and \`capabilities.Add\` CAP_SYS_ADMIN`,
    ['allowPrivilegeEscalation', 'capabilities'],
    'a container with SYS_ADMIN always may escalate, so `allowPrivilegeEscalation: false` contradicts it',
  ),
  row(
    'localhost-profile-missing',
    '{path:path}',
    'Required value: must be set when seccomp type is Localhost',
    `${spec}.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost`,
    [],
    'a profile of type Localhost needs `localhostProfile`',
  ),
  row(
    'localhost-profile-extra',
    '{path:path}: Invalid value: {shown:text}',
    'can only be set when seccomp type is Localhost',
    `${spec}.securityContext.seccompProfile.localhostProfile: Invalid value: "a.json": can only be set when seccomp type is Localhost`,
    [],
    '`localhostProfile` is accepted only with `type: Localhost`',
  ),
  row(
    'apparmor-localhost-missing',
    '{path:path}',
    'Required value: must be set when AppArmor type is Localhost',
    `${spec}.containers[0].securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost`,
    [],
    'an AppArmor profile of type Localhost needs `localhostProfile`',
  ),
  row(
    'apparmor-localhost-extra',
    '{path:path}: Invalid value: {shown:text}',
    'can only be set when AppArmor type is Localhost',
    `${spec}.securityContext.appArmorProfile.localhostProfile: Invalid value: "a": can only be set when AppArmor type is Localhost`,
    [],
    '`localhostProfile` is accepted only with `type: Localhost`',
  ),
  row(
    'apparmor-mismatch',
    '{path:path}: Forbidden',
    'apparmor type in annotation and field must match',
    `${spec}.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match`,
    [],
    'the annotation for AppArmor and the field `appArmorProfile` name different types',
  ),
  row(
    'profile-descends',
    '{path:path}: Invalid value: {shown:text}',
    "must not contain '..'",
    `${spec}.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "../a.json": must not contain '..'`,
    [],
    'the path must stay below the folder that it counts from',
  ),
  row(
    'profile-absolute',
    '{path:path}: Invalid value: {shown:text}',
    'must be a relative path',
    `${spec}.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "/a.json": must be a relative path`,
    [],
    'the path counts from a folder of the kubelet, so it must be relative',
  ),
  row(
    'unsupported-value',
    '{path:path}',
    'Unsupported value: {value:quoted}: supported values: {allowed:rest}',
    `${spec}.containers[0].securityContext.seccompProfile.type: Unsupported value: "runtimeDefault": supported values: "Localhost", "RuntimeDefault", "Unconfined"`,
    [],
    'the API server knows no value "{value}" for this field',
  ),
  row(
    'host-port-mismatch',
    '{path:path}: Invalid value: {shown:text}',
    'must match `hostPort` when `hostNetwork` is true',
    `${spec}.containers[0].ports[0].containerPort: Invalid value: 8080: must match \`hostPort\` when \`hostNetwork\` is true`,
    [],
    'with `hostNetwork: true` the port of the container and that of the host are one',
  ),
  row(
    'share-process-namespace',
    '{path:path}: Invalid value: {shown:text}',
    'ShareProcessNamespace and HostPID cannot both be enabled',
    `${spec}.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled`,
    [],
    '`shareProcessNamespace` conflicts with `hostPID`',
  ),
  row(
    'proc-mount',
    '{path:path}: Invalid value: {shown:text}',
    '`hostUsers` must be false to use `Unmasked`',
    `${spec}.containers[0].securityContext.procMount: Invalid value: "Unmasked": \`hostUsers\` must be false to use \`Unmasked\``,
    [],
    '`procMount: Unmasked` needs a user namespace (`hostUsers: false`)',
  ),
  row(
    'user-range',
    '{path:path}: Invalid value: {shown:text}',
    'must be between 0 and 2147483647, inclusive',
    `${spec}.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive`,
    [],
    'ids of users and groups are between 0 and 2147483647',
  ),
  row(
    'sysctl-name',
    '{path:path}: Invalid value: {shown:quoted}',
    'must have at most 253 characters and match regex {pattern:rest}',
    `${spec}.securityContext.sysctls[0].name: Invalid value: "net core": must have at most 253 characters and match regex ^([a-z0-9]$`,
    [],
    'this is no name of a sysctl',
  ),
  row(
    'sysctl-host-network',
    '{path:path}: Invalid value: {shown:quoted}',
    'may not be specified when {setting:quoted} is true',
    `${spec}.securityContext.sysctls[0].name: Invalid value: "net.core.somaxconn": may not be specified when 'hostNetwork' is true`,
    [],
    'a pod that shares a namespace of the host may not change the sysctls of that namespace',
  ),
  row(
    'run-as-root-contradiction',
    '{path:path}: Invalid value: {shown:text}',
    '`runAsNonRoot` cannot be true and `runAsUser` 0',
    `${spec}.containers[0].securityContext.runAsUser: Invalid value: 0: \`runAsNonRoot\` cannot be true and \`runAsUser\` 0`,
    ['runAsUser'],
    '`runAsUser: 0` contradicts `runAsNonRoot: true`',
  ),
  row(
    'volume-not-found',
    '{path:path}',
    'Not found: {value:quoted}',
    `${spec}.containers[0].volumeMounts[1].name: Not found: "cache"`,
    [],
    'the pod has no volume "{value}"',
  ),
  row(
    'mount-repeated',
    '{path:path}: Invalid value: {shown:quoted}',
    'must be unique',
    `${spec}.containers[0].volumeMounts[1].mountPath: Invalid value: "/tmp": must be unique`,
    [],
    'two mounts of the container have the same path',
  ),
  row(
    'duplicate',
    '{path:path}',
    'Duplicate value: {value:text}',
    `${spec}.containers[1].name: Duplicate value: "web"`,
    [],
    'the value "{value}" is twice in a list whose values must differ',
  ),
  row('required', '{path:path}', 'Required value', `${spec}.containers[0].image: Required value`, [], 'the API server requires this field'),
  {
    id: 'immutable-pod',
    file: 'pkg/apis/core/validation/validation.go',
    form: '{path:path}: Forbidden: pod updates may not change fields other than {fields:rest}',
    example:
      'The Pod "shop" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.tolerations`',
    gives: () => ({
      kind: 'elsewhere',
      cause: 'The security context of a running Pod can’t be changed: delete the Pod and create it again',
    }),
  },
  {
    id: 'unknown-field',
    file: 'staging/src/k8s.io/apimachinery/pkg/runtime/error.go',
    form: 'strict decoding error: unknown field {path:quoted}',
    example:
      'Error from server (BadRequest): error when creating "a.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.template.spec.containers[0].securityContext.runAsNonroot"',
    gives: ({ path = '' }) => ({ kind: 'invalid-field', path, reason: 'the API knows no field of this name', fields: [] }),
  },
]);
