import type { Context, Link, Span } from '../../core';
import type { Annotation } from './model';
import { knownProfiles } from './profileFacts';

/** Tells oci-seccomp-bpf-hook to record the calls of a container. */
export const traceAnnotation = 'io.containers.trace-syscall';

interface TracePart {
  readonly prefix: string;
  readonly path: string;
}

/** The value as the hook splits it (oci-seccomp-bpf-hook.go, parseAnnotation). */
const partsOf = (value: string): readonly TracePart[] =>
  value.split(';').map((part) => ({ prefix: part.slice(0, 3), path: part.slice(3).trim() }));

/** Why the hook fails, so that the container doesn't start. */
export function traceFault(value: string): string | undefined {
  const parts = partsOf(value);
  const unknown = parts.find(({ prefix }) => prefix !== 'of:' && prefix !== 'if:');
  if (unknown) return `has ${JSON.stringify(`${unknown.prefix}${unknown.path}`)}, which begins with neither of: nor if:`;
  const relative = parts.find(({ path }) => !path.startsWith('/'));
  if (relative) return `needs an absolute path after ${relative.prefix}`;
  return parts.some(({ prefix }) => prefix === 'of:') ? undefined : 'needs the file that the hook writes, of:/path/out.json';
}

/** From each path to the profile of the workspace that shares the longest end with it, its name at least. */
export function traceLinks({ key, value = '', valueNode }: Annotation, text: string, context: Context): readonly Link[] {
  if (key !== traceAnnotation || !valueNode) return [];
  const written = text.slice(valueNode.span.start, valueNode.span.end);
  return partsOf(value).flatMap(({ prefix, path }): readonly Link[] => {
    const at = path === '' ? -1 : written.indexOf(path, written.indexOf(prefix));
    const found = at < 0 ? undefined : nearestProfile(path, context);
    const span: Span = { start: valueNode.span.start + at, end: valueNode.span.start + at + path.length };
    return found
      ? [{ span, target: found, tooltip: `Open the ${prefix === 'of:' ? 'recorded profile' : 'profile that is extended'}` }]
      : [];
  });
}

function nearestProfile(path: string, context: Context): string | undefined {
  const wanted = path.split('/').reverse();
  let best: { readonly uri: string; readonly shared: number } | undefined;
  for (const { fact } of knownProfiles('seccompProfile', context)) {
    const own = fact.name.split('/').reverse();
    const shared = [...wanted.keys()].find((i) => own[i] !== wanted[i]) ?? wanted.length;
    if (shared > 0 && shared > (best?.shared ?? 0)) best = { uri: fact.uri, shared };
  }
  return best?.uri;
}
