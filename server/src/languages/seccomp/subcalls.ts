/** A call that also arrives through a multiplexer, with this number as first argument. */
export interface Subcall {
  readonly through: 'socketcall' | 'ipc';
  readonly number: number;
}

const numbered = (through: Subcall['through'], names: string): readonly (readonly [string, Subcall])[] =>
  names
    .trim()
    .split(/\s+/)
    .flatMap((name, i) => (name === '-' ? [] : [[name, { through, number: i + 1 }] as const]));

/** linux/net.h `SYS_SOCKET` …, linux/ipc.h `SEMOP` …; in their order from 1, `-` is unused. */
export const subcalls: ReadonlyMap<string, Subcall> = new Map([
  ...numbered(
    'socketcall',
    `socket bind connect listen accept getsockname getpeername socketpair send recv sendto recvfrom shutdown setsockopt getsockopt
     sendmsg recvmsg accept4 recvmmsg sendmmsg`,
  ),
  ...numbered('ipc', 'semop semget semctl semtimedop - - - - - - msgsnd msgrcv msgget msgctl - - - - - - shmat shmdt shmget shmctl'),
]);
