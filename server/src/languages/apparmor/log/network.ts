/** What was asked of a socket, with the addresses where the kernel compared them with rules. */

import type { AccessRequest } from '../meaning/requests';
import type { LogFields } from './records';

/** Access that names the other side. */
const remote = new Set(['accept', 'connect', 'send', 'receive']);

/** From here on Linux gives out ports by itself (`ip_local_port_range`). */
const firstShortLived = 32768;

/**
 * `saddr`, `src`, `daddr` and `dest` are what the kernel compared; `laddr`, `faddr` and their like only tell what the socket was,
 * on kernels too that do not look at addresses.
 */
export function networkOf(fields: LogFields, asked: readonly string[]): AccessRequest {
  const { family = '', sock_type = '', saddr, src, daddr, dest } = fields;
  const peer = { ...(daddr && { ip: daddr }), ...(dest && { port: dest }) };
  const toPeer = asked.length > 0 && asked.every((word) => remote.has(word)) && Object.keys(peer).length > 0;
  const kept = src && Number(src) < firstShortLived;
  const own = { ...(saddr && { ip: saddr }), ...(kept && { port: src }) };
  const conditions = toPeer || asked.length === 0 ? {} : own;
  return { kind: 'access', verb: 'network', access: asked, words: [family, sock_type], conditions, peer: toPeer ? peer : {} };
}

export const namesAddresses = ({ verb, conditions, peer }: AccessRequest): boolean =>
  verb === 'network' && Object.keys(conditions).length + Object.keys(peer).length > 0;

/** The whole family and type: what kernels can tell apart that do not look at addresses. */
export const coarse = (request: AccessRequest): AccessRequest => ({ ...request, access: [], conditions: {}, peer: {} });
