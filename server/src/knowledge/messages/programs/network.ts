/** Programs of the network. */

import type { MessageRow } from '../template';
import { busybox, refused } from './refused';

/**
 * $source the repositories that each row names
 * $checked 2026-11-30
 */
export const networkMessages: readonly MessageRow[] = [
  refused('ping', 'iputils/iputils ping/ping.c', 'raw-socket', 'ping: socket: {errno}', 'ping: socket: Operation not permitted'),
  refused(
    'ping-capability',
    'iputils/iputils ping/ping.c',
    'raw-socket',
    'ping: => missing cap_net_raw+p capability or setuid?',
    'ping: => missing cap_net_raw+p capability or setuid?',
    { errno: 'EPERM' },
  ),
  refused(
    'ping-lookup',
    'iputils/iputils ping/ping.c',
    'raw-socket',
    'ping: Lacking privilege for {kind:text} socket.',
    'ping: Lacking privilege for icmp socket.',
    { errno: 'EPERM' },
  ),
  refused(
    'ping-busybox',
    busybox('libbb/messages.c'),
    'raw-socket',
    'ping: permission denied (are you root?)',
    'ping: permission denied (are you root?)',
    { errno: 'EPERM' },
  ),
  refused(
    'traceroute',
    'traceroute src/traceroute.c',
    'raw-socket',
    '{program:traceroute}: socket{call:text}: {errno}',
    'traceroute: socket: Operation not permitted',
  ),
  refused(
    'tcpdump',
    'the-tcpdump-group/tcpdump tcpdump.c',
    'raw-socket',
    "You don't have permission to {what:text} on that device",
    "tcpdump: eth0: You don't have permission to perform this capture on that device",
    { errno: 'EPERM' },
  ),
  refused(
    'nmap',
    'nmap/nmap libnetutil/netutil.cc',
    'raw-socket',
    "Couldn't open a raw socket. Error: ({number:number}) {errno}",
    "Couldn't open a raw socket. Error: (1) Operation not permitted",
  ),
  refused(
    'ip',
    'iproute2/iproute2 lib/libnetlink.c',
    'network-configuration',
    'RTNETLINK answers: {errno}',
    'RTNETLINK answers: Operation not permitted',
  ),
  refused(
    'ip-busybox',
    busybox('networking/libiproute/libnetlink.c'),
    'network-configuration',
    'ip: RTNETLINK answers: {errno}',
    'ip: RTNETLINK answers: Operation not permitted',
  ),
  refused(
    'ifconfig',
    'net-tools/net-tools ifconfig.c',
    'network-configuration',
    'SIOCSIF{what}: {errno}',
    'SIOCSIFFLAGS: Operation not permitted',
  ),
  refused(
    'iptables',
    'netfilter/iptables iptables/iptables-standalone.c',
    'network-configuration',
    'Permission denied (you must be root)',
    "iptables v1.8.10 (legacy): can't initialize iptables table `filter': Permission denied (you must be root)",
    { errno: 'EPERM' },
  ),
  refused(
    'iptables-nft',
    'netfilter/iptables iptables/nft.c',
    'network-configuration',
    'Could not fetch rule set generation id: {errno} (you must be root)',
    'iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)',
  ),
  refused(
    'nft',
    'netfilter/nftables src/libnftables.c',
    'network-configuration',
    'Error: Could not process rule: {errno}',
    'Error: Could not process rule: Operation not permitted',
  ),
  refused(
    'openvpn-tun',
    'OpenVPN/openvpn src/openvpn/tun.c',
    'device',
    'ERROR: Cannot open TUN/TAP dev {path:path}: {errno}',
    'ERROR: Cannot open TUN/TAP dev /dev/net/tun: Operation not permitted (errno=1)',
  ),
  refused(
    'go-listen',
    'golang/go src/net',
    'bind',
    'listen {network}{space:text} {address:address}:{port:number}: bind: {errno}',
    'listen tcp :80: bind: permission denied',
  ),
  refused(
    'node-listen',
    'nodejs/node lib/net.js',
    'bind',
    'listen {errno}: permission denied {address:address}:{port:number}',
    'Error: listen EACCES: permission denied 0.0.0.0:80',
  ),
  refused(
    'python-bind',
    'gunicorn, uvicorn',
    'bind',
    "[Errno 13] error while attempting to bind on address ('{address}', {port:number}): {errno}",
    "[Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
  ),
  refused(
    'gunicorn-bind',
    'benoitc/gunicorn gunicorn/sock.py',
    'bind',
    "You don't have permission to bind to ('{address}', {port:number})",
    "You don't have permission to bind to ('0.0.0.0', 80)",
    { errno: 'EACCES' },
  ),
  refused(
    'java-bind',
    'openjdk/jdk src/java.base/unix/native/libnet',
    'bind',
    'java.net.{kind}Exception: {errno}',
    'java.net.SocketException: Permission denied',
    { generic: true },
  ),
  refused(
    'spring-port',
    'spring-projects/spring-boot',
    'bind',
    'Failed to start component [Connector[{kind:text}-{port:number}]]',
    'Caused by: org.apache.catalina.LifecycleException: Failed to start component [Connector["http-nio"-80]]',
    { errno: 'EACCES' },
  ),
];
