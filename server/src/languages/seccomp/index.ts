import type { Language } from '../../core';
import { baseline } from './baseline';
import { diff } from './diff';
import { exampleQuery, explain } from './explain';
import { fromObservation } from './observe';
import { load, type SeccompPart } from './part';
import { rules } from './rules';

export const seccomp: Language<SeccompPart> = {
  name: 'seccomp',
  title: 'Seccomp profile',
  rules,
  load,
  baseline,
  diff,
  explain,
  exampleQuery,
  fromObservation,
};
