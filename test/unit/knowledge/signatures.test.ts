import { describe, expect, it } from 'vitest';
import {
  compareReleases,
  fieldsSince,
  firstThatReads,
  identityTypes,
  readerTitle,
  requirementType,
  requirementTypes,
  shippedPolicy,
  signatureReader,
  signatureRelease,
} from '../../../server/src/knowledge';
import shipped from '../../../server/src/knowledge/signatures/data/distributions.json';

it.each([
  ['latest', undefined],
  ['nonsense 3', undefined],
  ['5.36', '5.36.0'],
  ['5.32.1', '5.32.1'],
  ['containers/image v5.24', '5.24.0'],
  ['podman 4.3.1', '5.23.1'],
  ['Podman v5.4', '5.34.0'],
  ['podman 5.4.2', '5.34.3'],
  ['podman 4.1', '5.21.1'],
  ['podman 4.5', '5.25.0'],
  ['podman 5.1', '5.31.0'],
  ['podman 6.0', '5.40.0'],
  ['podman 9.0', undefined],
  ['skopeo 1.9.3', '5.22.1'],
  ['skopeo 1.10', '5.23.0'],
  ['skopeo 1.15.2', '5.30.2'],
  ['cri-o 1.26.1', '5.23.1'],
  ['cri-o v1.34', '5.36.2'],
  ['CRIO-1.30.14', '5.29.3'],
  ['skopeo-1.20', '5.36.0'],
  ['buildah 1.38', '5.33.0'],
  ['debian 12', '5.23.1'],
  ['debian 13', '5.34.2'],
  ['debian 11', '5.10.3'],
  ['ubuntu 24.04', '5.29.2'],
  ['ubuntu 26.04', '5.38.0'],
  ['ubuntu 24.04.2 LTS', '5.29.2'],
  ['rhel 9.4', '5.29.2'],
  ['rhel 9', '5.36.1'],
  ['openshift 4.17', '5.29.3'],
  ['openshift 4.1', undefined],
])('the reader %s is containers/image %s', (target, image) => expect(signatureRelease(target)?.image).toBe(image));

it('names the first release of a line that reads a field', () => {
  const line = signatureRelease('cri-o 1.32');
  expect(line && firstThatReads(line, '5.34.1')).toBe('cri-o 1.32.3');
  const before = signatureRelease('cri-o 1.32.2');
  expect(before && firstThatReads(before, '5.34.1')).toBeUndefined();
});

it.each([
  ['podmen 5.1', 'did you mean `podman 5.1`?'],
  ['fedora', 'Fedora updates Podman'],
  ['fedora 43', 'name the program'],
  ['bootc', 'Skopeo of its system'],
  ['windows', 'names no reader'],
  ['podman', 'names no version'],
  ['podman 9.0', 'does not know which containers/image is in `podman 9.0`'],
])('says that the reader %s is not known', (target, words) => {
  const { problem, assumed, release } = signatureReader(target);
  expect(problem).toContain(words);
  expect(problem).toContain('containers/image 5.40');
  expect([assumed, release.image]).toEqual([true, '5.40.0']);
});

it('says nothing against the newest reader', () => {
  expect(signatureReader('latest').problem).toBeUndefined();
  expect(readerTitle('latest')).toBe('containers/image 5.40, the newest known');
  expect(readerTitle('rhel 9.6')).toBe('rhel 9.6 (podman 5.4.0, containers/image 5.34.0)');
});

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

describe('the table of distributions', () => {
  const rows = Object.entries(shipped.distributions).flatMap(([name, releases]) =>
    Object.entries(releases as Record<string, { program: string; image?: string; source: string; read?: string }>).map(
      ([version, row]) => ({
        target: `${name} ${version}`,
        ...row,
      }),
    ),
  );

  it('names for each release a program that is known, and what says so', () => {
    expect(rows.length).toBeGreaterThan(35);
    for (const { target, program, image, source, read } of rows) {
      const { release, problem } = signatureReader(target);
      expect([target, problem]).toEqual([target, undefined]);
      expect(release.image).toBe(image ?? signatureReader(program).release.image);
      expect(source).not.toBe('');
      if (read !== undefined) expect(read).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});
