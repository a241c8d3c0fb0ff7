import type { Language } from '../../core';
import { exampleQuery, explain } from './explain';
import { load, type PolicyPart } from './part';
import { rules } from './rules';

export const policy: Language<PolicyPart> = {
  name: 'policy',
  title: 'Image signature policy',
  rules,
  load,
  explain,
  exampleQuery,
};
