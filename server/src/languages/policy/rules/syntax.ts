import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { jsonSyntaxFixes } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { change } from '../repair';

export const syntax: Rule<PolicyPart> = {
  code: 'policy/syntax',
  title: 'The text is not JSON',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader reads plain JSON and stops at the first character that is none. Then every pull, push and copy that asks the policy fails. ' +
    'Comments are refused, although the manual shows them in its examples, and so are a comma behind the last entry, a byte order mark and anything behind the closing brace.',
  sources: [signatureAuthorities.objects, { title: 'RFC 8259', url: 'https://www.rfc-editor.org/rfc/rfc8259' }],
  example: {
    bad: '{ "default": [{ "type": "reject" }], }',
    good: '{ "default": [{ "type": "reject" }] }',
  },
  check: onPolicy((file, context) => {
    const mistakes = mistakesOf(file, 'syntax');
    if (context.ownsStructure) return mistakes;
    return file.withComments ? mistakes.filter(({ span }) => file.tree.comments.some((comment) => comment.start === span.start)) : [];
  }),
  fixes: (part, finding) => {
    const { text, root } = part.tree;
    if (text.trim() !== '' || root) return jsonSyntaxFixes(part.tree, finding.span);
    const whole = { start: 0, end: text.length };
    return [change('Write a policy that refuses every image…', [{ span: whole, text: refusing }])];
  },
};

const refusing = '{\n  "default": [{ "type": "reject" }]\n}\n';
