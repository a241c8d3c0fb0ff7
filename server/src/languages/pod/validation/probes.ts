import { code } from '../../../core';
import { get, isNull, memberOf, membersOf, type Node, numberOf, resolved } from '../../../tree';
import { remove, set } from '../harden/change';
import { type Container, type Pod, titleOf } from '../model';
import { valueSpan } from '../standards/violation';
import { writtenTogether } from '../written';
import type { PodRefusal } from './refusal';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const handlers = { probe: ['exec', 'httpGet', 'tcpSocket', 'grpc'], hook: ['exec', 'httpGet', 'tcpSocket', 'sleep'] } as const;
const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** Probes and hooks with no handler or two, and numbers out of their range. */
export function* probesAndHooks(pod: Pod): Generator<PodRefusal> {
  for (const container of pod.containers) {
    for (const kind of probes) yield* ofProbe(pod, container, kind);
    const lifecycle = get(container.node, 'lifecycle');
    for (const kind of ['postStart', 'preStop']) yield* ofHandlers(pod, get(lifecycle, kind), `${kind} of ${titleOf(container)}`, 'hook');
  }
}

function* ofProbe(pod: Pod, container: Container, kind: (typeof probes)[number]): Generator<PodRefusal> {
  const probe = get(container.node, kind);
  const what = `${kind} of ${titleOf(container)}`;
  yield* ofHandlers(pod, probe, what, 'probe');
  for (const field of counts) {
    const at = get(probe, field);
    const value = numberOf(at);
    if (at && value !== undefined && value < 0)
      yield { span: at.span, message: `The API server refuses a negative ${field} in the ${what}.` };
  }
  const threshold = get(probe, 'successThreshold');
  const wanted = numberOf(threshold);
  if (threshold && kind !== 'readinessProbe' && wanted !== undefined && wanted > 1)
    yield {
      span: threshold.span,
      message: `The API server refuses successThreshold ${wanted} in the ${what}: only 1.`,
      cure: { title: 'Set successThreshold: 1', changes: [set([...container.path, kind, 'successThreshold'], 1)] },
    };
  const grace = memberOf(probe, 'terminationGracePeriodSeconds');
  if (!grace?.value || isNull(grace.value)) return;
  if (kind === 'readinessProbe')
    yield {
      span: grace.key.span,
      message: `The API server refuses terminationGracePeriodSeconds in the ${what}: a readiness probe ends nothing.`,
      cure: {
        title: 'Remove terminationGracePeriodSeconds',
        changes: [remove([...container.path, kind, 'terminationGracePeriodSeconds'])],
      },
    };
  else if ((numberOf(grace.value) ?? 1) <= 0)
    yield { span: grace.value.span, message: `The API server refuses terminationGracePeriodSeconds in the ${what}: at least 1.` };
}

function* ofHandlers(pod: Pod, node: Node | undefined, what: string, kind: keyof typeof handlers): Generator<PodRefusal> {
  const object = resolved(node);
  if (object?.kind !== 'object' || pod.partial === 'patch') return;
  const known = membersOf(node).filter(
    ({ key, value }) => value && !isNull(value) && (handlers[kind] as readonly string[]).includes(String(key.value)),
  );
  const [first, second] = known;
  if (!first && !pod.partial)
    yield { span: valueSpan(object), message: `The API server refuses the ${what} without a handler: ${handlers[kind].join(', ')}.` };
  if (first && second && writtenTogether(pod, [first.key, second.key]))
    yield {
      span: second.key.span,
      message: `The API server refuses two handlers in the ${what}, ${code(String(first.key.value))} and ${code(String(second.key.value))}.`,
      related: [{ span: first.key.span, message: 'The first handler is here.' }],
    };
}
