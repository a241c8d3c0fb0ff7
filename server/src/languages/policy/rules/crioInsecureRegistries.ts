import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { itemsOf } from '../../../tree';
import { fieldOf, valueAt } from '../conf/fields';
import { onCrio, type PolicyPart } from '../part';
import { removal } from '../repair';

export const crioInsecureRegistries: Rule<PolicyPart> = {
  code: 'policy/crio-insecure-registries',
  title: 'insecure_registries of CRI-O has no effect',
  category: 'compatibility',
  severity: 'information',
  why: '`insecure_registries` no longer has an effect. Set `insecure = true` for the registry in registries.conf, where every tool of the node sees it.',
  sources: [signatureAuthorities.crio],
  example: {
    bad: '[crio.image]\npause_image = "registry.example.com/pause:3.10"\ninsecure_registries = ["registry.example.com:5000"]\n',
    good: '[crio.image]\npause_image = "registry.example.com/pause:3.10"\n',
    path: 'etc/crio/crio.conf',
  },
  check: onCrio(
    function* ({ tree }) {
      const member = fieldOf(valueAt(tree, 'crio', 'image'), 'insecure_registries');
      if (member && itemsOf(member.value).length)
        yield {
          span: member.key.span,
          message: '`insecure_registries` has no effect: whether a registry may be insecure is said in registries.conf.',
          tags: ['deprecated'],
        };
    },
    (file, at) => [removal(file, at)],
  ),
};
