import { booleanOf, get, memberOf, type Node, numberOf } from '../../../tree';

import { type Pod, writtenString } from '../model';
import { inContainers, type PodRefusal } from './refusal';

const isPortName = (name: string): boolean => name.length <= 15 && /^[a-z0-9](?:-?[a-z0-9])*$/.test(name) && /[a-z]/.test(name);

/** Names and protocols of ports. */
export function* portNames(pod: Pod): Generator<PodRefusal> {
  const seen = new Map<string, Node>();
  for (const { node, container, owner } of inContainers(pod, 'ports')) {
    const at = get(node, 'name');
    const name = writtenString(at);
    if (at && name !== undefined && name !== '') {
      if (!isPortName(name))
        yield {
          span: at.span,
          message: `The API server refuses "${name}" as the name of a port of ${owner}: at most 15 small letters, digits and single hyphens, with a letter among them.`,
        };
      const id = JSON.stringify([container.path, name]);
      const before = seen.get(id);
      if (before && pod.partial !== 'template')
        yield {
          span: at.span,
          message: `The API server refuses two ports with the name "${name}" in ${owner}.`,
          related: [{ span: before.span, message: 'The first port with this name.' }],
        };
      seen.set(id, at);
    }
    const protocol = get(node, 'protocol');
    const word = writtenString(protocol);
    if (protocol && word !== undefined && !['TCP', 'UDP', 'SCTP'].includes(word))
      yield { span: protocol.span, message: `The API server refuses "${word}" as the protocol of a port of ${owner}: TCP, UDP or SCTP.` };
  }
}

/** The same port of the node for two containers; on the node's network every port is one of the node. */
export function* repeatedHostPorts(pod: Pod): Generator<PodRefusal> {
  if (pod.partial === 'template' || pod.partial === 'patch') return;
  const onHost = booleanOf(get(pod.spec, 'hostNetwork')) === true;
  const seen = new Map<string, Node>();
  for (const { node, container, owner } of inContainers(pod, 'ports')) {
    const own = memberOf(node, 'hostPort');
    const at = own && numberOf(own.value) ? own.value : onHost ? get(node, 'containerPort') : undefined;
    const port = numberOf(at);
    if (!at || !port || container.kind === 'ephemeral container') continue;
    const protocol = writtenString(get(node, 'protocol')) ?? 'TCP';
    const address = writtenString(get(node, 'hostIP')) ?? '';
    // Init containers run one after the other, so that each is looked at alone.
    const scope = container.kind === 'container' ? '' : container.path;
    const id = JSON.stringify([scope, protocol, address, port]);
    const before = seen.get(id);
    if (before)
      yield {
        span: at.span,
        message: `The API server refuses port ${port}/${protocol} of the node twice in one pod; ${owner} is the second to request it.`,
        related: [{ span: before.span, message: 'The first use of the port.' }],
      };
    else seen.set(id, at);
  }
}
