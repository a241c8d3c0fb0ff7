import type { Language } from '../../core';
import { readerTitle, signatureReader } from '../../knowledge';
import { formatJson } from '../../tree';
import { actions } from './actions';
import { baseline } from './baseline';
import { blame } from './blame';
import { complete } from './complete';
import { diff, partKey } from './diff';
import { judging } from './eachList';
import { exampleQuery, explain } from './explain';
import { facts } from './facts';
import { hover } from './hover';
import { load } from './load';
import { renderedFiles } from './openshift/render';
import { describe, folds, lenses, links, outline, selections, symbols } from './outline';
import type { PolicyPart } from './part';
import { rules } from './rules';
import { templates } from './templates';

export const policy: Language<PolicyPart> = {
  name: 'policy',
  title: 'Image signature policy',
  rules,
  examplePath: 'containers/policy.json',
  targets: [{ setting: 'policy.target', label: 'Read by' }],
  load,
  isBroken: ({ tree }) => tree.problems.length > 0,
  judging,
  describe,
  judgedFor: ({ policy: { target } }) => {
    const { problem } = signatureReader(target);
    return { setting: 'policy.target', reader: readerTitle(target), ...(problem && { problem }) };
  },
  complete,
  hover,
  outline,
  symbols,
  folds,
  selections,
  links,
  lenses,
  actions,
  baseline,
  renders: (part, context) => (part.kind === 'image-policy' ? renderedFiles(part, context) : []),
  diff,
  partKey,
  explain,
  blame,
  question: 'An image: quay.io/crio/app:1',
  exampleQuery,
  asksAbout: 'uses-image',
  // Go's decoder of JSON puts a replacement character for bytes that are not UTF-8; those of TOML and YAML refuse them.
  readsBytes: ({ kind }) => kind === 'policy',
  ownLanguageId: 'containers-policy',
  facts,
  format: ({ tree }, options, range) => formatJson(tree, options, range),
  templates,
};
