import { describe, expect, it } from 'vitest';
import { defaultContext, type Fact } from '../../../../server/src/core';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { jsonPart } from '../../../../server/src/languages/seccomp/part';
import { loaderOf } from '../../../../server/src/languages/seccomp/target';
import { contextOf, objectOf } from './helpers';

const plain = '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[]}';
const docker = '{"defaultAction":"SCMP_ACT_ERRNO","archMap":[]}';
const named = '{"defaultAction":"SCMP_ACT_ERRNO","defaultErrno":"ENOSYS"}';

const uses = (name: string, detail?: string): Fact => ({
  kind: 'uses-seccomp-profile',
  name,
  ...(detail && { detail }),
  uri: 'file:///pod.yaml',
  span: { start: 0, end: 1 },
});

const targetOf = (text: string, path = '/project/web.json', context = {}) => loaderOf(jsonPart(text, path), contextOf(context)).target;

describe('whom a profile is for', () => {
  it.each([
    ['the fields of the runtime specification', plain, 'docker'],
    ['Docker’s own fields', docker, 'docker'],
    ['errors by name', named, 'podman'],
  ])('shows in %s', (_, text, target) => {
    expect(targetOf(text)).toBe(target);
  });

  it('shows in its path', () => {
    expect(targetOf(docker, '/var/lib/kubelet/seccomp/profiles/web.json')).toBe('containerd');
    expect(targetOf(docker, '/etc/containers/seccomp.json')).toBe('podman');
    expect(targetOf(docker, '/project/nodes/web.json', { pod: { customResources: [], seccompRoot: 'nodes' } })).toBe('containerd');
  });

  it('shows in who refers to it', () => {
    expect(targetOf(docker, '/project/profiles/web.json', { facts: [uses('profiles/web.json')] })).toBe('containerd');
    expect(targetOf(named, '/project/web.json', { facts: [uses('./web.json', 'compose')] })).toBe('docker');
    expect(targetOf(docker, '/project/other.json', { facts: [uses('web.json')] })).toBe('docker');
    expect(targetOf(docker, '/project/myweb.json', { facts: [uses('web.json')] })).toBe('docker');
  });

  it('is what is set, whatever the file says', () => {
    expect(targetOf(named, '/var/lib/kubelet/seccomp/web.json', { target: 'cri-o' })).toBe('cri-o');
  });

  it('is Kubernetes for an object of the operator', () => {
    const object = objectOf(
      'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata: { name: web, namespace: shop }\nspec: { defaultAction: SCMP_ACT_LOG }\n',
    );
    expect(loaderOf(object, contextOf()).target).toBe('containerd');
    expect(seccomp.describe?.(object, contextOf())).toBe('SeccompProfile object, read as containerd (Kubernetes object)');
    expect(seccomp.facts?.(object, () => defaultContext)).toMatchObject([{ kind: 'seccomp-profile', name: 'operator/shop/web.json' }]);
  });

  it('is told in words', () => {
    expect(seccomp.describe?.(jsonPart(docker, '/w/web.json'), contextOf({ facts: [uses('web.json')] }))).toBe(
      'Docker format, read as containerd (a pod refers to it)',
    );
  });
});
