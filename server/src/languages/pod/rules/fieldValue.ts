import type { Rule } from '../../../core';
import type { PodPart } from '../part';
import { schemaReports } from '../structure';
import { podValidation } from './authority';
import { podWith } from './example';

const keywords = new Set(['enum', 'minimum', 'maximum', 'required']);

export const fieldValue: Rule<PodPart> = {
  code: 'pod/field-value',
  title: 'Field value that the API server refuses',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the object. Values are compared letter by letter, capitals included; user and group ids go from 0 to 2147483647; a seccomp or AppArmor profile without `type` means nothing.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: runtimeDefault' }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  byPiece: true,
  *check(part, context) {
    const wanted = ({ keyword }: { keyword: string }) => keywords.has(keyword);
    for (const { pod, missing, ...report } of schemaReports(part, context, wanted)) {
      // What a template or a patch leaves out may come from elsewhere.
      if (pod.partial && missing) continue;
      yield report;
    }
  },
};
