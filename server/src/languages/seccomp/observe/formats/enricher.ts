import { findSyscall } from '../../../../knowledge';
import { jsonIn, lineFormat, programOf } from './format';

/**
 * The log enricher of the Security Profiles Operator: `… executable="/usr/sbin/nginx" … syscallName="nanosleep"` as text or JSON, and the lines of
 * its JSON enricher, which list `syscalls`.
 */
export const enricher = lineFormat('log enricher', (line) => {
  const call = /\bsyscallName"?\s*[=:]\s*"?(\w+)/.exec(line)?.[1];
  if (call !== undefined) {
    const path = /\bexecutable"?\s*[=:]\s*"([^"]+)"/.exec(line)?.[1];
    return findSyscall(call) ? [{ call, ...programOf(path) }] : undefined;
  }
  if (!/"auditID"|"spo\//.test(line)) return undefined;
  const json = jsonIn(line);
  if (!json) return undefined;
  const { syscalls, executable } = json;
  const names = Array.isArray(syscalls) ? syscalls.map(String) : [];
  return names.every((name) => findSyscall(name)) ? names.map((name) => ({ call: name, ...programOf(executable) })) : undefined;
});
