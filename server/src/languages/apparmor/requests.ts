/** What a process asks for: read from a log, or from a question. */

import type { AccessVerb } from './tree';

export type Request =
  /** `permissions`: letters of r w a l k m x. */
  | { readonly kind: 'file'; readonly path: string; readonly permissions: string; readonly owner?: boolean }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'capability'; readonly name: string }
  | AccessRequest
  | MountRequest
  | { readonly kind: 'change_profile'; readonly target: string }
  /** A path, or with `ipc` the name of a queue, outside of the namespace: no rule can match it. */
  | { readonly kind: 'disconnected'; readonly path: string; readonly ipc?: boolean };

export interface AccessRequest {
  readonly kind: 'access';
  readonly verb: AccessVerb;
  readonly access: readonly string[];
  /** network: family and type; mqueue: the name. */
  readonly words: readonly string[];
  readonly conditions: Readonly<Record<string, string>>;
  readonly peer: Readonly<Record<string, string>>;
}

export interface MountRequest {
  readonly kind: 'mount';
  readonly verb: 'mount' | 'remount' | 'umount' | 'pivot_root';
  readonly fstype?: string;
  readonly options: readonly string[];
  readonly source?: string;
  readonly target?: string;
}

/** A request for each letter or access word, since each is decided for itself. */
export function singles(request: Request): readonly Request[] {
  if (request.kind === 'file') return [...request.permissions].map((permissions) => ({ ...request, permissions }));
  if (request.kind === 'access' && request.access.length > 1) return request.access.map((word) => ({ ...request, access: [word] }));
  return [request];
}
