import { code, nearest, type Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { membersOf, renaming } from '../../../tree';
import { trustPolicyWith } from '../example';
import { knownKeys } from '../mistakes';
import { fieldOf } from '../model';
import type { TrustPart } from '../part';

export const unknownKey: Rule<TrustPart> = {
  code: 'notation/unknown-key',
  title: 'A key that Notation ignores',
  category: 'correctness',
  severity: 'warning',
  why: 'Notation does not know the key and ignores it without a word, so what it should say has no effect.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ signatureVerification: { level: 'strict', overide: { revocation: 'skip' } } }),
    good: trustPolicyWith({ signatureVerification: { level: 'strict', override: { revocation: 'skip' } } }),
  },
  *check({ tree, document, forBlobs }) {
    const known = knownKeys(forBlobs);
    const objects = [
      [tree.root, known.document],
      ...document.statements.flatMap(({ node, verification }) => [
        [node, known.statement] as const,
        [verification, known.verification] as const,
      ]),
    ] as const;
    for (const [node, keys] of objects) {
      for (const member of membersOf(node)) {
        const name = String(member.key.value);
        if (keys.some((key) => key.toLowerCase() === name.toLowerCase())) continue;
        const meant = nearest(
          name,
          keys.filter((key) => !fieldOf(node, key)),
        );
        yield {
          span: member.key.span,
          message: `Notation ignores ${code(name)}${meant ? `; did you mean \`${meant}\`?` : '.'}`,
          ...(meant && { cure: () => [renaming(member, meant)] }),
        };
      }
    }
  },
};
