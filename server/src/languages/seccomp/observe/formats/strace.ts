import { type Architecture, architectureNamed, findSyscall } from '../../../../knowledge';
import { valueOfText } from '../../constants';
import { architectureOfAudit } from '../auditArchitecture';
import { byName, byNumber, type LogFormat, type Seen } from './format';

/** strace, with whatever its options put before the call, and the lines in which it speaks of processes and signals. */
export const strace: LogFormat = {
  title: 'strace',
  reader: (host) => {
    const modes = new Modes(host);
    return (line) => readLine(line.length > longest ? line.slice(0, longest) : line, host, modes);
  },
};

const longest = 4096;

/**
 * `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3` after process, time, the call's number and the instruction's address. A call that
 * strace has no name for is `syscall_0x1b5(…)` or `syscall_435(…)`.
 */
const callLine =
  /^\s*(?:\[pid +(\d+)(?:<[^>]*>)?\] *|(\d+)(?:<[^>]*>)? +)?(?:\d+(?:[:.-]\d+)* +)*(?:\[ *[\da-fx?]+ *\] +)*(?:(\w+)\(|<\.\.\. (\w+) resumed>)/;

const modeLine = /\[ Process PID=(\d+) runs in (\w+) (?:bit )?mode\. \]/;

const signalLine = /^\s*(?:\[pid +\d+(?:<[^>]*>)?\] *|\d+ +)?(?:[\d:.-]+ +)*(?:---|\+\+\+) .*(?:---|\+\+\+)\s*$/;

function readLine(line: string, host: Architecture, modes: Modes): readonly Seen[] | undefined {
  const changed = modeLine.exec(line);
  if (changed) {
    modes.set(changed[1] as string, changed[2] as string);
    return [];
  }
  if (signalLine.test(line)) return signalled(line, host);
  if (/^\s*(?:\[pid +\d+\] *)?(?:\/\S*\/)?strace: /.test(line)) return [];
  const [, traced, first, made, resumed] = callLine.exec(line) ?? [];
  const word = made ?? resumed;
  if (word === undefined) return undefined;
  const pid = traced ?? first;
  const abi = modes.of(pid);
  const child = /^(?:clone3?|v?fork)$/.test(word) ? /\)?\s+= (\d+)/.exec(line)?.[1] : undefined;
  if (child !== undefined && abi) modes.inherit(child, abi);
  const own = abi && { abi };
  const number = /^syscall_(0x[\da-f]+|\d+)$/i.exec(word)?.[1];
  if (number !== undefined) return byNumber(Number(number), abi ?? host);
  if (!findSyscall(word)) return undefined;
  // The rest of a call that began in a line above.
  if (made === undefined) return [{ call: word, ...own }];
  const args = argumentsOf(word, line);
  return [{ call: word, ...own, ...(args ? { args } : decidedByArguments.has(word) && { unreadable: true }) }];
}

/** `--- SIGSYS {… si_syscall=__NR_mkdir, si_arch=AUDIT_ARCH_X86_64} ---`: what a filter with TRAP refused, or what it killed for. */
function signalled(line: string, host: Architecture): readonly Seen[] | undefined {
  const word = /\bsi_syscall=(?:__NR_)?(\w+)/.exec(line)?.[1];
  if (word === undefined) return [];
  const abi =
    architectureOfAudit(
      /\bsi_arch=AUDIT_ARCH_(\w+)/
        .exec(line)?.[1]
        ?.toLowerCase()
        .replace(/^i386$/, 'x86') ?? '',
    ) ?? host;
  return /^\d|^0x/.test(word) ? byNumber(Number(word), abi, { refused: true }) : byName(word, { abi, refused: true });
}

/** strace says in a line of its own when a process runs another ABI; its children go on with it. */
class Modes {
  readonly #byProcess = new Map<string, Architecture | undefined>();
  #last: Architecture | undefined;

  constructor(readonly host: Architecture) {}

  set(pid: string, mode: string): void {
    const [guest] = this.host.sub;
    this.#last =
      mode === '32' ? (guest === undefined ? undefined : architectureNamed(guest)) : mode === 'x32' ? architectureNamed('x32') : undefined;
    this.#byProcess.set(pid, this.#last);
  }

  inherit(child: string, abi: Architecture): void {
    this.#byProcess.set(child, abi);
  }

  of(pid: string | undefined): Architecture | undefined {
    return pid === undefined ? this.#last : this.#byProcess.get(pid);
  }
}

const decidedByArguments: ReadonlySet<string> = new Set(['clone', 'clone3', 'socket', 'personality']);

/** Only of the calls that profiles decide by their arguments, and whose arguments are numbers or names of numbers. */
function argumentsOf(call: string, line: string): readonly bigint[] | undefined {
  if (call === 'clone' || call === 'clone3') {
    const flags = /\bflags=([\w|]+)/
      .exec(line)?.[1]
      ?.split('|')
      .filter((word) => word.startsWith('CLONE_'));
    const value = flags && (flags.length ? valueOfText(flags.join('|')) : 0n);
    return value === undefined ? undefined : [value];
  }
  if (!decidedByArguments.has(call)) return undefined;
  // `0x28 /* AF_??? */`; what strace knows no name for it explains in a comment.
  const [, list = ''] = /\(([\w|, ]*)(?:\)|<unfinished)/.exec(line.replace(/\/\*.*?\*\//g, '')) ?? [];
  const values: bigint[] = [];
  for (const word of list.split(',')) {
    const value = valueOfText(word);
    if (value === undefined) break;
    values.push(value);
  }
  return values.length ? values : undefined;
}
