import { describe, expect, test } from 'vitest';
import {
  architectureNamed,
  architectureOfFilter,
  architectures,
  containersErrnos,
  errnoMeaning,
  errnoNames,
  errnoNumbers,
  findArchitecture,
  nearestArchitecture,
  numberedArchitectures,
  seccompDefault,
} from '../../../server/src/knowledge';

describe('architectures', () => {
  test('the 23 of the runtime specification, each under its own name', () => {
    expect(architectures()).toHaveLength(23);
    expect(new Set(architectures().map((architecture) => architecture.scmp)).size).toBe(23);
  });

  test('the 18 words of filters', () => {
    const words = architectures().flatMap((architecture) => architecture.filter ?? []);
    expect(words.sort().join(' ')).toBe(
      'amd64 arm arm64 loongarch64 mips mips64 mips64n32 mipsel mipsel64 mipsel64n32 ppc ppc64 ppc64le riscv64 s390 s390x x32 x86',
    );
  });

  test('the Docker default covers the other ABIs of each host', () => {
    const covered = Object.fromEntries(
      seccompDefault('docker').profile.archMap.map((entry) => [entry.architecture, entry.subArchitectures]),
    );
    expect(covered).toMatchObject({
      SCMP_ARCH_X86_64: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
      SCMP_ARCH_AARCH64: ['SCMP_ARCH_ARM'],
      SCMP_ARCH_S390X: ['SCMP_ARCH_S390'],
      SCMP_ARCH_RISCV64: [],
    });
  });

  test('a sub-architecture has the byte order of its host', () => {
    for (const { name, sub, endian } of architectures())
      for (const guest of sub) expect(architectureNamed(guest)?.endian, name).toBe(endian);
  });

  test('every numbered architecture is one', () => {
    for (const name of numberedArchitectures) expect(architectureNamed(name), name).toBeDefined();
  });

  test('loaders’ names are exact', () => {
    expect(findArchitecture('SCMP_ARCH_X86_64')?.filter).toBe('amd64');
    expect(findArchitecture('scmp_arch_x86_64')).toBeUndefined();
    expect(findArchitecture('SCMP_ARCH_NATIVE')).toBeUndefined();
    expect(architectureOfFilter('x86_64')).toBeUndefined();
  });

  test.each([
    ['amd64', 'x86_64'],
    ['X86-64', 'x86_64'],
    ['SCMP_ARCH_AMD64', 'x86_64'],
    ['SCMP_ARCH_ARM64', 'aarch64'],
    ['i386', 'x86'],
    ['SCMP_ARCH_X86_46', 'x86_64'],
    ['ppc64el', 'ppc64le'],
    ['loong64', 'loongarch64'],
  ])('%s means %s', (word, name) => expect(nearestArchitecture(word)?.name).toBe(name));

  test('nothing comes close to a word from elsewhere', () => expect(nearestArchitecture('toaster')).toBeUndefined());
});

describe('errors', () => {
  // asm-generic/errno-base.h and errno.h.
  test.each([
    ['EPERM', 1],
    ['EACCES', 13],
    ['EINVAL', 22],
    ['ERANGE', 34],
    ['ENOSYS', 38],
    ['ELOOP', 40],
    ['ENOMSG', 42],
    ['EBFONT', 59],
    ['EILSEQ', 84],
    ['EOPNOTSUPP', 95],
    ['EAFNOSUPPORT', 97],
    ['ECANCELED', 125],
    ['EHWPOISON', 133],
  ])('%s is %i', (name, number) => {
    expect(errnoNumbers().get(name)).toBe(number);
    expect(errnoNames().get(number)).toBe(name);
  });

  test('second names', () => {
    expect(errnoNumbers().get('EWOULDBLOCK')).toBe(11);
    expect(errnoNames().get(11)).toBe('EAGAIN');
    expect(errnoNames().get(41)).toBeUndefined();
  });

  test('containers/common takes 82 of them', () => {
    expect(containersErrnos().size).toBe(82);
    for (const name of containersErrnos()) expect(errnoNumbers().has(name), name).toBe(true);
    expect(containersErrnos().has('EINTR')).toBe(false);
  });

  test('meanings', () => {
    expect(errnoMeaning('ENOSYS')).toContain('fall back');
    expect(errnoMeaning('constructor')).toBeUndefined();
  });
});
