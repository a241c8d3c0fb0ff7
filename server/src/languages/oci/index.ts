import type { Language } from '../../core';
import { exampleQuery, explain } from './explain';
import { hover } from './hover';
import { embeds, load, type OciPart, unchecked } from './part';

/** What a runtime starts a container from: the `config.json` of a bundle. Its profile is checked as one; the rest is explained. */
export const oci: Language<OciPart> = {
  name: 'oci',
  title: 'OCI runtime configuration',
  rules: [],
  examplePath: 'config.json',
  load,
  embeds,
  unchecked,
  hover,
  explain,
  question: 'A capability, noNewPrivileges, apparmorProfile, or a syscall',
  exampleQuery,
};
