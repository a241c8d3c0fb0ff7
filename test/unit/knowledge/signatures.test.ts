import { expect, it } from 'vitest';
import {
  compareReleases,
  fieldsSince,
  identityTypes,
  requirementType,
  requirementTypes,
  shippedPolicy,
  signatureRelease,
} from '../../../server/src/knowledge';

it.each([
  ['latest', undefined],
  ['nonsense 3', undefined],
  ['5.36', '5.36.99'],
  ['5.32.1', '5.32.1'],
  ['containers/image v5.24', '5.24.99'],
  ['podman 4.3.1', '5.23.99'],
  ['Podman v5.4', '5.34.99'],
  ['podman 4.5', '5.26.99'],
  ['podman 5.1', '5.32.99'],
  ['podman 6.0', '5.40.99'],
  ['podman 9.0', undefined],
  ['skopeo 1.9.3', '5.23.99'],
  ['cri-o 1.26.1', '5.24.99'],
  ['cri-o v1.34', undefined],
  ['skopeo-1.20', '5.36.99'],
  ['buildah 1.33', '5.29.99'],
  ['debian 12', '5.23.99'],
  ['debian 13', undefined],
])('the reader %s is containers/image %s', (target, image) => expect(signatureRelease(target)?.image).toBe(image));

it('compares releases by number', () => {
  expect(compareReleases('5.9.0', '5.24.1')).toBeLessThan(0);
  expect(compareReleases('5.24', '5.24.0')).toBe(0);
});

it('speaks of fields that exist', () => {
  for (const { requirement, fields } of fieldsSince)
    for (const field of fields) expect(['type', ...(requirementType(requirement)?.fields ?? [])]).toContain(field);
});

it('names everything once', () => {
  for (const names of [requirementTypes, identityTypes].map((types) => types.map((type) => type.name)))
    expect(new Set(names).size).toBe(names.length);
});

it('knows what distributions ship', () => {
  expect(shippedPolicy('centos 9').name).toContain('Red Hat');
  expect(shippedPolicy('podman 5.0').name).toContain('upstream');
});
