import type { Language } from '../../core';
import { apparmorVersionProblem } from '../../knowledge';
import { complete } from './editor/complete';
import { format } from './editor/format';
import { formatOnType } from './editor/formatOnType';
import { hover } from './editor/hover';
import { lenses } from './editor/lenses';
import { definition } from './editor/navigate';
import { facts, folds, links, outline, symbols } from './editor/outline';
import { rename } from './editor/rename';
import { selections } from './editor/selections';
import { signature } from './editor/signature';
import { describe, templates } from './editor/templates';
import { tokens } from './editor/tokens';
import { load } from './load';
import { loader } from './loader';
import { blame, fileNameOf, fromObservation } from './log';
import { baseline } from './meaning/baseline';
import { diff } from './meaning/diff';
import { exampleQuery, explain } from './meaning/explain';
import { merge } from './meaning/merge';
import { modelLines } from './meaning/modelLines';
import { questions } from './meaning/questions';
import { callees, callers } from './meaning/transitions';
import { type ApparmorPart, judgePolicy } from './policy/model';
import { highlights, nameAt, names } from './policy/names';
import { sharing } from './policy/sharing';
import { uses } from './policy/uses';
import { rules } from './rules';
import { inTemplates } from './rules/inTemplates';
import { present } from './rules/present';
import { securityFindings } from './rules/securityFindings';

export const apparmor: Language<ApparmorPart> = {
  name: 'apparmor',
  title: 'AppArmor profile',
  rules: rules.map(inTemplates),
  present,
  examplePath: 'apparmor.d/web',
  targets: [
    { setting: 'target', label: 'Runtime' },
    { setting: 'apparmor.version', label: 'AppArmor', problem: apparmorVersionProblem },
  ],
  load,
  *judging(part) {
    yield* judgePolicy(part);
  },
  partial: ({ template }) => (template ? 'templates of AppArmor profiles, whose actions are read as opaque words' : undefined),
  describe,
  templates,
  complete,
  endsLinesBySign: true,
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
  explain: (part, query, context) => explain(part, query, context, () => securityFindings(part, context)),
  merge,
  model: modelLines,
  question: 'A path and the access, or a rule: /etc/shadow r, network inet stream, signal send peer=x',
  exampleQuery,
  questions,
  fromObservation,
  blame,
  libraryFolder: 'abstractions',
  fileNameFor: fileNameOf,
  symbols,
  names,
  sharing,
  uses,
  readsBytes: true,
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
