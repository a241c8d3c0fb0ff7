/** Numbers and addresses of network conditionals. */

/** An IPv4 address as inet_pton(3) takes it: four decimal numbers without leading zeros. */
const isIPv4 = (text: string): boolean => /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);

function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups[groups.length - 1] ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIPv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

export const isAddress = (text: string): boolean => text === 'none' || isIPv4(text) || isIPv6(text);

/** `N` or `N-M`, each at most 65535 and in order. */
export function isPort(text: string): boolean {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return false;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65535;
}
