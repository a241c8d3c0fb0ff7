/** The words of `confine why`: what an error message reports, what confines a container, and which line of which file causes the one by the other. */

import type { Fix } from './finding';
import type { Span } from './span';

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

/** `certain`: the message names the cause and the file confirms it. `likely`, `possible`: the workspace's files make it a candidate. */
export type Certainty = 'certain' | 'likely' | 'possible';

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

/** A place that may cause an event, as the language of its file sees it. */
export interface Suspect {
  /** Absent: no file decides. */
  readonly span?: Span;
  /** In another file. */
  readonly uri?: string;
  readonly layer: WhyLayer;
  readonly certainty: Certainty;
  /** One to three sentences, plain text. */
  readonly message: string;
  readonly fix?: SuspectFix;
  /** Other changes of the same file, such as one that makes the refusal visible. */
  readonly alternatives?: readonly SuspectFix[];
  /** A command that confirms or refutes it. */
  readonly next?: string;
  /** The happening is explained by this alone: less certain suspects are left out. */
  readonly decisive?: boolean;
}

/** What a language is asked about an event. */
export interface Blame {
  readonly event: WhyEvent;
  /** The containers that it may be about; none where no file of the workspace describes them. */
  readonly containers: readonly ConfinedPlace[];
}

/** A place in a file of the workspace. */
export interface WhyPlace {
  readonly uri: string;
  readonly span: Span;
  /** As the file has it now, for a range and for edits. */
  readonly text: string;
}

/** One candidate for the cause of one event. */
export interface WhyAnswer {
  /** The line as read. */
  readonly event: string;
  /** The first and the last line that report it, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly template: string;
  /** Which releases print the message, where that is known: `runc since 1.2`. */
  readonly printedBy?: string;
  readonly layer: WhyLayer;
  readonly certainty: Certainty;
  /** Undefined: no file of the workspace decides. */
  readonly decides?: WhyPlace;
  readonly message: string;
  /** Edits are in the offsets of the file that decides; without any only a person can make the change. */
  readonly fix?: Pick<Fix, 'title' | 'edits'>;
  /** Other changes of that file, such as one that makes the refusal visible. */
  readonly alternatives?: readonly Pick<Fix, 'title' | 'edits'>[];
  /** A command that confirms the answer. */
  readonly next?: string;
  /** Of candidates in two layers; each of them has it. */
  readonly distinction?: Distinction;
}

/** One command whose result decides between two layers. */
export interface Distinction {
  readonly command: string;
  /** What each result means, in a sentence. */
  readonly results: readonly string[];
}

export interface WhyReport {
  /** In the order of the text; candidates for one event in the order of likelihood. */
  readonly answers: readonly WhyAnswer[];
  /** Lines that report an error which isn't known, or whose cause no file of the workspace shows. */
  readonly unread: readonly UnreadLine[];
}

/** A line that reports an error and has no answer. */
export interface UnreadLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** What was understood of it, in a sentence. */
  readonly recognized?: string;
}

/** Whether an object makes pods of this name: `web-7d8b49557c-fq4zk` is of the Deployment `web`, `db-0` of the StatefulSet `db`. */
export function makesPod(owner: { readonly kind: string; readonly name: string }, pod: string): boolean {
  const { kind } = owner;
  if (owner.name.includes(releaseName)) return releasedNames(owner.name, pod).some((name) => makesPod({ kind, name }, pod));
  if (pod === owner.name) return true;
  // An event about a pod that was not created has the beginning of its name.
  if (pod.endsWith('-')) return makesPod(owner, pod.slice(0, -1));
  if (owner.kind === 'Pod' || !pod.startsWith(owner.name)) return false;
  const rest = pod.slice(owner.name.length);
  if (owner.name.endsWith('-')) return /^[a-z0-9]{5}$/.test(rest);
  if (owner.kind === 'StatefulSet') return /^-\d+$/.test(rest);
  return /^(?:-[a-f0-9]{1,10}|-\d{6,}|-[bcdfghjklmnpqrstvwxz0-9]{6,10})?(?:-[a-z0-9]{5})?$/.test(rest) && rest !== '';
}

/** What `helm template` calls a release; a cluster has another name there. */
const releaseName = 'release-name';

/** What an object of a chart may be called in a cluster that has this pod. Charts leave their own name out where the release has it. */
function releasedNames(built: string, pod: string): readonly string[] {
  const [before = '', after = ''] = built.split(releaseName, 2);
  const bare = (before + after).replace(/^-/, '');
  const names = bare === '' ? [pod] : [bare];
  if (!pod.startsWith(before) || after === '') return names;
  for (let i = pod.indexOf(after, before.length + 1); i >= 0; i = pod.indexOf(after, i + 1)) names.push(pod.slice(0, i) + after);
  return names;
}

/** Whether a message with this subject may be about a container of the object; a message without names may be about any. */
export function concerns(
  subject: Pick<WhySubject, 'namespace' | 'pod' | 'workload'>,
  owner: { readonly kind: string; readonly name?: string; readonly namespace?: string },
): boolean {
  const { kind, name, namespace } = owner;
  const released = name?.includes(releaseName) === true && namespace === 'default';
  if (subject.namespace !== undefined && namespace !== undefined && subject.namespace !== namespace && !released) return false;
  const asked = [subject.workload, subject.pod].filter((one) => one !== undefined);
  return asked.length === 0 || name === undefined || asked.some((one) => makesPod({ kind, name }, one));
}
