import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { stringOf } from '../../../tree';
import { fieldOf, valueAt } from '../conf/fields';
import { onCrio, type PolicyPart } from '../part';
import { removal } from '../repair';

const systemPolicy = '/etc/containers/policy.json';

export const crioOwnPolicy: Rule<PolicyPart> = {
  code: 'policy/crio-own-policy',
  title: 'CRI-O uses its own signature policy',
  category: 'security',
  severity: 'information',
  why:
    'With `signature_policy` CRI-O reads a file of its own, while Podman, Skopeo and every other program that pulls on the node read another one. ' +
    'The manual advises to set it for tests only. Write a stricter policy for some namespaces into `signature_policy_dir`.',
  sources: [signatureAuthorities.crio],
  example: {
    bad: '[crio.image]\npause_image = "registry.example.com/pause:3.10"\nsignature_policy = "/etc/crio/policy.json"\n',
    good: '[crio.image]\npause_image = "registry.example.com/pause:3.10"\n',
    path: 'etc/crio/crio.conf',
  },
  check: onCrio(
    function* ({ tree }) {
      const own = fieldOf(valueAt(tree, 'crio', 'image'), 'signature_policy');
      const path = stringOf(own?.value);
      if (own && path && path !== systemPolicy)
        yield {
          span: own.key.span,
          message: `CRI-O reads ${code(path)}, while every other program on the node reads ${code(systemPolicy)}.`,
        };
    },
    (file, at) => {
      const gone = removal(file, at);
      const note = 'The policy of the system decides then, which may refuse or accept other images.';
      return [gone && { ...gone, title: 'Use the policy of the system…', note }];
    },
  ),
};
