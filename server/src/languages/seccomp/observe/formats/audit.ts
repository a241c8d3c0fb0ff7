import { findSyscall } from '../../../../knowledge';
import { architectureOfAudit, callOfNumber } from '../auditArchitecture';
import { lineFormat, type Seen } from './format';

/**
 * The audit log, the journal and the kernel log: `type=SECCOMP … arch=c000003e syscall=257 … code=0x7ffc0000`, `audit: type=1326 …`, SYSCALL
 * records, and what `ausearch -i` makes of them.
 */
export const audit = lineFormat('audit log', (line) => {
  if (/\barch=/i.test(line) && /\bsyscall=/i.test(line)) return record(line);
  return /\btype=\w+ msg=audit\(|\baudit(?:\(|: type=)/.test(line) ? [] : undefined;
});

function record(line: string): readonly Seen[] | undefined {
  const fields = new Map([...line.matchAll(/\b(\w+)=("[^"]*"|[^\s\x1d]+)/g)].map(([, key, value = '']) => [key, value.replace(/"/g, '')]));
  const arch = architectureOfAudit(fields.get('arch') ?? fields.get('ARCH') ?? '');
  const names = [fields.get('SYSCALL'), fields.get('syscall')];
  const name = names.find((word) => word !== undefined && findSyscall(word));
  const number = names.find((word) => word !== undefined && /^\d+$/.test(word));
  const found = number !== undefined && arch ? callOfNumber(arch, Number(number)) : undefined;
  const call = name ?? found?.call;
  if (call === undefined) return undefined;
  const abi = found?.abi ?? arch;
  const program = fields.get('comm');
  const args = ['a0', 'a1', 'a2', 'a3'].map((key) => fields.get(key)).filter((word) => word !== undefined && /^[\da-f]{1,16}$/i.test(word));
  return [
    {
      call,
      ...(abi && { abi }),
      ...(program && { program }),
      ...(args.length === 4 && { args: args.map((word) => BigInt(`0x${word}`)) }),
      refused: isRefusal(fields.get('code')),
    },
  ];
}

/** The filter's answer (linux/seccomp.h `SECCOMP_RET_*`): below USER_NOTIF, and KILL_PROCESS, the call did not run. */
function isRefusal(code: string | undefined): boolean {
  if (code === undefined) return false;
  if (!/^0x[\da-f]{1,8}$/i.test(code)) return /^(?:kill|trap|errno)/i.test(code);
  const action = (Number(code) & 0xffff_0000) >>> 0;
  return action < 0x7fc0_0000 || action === 0x8000_0000;
}
