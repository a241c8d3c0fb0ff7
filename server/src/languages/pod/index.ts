import type { Language } from '../../core';
import { actions, describe, lenses } from './actions';
import { complete } from './complete';
import { baseline, diff, partKey } from './diff';
import { exampleQuery, explain } from './explain';
import { facts, links } from './facts';
import { hover } from './hover';
import { load } from './load';
import { outline } from './outline';
import type { PodPart } from './part';
import { rules } from './rules';
import { templates } from './templates';

export const pod: Language<PodPart> = {
  name: 'pod',
  title: 'Kubernetes pod',
  rules,
  examplePath: 'pod.yaml',
  load,
  isBroken: ({ tree }) => tree.problems.length > 0,
  describe,
  complete,
  hover,
  outline,
  symbols: outline,
  links,
  lenses,
  actions,
  baseline,
  diff,
  partKey,
  explain,
  exampleQuery,
  facts,
  templates,
};
