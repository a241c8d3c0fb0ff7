import type { Fix, Report, Rule } from '../../../core';
import { resolved, stringOf } from '../../../tree';
import { podsOf, present } from '../model';
import type { PodPart } from '../part';
import { valueSpan } from '../standards/violation';
import { schemaReports } from '../structure';
import { podValidation } from './authority';
import { podWith } from './example';

export const fieldType: Rule<PodPart> = {
  code: 'pod/field-type',
  title: 'Field value of the wrong type',
  category: 'correctness',
  severity: 'error',
  why: 'The API server cannot decode the object and refuses it as a whole. Quotes decide: `"1000"` is a string, not a user id; `1` is a number, not a sysctl value.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: "10001"' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  byPiece: true,
  *check(part, context) {
    if (!context.ownsStructure) return;
    for (const { pod, ...report } of schemaReports(part, context, ({ keyword }) => keyword === 'type'))
      yield { ...report, cure: () => quotes(part, report) };
    for (const { key, valueNode } of podsOf(part, context).flatMap(({ annotations }) => annotations)) {
      const node = resolved(present(valueNode));
      if (node && stringOf(node) === undefined) {
        const report = { span: valueSpan(node), message: `The annotation \`${key}\` must be a string.` };
        yield { ...report, cure: () => quotes(part, report) };
      }
    }
  },
};

/** Puts a value in quotes, or takes them off, whichever gives the type that is wanted. */
function quotes({ text }: PodPart, { span, message }: Report): readonly Fix[] {
  const raw = text.slice(span.start, span.end);
  const wantsText = message.includes('must be a string');
  const inner = /^(["'])(-?\d+|true|false)\1$/.exec(raw)?.[2];
  if (inner && !wantsText) return [{ title: `Write ${inner} without quotes`, edits: [{ span, text: inner }], safe: true, preferred: true }];
  if (wantsText && /^-?[\w.]+$/.test(raw))
    return [{ title: `Write "${raw}" in quotes`, edits: [{ span, text: `"${raw}"` }], safe: true, preferred: true }];
  return [];
}
