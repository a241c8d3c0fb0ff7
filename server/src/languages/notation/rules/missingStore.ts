import { code, type Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { storeProblem } from '../names';
import type { TrustPart } from '../part';
import { storeTypes } from '../part';

export const missingStore: Rule<TrustPart> = {
  code: 'notation/missing-store',
  title: 'Missing trust store',
  category: 'correctness',
  severity: 'warning',
  why: 'The folder `truststore/x509` beside the trust policy has no such trust store, so verification fails: *the trust store does not exist*.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ trustStores: ['ca:exampel'] }),
    good: trustPolicyWith(),
    files: { 'truststore/x509/ca/example/root.crt': '' },
  },
  *check({ document, around }) {
    const { stores } = around;
    if (!stores) return;
    for (const { node, text } of document.statements.flatMap((statement) => statement.stores)) {
      if (storeProblem(text, storeTypes) || stores.has(text)) continue;
      yield { span: node.span, message: `${code(text)} is not among the trust stores beside the file; verification fails.` };
    }
  },
};
