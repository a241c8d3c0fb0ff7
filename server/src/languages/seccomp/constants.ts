import { wordTable } from '../../core';
import { subcalls } from './subcalls';

/**
 * Names for arguments that profiles compare: what a person types in a question, and what a hover shows beside a number.
 *
 * Source: linux/socket.h, linux/net.h, linux/sched.h, linux/personality.h.
 */
const listed = (text: string): readonly (readonly [string, bigint])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', value = '0'] = entry.split('=');
      return [name, BigInt(value)] as const;
    });

const families = listed(`
AF_UNSPEC=0 AF_UNIX=1 AF_LOCAL=1 AF_INET=2 AF_AX25=3 AF_IPX=4 AF_APPLETALK=5 AF_X25=9 AF_INET6=10 AF_KEY=15 AF_NETLINK=16 AF_PACKET=17 AF_RDS=21
AF_CAN=29 AF_TIPC=30 AF_BLUETOOTH=31 AF_ALG=38 AF_NFC=39 AF_VSOCK=40 AF_KCM=41 AF_QIPCRTR=42 AF_SMC=43 AF_XDP=44 AF_MCTP=45`);

const socketTypes = listed('SOCK_STREAM=1 SOCK_DGRAM=2 SOCK_RAW=3 SOCK_RDM=4 SOCK_SEQPACKET=5 SOCK_PACKET=10');

const socketFlags = listed('SOCK_NONBLOCK=0x800 SOCK_CLOEXEC=0x80000');

const cloneFlags = listed(`
CLONE_NEWTIME=0x80 CLONE_VM=0x100 CLONE_FS=0x200 CLONE_FILES=0x400 CLONE_SIGHAND=0x800 CLONE_PTRACE=0x2000 CLONE_VFORK=0x4000 CLONE_PARENT=0x8000
CLONE_THREAD=0x10000 CLONE_NEWNS=0x20000 CLONE_SYSVSEM=0x40000 CLONE_SETTLS=0x80000 CLONE_NEWCGROUP=0x2000000 CLONE_NEWUTS=0x4000000
CLONE_NEWIPC=0x8000000 CLONE_NEWUSER=0x10000000 CLONE_NEWPID=0x20000000 CLONE_NEWNET=0x40000000 CLONE_IO=0x80000000`);

const personalities = listed('PER_LINUX=0 PER_LINUX32=8 UNAME26=0x20000 ADDR_NO_RANDOMIZE=0x40000 PER_QUERY=0xffffffff');

const netlinkProtocols = listed(
  'NETLINK_ROUTE=0 NETLINK_SOCK_DIAG=4 NETLINK_NFLOG=5 NETLINK_XFRM=6 NETLINK_AUDIT=9 NETLINK_NETFILTER=12 NETLINK_KOBJECT_UEVENT=15',
);

const byName: ReadonlyMap<string, bigint> = new Map([
  ...families,
  ...families.map(([name, value]) => [name.replace('AF_', 'PF_'), value] as const),
  ...socketTypes,
  ...socketFlags,
  ...cloneFlags,
  ...personalities,
  ...netlinkProtocols,
]);

/** A number as programs write it, or names joined by `|`: `0x10`, `AF_INET`, `CLONE_NEWNS|CLONE_NEWPID`. */
export function valueOfText(text: string): bigint | undefined {
  let value = 0n;
  for (const part of text.split('|')) {
    const word = part.trim();
    const number = /^(?:0x[\da-f]+|0o?[0-7]*|[1-9]\d*)$/i.test(word)
      ? BigInt(word.replace(/^0(?=[0-7])/, '0o'))
      : /^-\d+$/.test(word)
        ? BigInt.asUintN(64, BigInt(word))
        : byName.get(word.toUpperCase());
    if (number === undefined) return undefined;
    value |= number;
  }
  return value;
}

/** The calls inside a multiplexer, by their numbers. */
const callsThrough = (through: string): readonly (readonly [string, bigint])[] =>
  [...subcalls].flatMap(([name, sub]) => (sub.through === through ? [[name, BigInt(sub.number)] as const] : []));

/** Which names an argument's values have, by call and place. */
const meanings: Readonly<Record<string, readonly (readonly (readonly [string, bigint])[])[]>> = wordTable({
  socket: [families, socketTypes, netlinkProtocols],
  socketpair: [families, socketTypes],
  clone: [cloneFlags, cloneFlags],
  unshare: [cloneFlags],
  setns: [[], cloneFlags],
  personality: [personalities],
  socketcall: [callsThrough('socketcall')],
  ipc: [callsThrough('ipc')],
});

/** `AF_ALG` for 38 as first argument of `socket`; flags are joined by `|`. Undefined where the number has no name. */
export function nameOfValue(call: string, arg: number, value: bigint): string | undefined {
  const names = namesOfValues(call, arg);
  const exact = names.find(([, number]) => number === value)?.[0];
  if (exact || names !== cloneFlags || value === 0n) return exact;
  const flags = cloneFlags.filter(([, flag]) => (value & flag) === flag);
  return flags.reduce((sum, [, flag]) => sum | flag, 0n) === value ? flags.map(([name]) => name).join('|') : undefined;
}

/** The names that values of an argument have, for completion. */
export const namesOfValues = (call: string, arg: number): readonly (readonly [string, bigint])[] =>
  (Object.hasOwn(meanings, call) ? meanings[call]?.[arg] : undefined) ?? [];
