import { type Architecture, findSyscall, type SyscallArgument } from '../../knowledge';

/** The arguments of a call as they arrive on an ABI: on s390 `clone` takes its flags second (clone(2)). */
export function argumentsOn(abi: Architecture, name: string): readonly SyscallArgument[] | undefined {
  const args = findSyscall(name)?.args;
  if (name !== 'clone' || !args || !abi.name.startsWith('s390')) return args;
  const [flags, stack, ...rest] = args;
  return flags && stack ? [stack, flags, ...rest] : args;
}
