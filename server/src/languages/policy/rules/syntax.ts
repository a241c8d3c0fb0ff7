import type { Fix, Rule, Span } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { jsonSyntaxFixes, type Tree } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { change } from '../repair';

export const syntax: Rule<PolicyPart> = {
  code: 'policy/syntax',
  title: 'Syntax error: the text is not JSON',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why:
    'The loader reads plain JSON and stops at the first character that is not JSON. Then every pull, push and copy that asks the policy fails. ' +
    'Comments are refused, although the manual shows them in its examples, and so are a comma after the last entry, a byte order mark and anything after the closing brace.',
  sources: [signatureAuthorities.objects, { title: 'RFC 8259', url: 'https://www.rfc-editor.org/rfc/rfc8259' }],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(function* (file, { ownsStructure }) {
    for (const mistake of mistakesOf(file, 'syntax')) {
      const { span } = mistake;
      const isComment = file.withComments && file.tree.comments.some((comment) => comment.start === span.start);
      if (ownsStructure || isComment) yield { ...mistake, cure: () => syntaxFixes(file.tree, span) };
    }
  }),
};

function syntaxFixes(tree: Tree, span: Span): readonly Fix[] {
  const { text, root } = tree;
  if (text.trim() !== '' || root) return jsonSyntaxFixes(tree, span);
  return [change('Write a policy that refuses every image…', [{ span: { start: 0, end: text.length }, text: refusing }])];
}

const refusing = '{\n  "default": [{ "type": "reject" }]\n}\n';
