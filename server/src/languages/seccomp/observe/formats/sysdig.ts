import { byName, jsonIn, lineFormat, programOf } from './format';

/** `12 10:00:00.000000001 0 nginx (77.77) > openat dirfd=-100(AT_FDCWD)`. */
const eventLine = /^\s*\d+ \d\d:\d\d:\d\d\.\d+ \d+ (.+?) \([\d.:]+\) [<>] (\w+)/;

/** Events that are not system calls. */
const notCalls: ReadonlySet<string> = new Set([
  ...['switch', 'procexit', 'signaldeliver', 'drop', 'container', 'procinfo', 'page_fault', 'scapevent', 'cpu_hotplug', 'notification'],
  ...['infra', 'tracer', 'mesos', 'k8s', 'asyncevent', 'pluginevent'],
]);

/** sysdig, and the events of Falco as text or JSON. */
export const sysdig = lineFormat('sysdig, Falco', (line) => {
  const [, program, event] = eventLine.exec(line) ?? [];
  if (event !== undefined) return notCalls.has(event) ? [] : byName(event, program === undefined ? {} : { program });
  if (!/\bevt[._]type\b/.test(line)) return undefined;
  const fields = jsonIn(line)?.output_fields as Readonly<Record<string, unknown>> | undefined;
  const type = fields?.['evt.type'] ?? /\bevt[._]type=(\w+)/.exec(line)?.[1];
  return typeof type === 'string' ? byName(type, programOf(fields?.['proc.name'])) : undefined;
});
