/** A request of a process: read from a log, or from a question. */

import type { AccessVerb } from '../syntax/tree';

export type Request =
  | FileRequest
  /** `owner`: whether the target belongs to the user that asks. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string; readonly owner?: boolean; readonly byRoot?: boolean }
  | { readonly kind: 'capability'; readonly name: string }
  | AccessRequest
  | MountRequest
  /** `exec`: the program at whose execution the profile changes. */
  | { readonly kind: 'change_profile'; readonly target: string; readonly exec?: string }
  | FlagRequest;

export interface FileRequest {
  readonly kind: 'file';
  readonly path: string;
  /** Letters of r w a l k m x. */
  readonly permissions: string;
  /** Whether the file belongs to the user that asks. */
  readonly owner?: boolean;
  /** Whether that user is root. */
  readonly byRoot?: boolean;
  /** The file lies outside of the process's mount namespace. */
  readonly disconnected?: true;
}

/** What no rule can match without a flag of the profile: a path or a queue outside of the namespace, a file that is deleted. */
export interface FlagRequest {
  readonly kind: 'flag';
  readonly flag: 'attach_disconnected' | 'attach_disconnected.ipc' | 'mediate_deleted';
  readonly path: string;
}

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

/** A request for each letter, access word and signal, since each is decided for itself. */
export function singles(request: Request): readonly Request[] {
  if (request.kind === 'file') return [...request.permissions].map((permissions) => ({ ...request, permissions }));
  if (request.kind !== 'access') return [request];
  const accesses = request.access.length > 1 ? request.access.map((word) => [word]) : [request.access];
  const signals = request.conditions.set?.split(' ') ?? [undefined];
  return accesses.flatMap((access) =>
    signals.map((set) => ({ ...request, access, ...(set !== undefined && { conditions: { ...request.conditions, set } }) })),
  );
}
