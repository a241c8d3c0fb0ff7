import type { Context, Fact, SettingChoice, Target } from '../../core';
import {
  type Architecture,
  architectureOfWord,
  architectures,
  capabilities,
  compareVersions,
  defaultCapabilities,
  linesOf,
  targetNames,
  targets,
} from '../../knowledge';
import { fieldOf, keptWith, type ProfileModel, type ProfileRule } from './model';
import type { SeccompPart } from './part';

/** Which fields a profile uses: the runtime specification's, Docker's besides, or those of containers/common. */
export type ProfileFormat = 'oci' | 'docker' | 'containers';

/** Who reads the file, and who makes the filter of it. */
export interface SeccompLoader {
  readonly target: Target;
  /** The release whose default counts; absent: the newest. */
  readonly release?: string;
  /**
   * `moby` and `containers` resolve their supersets; `oci` unmarshals the runtime specification's fields and drops the rest.
   */
  readonly reader: 'moby' | 'containers' | 'oci';
  readonly runtime: 'runc' | 'crun';
  /** Why this target; the rest of a sentence in brackets. */
  readonly because: string;
}

/** What the conditions of the supersets are asked about. */
export interface TargetHost {
  readonly architecture: Architecture;
  /** Major and minor. */
  readonly kernel: readonly [number, number];
  /** The container's bounding set. */
  readonly capabilities: ReadonlySet<string>;
}

const loaders: Readonly<Record<Target, Omit<SeccompLoader, 'target' | 'release' | 'because'>>> = {
  docker: { reader: 'moby', runtime: 'runc' },
  containerd: { reader: 'oci', runtime: 'runc' },
  podman: { reader: 'containers', runtime: 'crun' },
  'cri-o': { reader: 'containers', runtime: 'crun' },
};

/** crun is CRI-O's default runtime since then. */
const crioWithCrun = '1.31';

export function loaderOf(part: SeccompPart, context: Context): SeccompLoader {
  const [target, because] = chooseTarget(part, context);
  return { ...loaderFor(target, target === context.target ? context.release : undefined), because };
}

/** Where nothing speaks for another. */
export const assumedTarget: Target = 'docker';

export function loaderFor(target: Target, release?: string): SeccompLoader {
  const isOldCrio = target === 'cri-o' && release !== undefined && compareVersions(release, crioWithCrun) < 0;
  return {
    target,
    ...(release !== undefined && { release }),
    ...loaders[target],
    ...(isOldCrio && { runtime: 'runc' as const }),
    because: 'as asked',
  };
}

/** Every line of releases as a value of the setting `target`. */
export const releaseValues = (): readonly SettingChoice[] =>
  targets.flatMap((target) =>
    linesOf(target).map(({ line, newest, date }) => ({
      value: `${target}@${line}`,
      detail: `The default of ${targetNames[target]} ${newest} (${date.slice(0, 7)})`,
    })),
  );

function chooseTarget(part: SeccompPart, context: Context): readonly [Target, string] {
  if (part.readAs) return [part.readAs, 'its own default'];
  if (context.target !== 'auto') return [context.target, 'as set'];
  if (part.object) return ['containerd', 'Kubernetes object'];
  const user = context.facts.find((fact) => refersTo(fact, part.path));
  if (user) return user.detail === 'compose' ? ['docker', 'a Compose file refers to it'] : ['containerd', 'a pod refers to it'];
  if (isBelow(part.path, context.pod.seccompRoot)) return ['containerd', 'below the kubelet’s seccomp folder'];
  if (/\/containers\/seccomp\.json$/.test(part.path)) return ['podman', 'the system’s default for containers'];
  switch (part.profile && formatOf(part.profile)) {
    case 'containers':
      return ['podman', 'errors are written as names'];
    case 'docker':
      return ['docker', 'Docker’s own fields are used'];
    default:
      return [assumedTarget, 'every runtime reads this format'];
  }
}

/** Whether a pod or a Compose file uses the profile at a path. */
export const refersTo = (fact: Fact, path: string): boolean =>
  fact.kind === 'uses-seccomp-profile' && fact.name !== '' && `/${path}`.endsWith(`/${fact.name.replace(/^(?:\.?\/)+/, '')}`);

const isBelow = (path: string, root: string): boolean =>
  /\/kubelet\/seccomp\//.test(path) || (root !== '' && `/${path}/`.includes(`/${root.replace(/^\/+|\/+$/g, '')}/`));

const dockerFields = ['comment', 'name', 'includes', 'excludes'];

export function formatOf({ node, rules }: ProfileModel): ProfileFormat {
  const uses = (name: string) => fieldOf(node, name) !== undefined;
  const formats = new Set(rules.map((rule) => keptWith(rule, undefined, formatOfRule)));
  if (uses('defaultErrno') || formats.has('containers')) return 'containers';
  return uses('archMap') || formats.has('docker') ? 'docker' : 'oci';
}

function formatOfRule({ node }: ProfileRule): ProfileFormat {
  if (fieldOf(node, 'errno')) return 'containers';
  return dockerFields.some((name) => fieldOf(node, name)) ? 'docker' : 'oci';
}

export const formatTitles: Readonly<Record<ProfileFormat, string>> = {
  oci: 'OCI format',
  docker: 'Docker format',
  containers: 'containers/common format',
};

export function hostOf(context: Context, target: Target): TargetHost {
  return {
    architecture: architectureOfWord(context.architecture) ?? (architectures()[1] as Architecture),
    kernel: kernelOf(context.kernel),
    capabilities: new Set(capabilitiesOf(context.capabilities, target)),
  };
}

function kernelOf(version: string): readonly [number, number] {
  const [, major = '6', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}

function capabilitiesOf(wanted: Context['capabilities'], target: Target): readonly string[] {
  if (wanted === 'default') return defaultCapabilities(target);
  if (wanted === 'all') return capabilities().map((capability) => capability.name);
  return wanted === 'none' ? [] : wanted;
}
