import type { Rule } from '../../../core';
import { resolved, stringOf } from '../../../tree';
import { podsOf, present } from '../model';
import type { PodPart } from '../part';
import { valueSpan } from '../standards/violation';
import { schemaReports } from '../structure';
import { podValidation } from './authority';
import { podWith } from './example';

export const fieldType: Rule<PodPart> = {
  code: 'pod/field-type',
  title: 'A value of the wrong type',
  category: 'correctness',
  severity: 'error',
  why: 'The API server cannot decode the object and refuses it as a whole. Quotes decide: `"1000"` is a text and no user, `1` is a number and no sysctl value.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: "10001"' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  *check(part, context) {
    if (!context.ownsStructure) return;
    for (const { pod, ...report } of schemaReports(part, context, ({ keyword }) => keyword === 'type')) yield report;
    for (const { key, valueNode } of podsOf(part, context).flatMap(({ annotations }) => annotations)) {
      const node = resolved(present(valueNode));
      if (node && stringOf(node) === undefined) yield { span: valueSpan(node), message: `The annotation \`${key}\` must be a string.` };
    }
  },
  fixes(part, finding) {
    const raw = part.text.slice(finding.span.start, finding.span.end);
    const inner = /^(["'])(-?\d+|true|false)\1$/.exec(raw)?.[2];
    if (inner && !finding.message.includes('must be a string'))
      return [{ title: `Write ${inner} without quotes`, edits: [{ span: finding.span, text: inner }], safe: true, preferred: true }];
    if (/must be a string/.test(finding.message) && /^-?[\w.]+$/.test(raw))
      return [{ title: `Write "${raw}" in quotes`, edits: [{ span: finding.span, text: `"${raw}"` }], safe: true, preferred: true }];
    return [];
  },
};
