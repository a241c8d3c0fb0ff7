import type { Context, Findings } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { rules } from '.';

const securityRules = rules.filter(({ category }) => category === 'security');

/** What the security rules report of a part. */
export const securityFindings = (part: ApparmorPart, context: Context): ReturnType<Findings> =>
  securityRules.flatMap(({ code, category, severity, check }) =>
    [...check(part, context)].map((report) => ({ ...report, severity: report.severity ?? severity, code, category })),
  );
