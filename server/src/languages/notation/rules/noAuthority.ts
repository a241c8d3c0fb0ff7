import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';

import type { TrustPart } from '../part';

export const noAuthority: Rule<TrustPart> = {
  code: 'notation/no-authority',
  title: 'No certificate authority: only timestamp trust stores',
  category: 'correctness',
  severity: 'warning',
  why: 'A store of the type `tsa` has the authorities that sign timestamps, never those that sign images. With no other store no signature is trusted.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ trustStores: ['tsa:example'] }),
    good: trustPolicyWith({ trustStores: ['ca:example', 'tsa:example'] }),
  },
  *check({ document }) {
    for (const { stores } of document.statements) {
      const [first] = stores;
      if (first && stores.every(({ text }) => text.startsWith('tsa:')))
        yield { span: first.node.span, message: 'All trust stores of the statement are for timestamps: no signature is ever trusted.' };
    }
  },
};
