import { describe, expect, it } from 'vitest';
import { defaultContext } from '../../../../server/src/core';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { readPart } from '../../../../server/src/languages/pod/part';
import { codesOf, contextWith, findings } from './helpers';

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
      "the API server's configuration enforces baseline:v1.37, so the Deployment is taken but its pods are refused",
    );
  });

  it('leaves exempt namespaces alone', async () => {
    expect(
      await privilegedOf([fact('cluster-level', '', 'baseline:latest'), fact('pod-security-exemption', 'shop', 'namespaces')]),
    ).toBeUndefined();
  });
});
