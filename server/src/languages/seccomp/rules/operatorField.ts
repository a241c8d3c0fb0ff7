import type { Rule } from '../../../core';
import { repair, withoutMembers } from '../edits';
import { fieldOf, wholeOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

/** Fields of a profile that the operator's API has not; what else it drops its runtimes drop too, which is said elsewhere. */
const dropped = ['defaultErrnoRet', 'defaultErrno'] as const;

export const operatorField: Rule<SeccompPart> = {
  code: 'seccomp/operator-field',
  title: 'The operator drops an error number of a SeccompProfile object',
  category: 'correctness',
  severity: 'warning',
  why:
    'The API of the Security Profiles Operator has no `defaultErrnoRet`, so the API server drops it and what no rule names fails with EPERM; `kubectl apply` refuses the object for the unknown field unless it is told not to validate. ' +
    'An `errnoRet` of 0 counts as not written, so that call fails with EPERM too. ' +
    'Threads need ENOSYS for `clone3` from glibc 2.34 on: give the call a rule of its own with `errnoRet: 38`.',
  sources: [from.operatorTypes],
  example: {
    path: 'profile.yaml',
    bad: `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: SCMP_ACT_ERRNO
  defaultErrnoRet: 38
  baseProfileName: runc-v1.2.3
  architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]
  syscalls:
    - action: SCMP_ACT_ALLOW
      names: [execve, read, write]
`,
    good: `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: SCMP_ACT_ERRNO
  baseProfileName: runc-v1.2.3
  architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]
  syscalls:
    - action: SCMP_ACT_ALLOW
      names: [execve, read, write]
`,
  },
  check: onEachRule(function* ({ profile, part, tree }) {
    if (!part.object) return;
    for (const name of dropped) {
      const member = fieldOf(profile.node, name);
      if (!member) continue;
      yield {
        span: member.key.span,
        message: `The API server drops \`${name}\`: what no rule names fails with EPERM.`,
        cure: () => [repair(`Remove ${name}, which is dropped anyway`, withoutMembers(tree, profile.node, [member]))],
      };
    }
    for (const { node } of profile.rules) {
      const member = fieldOf(node, 'errnoRet');
      if (!member || wholeOf(member.value)?.value !== 0n) continue;
      yield {
        span: member.value?.span ?? member.key.span,
        message: 'The operator leaves out an `errnoRet` of 0: the call fails with EPERM.',
        cure: () => [repair('Remove errnoRet, which is left out anyway', withoutMembers(tree, node, [member]))],
      };
    }
  }),
};
