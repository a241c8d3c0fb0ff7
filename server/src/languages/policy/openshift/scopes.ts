/** Whether a scope is another, or one below it, as the machine-config operator compares them (runtime-utils, `ScopeIsNestedInsideScope`). */
export function isWithin(scope: string, wider: string): boolean {
  if (scope === wider) return true;
  if (scope.startsWith(wider) && scope[wider.length] === '/') return true;
  if (!wider.startsWith('*.')) return false;
  if (!scope.includes(':')) return (scope.split('/')[0] ?? '').endsWith(wider.slice(1));
  const host = scope.split(':')[0] ?? '';
  return host.endsWith(wider.slice(1)) && !host.includes('/');
}

/** Whether a mirror is set by a file of a host's own, which the machine-config operator doesn't read. */
export const isFileOfHost = (uri: string): boolean => /\/registries\.conf(?:\.d\/[^/]*)?$/.test(uri);
