import { nearest, wordTable } from '../../core';
import { lazy, lazyFor } from '../lazy';
import type { Risk } from '../risk';
import { libraryFunctions } from './data/libraryFunctions';
import { firstKernels, successors } from './data/syscallHistory';
import { type SyscallNote, syscallNotes } from './data/syscallNotes';
import numberTable from './data/syscallNumbers.json';
import { files } from './data/syscalls/files';
import type { GroupText } from './data/syscalls/group';
import { input } from './data/syscalls/input';
import { processes } from './data/syscalls/processes';
import { system } from './data/syscalls/system';

/** A system call that libseccomp knows by name. */
export interface Syscall {
  readonly name: string;
  /** `@network-io`. */
  readonly group: string;
  /** One plain sentence. */
  readonly does: string;
  /** As on 64-bit hosts; absent where the kernel never had the call. */
  readonly args?: readonly SyscallArgument[];
  /** First kernel that had it, on any architecture; absent where it never was or is not recorded. */
  readonly since?: string;
  readonly risk: Risk;
  /** Why this risk; absent for most calls of low risk. */
  readonly why?: string;
  /** Why runtime defaults refuse it, or allow it under conditions. */
  readonly refused?: string;
  /** Upstream issues, `owner/repository#number`. */
  readonly refs?: readonly string[];
  /** The later call that does the same and more. */
  readonly successor?: string;
}

export interface SyscallArgument {
  readonly name: string;
  /** C type: `int`, `const char *`. */
  readonly type: string;
  /** A filter sees a pointer's address and never what it points at. */
  readonly pointer: boolean;
  /**
   * How many low bits the kernel looks at on a 64-bit ABI. It cuts the rest off after the filter has run, so a filter that
   * compares all 64 bits of a 32-bit argument can be passed by setting the others.
   */
  readonly bits: 16 | 32 | 64;
}

export interface SyscallGroup {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly calls: readonly string[];
}

/** libseccomp's words for the architectures whose numbers are known. */
export type NumberedArchitecture =
  | 'x86_64'
  | 'x32'
  | 'x86'
  | 'arm'
  | 's390x'
  | 'ppc64le'
  | 'aarch64'
  | 'riscv64'
  | 'loongarch64'
  | 'mips64';

export const numberedArchitectures = numberTable.architectures as readonly NumberedArchitecture[];

/** Every system call, by name. */
export const syscalls: () => readonly Syscall[] = lazy(() =>
  groupTexts()
    .flatMap((group) => linesOf(group).map((line) => readCall(line, group.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
);

export const findSyscall = (name: string): Syscall | undefined => byName().get(name);

/** The families, each call in exactly one. */
export const syscallGroups: () => readonly SyscallGroup[] = lazy(() =>
  groupTexts().map(({ name, title, about }) => ({
    name,
    title,
    about,
    calls: syscalls()
      .filter((call) => call.group === name)
      .map((call) => call.name),
  })),
);

export const findSyscallGroup = (name: string): SyscallGroup | undefined => syscallGroups().find((group) => group.name === name);

/**
 * The number of every call that an architecture has, as libseccomp keeps it: the kernel's x32 numbers have bit 30 set
 * besides, its mips64 numbers are 5000 higher.
 */
export const syscallNumbers: (architecture: NumberedArchitecture) => ReadonlyMap<string, number> = lazyFor((architecture) => {
  const column = numberedArchitectures.indexOf(architecture);
  const numbers = new Map<string, number>();
  for (const row of numberTable.calls) {
    const [name = '', , ...cells] = row.split(' ');
    let at = column;
    while (cells[at] === '=') at--;
    if (cells[at] !== '-') numbers.set(name, Number(cells[at]));
  }
  return numbers;
});

export interface SyscallSuggestion {
  /** What was meant; several where one word stands for several calls. */
  readonly names: readonly string[];
  /** Why the word is none, as the end of a sentence: `names are lower case`. */
  readonly reason: string;
}

/** Every edit of a profile asks again about each of its unknown names. */
const nearestName = lazyFor((word: string) => nearest(word, byName().keys()), 2000);

/** What the author meant with a word that is not a system call; undefined where nothing comes close. */
export function nearestSyscall(word: string, architecture: NumberedArchitecture = 'x86_64'): SyscallSuggestion | undefined {
  const text = word.trim();
  const lower = text.toLowerCase();
  const bare = lower.replace(/^(?:__nr_|nr_|__x64_sys_|__arm64_sys_|__ia32_sys_|sys_|syscall_|__)/, '').replace(/\(\d?\)$/, '');
  if (byName().has(lower)) return { names: [lower], reason: text === lower ? 'names carry no spaces' : 'names are lower case' };
  if (byName().has(bare)) return { names: [bare], reason: 'names carry no prefix' };
  if (/^\d+$/.test(text)) return byNumber(Number(text), architecture);
  if (/^[a-z0-9_]+\*$/.test(lower)) return byPrefix(lower.slice(0, -1));
  if (Object.hasOwn(libraryFunctions, bare)) {
    return { names: (libraryFunctions[bare] ?? '').split(' '), reason: `${bare} is a function of the C library` };
  }
  const name = nearestName(bare);
  return name === undefined ? undefined : { names: [name], reason: 'no system call has this name' };
}

function byNumber(number: number, architecture: NumberedArchitecture): SyscallSuggestion | undefined {
  const found = [...syscallNumbers(architecture)].find(([, value]) => value === number);
  return found && { names: [found[0]], reason: `calls are named, not numbered, and ${number} is ${found[0]} on ${architecture} only` };
}

function byPrefix(prefix: string): SyscallSuggestion | undefined {
  const names = [...byName().keys()].filter((name) => name.startsWith(prefix));
  return names.length > 0 ? { names, reason: 'names are compared whole, without wildcards' } : undefined;
}

const groupTexts = (): readonly GroupText[] => [...files, ...input, ...processes, ...system];

const linesOf = (group: GroupText) => group.calls.trim().split('\n');

const byName = lazy(() => new Map(syscalls().map((call) => [call.name, call])));

const notes = lazy(() => {
  const byCall = new Map<string, SyscallNote>();
  for (const note of syscallNotes()) for (const name of note.calls.split(' ')) byCall.set(name, note);
  return byCall;
});

const kernels = lazy(() => {
  const table = numberTable.calls.map((row) => row.split(' ')).map(([name = '', kernel = '-']) => [name, kernel] as const);
  const byCall = new Map(table.filter(([, kernel]) => kernel !== '-'));
  for (const [kernel, names] of Object.entries(firstKernels)) for (const name of names.split(/\s+/)) byCall.set(name, kernel);
  return byCall;
});

function readCall(line: string, group: string): Syscall {
  const [, name = '', signature, does = ''] = /^(\w+)(?:\(([^)]*)\))? (.*)$/.exec(line) ?? [];
  const note = notes().get(name);
  const since = kernels().get(name);
  const successor = Object.hasOwn(successors, name) ? successors[name] : undefined;
  return {
    name,
    group,
    does,
    risk: note?.risk ?? 'low',
    ...(signature !== undefined && {
      args: signature
        .split(', ')
        .filter(Boolean)
        .map((argument) => readArgument(argument, name)),
    }),
    ...(since && { since }),
    ...(note && { why: note.why }),
    ...(note?.refused && { refused: note.refused }),
    ...(note?.refs && { refs: note.refs }),
    ...(successor && { successor }),
  };
}

/** Types of the signatures whose values are narrower than a register. */
const widths: Readonly<Record<string, 16 | 32>> = wordTable({
  int: 32,
  unsigned: 32,
  u32: 32,
  pid_t: 32,
  uid_t: 32,
  gid_t: 32,
  id_t: 32,
  key_t: 32,
  mqd_t: 32,
  timer_t: 32,
  clockid_t: 32,
  key_serial_t: 32,
  mode_t: 16,
});

/** Declared wider than it is used: the kernel takes the low word itself (kernel/fork.c, `lower_32_bits(clone_flags)`). */
const lowWordOnly: Readonly<Record<string, string>> = wordTable({ clone: 'flags' });

function readArgument(text: string, call: string): SyscallArgument {
  const name = /\w+$/.exec(text)?.[0] ?? '';
  const type = text.slice(0, text.length - name.length).trim();
  return { name, type, pointer: type.endsWith('*'), bits: lowWordOnly[call] === name ? 32 : (widths[type] ?? 64) };
}

/** `socket(int domain, int type, int protocol)`; undefined where the kernel never had the call. */
export function syscallSignature({ name, args }: Syscall): string | undefined {
  return (
    args && `${name}(${args.map(({ type, name: argument }) => (type.endsWith('*') ? type + argument : `${type} ${argument}`)).join(', ')})`
  );
}
