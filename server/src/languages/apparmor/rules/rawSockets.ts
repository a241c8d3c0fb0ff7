import { giveaway, withoutRule } from './giveaway';

export const rawSockets = giveaway({
  code: 'apparmor/raw-sockets',
  kind: 'raw-socket',
  title: 'Raw or packet sockets',
  severity: 'hint',
  why: `With a raw or packet socket a process reads and forges the traffic of everything that shares its network, other containers on the same bridge included.

It takes \`capability net_raw\` as well. Programs that only ping work without where \`net.ipv4.ping_group_range\` includes their group, with \`network inet dgram\`.`,
  sources: [{ title: 'packet(7)', url: 'https://man7.org/linux/man-pages/man7/packet.7.html' }],
  example: {
    bad: 'profile web {\n  network inet stream,\n  network packet raw,\n}\n',
    good: 'profile web {\n  network inet stream,\n}\n',
  },
  note: 'Capturing packets and old ways of pinging stop.',
  fix: withoutRule,
});
