import { byName, lineFormat } from './format';

/** runsc with --strace: `I0101 12:00:00.000000 1 strace.go:561] [   1:   1] nginx E openat(…)`, E on entry and X on exit. */
const callLine = /\bstrace\.go:\d+\] \[ *\d+(?:\(\d+\))?: *\d+(?:\(\d+\))?\] (\S.*?) [EX] (\w+)\(/;

/** Every other line of its log. */
const logLine = /^[IWDEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+\.go:\d+\] /;

export const gvisor = lineFormat('gVisor log', (line) => {
  const [, program = '', call] = callLine.exec(line) ?? [];
  if (call !== undefined) return byName(call, { program });
  return logLine.test(line) && !line.includes('strace.go:') ? [] : undefined;
});
