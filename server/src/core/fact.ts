import type { Span } from './span';

/**
 * Something that one file says and another wants to know. Facts are how languages speak of each other
 * without importing each other: the service gathers them and hands them on in the Context.
 */
export interface Fact {
  readonly kind: /**
   * A pod uses the seccomp profile `name` (a path below the kubelet's root), or Compose's `security_opt` (`detail` is `compose`). `detail` of a
   * pod names the containers that use it and change their capabilities: `app +SYS_ADMIN -ALL; logger -CHOWN`.
   */
    | 'uses-seccomp-profile'
    /** A pod uses the AppArmor profile `name`. */
    | 'uses-apparmor-profile'
    /** A workload runs the image `name`. */
    | 'uses-image'
    /** This file is a seccomp profile; `name` is its path. */
    | 'seccomp-profile'
    /** This file defines the AppArmor profile `name`. */
    | 'apparmor-profile'
    /** The AppArmor profile in `detail` is attached to programs that `name` matches; variables of tunables are not filled in. */
    | 'apparmor-attachment'
    /** A rule of this file enters the AppArmor profile `name`, which can be a pattern; `//name` is a child of the profile that includes the file. */
    | 'apparmor-enters'
    /** The rules of the AppArmor profile `name`, each in a line of `detail` as it is written; stated where the convention `abstractions` is on. */
    | 'apparmor-rules'
    /** This file is written to be included, as `<name>`; `detail` is what it says of itself. */
    | 'apparmor-fragment'
    /** This file is an image signature policy. */
    | 'signature-policy'
    /** This file is one that container tools look for, even if it says nothing: it may hide another. */
    | 'container-file'
    /** This registries.d file gives a signature source for the scope `name`; `detail` tells which. */
    | 'signature-source'
    /** An image policy of OpenShift's API has the scope `name`; `detail` tells its namespace and what it requires. */
    | 'image-policy'
    /** Images of the prefix in `detail` are fetched from `name`, by registries.conf or a mirror set of OpenShift. */
    | 'image-mirror'
    /** This file of registries.conf, or of registries.conf.d, has an entry for the prefix `name`; `detail` tells from where, as `conf/dropIns.ts` of the policies reads it. */
    | 'registry-entry'
    /** registries.conf gives the short name `name` the full one in `detail`. */
    | 'short-name'
    /** registries.conf searches the registries in `detail`, separated by blanks, for short names. */
    | 'search-registries'
    /** The Namespace `name` enforces the level in `detail`, e.g. `restricted:v1.30`. */
    | 'namespace-level'
    /** The cluster enforces the level in `detail` where a Namespace names none: `baseline:latest`. */
    | 'cluster-level'
    /** Pod Security does not judge pods of the Namespace `name`, or with the RuntimeClass `name`; `detail` tells which of the two. */
    | 'pod-security-exemption'
    /** The kubelet's configuration has the field `name` with the value in `detail`; without a name: there is one. */
    | 'kubelet-setting'
    /** Objects of the custom resource `name` (`group/Kind`) have a pod spec at the path in `detail`. */
    | 'custom-resource-pods'
    /** The RuntimeClass `name` runs pods with the handler in `detail`. */
    | 'runtime-class'
    /** The configuration of a container runtime sets `name` (`cri-o default_capabilities`) to the value in `detail`, the items of a list in lines. */
    | 'runtime-setting'
    /** The rule `name` (`policy/rule`) of Kyverno checks pods by a Pod Security level; `detail` is what `kyverno.ts` of the pods writes. */
    | 'kyverno-pod-security'
    /** A PolicyException of Kyverno for the policy `name`; `detail` as before. */
    | 'kyverno-exception'
    /** This kustomization builds on the folder `name`, relative to itself. */
    | 'kustomize-base'
    /** What the signature policy at `uri` decides for the image `name`: a sentence, Markdown, in `detail`. Worked out by the service. */
    | 'image-verdict'
    /** How the seccomp profile `name` differs from the runtime default, in `detail`. Worked out by the service. */
    | 'profile-difference';
  readonly name: string;
  readonly detail?: string;
  readonly uri: string;
  readonly span: Span;
  /** Where the span begins, counted from 1; for people who read it elsewhere. */
  readonly line?: number;
}

/** A fact as a language states it; the service knows the file. */
export type StatedFact = Omit<Fact, 'uri' | 'line'>;
