import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { stringOf } from '../../../tree';
import { valueAt } from '../conf/fields';
import { onCrio, type PolicyPart } from '../part';
import { replace } from '../repair';

export const crioPolicyDir: Rule<PolicyPart> = {
  code: 'policy/crio-policy-dir',
  title: 'signature_policy_dir is not an absolute path',
  category: 'correctness',
  severity: 'error',
  why: 'CRI-O does not start when `signature_policy_dir` is not an absolute path. An empty string is not an absolute path either: remove the key to use `/etc/crio/policies`.',
  sources: [signatureAuthorities.crioReader, signatureAuthorities.crio],
  example: {
    bad: '[crio.image]\nsignature_policy_dir = "etc/crio/policies"\n',
    good: '[crio.image]\nsignature_policy_dir = "/etc/crio/policies"\n',
    path: 'etc/crio/crio.conf.d/10-signatures.conf',
  },
  check: onCrio(
    function* ({ tree }) {
      const folder = valueAt(tree, 'crio', 'image', 'signature_policy_dir');
      const path = stringOf(folder);
      if (!folder || path === undefined || path.startsWith('/')) return;
      yield {
        span: folder.span,
        message: `${code(path || '""')} is not an absolute path, so CRI-O does not start.`,
        ...(/^etc\//.test(path) && { hint: { replace: `/${path}` } }),
      };
    },
    (file, at, hint) => [replace(file, at, hint.replace)],
  ),
};
