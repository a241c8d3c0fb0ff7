import type { Rule } from '../../../core';
import { findArchitecture } from '../../../knowledge';
import { type ProfileModel, stated } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule, type ProfileReport } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn, headOf, headOfRule } from '../spans';

/** Architectures that runtimes know and the API's enumeration has not. */
const unlisted: ReadonlySet<string> = new Set(['SCMP_ARCH_LOONGARCH64', 'SCMP_ARCH_M68K', 'SCMP_ARCH_SH', 'SCMP_ARCH_SHEB']);

const socketFolder = '/var/run/security-profiles-operator/';
const socketPath = new RegExp(`^${socketFolder}[a-zA-Z0-9_.-]+$`);
const mostConditions = 6;
const largestOperand = 0x7fff_ffff_ffff_ffffn;

export const operatorLimits: Rule<SeccompPart> = {
  code: 'seccomp/operator-limits',
  title: 'The operator’s API refuses the SeccompProfile object',
  category: 'correctness',
  severity: 'error',
  why:
    'The API of the Security Profiles Operator accepts less than the runtimes do, and the API server refuses an object that goes beyond it: ' +
    `an agent’s socket is in \`${socketFolder}\`, a rule has names and at most ${mostConditions} conditions, a condition says which argument it is about, operands have 63 bits, and of the architectures some are missing.`,
  sources: [from.operatorTypes],
  example: {
    path: 'profile.yaml',
    bad: `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: SCMP_ACT_ERRNO
  baseProfileName: runc-v1.2.3
  architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]
  listenerPath: /run/agent.sock
  syscalls:
    - action: SCMP_ACT_ALLOW
      names: [execve, read, write]
    - action: SCMP_ACT_NOTIFY
      names: [mount]
`,
    good: `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: SCMP_ACT_ERRNO
  baseProfileName: runc-v1.2.3
  architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]
  listenerPath: /var/run/security-profiles-operator/agent.sock
  syscalls:
    - action: SCMP_ACT_ALLOW
      names: [execve, read, write]
    - action: SCMP_ACT_NOTIFY
      names: [mount]
`,
  },
  check: onEachRule(function* ({ part, profile }) {
    if (!part.object) return;
    const { architectures, listenerPath: path } = profile;
    for (const { value, node } of architectures)
      if (unlisted.has(value)) yield refused(node, `${findArchitecture(value)?.name} is not among the architectures of the operator’s API`);
    if (path?.value && !socketPath.test(path.value)) yield refused(path.node, `\`listenerPath\` must name a socket in \`${socketFolder}\``);
    yield* rulesBeyond(profile);
  }),
};

function* rulesBeyond(profile: ProfileModel): Generator<ProfileReport> {
  for (const rule of profile.rules) {
    const names = stated(rule.node, 'names');
    const empty = names?.value?.kind === 'array' && !names.value.items.length;
    if (!names || empty) yield { span: names?.key.span ?? headOfRule(rule), message: because('A rule has `names`, one at least') };
    const seventh = rule.args[mostConditions];
    if (seventh) yield { span: headOfCondition(seventh), message: because(`A rule has at most ${mostConditions} conditions`) };
  }
  for (const { condition } of conditionsIn(profile)) {
    if (!condition.index && !stated(condition.node, 'index'))
      yield { span: headOfCondition(condition), message: because('A condition says by `index` which argument it is about') };
    for (const operand of [condition.value, condition.valueTwo])
      if (operand && operand.value > largestOperand) yield refused(operand.node, 'Operands have 63 bits in the operator’s API');
  }
}

type Conditioned = ProfileModel['rules'][number]['args'][number];

const headOfCondition = ({ node, op }: Conditioned) => op?.node.span ?? headOf(node);

const because = (sentence: string): string => `${sentence}: the API server refuses the object.`;

const refused = ({ span }: Conditioned['node'] | NonNullable<Conditioned['op']>['node'], sentence: string): ProfileReport => ({
  span,
  message: because(sentence),
});
