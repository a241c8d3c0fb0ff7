import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { isNull, type Node, setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { removal, repair, repairs } from '../repair';

export const objectExpected: Rule<PolicyPart> = {
  code: 'policy/object-expected',
  title: 'Something else stands where an object must',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader expects an object in braces here and refuses the file. ' +
    'The file itself, `transports`, each transport and each requirement are objects; `null` is not read as absent. ' +
    'Requirements for a whole transport stand in its scope `""`: `"docker": { "": [ … ] }`.',
  sources: [signatureAuthorities.objects, signatureAuthorities.reader],
  example: {
    bad: '{ "default": ["reject"] }',
    good: '{ "default": [{ "type": "reject" }] }',
  },
  check: onPolicy((file) => mistakesOf(file, 'object-expected')),
  fixes: repairs((file, { node, member }, data) => {
    if (typeof data.wrap === 'string')
      return [repair(`Write as \`{ "type": "${data.wrap}" }\``, setValue(file.tree, node, { type: data.wrap }))];
    if (data.scope === '' && member?.value) return [repair('Put the list into the scope `""`', inScope(member.value))];
    return isNull(node) && member ? [removal(file, { node, member }, true)] : [];
  }),
};

const inScope = ({ span }: Node) => [
  { span: { start: span.start, end: span.start }, text: '{ "": ' },
  { span: { start: span.end, end: span.end }, text: ' }' },
];
