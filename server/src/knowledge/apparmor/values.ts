/**
 * What the values of conditionals, units and signs of the AppArmor language mean.
 *
 * $source Families and types of sockets: address_families(7) and socket(2); signals: signal(7); the rest: apparmor.d(5) and the sources of
 *   apparmor_parser
 * $version AppArmor 6.0.0-alpha1, Linux 7.1, man-pages 6.03
 * $checked 2026-11-30
 */

import { entryOf, wordTable } from '../../core';
import { lazy } from '../lazy';
import { helpTable, type WordHelp } from './help';

/** Families, types and protocols of sockets. */
export const networkHelp = lazy(() =>
  helpTable({
    unspec: 'No family at all; no socket is made with it.',
    inet: 'IPv4.',
    inet6: 'IPv6.',
    unix: 'Unix sockets; `unix` rules say more.',
    netlink: 'Talking to the kernel: routes, interfaces, audit, device events.',
    packet: {
      text: 'Raw frames of a network device.',
      risk: 'A process with `CAP_NET_RAW` can read all traffic of the network namespace.',
    },
    alg: {
      text: 'The cryptographic interface of the kernel.',
      risk: 'Flaws in it have led to root.',
      instead: 'Most programs use a library such as OpenSSL and need no rule for it.',
    },
    vsock: 'Between a virtual machine and its host.',
    bluetooth: 'Bluetooth.',
    can: 'Controller area network, as in vehicles.',
    xdp: 'AF_XDP, packets straight from the driver.',
    ax25: 'Amateur radio, AX.25; removed in Linux 7.1.',
    ipx: 'IPX of Novell; no longer in the kernel.',
    appletalk: 'AppleTalk.',
    netrom: 'Amateur radio, NET/ROM on top of AX.25; removed in Linux 7.1.',
    bridge: 'The multiprotocol bridge of old kernels.',
    atmpvc: 'Permanent circuits of ATM.',
    atmsvc: 'Switched circuits of ATM.',
    x25: 'X.25 packet networks.',
    rose: 'Amateur radio, ROSE; removed in Linux 7.1.',
    netbeui: 'NetBEUI; never in the kernel.',
    security: 'A name that the kernel reserves and does not use.',
    key: 'Keys of IPsec (PF_KEY).',
    ash: 'Ash; never in the kernel.',
    econet: 'Econet of Acorn; no longer in the kernel.',
    rds: { text: 'Reliable datagrams of clusters.', risk: 'Flaws in it have led to root.' },
    sna: 'SNA of IBM; never in the kernel.',
    irda: 'Infrared; no longer in the kernel.',
    pppox: 'PPP over Ethernet and L2TP.',
    wanpipe: 'Wanpipe cards; no longer in the kernel.',
    llc: 'Frames of IEEE 802.2.',
    ib: 'Native addresses of InfiniBand.',
    mpls: 'Label switching; no socket is made with it.',
    tipc: 'Messages within a cluster (TIPC).',
    iucv: 'Between virtual machines of z/VM.',
    rxrpc: 'The remote calls of AFS.',
    isdn: 'ISDN; removed in Linux 7.1.',
    phonet: 'Modems of Nokia.',
    ieee802154: 'Low-power radio, IEEE 802.15.4.',
    caif: 'Modems of ST-Ericsson; removed in Linux 7.1.',
    nfc: 'Near field communication.',
    kcm: 'Messages over a TCP connection, put together in the kernel.',
    qipcrtr: 'The router of Qualcomm processors.',
    smc: 'Shared memory in place of TCP, between hosts that support it.',
    mctp: 'Management controllers of a board (MCTP).',
    stream: 'A connection: TCP with inet and inet6.',
    dgram: 'Single packets: UDP with inet and inet6.',
    raw: 'Whole packets below the transport; needs `capability net_raw` with inet.',
    seqpacket: 'A connection that keeps the borders of packets.',
    rdm: 'Reliable packets without order.',
    dccp: 'Datagrams with congestion control; removed in Linux 6.16.',
    tcp: 'TCP, the same as stream.',
    udp: 'UDP, the same as dgram.',
    icmp: 'ICMP, as ping uses it.',
  }),
);

/** What each signal is sent for, and what it does where a program does not handle it. */
export const signalHelp = lazy(() =>
  helpTable({
    hup: 'The terminal is gone; daemons read their settings again. Ends the program.',
    int: 'Ctrl+C. Ends the program.',
    quit: 'Ctrl+\\. Ends the program with a core file.',
    ill: 'Illegal instruction. Ends the program with a core file.',
    trap: 'A breakpoint. Ends the program with a core file.',
    abrt: 'The program gave up (abort). Ends it with a core file.',
    bus: 'Bad memory access. Ends the program with a core file.',
    fpe: 'Arithmetic error. Ends the program with a core file.',
    kill: 'Ends the program at once; it cannot be caught.',
    usr1: 'Free for programs. Ends those that do not expect it.',
    segv: 'An access to memory that is not there. Ends the program with a core file.',
    usr2: 'Free for programs. Ends those that do not expect it.',
    pipe: 'The pipe has no reader. Ends the program.',
    alrm: 'A timer has run out. Ends the program.',
    term: 'A request to end, what `kill` sends. Ends the program.',
    stkflt: 'A fault of the coprocessor; no longer sent. Ends the program.',
    chld: 'A child has ended or stopped. Nothing happens.',
    cont: 'Goes on where it was stopped.',
    stop: 'Stops the program; it cannot be caught.',
    stp: 'Ctrl+Z. Stops the program. The older word for `tstp`.',
    tstp: ['Ctrl+Z. Stops the program.', '5.0'],
    ttin: 'Reading from the terminal in the background. Stops the program.',
    ttou: 'Writing to the terminal in the background. Stops the program.',
    urg: 'Urgent data on a socket. Nothing happens.',
    xcpu: 'The limit of processor time is reached. Ends the program with a core file.',
    xfsz: 'The limit of file size is reached. Ends the program with a core file.',
    vtalrm: 'A timer of processor time has run out. Ends the program.',
    prof: 'A timer for profiling has run out. Ends the program.',
    winch: 'The window has another size. Nothing happens.',
    io: 'Input or output is possible. Ends the program.',
    poll: ['The same as `io`.', '5.0'],
    pwr: 'The power fails. Ends the program.',
    sys: 'A system call that seccomp refused, or that is not there. Ends the program with a core file.',
    emt: 'A trap of the emulator, on some architectures only. Ends the program.',
    exists: 'No signal: only checks whether the process exists and may be signaled (number 0).',
  }),
);

const values = wordTable<Readonly<Record<string, string>>>({
  bus: {
    system: 'The bus of the system, with its services.',
    session: 'The bus of the login session.',
    accessibility: 'The bus of screen readers and their like.',
    fcitx: 'The bus of the fcitx input method.',
  },
  addr: { none: 'Sockets without an address.', auto: 'Addresses that the kernel chooses (autobind).' },
  ip: { none: 'Sockets without an address.' },
  'mqueue type': { posix: 'POSIX queues, named by a path such as `/q`.', sysv: 'System V queues, named by a number.' },
  peer: { unconfined: 'Processes that no profile confines.' },
  label: { unconfined: 'Processes that no profile confines.' },
});

/** A value of a conditional of a rule; undefined where any text is valid. */
export function valueHelp(verb: string, condition: string, value: string): WordHelp | undefined {
  if (condition === 'set') {
    const real = /^rtmin\+(\d+)$/.exec(value)?.[1];
    return real === undefined
      ? signalHelp().get(value)
      : { text: `Real-time signal ${real}, free for programs. Ends those that do not expect it.` };
  }
  if (condition === 'type' && verb === 'unix') {
    return value === 'none' ? { text: 'Sockets without a type; unix sockets always have one.' } : networkHelp().get(value);
  }
  const text = entryOf(values[condition === 'type' ? `${verb} type` : condition], value);
  return text === undefined ? undefined : { text };
}

/** Units of limits, and the word for none. */
export function unitHelp(word: string): WordHelp | undefined {
  if (word === 'infinity') return { text: 'No limit.' };
  const bytes: Readonly<Record<string, string>> = wordTable({ K: '1024 bytes', M: '1024² bytes', G: '1024³ bytes' });
  const size = bytes[word.replace(/B$/, '')];
  if (size) return { text: `${size}.` };
  const times: readonly (readonly [RegExp, string])[] = [
    [/^(?:us|microseconds?)$/, 'Microseconds.'],
    [/^(?:ms|milliseconds?)$/, 'Milliseconds.'],
    [/^(?:s|sec|seconds?)$/, 'Seconds.'],
    [/^(?:min|minutes?)$/, 'Minutes.'],
    [/^(?:h|hours?)$/, 'Hours.'],
    [/^(?:d|days?)$/, 'Days.'],
    [/^weeks?$/, 'Weeks.'],
  ];
  const text = times.find(([pattern]) => pattern.test(word))?.[1];
  return text === undefined ? undefined : { text };
}

/** `=` and its like by what they are in. */
export const assignmentHelp = lazy(() =>
  helpTable({
    '=': 'Defines the variable; apparmor_parser refuses it when the variable is defined already.',
    '+=': 'Adds values to a variable that has been defined before.',
    '?=': ['Defines the variable unless it has been defined before.', '5.0'],
    ':=': ['Defines the variable and replaces its values.', '5.0'],
  }),
);

export const comparisonHelp = lazy(() =>
  helpTable({
    '==': ['True when both sides have the same values.', '5.0'],
    '!=': ['True when the sides differ.', '5.0'],
    '<': ['Compares two numbers, or else the values as text.', '5.0'],
    '<=': ['Compares two numbers, or else the values as text.', '5.0'],
    '>': ['Compares two numbers, or else the values as text.', '5.0'],
    '>=': ['Compares two numbers, or else the values as text.', '5.0'],
    in: ['True when the right side has every value of the left.', '5.0'],
  }),
);

/** Signs of rules. */
export const ruleSignHelp = lazy(() =>
  helpTable({
    in: 'The mount may have any flags of the list and no others; with `=` it must have exactly these.',
    '<=': 'Sets the limit to this value.',
  }),
);

/** `->` by the kind of rule that it is in. */
export const arrowHelp = lazy(() =>
  helpTable({
    file: 'Leads to the profile in which the program is executed; with `l` alone, to the file that is linked.',
    link: 'Leads from the new link to the file that it is made of.',
    mount: 'Leads from what is mounted to the mount point.',
    pivot_root: 'Leads to the profile that the process enters.',
    change_profile: 'Leads to the profile that the process may change to.',
    alias: 'Leads from the path in the rules to the other path that they then match too.',
  }),
);
