import { code, type Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { enforcementOf } from '../explain';
import { nameOf } from '../model';
import type { TrustPart } from '../part';

export const notEnforced: Rule<TrustPart> = {
  code: 'notation/not-enforced',
  title: 'Verification is not enforced: images pass unverified',
  category: 'security',
  severity: 'information',
  why: 'With `audit`, or `authenticity` set to `log`, Notation logs that no trusted identity has signed, and goes on. With `skip` it does not look for a signature.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ signatureVerification: { level: 'audit' } }),
    good: trustPolicyWith(),
  },
  *check({ document }) {
    for (const statement of document.statements) {
      const enforced = enforcementOf(statement);
      if (!enforced || !statement.level || enforced.authenticity === 'enforce') continue;
      const what = enforced.authenticity === 'skip' ? 'are not verified at all' : 'are accepted with any signature; it is only logged';
      yield { span: statement.level.node.span, message: `Artifacts of ${code(nameOf(statement))} ${what}.` };
    }
  },
};
