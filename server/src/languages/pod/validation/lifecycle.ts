import { policyMinor } from '../../../knowledge';
import { booleanOf, get, isNull, itemsOf, memberOf, numberOf, stringOf } from '../../../tree';
import { set } from '../harden/change';
import { type Container, type Pod, titleOf, writtenString } from '../model';
import { isSubdomain } from './paths';
import { objectsOf, type PodRefusal, type Refuses } from './refusal';

/** `hostnameOverride`: where it is refused, and what it can be. */
export function* hostnameOverrides(pod: Pod): Generator<PodRefusal> {
  const member = memberOf(pod.spec, 'hostnameOverride');
  const at = member?.value;
  if (!member || !at || isNull(at)) return;
  const value = writtenString(at);
  for (const field of ['hostNetwork', 'setHostnameAsFQDN']) {
    const other = get(pod.spec, field);
    if (pod.partial === 'template' || !other || booleanOf(other) !== true) continue;
    yield {
      span: member.key.span,
      message: `The API server refuses hostnameOverride beside ${field}: true.`,
      related: [{ span: other.span, message: `${field} is here.` }],
      cure: {
        title: `Set ${field}: false`,
        changes: [set([...pod.path, field], false)],
        note:
          field === 'hostNetwork'
            ? 'Network plugins, node agents and debuggers that look at the node see only the pod afterwards.'
            : 'The name of the host is the one that is written here.',
      },
    };
  }
  if (value === undefined) return;
  if (!isSubdomain(value))
    yield {
      span: at.span,
      message: `The API server refuses "${value}" as hostnameOverride: a DNS name of small letters, digits, hyphens and dots.`,
    };
  else if (value.length > 64) yield { span: at.span, message: 'The API server refuses a hostnameOverride of more than 64 characters.' };
}

const windowsSignals = new Set(['SIGTERM', 'SIGKILL']);

/** `lifecycle.stopSignal`: the names of signals are those of an operating system. */
export function* stopSignals(pod: Pod): Generator<PodRefusal> {
  if (pod.partial === 'template' || pod.partial === 'patch') return;
  for (const container of pod.containers) {
    const at = get(get(container.node, 'lifecycle'), 'stopSignal');
    if (!at || isNull(at)) continue;
    const signal = writtenString(at);
    if (get(get(pod.spec, 'os'), 'name') === undefined)
      yield {
        span: at.span,
        message: `The API server refuses stopSignal of ${titleOf(container)}: the pod must name its os.`,
        cure: { title: 'Set os.name: linux', changes: [set([...pod.path, 'os', 'name'], 'linux')] },
      };
    else if (signal !== undefined && (pod.os === 'windows' ? !windowsSignals.has(signal) : !/^SIG[A-Z0-9]+(?:[+-]\d+)?$/.test(signal)))
      yield {
        span: at.span,
        message: `The API server refuses "${signal}" as stopSignal of ${titleOf(container)}: ${pod.os === 'windows' ? 'SIGTERM or SIGKILL' : 'a name such as SIGTERM'}.`,
      };
  }
}

const mostRules = 20;
const mostCodes = 255;

/** `restartPolicy` and `restartPolicyRules` of containers. */
export const refusedRestarts: Refuses = function* (pod, { kubernetes }) {
  const minor = policyMinor(kubernetes);
  for (const container of pod.containers) {
    yield* restartPolicy(container, minor);
    const member = memberOf(container.node, 'restartPolicyRules');
    if (!member?.value || isNull(member.value)) continue;
    const rules = itemsOf(member.value);
    const of = titleOf(container);
    if (container.kind === 'ephemeral container')
      yield { span: member.key.span, message: `The API server refuses restartPolicyRules in ${of}.` };
    else if (rules.length && !get(container.node, 'restartPolicy') && !pod.partial)
      yield { span: member.key.span, message: `The API server refuses restartPolicyRules of ${of} without a restartPolicy of its own.` };
    else if (container.kind === 'sidecar container' && rules.length && minor < 35)
      yield { span: member.key.span, message: `The API server refuses restartPolicyRules in ${of}, which always restarts.` };
    if (rules.length > mostRules)
      yield { span: member.key.span, message: `The API server refuses ${rules.length} restartPolicyRules: ${mostRules} are the most.` };
    for (const { node } of objectsOf(container.node, 'restartPolicyRules', container.path)) yield* ofRule(node, of, minor);
  }
};

function* restartPolicy(container: Container, minor: number): Generator<PodRefusal> {
  const at = get(container.node, 'restartPolicy');
  const value = writtenString(at);
  if (!at || value === undefined) return;
  const of = titleOf(container);
  const isInit = container.kind === 'init container' || container.kind === 'sidecar container';
  if (container.kind === 'ephemeral container') yield { span: at.span, message: `The API server refuses restartPolicy in ${of}.` };
  else if (minor < 34 && !isInit)
    yield {
      span: at.span,
      message: `The API server refuses restartPolicy on ${of} before Kubernetes 1.34: only init containers have one.`,
    };
  else if (minor < 34 && value !== 'Always')
    yield { span: at.span, message: `The API server refuses restartPolicy ${value} on ${of} before Kubernetes 1.34: only Always.` };
  else if (!['Always', 'OnFailure', 'Never'].includes(value))
    yield { span: at.span, message: `The API server refuses "${value}" as restartPolicy of ${of}: Always, OnFailure or Never.` };
}

function* ofRule(rule: Parameters<typeof get>[0], of: string, minor: number): Generator<PodRefusal> {
  const actions = minor >= 35 ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  const action = get(rule, 'action');
  const word = writtenString(action);
  if (action && word !== undefined && !actions.includes(word))
    yield {
      span: action.span,
      message: `The API server refuses "${word}" as the action of a restart rule of ${of}: ${actions.join(' or ')}.`,
    };
  const codes = get(rule, 'exitCodes');
  const operator = get(codes, 'operator');
  const name = stringOf(operator);
  if (operator && name !== undefined && writtenString(operator) !== undefined && !['In', 'NotIn'].includes(name))
    yield { span: operator.span, message: `The API server refuses "${name}" as the operator of a restart rule of ${of}: In or NotIn.` };
  const values = itemsOf(get(codes, 'values'));
  const [first] = values;
  if (first && values.length > mostCodes)
    yield { span: first.span, message: `The API server refuses more than ${mostCodes} exit codes in a restart rule.` };
  const seen = new Set<number>();
  for (const value of values) {
    const code = numberOf(value);
    if (code === undefined) continue;
    if (seen.has(code)) yield { span: value.span, message: `The API server refuses exit code ${code} twice in a restart rule.` };
    seen.add(code);
  }
}
