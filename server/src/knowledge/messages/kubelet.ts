/** The kubelet, in events, conditions and its journal. */

import { family } from './template';

const security = 'pkg/kubelet/kuberuntime/security_context_others.go';
const pods = 'pkg/kubelet/kubelet_pods.go';

/**
 * $source kubernetes/kubernetes pkg/kubelet
 * $checked 2026-11-30
 */
export const kubeletMessages = family('kubelet', 'kubernetes/kubernetes', 'kubelet', [
  {
    id: 'run-as-non-root',
    file: security,
    form: 'container has runAsNonRoot and image will run as root',
    example: 'Error: container has runAsNonRoot and image will run as root (pod: "till-7f9c6d7c5b-x2l4m_shop(1b2c)", container: till)',
    gives: () => ({ kind: 'root-user' }),
  },
  {
    id: 'run-as-non-root-user',
    file: security,
    form: "container's runAsUser breaks non-root policy",
    example: 'Error: container\'s runAsUser breaks non-root policy (pod: "till_shop(1b2c)", container: till)',
    gives: () => ({ kind: 'root-user', asked: true }),
  },
  {
    id: 'run-as-non-root-name',
    file: security,
    form: 'container has runAsNonRoot and image has non-numeric user ({user}), cannot verify user is non-root',
    example:
      'Error: container has runAsNonRoot and image has non-numeric user (nginx), cannot verify user is non-root (pod: "till_shop(1b2c)", container: till)',
    gives: ({ user = '' }) => ({ kind: 'root-user', imageUser: user }),
  },
  {
    id: 'seccomp-localhost-empty',
    file: 'pkg/kubelet/kuberuntime/helpers.go',
    form: 'localhostProfile must be set if seccompProfile type is Localhost.',
    example: 'Error: localhostProfile must be set if seccompProfile type is Localhost.',
    gives: () => ({ kind: 'unnamed-profile', of: 'seccomp' }),
  },
  {
    id: 'apparmor-localhost-empty',
    file: 'pkg/kubelet/kuberuntime/helpers.go',
    form: 'localhostProfile must be set if appArmorProfile type is Localhost.',
    example: 'Error: localhostProfile must be set if appArmorProfile type is Localhost.',
    gives: () => ({ kind: 'unnamed-profile', of: 'apparmor' }),
  },
  {
    id: 'sysctl-forbidden',
    file: 'pkg/kubelet/sysctl/allowlist.go',
    form: 'forbidden sysctl: {name:quoted} not allowlisted',
    versions: 'since 1.21; before, "not whitelisted"',
    example: 'Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
    gives: ({ name = '' }) => ({ kind: 'forbidden-sysctl', name }),
  },
  {
    id: 'sysctl-forbidden-old',
    file: 'pkg/kubelet/sysctl/whitelist.go',
    form: 'forbidden sysctl: {name:quoted} not whitelisted',
    versions: 'until 1.20',
    example: 'forbidden sysctl: "kernel.msgmax" not whitelisted',
    gives: ({ name = '' }) => ({ kind: 'forbidden-sysctl', name }),
  },
  {
    id: 'sysctl-host-namespace',
    file: 'pkg/kubelet/sysctl/allowlist.go',
    form: 'forbidden sysctl: {name:quoted} not allowed with host {space} enabled',
    example: 'forbidden sysctl: "net.core.somaxconn" not allowed with host net enabled',
    gives: ({ name = '', space = '' }) => ({
      kind: 'refused-field',
      field: 'sysctls',
      value: name,
      problem: `the pod shares the host's ${space} namespace, whose sysctls no pod may set`,
      cure: `Remove the sysctl, or host${/net/i.test(space) ? 'Network' : 'IPC'}`,
    }),
  },
  {
    id: 'apparmor-not-loaded',
    file: 'pkg/security/apparmor/validate.go',
    form: 'Cannot enforce AppArmor: profile {name:quoted} is not loaded',
    versions: 'until 1.30',
    example: 'Cannot enforce AppArmor: profile "till-guard" is not loaded',
    gives: ({ name = '' }) => ({ kind: 'missing-profile', of: 'apparmor', name }),
  },
  {
    id: 'apparmor-not-enabled',
    file: 'pkg/security/apparmor/validate_enabled.go',
    form: 'Cannot enforce AppArmor: AppArmor is not enabled on the host',
    example: 'Pod was rejected: Cannot enforce AppArmor: AppArmor is not enabled on the host',
    gives: () => ({
      kind: 'refused-field',
      field: 'appArmorProfile',
      problem: 'the node has no AppArmor',
      cure: 'Schedule the pod to a node with AppArmor, or remove the profile',
    }),
  },
  {
    id: 'user-namespaces',
    file: 'pkg/kubelet/kuberuntime/kuberuntime_container.go',
    form: 'the handler {handler:quoted} is not known to support user namespaces',
    example: 'Error: the handler "runc" is not known to support user namespaces',
    gives: () => ({
      kind: 'refused-field',
      field: 'hostUsers',
      problem: 'the runtime of the node supports no user namespaces',
      cure: 'Use a runtime that supports user namespaces, or remove hostUsers: false',
    }),
  },
  {
    id: 'secret-not-found',
    file: pods,
    form: 'Error: secret {name:quoted} not found',
    example: 'Warning  Failed  2s  kubelet  Error: secret "till-key" not found',
    gives: ({ name }) => ({ kind: 'elsewhere', cause: `The Secret "${name}" is missing from the pod's namespace` }),
  },
  {
    id: 'configmap-not-found',
    file: pods,
    form: 'Error: configmap {name:quoted} not found',
    example: 'Warning  Failed  2s  kubelet  Error: configmap "till-settings" not found',
    gives: ({ name }) => ({ kind: 'elsewhere', cause: `The ConfigMap "${name}" is missing from the pod's namespace` }),
  },
  {
    id: 'key-not-found',
    file: pods,
    form: "couldn't find key {key} in {kind} {name}",
    example: "Error: couldn't find key password in Secret shop/till-key",
    gives: ({ key, kind, name }) => ({ kind: 'elsewhere', cause: `The ${kind} ${name} has no key "${key}"` }),
  },
  {
    id: 'mount-failed',
    file: 'pkg/volume/util/operationexecutor/operation_generator.go',
    form: 'MountVolume.SetUp failed for volume {name:quoted}',
    example: 'MountVolume.SetUp failed for volume "cert" : secret "till-cert" not found',
    gives: ({ name }) => ({ kind: 'elsewhere', cause: `The volume "${name}" can't be mounted on the node` }),
  },
  {
    id: 'host-path-type',
    file: 'pkg/volume/hostpath/host_path.go',
    form: 'hostPath type check failed: {path:text} is not a {type:rest}',
    example: 'MountVolume failed: hostPath type check failed: /var/run/till.sock is not a socket file',
    gives: ({ path, type }) => ({ kind: 'elsewhere', cause: `On the node ${path} is not a ${type}, as the hostPath volume requires` }),
  },
  {
    id: 'image-never-present',
    file: 'pkg/kubelet/images/image_manager.go',
    form: 'Container image {image:quoted} is not present with pull policy of Never',
    example: 'Container image "registry.example.org/till:1" is not present with pull policy of Never',
    gives: ({ image }) => ({ kind: 'elsewhere', cause: `The node has no image ${image}, and imagePullPolicy: Never forbids a pull` }),
  },
  {
    id: 'image-invalid',
    file: 'pkg/kubelet/images/image_manager.go',
    form: "Failed to apply default image tag {image:quoted}: couldn't parse image {rest:rest}",
    example: 'Error: Failed to apply default image tag "Till:1": couldn\'t parse image name "Till:1": invalid reference format',
    gives: ({ image }) => ({ kind: 'elsewhere', cause: `"${image}" is no valid name of an image` }),
  },
  {
    id: 'signature-validation',
    file: 'pkg/kubelet/images/image_manager.go',
    layer: 'signature',
    form: 'image pull failed for {image} because the signature validation failed',
    versions: 'since 1.28',
    example: 'Failed to pull image: image pull failed for registry.example.org/till:1 because the signature validation failed: see the log',
    gives: ({ image = '' }) => ({ kind: 'signature', problem: 'rejected', image }),
  },
  {
    id: 'inotify-limit',
    file: 'pkg/kubelet/util/filesystem/watcher.go',
    layer: 'runtime',
    form: 'failed to create fsnotify watcher: too many open files',
    example: 'failed to create fsnotify watcher: too many open files',
    gives: () => ({ kind: 'elsewhere', cause: 'The node has no inotify instances left (sysctl fs.inotify.max_user_instances)' }),
  },
]);
