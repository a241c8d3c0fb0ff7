import type { Language } from '../../core';
import { load, type PodPart } from './part';
import { rules } from './rules';

export const pod: Language<PodPart> = {
  name: 'pod',
  title: 'Kubernetes pod',
  rules,
  load,
};
