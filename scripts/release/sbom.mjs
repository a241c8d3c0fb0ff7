// What an artifact has in it, as a CycloneDX document: our own code, and each package that was bundled, with the hash of package-lock.json.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { root } from '../run.mjs';
import { bundled, dateOfCommit, inRelease, manifest, repository, version } from './artifacts.mjs';

/** No license of a bundled package is an expression of several; what isn't an identifier of SPDX becomes a name. */
const licenses = new Contrib.License.Factories.LicenseFactory(() => {
  throw new Error('not an expression');
});

/** Writes `NAME.cdx.json` for an artifact. `also` are further components, such as Node in an executable. */
export function writeSbom(name, program, also = []) {
  const bom = new Models.Bom();
  bom.metadata.timestamp = new Date(Number(dateOfCommit()) * 1000);
  const own = new Models.Component(Enums.ComponentType.Application, name, { bomRef: name, version });
  own.licenses.add(licenses.makeFromString(manifest.license));
  own.externalReferences.add(new Models.ExternalReference(repository, Enums.ExternalReferenceType.VCS));
  bom.metadata.component = own;
  for (const component of [...packagesOf(program), ...also]) {
    bom.components.add(component);
    own.dependencies.add(component.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  const file = `${name}.cdx.json`;
  writeFileSync(inRelease(file), `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`);
  return file;
}

function packagesOf(program) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return bundled(program).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    return component({ name, version, license, integrity: lock[folder]?.integrity });
  });
}

/** An npm package as a component. */
export function component({ name, version, license, integrity }) {
  const [group, own] = name.startsWith('@') ? name.split('/') : [undefined, name];
  // The identifier's @ of a scope is escaped, as the specification of package URLs requires.
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  const made = new Models.Component(Enums.ComponentType.Library, own, { bomRef: purl, group, version, purl });
  made.licenses.add(licenses.makeFromString(license));
  const hash = integrity && Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  if (hash) made.hashes.set(Enums.HashAlgorithm['SHA-512'], hash);
  return made;
}
