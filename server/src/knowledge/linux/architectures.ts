import { nearest, wordTable } from '../../core';
import { lazy } from '../lazy';

/** An ABI that a seccomp filter can cover. One machine runs several. */
export interface Architecture {
  /** The runtime specification's name, `SCMP_ARCH_X86_64`. */
  readonly scmp: string;
  /** libseccomp's word, and ours everywhere: `x86_64`. */
  readonly name: string;
  /** The word in `includes.arches` and `excludes.arches`: `amd64`; absent where Docker and containers/common have none. */
  readonly filter?: string;
  /** What `uname -m` says on a machine of this kind; absent for ABIs that are only guests on another. */
  readonly uname?: string;
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  /** The other ABIs that the runtimes' defaults cover on such a host (their `archMap`), by libseccomp's word. */
  readonly sub: readonly string[];
  /** The first release of runc that knows it; `never`: refused. Absent: every release that is about. */
  readonly runc?: string;
  /** Socket or System V calls also arrive through `socketcall` or `ipc`. */
  readonly multiplexed: boolean;
}

/**
 * Every architecture of the runtime specification, in its order.
 *
 * $source runtime-spec config-linux.md; libseccomp include/seccomp.h.in and src/arch-*.c; runc libcontainer/seccomp/config.go;
 *   moby/profiles seccomp/seccomp_linux.go; containers/common pkg/seccomp/conversion.go.
 * $version runtime-spec 1.3, libseccomp 2.6.1, runc 1.4
 * $checked 2026-11-30
 */
export const architectures: () => readonly Architecture[] = lazy(() => table.trim().split('\n').map(readArchitecture));

/** Name, filter word, `uname -m`, bits, byte order, sub-architectures, first runc; `-` is none, `*` marks multiplexed calls. */
const table = `
x86 x86 i686 32 little - - *
x86_64 amd64 x86_64 64 little x86,x32 - -
x32 x32 - 32 little - - -
arm arm armv7l 32 little - - -
aarch64 arm64 aarch64 64 little arm - -
mips mips mips 32 big - - *
mips64 mips64 mips64 64 big mips,mips64n32 - -
mips64n32 mips64n32 - 32 big mips,mips64 - -
mipsel mipsel mips 32 little - - *
mipsel64 mipsel64 mips64 64 little mipsel,mipsel64n32 - -
mipsel64n32 mipsel64n32 - 32 little mipsel,mipsel64 - -
ppc ppc ppc 32 big - - *
ppc64 ppc64 ppc64 64 big - - *
ppc64le ppc64le ppc64le 64 little - - *
s390 s390 s390 32 big - - *
s390x s390x s390x 64 big s390 - *
parisc - parisc 32 big - never -
parisc64 - parisc64 64 big - never -
riscv64 riscv64 riscv64 64 little - 1.1.8 -
loongarch64 loongarch64 loongarch64 64 little - 1.4.1 -
m68k - m68k 32 big - never *
sh - sh4 32 little - never *
sheb - sh4eb 32 big - never *`;

function readArchitecture(line: string): Architecture {
  const [name = '', filter, uname, bits, endian, sub = '-', runc, multiplexed] = line.split(' ');
  return {
    scmp: `SCMP_ARCH_${name.toUpperCase()}`,
    name,
    ...(filter !== '-' && { filter }),
    ...(uname !== '-' && { uname }),
    bits: bits === '64' ? 64 : 32,
    endian: endian === 'big' ? 'big' : 'little',
    sub: sub === '-' ? [] : sub.split(','),
    ...(runc !== '-' && { runc }),
    multiplexed: multiplexed === '*',
  };
}

/** Finds an ABI by the runtime specification's name, exactly as the loaders do. */
export const findArchitecture = (scmp: string): Architecture | undefined =>
  architectures().find((architecture) => architecture.scmp === scmp);

/** Finds an ABI by libseccomp's word: `x86_64`. */
export const architectureNamed = (name: string): Architecture | undefined =>
  architectures().find((architecture) => architecture.name === name);

/** Finds an ABI by the word of `includes.arches`: `amd64`. */
export const architectureOfFilter = (word: string): Architecture | undefined =>
  architectures().find((architecture) => architecture.filter === word);

/** The ABI that a word of any vocabulary names: `SCMP_ARCH_X86_64`, `x86_64`, `amd64`, `x86-64`, `arm64v8`, `i386`. */
export const architectureOfWord = (word: string): Architecture | undefined => byAnyWord().get(plain(word));

const plain = (word: string) =>
  word
    .trim()
    .toLowerCase()
    .replace(/^scmp_arch_/, '')
    .replace(/-/g, '_');

/** The same, also for a slip of such a word. For suggestions; what a loader accepts is asked of the functions above. */
export function nearestArchitecture(word: string): Architecture | undefined {
  const exact = architectureOfWord(word);
  if (exact) return exact;
  const near = nearest(plain(word), byAnyWord().keys());
  return near === undefined ? undefined : byAnyWord().get(near);
}

/** What is wrong with the name of an architecture; undefined for one that libseccomp knows, in any vocabulary. */
export function architectureProblem(word: string): string | undefined {
  if (architectureOfWord(word)) return undefined;
  const near = nearestArchitecture(word)?.name;
  const guess = near === undefined ? ', such as x86_64 or aarch64' : `; did you mean ${near}?`;
  return `"${word}" is not an architecture that libseccomp knows${guess}`;
}

/** Words of Go, Debian and image platforms that differ from all of ours. */
const otherWords: Readonly<Record<string, string>> = wordTable({
  '386': 'x86',
  i386: 'x86',
  i686: 'x86',
  x64: 'x86_64',
  armhf: 'arm',
  armel: 'arm',
  arm64v8: 'aarch64',
  mipsle: 'mipsel',
  mips64le: 'mipsel64',
  mips64el: 'mipsel64',
  mips64p32: 'mips64n32',
  mips64p32le: 'mipsel64n32',
  powerpc64le: 'ppc64le',
  ppc64el: 'ppc64le',
  powerpc: 'ppc',
  loong64: 'loongarch64',
  loongarch: 'loongarch64',
  riscv: 'riscv64',
  hppa: 'parisc',
});

const byAnyWord = lazy(() => {
  const words = new Map<string, Architecture>();
  for (const architecture of architectures()) {
    for (const word of [architecture.uname, architecture.filter, architecture.name]) if (word) words.set(word, architecture);
  }
  for (const [word, name] of Object.entries(otherWords)) words.set(word, architectureNamed(name) as Architecture);
  return words;
});
