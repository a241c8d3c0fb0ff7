/** What confines a container, whichever file describes it. */

import type { Fix } from '../finding';
import type { Span } from '../span';

/** A profile that a container runs under. */
export interface ProfileChoice {
  /** `default`: the runtime's own; `unknown`: it depends on the node. */
  readonly type: 'profile' | 'default' | 'unconfined' | 'unknown';
  readonly name?: string;
  /** Where it is chosen. */
  readonly span?: Span;
}

export interface ConfinedMount {
  readonly path: string;
  readonly source: 'emptyDir' | 'hostPath' | 'volume' | 'config' | 'device';
  readonly hostPath?: string;
  readonly readOnly: boolean;
  readonly span: Span;
}

/** A container with what confines it, whichever file describes it. Spans count in the part. */
export interface Confined {
  /** Of the container or service. */
  readonly name: string;
  /** `container "web"`, `service "web"`. */
  readonly title: string;
  /** The object that makes the container, such as a Deployment. */
  readonly owner?: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly engine: 'kubernetes' | 'docker' | 'podman';
  readonly image?: string;
  /** Where a missing setting is shown. */
  readonly span: Span;
  /** Undefined: the image decides. */
  readonly user?: { readonly name: string; readonly span: Span };
  readonly privileged: boolean;
  /** The bounding set, `CAP_NET_RAW`. */
  readonly capabilities: readonly string[];
  /** Where capabilities are dropped. */
  readonly drop?: Span;
  /** No program gains privileges when it starts. */
  readonly noNewPrivileges?: { readonly span: Span };
  readonly seccomp: ProfileChoice;
  readonly apparmor: ProfileChoice;
  /** Where the root file system is made read-only. */
  readonly readOnlyRoot?: Span;
  readonly mounts: readonly ConfinedMount[];
  readonly ports: readonly number[];
  readonly hostNetwork: boolean;
  /** How the file grants what is missing: titles and edits. */
  amend?(wanted: Amendment): SuspectFix | undefined;
}

/** What a container may need. */
export type Amendment =
  | { readonly kind: 'capabilities'; readonly names: readonly string[] }
  | { readonly kind: 'writable-folder'; readonly path: string };

/** A container with the file that describes it; without a URI, a command line in the pasted text does. */
export interface ConfinedPlace {
  readonly confined: Confined;
  readonly uri?: string;
}

export interface SuspectFix {
  readonly title: string;
  /** In the part's offsets; absent where only a person can make the change. Read through `editsOf`. */
  readonly edits?: Fix['edits'];
}
