import type { Rule } from '../../../core';
import { membersOf, type Node, resolved } from '../../../tree';
import { wholeOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule, type ProfileReport } from '../ruleInput';
import { declared, declaredName, type Field } from '../shape';
import { from } from '../sources';
import { smallest } from '../spans';

export const valueType: Rule<SeccompPart> = {
  code: 'seccomp/value-type',
  title: 'A value has the wrong type',
  category: 'correctness',
  severity: 'error',
  why:
    'Go’s decoder refuses the whole profile for one value of another type than the field has: a string for a number, one name for a list of names. ' +
    'A field that the reader does not know is skipped whatever its value, so the same file may load elsewhere.',
  sources: [from.goJson, from.spec, from.mobyTypes, from.containersTypes],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": "read", "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* ({ places, loader }) {
    for (const { node, shape } of places()) {
      for (const member of membersOf(node)) {
        const field = declared(shape, member);
        if (!field?.readers.includes(loader.reader) || !member.value) continue;
        yield* mistakes(member.value, field, declaredName(shape, member) ?? '');
      }
    }
  }),
};

function* mistakes(node: Node, field: Field, name: string): Generator<ProfileReport> {
  const actual = resolved(node);
  if (!actual || (actual.kind === 'scalar' && actual.value === null)) return;
  if (!isOfKind(actual, field.kind)) {
    const hint = field.words && actual.kind === 'scalar' ? `: write \`[${actual.raw}]\`` : '';
    yield {
      span: smallest(node),
      message: `\`${name}\` must be ${field.kind === 'object' ? 'an' : 'a'} ${field.kind}, so the profile does not load${hint}.`,
    };
    return;
  }
  if (actual.kind !== 'array') return;
  for (const item of actual.items) {
    const value = resolved(item);
    if (field.words && value?.kind === 'scalar' && (typeof value.value === 'string' || value.value === null)) continue;
    if (field.inside && value?.kind === 'object') continue;
    const wanted = field.words ? 'strings' : 'objects';
    yield { span: smallest(item), message: `\`${name}\` is a list of ${wanted}, so the profile does not load with this in it.` };
  }
}

function isOfKind(node: Node, kind: Field['kind']): boolean {
  if (kind === 'list') return node.kind === 'array';
  if (kind === 'object') return node.kind === 'object';
  if (node.kind !== 'scalar') return false;
  return kind === 'string' ? typeof node.value === 'string' : wholeOf(node) !== undefined;
}
