import type { Context, Language } from '../../core';
import { architectureProblem, newestReleaseOf, releaseProblem, seccompOverlay, seccompOverlays } from '../../knowledge';
import { formatJson } from '../../tree';
import { actions } from './actions';
import { analysisOf } from './analysis';
import { ancestorOf } from './ancestor';
import { baseline } from './baseline';
import { blame } from './blame';
import { complete } from './complete';
import { diff } from './diff';
import { exampleQuery, explain } from './explain';
import { hover } from './hover';
import { merge } from './merge';
import { modelLines } from './modelLines';
import { fromObservation } from './observe';
import { describe, facts, folds, hints, lenses, outline, symbols } from './outline';
import { withOverlay } from './overlay';
import { load, type SeccompPart } from './part';
import { questions } from './questions';
import { rebase } from './rebase';
import { judging } from './ruleInput';
import { rules } from './rules';
import { loaderOf, releaseValues } from './target';
import { templates } from './templates';

export const seccomp: Language<SeccompPart> = {
  name: 'seccomp',
  title: 'Seccomp profile',
  rules,
  examplePath: 'web.json',
  targets: [
    { setting: 'target', label: 'Runtime', more: releaseValues, problem: releaseProblem },
    { setting: 'architecture', label: 'Architecture', problem: architectureProblem },
  ],
  load,
  isBroken: ({ tree }) => tree.problems.length > 0,
  judging,
  partial(part, context) {
    const analysis = analysisOf(part, context);
    const isCut = analysis?.resolved.abis.some((abi) => analysis.filter(abi)?.isCut);
    return isCut ? 'its conditions are too many to find all that libseccomp drops while it merges them' : undefined;
  },
  describe,
  complete,
  hover,
  outline,
  symbols,
  folds,
  lenses,
  actions,
  hints,
  facts,
  baseline,
  diff,
  explain,
  answersEach: true,
  overlays: seccompOverlays.map(({ name, purpose, programs, allows, besides, risk }) => ({
    name,
    purpose,
    programs,
    calls: allows.flatMap(({ names }) => names),
    besides,
    risk,
  })),
  overlaid(part, name, context) {
    const overlay = seccompOverlay(name);
    return overlay ? withOverlay(part, overlay, context) : part.text;
  },
  merge,
  model: modelLines,
  question: 'A syscall, with arguments if they matter: socket 2 1 0',
  exampleQuery,
  questions,
  ownLanguageId: 'seccomp',
  fromObservation,
  blame,
  ancestor({ profile, ...part }, context) {
    const version = profile && ancestorOf(profile, loaderOf({ ...part, profile }, context).target)?.version;
    return version && `${version.target}@${newestReleaseOf(version)[0]}`;
  },
  rebase: (part, onto, context, leaveOut) => rebase(part, onto ?? releaseIn(context), loaderOf(part, context).target, leaveOut),
  format: ({ tree }, options, range) => formatJson(tree, options, range),
  templates,
};

/** The release that the settings name. */
const releaseIn = ({ target, release }: Context): string | undefined => (release === undefined ? undefined : `${target}@${release}`);
