/** What an error message reports, and whom it is about. */

import type { Confined } from './confined';

/** Which program or mechanism refused. */
export type WhyLayer =
  | 'admission'
  | 'api'
  | 'kubelet'
  | 'runtime'
  | 'seccomp'
  | 'apparmor'
  | 'selinux'
  | 'capability'
  | 'filesystem'
  | 'user'
  | 'signature';

export type ProfileKind = 'seccomp' | 'apparmor';

/** Names of error numbers that confinement answers with. */
export type RefusalErrno = 'EPERM' | 'EACCES' | 'EROFS' | 'ENOSYS' | 'EINVAL' | 'ENOENT' | 'ENOMEM' | 'EAGAIN';

/** What a message reports, in the same terms whichever program printed it. */
export type Happening =
  /** Pod Security admission refuses a pod, or warns about it. */
  | {
      readonly kind: 'violation';
      readonly controls: readonly string[];
      /** Containers that the message names; none: the pod. */
      readonly containers: readonly string[];
      /** Values that the message names: `SYS_ADMIN`, `Unconfined`, a volume. */
      readonly values: readonly string[];
    }
  /** The API server refuses a field. */
  | { readonly kind: 'invalid-field'; readonly path: string; readonly reason: string; readonly fields?: readonly string[] }
  /** The kubelet doesn't start a pod because of a field, by its name in the pod spec. */
  | { readonly kind: 'refused-field'; readonly field: string; readonly problem: string; readonly value?: string; readonly cure: string }
  | { readonly kind: 'forbidden-sysctl'; readonly name: string }
  /** `runAsNonRoot`, and the image or the pod says root. */
  | { readonly kind: 'root-user'; readonly imageUser?: string; readonly asked?: boolean }
  | { readonly kind: 'missing-profile'; readonly of: ProfileKind; readonly name?: string }
  | { readonly kind: 'unnamed-profile'; readonly of: ProfileKind }
  /** A runtime refuses a word, or the form, of a profile. */
  | {
      readonly kind: 'invalid-profile';
      readonly of: ProfileKind;
      readonly word?: string;
      readonly problem: string;
      readonly field?: string;
    }
  /** A program was refused an operation. */
  | RefusedOperation
  /** A record of the audit log. */
  | { readonly kind: 'denial'; readonly of: 'apparmor' | 'seccomp' | 'selinux'; readonly record: string }
  | {
      readonly kind: 'signature';
      readonly problem: 'no-signature' | 'missing-key' | 'rejected' | 'wrong-key' | 'wrong-identity' | 'source';
      readonly image?: string;
      readonly path?: string;
      readonly word?: string;
    }
  /** A configuration file of the image libraries can't be read. */
  | { readonly kind: 'configuration'; readonly path: string; readonly problem: string; readonly word?: string }
  /** A known error that no confinement setting causes. */
  | { readonly kind: 'elsewhere'; readonly cause: string };

export interface RefusedOperation {
  readonly kind: 'refused';
  /** A row of `knowledge/messages/operations.ts`. */
  readonly operation: string;
  readonly errno: RefusalErrno;
  readonly program?: string;
  readonly path?: string;
  readonly port?: number;
  /** The capability that the message itself names. */
  readonly capability?: string;
  /** The program prints the same text for EPERM and EACCES. */
  readonly either?: boolean;
}

/** Whom a message is about, as far as the text tells. */
export interface WhySubject {
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly workload?: string;
  readonly image?: string;
  /** The file that was applied. */
  readonly file?: string;
  /** The confinement that a pasted command line requests. */
  readonly command?: Confined;
}

/** One thing that happened, however often the text repeats it. */
export interface WhyEvent {
  readonly template: string;
  readonly layer: WhyLayer;
  readonly happening: Happening;
  readonly subject: WhySubject;
  /** The line as read: without colors, with plain quotes. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** The last line that reports the same. */
  readonly lastLine: number;
  /** Admission only warned. */
  readonly warning?: boolean;
  /** `restricted`, `v1.31`. */
  readonly level?: string;
  readonly version?: string;
}
