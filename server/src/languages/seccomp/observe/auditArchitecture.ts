import { memo, wordTable } from '../../../core';
import { type Architecture, architectureNamed, architectures } from '../../../knowledge';
import { numbersOf } from '../filter';

/** ELF machine numbers (linux/elf-em.h), which the kernel's `AUDIT_ARCH_*` are made of. */
const machines: Readonly<Record<string, number>> = wordTable({
  x86_64: 62,
  x86: 3,
  arm: 40,
  aarch64: 183,
  mips: 8,
  mipsel: 8,
  mips64: 8,
  mipsel64: 8,
  ppc: 20,
  ppc64: 21,
  ppc64le: 21,
  s390: 22,
  s390x: 22,
  riscv64: 243,
  loongarch64: 258,
  parisc: 15,
  m68k: 4,
  sh: 42,
});

const bits64 = 0x8000_0000;
const littleEndian = 0x4000_0000;

/** The ABI of an audit record's `arch=`: `c000003e`, or the word that `ausearch -i` puts in its place. */
export function architectureOfAudit(text: string): Architecture | undefined {
  if (!/^[\da-f]{1,8}$/i.test(text)) return architectureNamed(text) ?? architectures().find(({ uname }) => uname === text);
  const number = Number.parseInt(text, 16);
  return architectures().find(({ name, bits, endian }) => {
    const machine = machines[name];
    return machine !== undefined && (machine | (bits === 64 ? bits64 : 0) | (endian === 'little' ? littleEndian : 0)) >>> 0 === number;
  });
}

/** The kernel's numbers of x32 calls have this bit set; its mips64 calls begin at 5000. */
const x32Bit = 0x4000_0000;
const mips64Base = 5000;

export interface NumberedCall {
  readonly call: string;
  readonly abi: Architecture;
}

const namesByNumber = memo((numbers: ReadonlyMap<string, number>) => new Map([...numbers].map(([name, number]) => [number, name])));

/** The call that the kernel knows by a number on an ABI. */
export function callOfNumber(abi: Architecture, number: number): NumberedCall | undefined {
  if (abi.name === 'x86_64' && number >= x32Bit) return named(architectureNamed('x32'), number - x32Bit);
  return named(abi, abi.name === 'mips64' ? number - mips64Base : number);
}

function named(abi: Architecture | undefined, number: number): NumberedCall | undefined {
  const numbers = abi && numbersOf(abi);
  if (!numbers) return undefined;
  const call = namesByNumber(numbers).get(number);
  return call === undefined ? undefined : { call, abi };
}
