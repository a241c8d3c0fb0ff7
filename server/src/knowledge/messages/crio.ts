/** CRI-O: what it refuses before a runtime starts the container. */

import { missingApparmor, missingSeccomp, notJson } from './profileProblems';
import { family } from './template';

/**
 * $source cri-o/cri-o internal/config, internal/factory, server
 * $checked 2026-11-30
 */
export const crioMessages = family('cri-o', 'cri-o/cri-o', 'seccomp', [
  {
    id: 'seccomp-missing',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'unable to load local profile {path:quoted}: open {again:text}: no such file or directory',
    example:
      'setup seccomp: unable to load local profile "/var/lib/kubelet/seccomp/till.json": open /var/lib/kubelet/seccomp/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'seccomp-decoding',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'decoding seccomp profile failed: {problem:rest}',
    example: "setup seccomp: load local profile: decoding seccomp profile failed: invalid character ']' after object key",
    gives: ({ problem = '' }) => notJson('', problem),
  },
  {
    id: 'seccomp-open',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'open seccomp profile: open {path:text}: no such file or directory',
    example: 'validating seccomp: open seccomp profile: open /etc/crio/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'apparmor-empty',
    file: 'internal/config/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'empty localhost AppArmor profile is forbidden',
    example: 'applying apparmor profile to container 1b2c: empty localhost AppArmor profile is forbidden',
    gives: () => ({ kind: 'unnamed-profile', of: 'apparmor' }),
  },
  {
    id: 'apparmor-missing',
    file: 'internal/config/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'AppArmor profile {name:quoted} is not loaded',
    example: 'applying apparmor profile to container 1b2c: AppArmor profile "till-guard" is not loaded',
    gives: missingApparmor,
  },
  {
    id: 'privileged-sandbox',
    file: 'internal/factory/container/container.go',
    layer: 'runtime',
    form: 'container create failed: no privileged container allowed in sandbox',
    example: 'Error: container create failed: no privileged container allowed in sandbox',
    gives: () => ({
      kind: 'refused-field',
      field: 'privileged',
      problem: 'the sandbox of the pod was made without privileges',
      cure: 'Remove privileged: true, or create the pod again',
    }),
  },
  {
    id: 'capability-unknown',
    file: 'internal/factory/container/container.go',
    layer: 'capability',
    form: 'unknown capability {name:quoted} to add',
    example: 'Error: unknown capability "CAP_NET_ROW" to add',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'capabilities',
      value: name.replace(/^CAP_/, ''),
      problem: `there is no capability ${name}`,
      cure: 'Correct the name in capabilities.add',
    }),
  },
  {
    id: 'device-not-allowed',
    file: 'internal/config/device/device_linux.go',
    layer: 'runtime',
    form: 'device {path} is specified but is not in allowed_devices',
    example: 'Error: device /dev/fuse is specified but is not in allowed_devices',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'device', errno: 'EPERM', path }),
  },
  {
    id: 'signature-rejected',
    file: 'server/image_pull.go',
    layer: 'signature',
    form: 'SignatureValidationFailed: {problem:text}: Source image rejected: {reason:rest}',
    example:
      'rpc error: code = Unknown desc = SignatureValidationFailed: unable to pull image or OCI artifact: Source image rejected: the policy says no',
    gives: ({ reason = '' }) => ({ kind: 'signature', problem: 'rejected', word: reason }),
  },
]);
