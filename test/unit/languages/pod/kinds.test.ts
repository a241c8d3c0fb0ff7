import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { podControl, workloadsOf } from '../../../../server/src/knowledge';
import { pod } from '../../../../server/src/languages/pod';
import { settingOf } from '../../../../server/src/languages/pod/effective';
import { levelRanges } from '../../../../server/src/languages/pod/matrix';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { readPart } from '../../../../server/src/languages/pod/part';
import { codesOf, contextWith, findings, hoverAt } from './helpers';

const container = '{name: c, image: i, securityContext: {privileged: true}}';
const spec = `{containers: [${container}]}`;

/** Where pods are found in an object, by their paths. */
const placesIn = (text: string) =>
  podsOf(readPart(text), defaultContext).map(({ path, containers }) => `${path.join('.')}: ${containers.map(({ name }) => name)}`);

const object = (apiVersion: string, kind: string, body: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\nspec: ${body}\n`;

describe('pods in custom resources', () => {
  it.each([
    ['ray.io/v1', 'RayCluster', `{headGroupSpec: {template: {spec: ${spec}}}}`, 'spec.headGroupSpec.template.spec: c'],
    ['ray.io/v1', 'RayCluster', `{workerGroupSpecs: [{template: {spec: ${spec}}}]}`, 'spec.workerGroupSpecs.0.template.spec: c'],
    [
      'leaderworkerset.x-k8s.io/v1',
      'LeaderWorkerSet',
      `{leaderWorkerTemplate: {workerTemplate: {spec: ${spec}}}}`,
      'spec.leaderWorkerTemplate.workerTemplate.spec: c',
    ],
    ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', `{template: {spec: ${spec}}}`, 'spec.template.spec: c'],
    ['batch.volcano.sh/v1alpha1', 'Job', `{tasks: [{template: {spec: ${spec}}}]}`, 'spec.tasks.0.template.spec: c'],
    ['apps.kruise.io/v1beta1', 'StatefulSet', `{template: {spec: ${spec}}}`, 'spec.template.spec: c'],
    [
      'apps.kruise.io/v1alpha1',
      'UnitedDeployment',
      `{template: {cloneSetTemplate: {spec: {template: {spec: ${spec}}}}}}`,
      'spec.template.cloneSetTemplate.spec.template.spec: c',
    ],
    ['apps.kruise.io/v1alpha1', 'SidecarSet', `{containers: [${container}]}`, 'spec: c'],
    ['agones.dev/v1', 'Fleet', `{template: {spec: {template: {spec: ${spec}}}}}`, 'spec.template.spec.template.spec: c'],
    [
      'kubeflow.org/v1',
      'PyTorchJob',
      `{pytorchReplicaSpecs: {Worker: {template: {spec: ${spec}}}}}`,
      'spec.pytorchReplicaSpecs.Worker.template.spec: c',
    ],
    ['monitoring.coreos.com/v1alpha1', 'PrometheusAgent', `{containers: [${container}]}`, 'spec: c'],
    ['tekton.dev/v1', 'TaskRun', `{taskSpec: {steps: [${container}]}}`, 'spec.taskSpec: c'],
    [
      'tekton.dev/v1',
      'Task',
      `{stepTemplate: {securityContext: {privileged: true}}, steps: [{name: s, image: i}]}`,
      'spec: stepTemplate,s',
    ],
    [
      'tekton.dev/v1',
      'PipelineRun',
      `{pipelineSpec: {finally: [{taskSpec: {steps: [${container}]}}]}}`,
      'spec.pipelineSpec.finally.0.taskSpec: c',
    ],
    ['tekton.dev/v1beta1', 'StepAction', '{image: i, securityContext: {privileged: true}}', 'spec: x'],
  ])('%s %s', async (apiVersion, kind, body, place) => {
    const text = object(apiVersion, kind, body);
    expect(placesIn(text)).toEqual([place]);
    expect(await codesOf(text)).toContain('pod/privileged');
  });

  it('may leave names out', async () => {
    const text = object(
      'serving.knative.dev/v1',
      'Service',
      '{template: {spec: {containers: [{image: i, securityContext: {privileged: true}}]}}}',
    );
    const found = (await findings(text)).find(({ code }) => code === 'pod/privileged');
    expect(found?.message).toContain('unnamed container must not set securityContext.privileged=true');
  });

  it('are judged by what is written only, where an operator merges them', async () => {
    const codes = await codesOf(
      object('monitoring.coreos.com/v1', 'Prometheus', '{containers: [{name: c}]}'),
      contextWith({ podSecurity: 'restricted' }),
    );
    expect(codes).toEqual([]);
  });
});

describe('the cluster of the workspace', () => {
  const fact = (kind: 'cluster-level' | 'pod-security-exemption', name: string, detail: string) => ({
    kind,
    name,
    detail,
    uri: 'file:///a.yaml',
    span: { start: 0, end: 0 },
  });
  const deployment = object('apps/v1', 'Deployment', `{template: {spec: ${spec}}}`).replace('{name: x}', '{name: x, namespace: shop}');
  const privilegedOf = async (facts: readonly ReturnType<typeof fact>[]) =>
    (await findings(deployment, contextWith({ facts }))).find(({ code }) => code === 'pod/privileged');

  it('enforces its default where a Namespace names no level', async () => {
    const found = await privilegedOf([fact('cluster-level', '', 'baseline:latest')]);
    expect(found?.severity).toBe('error');
    expect(found?.message).toContain(
      "the API server's configuration in a.yaml enforces baseline:v1.37, so the Deployment is admitted but its pods are refused",
    );
  });

  it('leaves exempt namespaces alone', async () => {
    expect(
      await privilegedOf([fact('cluster-level', '', 'baseline:latest'), fact('pod-security-exemption', 'shop', 'namespaces')]),
    ).toBeUndefined();
  });
});

describe('objects that others hold', () => {
  const held = `{apiVersion: v1, kind: Pod, metadata: {name: inner}, spec: ${spec}}`;

  it.each([
    ['argoproj.io/v1alpha1', 'Sensor', `{triggers: [{template: {k8s: {source: {resource: ${held}}}}}]}`],
    ['argoproj.io/v1alpha1', 'Sensor', `{triggers: [{template: {argoWorkflow: {source: {resource: ${held}}}}}]}`],
    ['triggers.tekton.dev/v1beta1', 'TriggerTemplate', `{resourcetemplates: [${held}]}`],
    ['work.open-cluster-management.io/v1', 'ManifestWork', `{workload: {manifests: [${held}]}}`],
    ['hive.openshift.io/v1', 'SyncSet', `{resources: [${held}]}`],
    ['kubernetes.crossplane.io/v1alpha2', 'Object', `{forProvider: {manifest: ${held}}}`],
  ])('%s %s', async (apiVersion, kind, text) => {
    const pods = podsOf(readPart(object(apiVersion, kind, text)), defaultContext);
    expect(pods.map((found) => [found.object.kind, found.object.name])).toEqual([['Pod', 'inner']]);
    expect(await codesOf(object(apiVersion, kind, text), contextWith({ podSecurity: 'baseline' }))).toContain('pod/privileged');
  });

  it('an Argo Workflow as text, with findings at their places', async () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: make-}
spec:
  entrypoint: make
  templates:
    - name: make
      resource:
        action: create
        manifest: |
          apiVersion: batch/v1
          kind: Job
          metadata:
            generateName: "{{workflow.name}}-"
          spec:
            template:
              spec:
                restartPolicy: Never
                hostPID: true
                containers: [{name: a, image: b}]
`;
    const [found] = (await findings(text)).filter(({ code }) => code === 'pod/host-namespaces');
    expect(found && text.slice(found.span.start, found.span.end)).toBe('true');
  });

  describe('podSpecPatch', () => {
    const workflow = (patch: string, template = '') => `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: make-}
spec:
  entrypoint: make
  podSpecPatch: ${patch}
  templates:
    - name: make
      container: {image: registry.example/make:1}
${template}`;
    const said = async (text: string, level?: 'baseline' | 'restricted') =>
      (await findings(text, contextWith(level ? { podSecurity: level } : {})))
        .filter(({ code }) => code === 'pod/pod-spec-patch')
        .map(({ severity, span, message }) => `${severity} ${text.slice(span.start, span.end)} ${message}`);

    it('is judged as a piece of a pod', async () => {
      expect(await said(workflow(`'{"hostPID": true}'`))).toEqual([
        'warning true podSpecPatch: host namespaces: the pod must not set hostPID=true, only false or nothing (baseline level).',
      ]);
      const block = workflow('|\n    containers:\n      - name: main\n        securityContext:\n          privileged: true');
      expect((await said(block, 'restricted'))[0]).toMatch(/^error true podSpecPatch: privileged/);
      expect(await said(workflow(`'{"nodeSelector": {"a": "b"}}'`), 'restricted')).toEqual([]);
    });

    it('of one template, and what a workflow still fills in', async () => {
      expect(await said(workflow('"{}"', `      podSpecPatch: '{"hostNetwork":true}'\n`))).toHaveLength(1);
      expect(await said(workflow('"{{inputs.parameters.patch}}"'))).toEqual([]);
    });
  });
});

describe('the table of kinds', () => {
  it('says where each path comes from', async () => {
    for (const [apiVersion, kind, source] of [
      ['batch/v1', 'Job', 'kubernetes/api batch/v1/types.go'],
      ['tekton.dev/v1', 'Task', 'tektoncd/pipeline pkg/apis/pipeline/v1'],
      ['ray.io/v1', 'RayCluster', 'ray-project/kuberay'],
    ] as const) {
      const rows = workloadsOf(apiVersion.split('/')[0], kind, []);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every((row) => row.source === source)).toBe(true);
    }
    const text = `apiVersion: leaderworkerset.x-k8s.io/v1\nkind: Lead|erWorkerSet\nmetadata: {name: a}\nspec: {leaderWorkerTemplate: {workerTemplate: {spec: ${spec}}}}\n`;
    expect(await hoverAt(text)).toContain('Its pods are at `spec.leaderWorkerTemplate.workerTemplate.spec`, by kubernetes-sigs/lws.');
  });
});

describe('levels by version', () => {
  it('says since when a pod fails', async () => {
    const text = object('v1', 'Pod', '{containers: [{name: c, image: i, livenessProbe: {tcpSocket: {port: 1, host: a.example}}}]}');
    const [found] = podsOf(readPart(text), defaultContext);
    const baseline = (found ? levelRanges(found) : []).filter(({ level }) => level === 'baseline');
    expect(baseline).toEqual([
      { level: 'baseline', from: 0, to: 33, reasons: [] },
      { level: 'baseline', from: 34, to: 37, reasons: [podControl('hostProbesAndHostLifecycle').reason] },
    ]);
  });

  it('begins with the policy of today', async () => {
    const card = await hoverAt(
      'apiVersion: v1\nkind: P|od\nmetadata: {name: x}\nspec: {containers: [{name: c, image: i, livenessProbe: {tcpSocket: {port: 1, host: a.example}}}]}\n',
    );
    expect(card.indexOf('| baseline | since v1.34 |')).toBeGreaterThan(0);
    expect(card.indexOf('| baseline | v1.0 to v1.33 |')).toBeGreaterThan(card.indexOf('| baseline | since v1.34 |'));
  });

  it('is what the kind shows', async () => {
    expect(
      await hoverAt('apiVersion: v1\nkind: P|od\nmetadata: {name: x}\nspec: {hostPID: true, containers: [{name: c, image: i}]}\n'),
    ).toContain('| baseline | all | fails: host namespaces |');
  });
});

describe('definitions in the workspace', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.org}
spec:
  group: example.org
  names: {kind: Shop, plural: shops}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            spec:
              properties:
                fronts:
                  type: array
                  items:
                    properties:
                      pod:
                        required: [containers]
                        properties: {containers: {type: array}, nodeSelector: {type: object}}
`;

  it('say where pods are', async () => {
    const stated = pod.facts?.(readPart(definition), () => defaultContext) ?? [];
    expect(stated.map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
      ['custom-resource-pods', 'example.org/Shop', 'spec.fronts[*].pod'],
    ]);
    const facts = stated.map((fact) => ({ ...fact, uri: 'file:///shop.yaml' }));
    const text = object('example.org/v1', 'Shop', `{fronts: [{pod: ${spec}}]}`);
    expect(podsOf(readPart(text), contextWith({ facts })).map(({ path }) => path.join('.'))).toEqual(['spec.fronts.0.pod']);
    expect(podsOf(readPart(text), defaultContext)).toEqual([]);
  });
});

describe('effective settings by facts of the cluster', () => {
  const fact = (kind: 'kubelet-setting' | 'runtime-class', name: string, detail: string) => ({
    kind,
    name,
    detail,
    uri: 'file:///a.yaml',
    span: { start: 0, end: 0 },
  });
  const text = object('v1', 'Pod', '{runtimeClassName: safe, containers: [{name: c, image: i}]}');
  const seccompWith = (facts: readonly ReturnType<typeof fact>[]) => {
    const [found] = podsOf(readPart(text), defaultContext);
    const [container] = found?.containers ?? [];
    return found && container && settingOf(found, container, 'seccompProfile', contextWith({ facts }));
  };

  it('take the default of the kubelet', () => {
    expect(seccompWith([fact('kubelet-setting', 'seccompDefault', 'true')])).toMatchObject({ value: 'RuntimeDefault', from: 'kubelet' });
    expect(seccompWith([])).toMatchObject({ value: 'Unconfined' });
  });

  it('say that a sandbox does not apply the profile', () => {
    expect(seccompWith([fact('runtime-class', 'safe', 'runsc')])?.note).toContain('gVisor (RuntimeClass safe in a.yaml, handler runsc)');
  });
});
