import type { Language } from '../../core';
import { baseline } from './baseline';
import { complete } from './complete';
import { diff } from './diff';
import { exampleQuery, explain } from './explain';
import { format } from './format';
import { hover } from './hover';
import { lenses } from './lenses';
import { load } from './load';
import { loader } from './loader';
import { fromObservation } from './log';
import type { ApparmorPart } from './model';
import { definition } from './navigate';
import { facts, folds, links, outline } from './outline';
import { highlights, references, rename, renameSpan } from './rename';
import { rules } from './rules';
import { selections } from './selections';
import { signature } from './signature';
import { describe, templates } from './templates';
import { tokens } from './tokens';
import { callees, callers } from './transitions';

export const apparmor: Language<ApparmorPart> = {
  name: 'apparmor',
  title: 'AppArmor profile',
  rules,
  load,
  describe,
  templates,
  complete,
  hover,
  outline,
  folds,
  lenses,
  loader,
  links,
  definition,
  facts,
  baseline,
  diff,
  explain,
  exampleQuery,
  fromObservation,
  references,
  rename,
  renameSpan,
  highlights,
  selections,
  format,
  tokens,
  signature,
  callees,
  callers,
};
