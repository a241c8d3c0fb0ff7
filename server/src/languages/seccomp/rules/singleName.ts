import { counted, type Rule } from '../../../core';
import { renameKey, setValue } from '../../../tree';
import { change, repair } from '../edits';
import { fieldOf, fieldValue, keptWith, listOf, type ProfileRule } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const singleName: Rule<SeccompPart> = {
  code: 'seccomp/single-name',
  title: 'A rule with the old single name key',
  category: 'compatibility',
  severity: 'hint',
  why:
    '`name` is the form of 2015, which only Docker, Podman and CRI-O still read: containerd, runc and crun do not know it and drop the rule, or refuse the profile. ' +
    '`names` with a list of one means the same everywhere.',
  sources: [from.mobyTypes, from.containersTypes, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "name": "read", "action": "SCMP_ACT_ALLOW" }
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
  check: onProfile(function* ({ profile, loader, tree }) {
    const old = profile.rules.filter((rule) => keptWith(rule, undefined, hasOldForm));
    const rewrite = (rules: typeof old) =>
      rules.flatMap((rule) => {
        const member = fieldOf(rule.node, 'name');
        return member?.value && rule.name && !fieldOf(rule.node, 'names')
          ? [...renameKey(member, 'names'), ...setValue(tree, member.value, [rule.name.value])]
          : [];
      });
    const [first, ...rest] = old.flatMap((rule) => fieldOf(rule.node, 'name') ?? []);
    if (!first) return;
    const lost = loader.reader === 'oci';
    const who = rest.length ? `${counted(old.length, 'rule')} with \`name\`` : `the rule for \`${old[0]?.name?.value}\``;
    yield {
      span: first.key.span,
      ...(lost ? { severity: 'warning' as const } : { tags: ['deprecated'] as const }),
      message: lost
        ? `containerd does not know \`name\`: ${who} ${rest.length ? 'are' : 'is'} lost.`
        : '`name` is the old form of `names`; containerd and the runtimes themselves do not know it.',
      related: rest.slice(0, 20).map((member) => ({ span: member.key.span, message: 'Here too.' })),
      cure: () => [(lost ? change : repair)(rest.length ? 'Write every `name` as `names`' : 'Write it as `names`', rewrite(old))],
    };
  }),
};

const hasOldForm = ({ name, names, node }: ProfileRule): boolean =>
  name?.value !== undefined && name.value !== '' && !names.length && !listOf(fieldValue(node, 'names'))?.items.length;
