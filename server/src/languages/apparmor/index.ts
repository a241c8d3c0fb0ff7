import type { Language } from '../../core';
import { baseline } from './baseline';
import { complete } from './complete';
import { diff } from './diff';
import { exampleQuery, explain } from './explain';
import { format } from './format';
import { formatOnType } from './formatOnType';
import { hover } from './hover';
import { lenses } from './lenses';
import { load } from './load';
import { loader } from './loader';
import { fromObservation } from './log';
import type { ApparmorPart } from './model';
import { highlights, nameAt, names } from './names';
import { definition } from './navigate';
import { facts, folds, links, outline, symbols } from './outline';
import { rename } from './rename';
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
  symbols,
  names,
  nameAt,
  rename,
  highlights,
  selections,
  format,
  formatOnType,
  tokens,
  signature,
  callees,
  callers,
};
