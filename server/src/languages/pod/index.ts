import type { Language } from '../../core';
import { kubernetesProblem } from '../../knowledge';
import { actions, describe, lenses } from './actions';
import { blame } from './blame';
import { valuesProblem } from './charts/given';
import { complete } from './complete';
import { containers } from './confined';
import { partial, unchecked } from './coverage';
import { baseline, diff, partKey } from './diff';
import { divide } from './divide';
import { embeds } from './embeds';
import { exampleQuery, explain, levelsQuery } from './explain';
import { facts, links } from './facts';
import { breakingChanges } from './harden/consent';
import { hover } from './hover';
import { inventory } from './inventory';
import { load } from './load';
import { modelLines } from './modelLines';
import { outline } from './outline';
import type { PodPart } from './part';
import { renderedFrom } from './renderedFrom';
import { rules } from './rules';
import { templates } from './templates';

export const pod: Language<PodPart> = {
  name: 'pod',
  title: 'Kubernetes pod',
  rules,
  examplePath: 'pod.yaml',
  targets: [
    { setting: 'target', label: 'Runtime' },
    { setting: 'kubernetes.version', label: 'Kubernetes', problem: kubernetesProblem },
    { setting: 'podSecurity.level', label: 'Pod Security' },
  ],
  load,
  isBroken: ({ tree }) => tree.problems.length > 0,
  isEmpty: ({ objects, tree, templated }) =>
    !objects.length && !templated && tree.problems.length === 0 && (tree.root?.kind === 'scalar' ? tree.root.raw === '' : !tree.root),
  divide,
  breakingChanges,
  valuesProblem,
  embeds,
  superseded: ({ built }) => built?.supersedes === true,
  renderedFrom,
  unchecked,
  partial,
  describe,
  complete,
  hover,
  inventory,
  outline,
  symbols: outline,
  links,
  lenses,
  actions,
  baseline,
  diff,
  partKey,
  explain,
  containers,
  blame,
  model: modelLines,
  question: 'A container, for its effective settings; `levels`, for Pod Security by version',
  exampleQuery,
  overview: levelsQuery,
  facts,
  templates,
};
