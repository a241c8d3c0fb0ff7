import type { Edit, Fix, Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type ArrayNode, isNull, type Node, setValue } from '../../../tree';
import { onPolicy, type PolicyFile, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { acceptsAnything, change, removal, repair, withoutItem } from '../repair';

export const objectExpected: Rule<PolicyPart> = {
  code: 'policy/object-expected',
  title: 'An object is expected',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader expects an object in braces here and refuses the file. ' +
    'The file itself, `transports`, each transport and each requirement are objects; `null` is not read as absent. ' +
    'Requirements for a whole transport belong to its scope `""`: `"docker": { "": [ … ] }`.',
  sources: [signatureAuthorities.objects, signatureAuthorities.reader],
  example: {
    bad: `{
  "default": ["reject"]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'object-expected'),
    (file, { node, member }, hint) => {
      if (typeof hint.wrap === 'string')
        return [
          repair(`Write as \`{ "type": "${hint.wrap}" }\``, setValue(file.tree, node, { type: hint.wrap }), {
            safe: !acceptsAnything(hint.wrap),
          }),
        ];
      if (hint.scope === '' && member?.value) return [repair('Put the list into the scope `""`', inScope(member.value))];
      if (node.kind === 'array' && node.parent?.kind === 'array' && node.items.length)
        return [repair('Take out the inner list', outOf(node))];
      const value = member?.value;
      if (value?.kind === 'array' && !value.items.length) return [repair('Write as `{}`', setValue(file.tree, value, {}))];
      if (!node.parent) return [wholePolicy(file)];
      return [withoutItem(file, node), isNull(node) && member ? removal(file, { node, member }, true) : undefined];
    },
  ),
};

/** Removes the brackets of a list. */
const outOf = ({ span, items }: ArrayNode): readonly Edit[] => [
  { span: { start: span.start, end: items[0]?.span.start ?? span.end }, text: '' },
  { span: { start: items.at(-1)?.span.end ?? span.end, end: span.end }, text: '' },
];

/** The one policy in a list of one; else one that refuses everything, where there is nothing to keep. */
function wholePolicy({ tree }: PolicyFile): Fix | undefined {
  const { root } = tree;
  if (root?.kind === 'array' && root.items.length === 1 && root.items[0]?.kind === 'object')
    return repair('Take the policy out of the list', outOf(root));
  return root && change('Write a policy that refuses every image…', setValue(tree, root, { default: [{ type: 'reject' }] }));
}

const inScope = ({ span }: Node) => [
  { span: { start: span.start, end: span.start }, text: '{ "": ' },
  { span: { start: span.end, end: span.end }, text: ' }' },
];
