import type { CustomResource } from '../../core';
import { lazy } from '../lazy';
import data from './data/podPaths.json';

/**
 * Which objects have pods, and where.
 *
 * $source the Go types of kubernetes/api and of the projects that define the custom resources; removed versions: the deprecation guide of Kubernetes
 * $version Kubernetes 1.37
 * $checked 2026-11-30
 */
export interface Workload {
  /** API group, '' for core. */
  readonly group: string;
  readonly kind: string;
  /** Dotted path to the pod spec; `name[*]` goes through a list, `*` through the values of a map. */
  readonly path: string;
  /** What is at the path. */
  readonly form: WorkloadForm;
  /** Not part of Kubernetes itself: Pod Security Admission sees only the pods that its controller makes. */
  readonly custom: boolean;
  /** The repository, and where it is one the file, that says so; absent for a setting and a definition in the workspace. */
  readonly source?: string;
}

/**
 * `pod` a whole pod spec; `workflow` a spec whose templates have the containers (Argo Workflows); `steps` a Tekton task, `step` one step of
 * it; `patch` pod fields and containers that an operator merges into its own pod.
 */
export type WorkloadForm = 'pod' | 'workflow' | 'steps' | 'step' | 'patch';

const template = 'spec.template.spec';

type Row = readonly [group: string, kinds: string, path: string, form?: WorkloadForm];

/** Kubernetes' own kinds, and those whose definitions do not say where the pods are; by the repository and the file that define them. */
const rowsBySource: readonly (readonly [source: string, rows: readonly Row[]])[] = [
  [
    'kubernetes/api core/v1/types.go',
    [
      ['', 'Pod', 'spec'],
      ['', 'PodTemplate', 'template.spec'],
      ['', 'ReplicationController', template],
    ],
  ],
  ['kubernetes/api apps/v1/types.go', [['apps', 'ReplicaSet Deployment StatefulSet DaemonSet', template]]],
  ['kubernetes/api extensions/v1beta1/types.go', [['extensions', 'ReplicaSet Deployment DaemonSet', template]]],
  [
    'kubernetes/api batch/v1/types.go',
    [
      ['batch', 'Job', template],
      ['batch', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
    ],
  ],
  [
    'argoproj/argo-workflows pkg/apis/workflow/v1alpha1/workflow_types.go',
    [
      ['argoproj.io', 'Workflow WorkflowTemplate ClusterWorkflowTemplate', 'spec', 'workflow'],
      ['argoproj.io', 'CronWorkflow', 'spec.workflowSpec', 'workflow'],
    ],
  ],
  ['argoproj/argo-events pkg/apis/events/v1alpha1/sensor_types.go', [['argoproj.io', 'Sensor EventSource', 'spec.template', 'patch']]],
  [
    'openkruise/kruise apis/apps/v1alpha1',
    [
      ['apps.kruise.io', 'CloneSet StatefulSet DaemonSet BroadcastJob', template],
      ['apps.kruise.io', 'AdvancedCronJob', 'spec.template.jobTemplate.spec.template.spec'],
      ['apps.kruise.io', 'AdvancedCronJob', 'spec.template.broadcastJobTemplate.spec.template.spec'],
      ['apps.kruise.io', 'UnitedDeployment', 'spec.template.statefulSetTemplate.spec.template.spec'],
      ['apps.kruise.io', 'UnitedDeployment', 'spec.template.advancedStatefulSetTemplate.spec.template.spec'],
      ['apps.kruise.io', 'UnitedDeployment', 'spec.template.cloneSetTemplate.spec.template.spec'],
      ['apps.kruise.io', 'UnitedDeployment', 'spec.template.deploymentTemplate.spec.template.spec'],
      ['apps.kruise.io', 'SidecarSet', 'spec', 'patch'],
    ],
  ],
  ['openshift/api apps/v1/types.go', [['apps.openshift.io', 'DeploymentConfig', template]]],
  [
    'kubeflow/training-operator release-1.9 pkg/apis/kubeflow.org/v1',
    [
      ['kubeflow.org', 'PyTorchJob', 'spec.pytorchReplicaSpecs.*.template.spec'],
      ['kubeflow.org', 'TFJob', 'spec.tfReplicaSpecs.*.template.spec'],
      ['kubeflow.org', 'XGBoostJob', 'spec.xgbReplicaSpecs.*.template.spec'],
      ['kubeflow.org', 'PaddleJob', 'spec.paddleReplicaSpecs.*.template.spec'],
      ['kubeflow.org', 'JAXJob', 'spec.jaxReplicaSpecs.*.template.spec'],
      ['kubeflow.org', 'MPIJob', 'spec.mpiReplicaSpecs.*.template.spec'],
    ],
  ],
  ['kubeflow/kubeflow components/notebook-controller/api/v1/notebook_types.go', [['kubeflow.org', 'Notebook', template]]],
  [
    'kubeflow/spark-operator api/v1beta2/sparkapplication_types.go',
    [
      ['sparkoperator.k8s.io', 'SparkApplication', 'spec.driver.template.spec', 'patch'],
      ['sparkoperator.k8s.io', 'SparkApplication', 'spec.executor.template.spec', 'patch'],
      ['sparkoperator.k8s.io', 'ScheduledSparkApplication', 'spec.template.driver.template.spec', 'patch'],
      ['sparkoperator.k8s.io', 'ScheduledSparkApplication', 'spec.template.executor.template.spec', 'patch'],
    ],
  ],
  [
    'tektoncd/pipeline pkg/apis/pipeline/v1',
    [
      ['tekton.dev', 'Task ClusterTask', 'spec', 'steps'],
      ['tekton.dev', 'StepAction', 'spec', 'step'],
      ['tekton.dev', 'TaskRun', 'spec.taskSpec', 'steps'],
      ['tekton.dev', 'Pipeline', 'spec.tasks[*].taskSpec', 'steps'],
      ['tekton.dev', 'Pipeline', 'spec.finally[*].taskSpec', 'steps'],
      ['tekton.dev', 'PipelineRun', 'spec.pipelineSpec.tasks[*].taskSpec', 'steps'],
      ['tekton.dev', 'PipelineRun', 'spec.pipelineSpec.finally[*].taskSpec', 'steps'],
      ['tekton.dev', 'PipelineRun', 'spec.taskRunSpecs[*].podTemplate', 'patch'],
      ['tekton.dev', 'PipelineRun', 'spec.taskRunSpecs[*].taskPodTemplate', 'patch'],
      ['tekton.dev', 'TaskRun PipelineRun', 'spec.podTemplate', 'patch'],
      ['tekton.dev', 'TaskRun PipelineRun', 'spec.taskRunTemplate.podTemplate', 'patch'],
    ],
  ],
];

const builtIn = new Set(['', 'apps', 'extensions', 'batch']);

const table: readonly Workload[] = rowsBySource.flatMap(([source, rows]) =>
  rows.flatMap(([group, kinds, path, form = 'pod']) =>
    kinds.split(' ').map((kind) => ({ group, kind, path, form, custom: !builtIn.has(group), source })),
  ),
);

interface PodPaths {
  readonly source: string;
  readonly pods: Readonly<Record<string, readonly string[]>>;
  readonly patches: Readonly<Record<string, readonly string[]>>;
}

/** The places that definitions of custom resources name, by group and kind in small letters. */
const defined: () => ReadonlyMap<string, readonly Workload[]> = lazy(() => {
  const places = new Map<string, Workload[]>();
  const add = (group: string, kinds: PodPaths['pods'], form: WorkloadForm, source: string) => {
    for (const [kind, paths] of Object.entries(kinds)) {
      const key = `${group}/${kind}`;
      places.set(key, [...(places.get(key) ?? []), ...paths.map((path) => ({ group, kind, path, form, custom: true, source }))]);
    }
  };
  for (const [group, { source, pods, patches }] of Object.entries(data.groups as Readonly<Record<string, PodPaths>>)) {
    add(group, pods, 'pod', source);
    add(group, patches, 'patch', source);
  }
  return places;
});

/**
 * The places where an object of this group and kind has pods; empty for every other object. `group` undefined: the
 * apiVersion is not known (a template writes it), and Kubernetes' own kinds are meant. `more` comes before what the definitions say.
 */
export function workloadsOf(group: string | undefined, kind: string, more: readonly CustomResource[]): readonly Workload[] {
  const known = table.filter(
    (row) => row.kind === kind && (group === undefined ? !row.custom && row.group !== 'extensions' : row.group === group),
  );
  if (known.length || group === undefined) return known;
  const own = more.filter((row) => row.kind === kind && row.group === group).map((row) => ({ ...row, form: 'pod' as const, custom: true }));
  return own.length ? own : (defined().get(`${group}/${kind.toLowerCase()}`) ?? []);
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
