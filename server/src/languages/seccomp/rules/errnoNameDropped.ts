import type { Edit, Rule } from '../../../core';
import { errnoNumbers, targetNames } from '../../../knowledge';
import { type ObjectNode, renameKey, setValue, type Tree } from '../../../tree';
import { change, withoutMembers } from '../edits';
import { fieldOf, type TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { EPERM } from '../words';

export const errnoNameDropped: Rule<SeccompPart> = {
  code: 'seccomp/errno-name-dropped',
  title: 'The loader drops an error given by name',
  category: 'compatibility',
  severity: 'warning',
  why:
    'Names of errors are an extension of containers/common: Docker and containerd drop `errno` and `defaultErrno`, and the call fails with the number beside it, or EPERM. ' +
    'Programs that fall back to older calls on ENOSYS then give up instead. The number works everywhere.',
  sources: [from.containersTypes, from.mobyTypes, from.containerd],
  example: {
    context: { target: 'docker' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrno": "ENOSYS"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 38
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    if (loader.reader === 'containers') return;
    const places = [
      { node: profile.node, key: 'defaultErrno', errno: profile.defaultErrno, number: profile.defaultErrnoRet },
      ...profile.rules.map(({ node, errno, errnoRet }) => ({ node, key: 'errno', errno, number: errnoRet })),
    ];
    for (const { node, key, errno, number } of places) {
      const member = fieldOf(node, key);
      const wanted = errno && numberOf(errno);
      // The containers files write both; where they agree, or agree with what is assumed, nothing is lost.
      if (!errno?.value || !member || wanted === Number(number?.value ?? EPERM)) continue;
      yield {
        span: member.key.span,
        message: `${targetNames[loader.target]} drops \`${key}\`: the error is ${number?.value ?? 'EPERM'}, not ${errno.value}.`,
        cure: () => (wanted === undefined ? [] : [change(`Set ${key}Ret: ${wanted} (${errno.value})`, asNumber(tree, node, key, wanted))]),
      };
    }
  }),
};

const numberOf = ({ value }: TextValue): number | undefined => (/^\d+$/.test(value) ? Number(value) : errnoNumbers().get(value));

/** The number in the name's place; where both are written the number that was there changes. */
export function asNumber(tree: Tree, node: ObjectNode, key: string, number: number): readonly Edit[] {
  const name = fieldOf(node, key);
  const other = fieldOf(node, `${key}Ret`);
  if (!name?.value) return [];
  if (other?.value) return [...setValue(tree, other.value, number), ...withoutMembers(tree, node, [name])];
  return [...renameKey(name, `${key}Ret`), ...setValue(tree, name.value, number)];
}
