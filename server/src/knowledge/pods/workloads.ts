import type { CustomResource } from '../../core';

/**
 * Which objects hold pods, and where. Source of truth: the Go types of kubernetes/api and of the projects that define
 * the custom resources.
 */
export interface Workload {
  /** API group, '' for core. */
  readonly group: string;
  readonly kind: string;
  /** Dotted path to the pod spec; `[*]` goes through a list. */
  readonly path: string;
  /** What stands at the path. */
  readonly form: WorkloadForm;
  /** Not part of Kubernetes itself: Pod Security Admission sees only the pods that its controller makes. */
  readonly custom: boolean;
}

/**
 * `pod` a whole pod spec; `workflow` a spec whose templates hold the containers (Argo Workflows); `steps` a Tekton task;
 * `patch` pod fields and containers that an operator merges into its own pod.
 */
export type WorkloadForm = 'pod' | 'workflow' | 'steps' | 'patch';

const template = 'spec.template.spec';

const rows: readonly (readonly [group: string, kinds: string, path: string, form?: WorkloadForm])[] = [
  ['', 'Pod', 'spec'],
  ['', 'PodTemplate', 'template.spec'],
  ['', 'ReplicationController', template],
  ['apps', 'ReplicaSet Deployment StatefulSet DaemonSet', template],
  ['extensions', 'ReplicaSet Deployment DaemonSet', template],
  ['batch', 'Job', template],
  ['batch', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['argoproj.io', 'Rollout', template],
  ['argoproj.io', 'Experiment', 'spec.templates[*].template.spec'],
  ['argoproj.io', 'Workflow WorkflowTemplate ClusterWorkflowTemplate', 'spec', 'workflow'],
  ['argoproj.io', 'CronWorkflow', 'spec.workflowSpec', 'workflow'],
  ['serving.knative.dev', 'Service Configuration', template],
  ['serving.knative.dev', 'Revision', 'spec'],
  ['apps.openshift.io', 'DeploymentConfig', template],
  ['tekton.dev', 'Task ClusterTask', 'spec', 'steps'],
  ['tekton.dev', 'TaskRun PipelineRun', 'spec.podTemplate', 'patch'],
  ['tekton.dev', 'TaskRun PipelineRun', 'spec.taskRunTemplate.podTemplate', 'patch'],
  ['operators.coreos.com', 'ClusterServiceVersion', 'spec.install.spec.deployments[*].spec.template.spec'],
  ['monitoring.coreos.com', 'Prometheus Alertmanager ThanosRuler', 'spec', 'patch'],
  ['jobset.x-k8s.io', 'JobSet', 'spec.replicatedJobs[*].template.spec.template.spec'],
  ['apps.kruise.io', 'CloneSet StatefulSet DaemonSet', template],
  ['keda.sh', 'ScaledJob', 'spec.jobTargetRef.template.spec'],
];

const builtIn = new Set(['', 'apps', 'extensions', 'batch']);

const table: readonly Workload[] = rows.flatMap(([group, kinds, path, form = 'pod']) =>
  kinds.split(' ').map((kind) => ({ group, kind, path, form, custom: !builtIn.has(group) })),
);

/**
 * The places where an object of this group and kind holds pods; empty for every other object. `group` undefined: the
 * apiVersion is not known (a template writes it), and Kubernetes' own kinds are meant.
 */
export function workloadsOf(group: string | undefined, kind: string, more: readonly CustomResource[]): readonly Workload[] {
  const known = table.filter(
    (row) => row.kind === kind && (group === undefined ? !row.custom && row.group !== 'extensions' : row.group === group),
  );
  if (known.length || group === undefined) return known;
  return more.filter((row) => row.kind === kind && row.group === group).map((row) => ({ ...row, form: 'pod', custom: true }));
}

export interface RemovedApi {
  /** Minor of the release that no longer serves it. */
  readonly removedIn: number;
  readonly instead: string;
}

/** Versions of the workload APIs that are gone: the deprecation guide of Kubernetes. */
const removed: readonly (readonly [apiVersion: string, kinds: string, removedIn: number, instead: string])[] = [
  ['extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', 16, 'apps/v1'],
  ['apps/v1beta1', 'Deployment StatefulSet', 16, 'apps/v1'],
  ['apps/v1beta2', 'Deployment DaemonSet ReplicaSet StatefulSet', 16, 'apps/v1'],
  ['batch/v2alpha1', 'CronJob', 21, 'batch/v1'],
  ['batch/v1beta1', 'CronJob', 25, 'batch/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 25, ''],
];

export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  const row = removed.find(([version, kinds]) => version === apiVersion && kinds.split(' ').includes(kind));
  return row && { removedIn: row[2], instead: row[3] };
}
