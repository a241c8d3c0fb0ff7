import type { Edit, Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, renameKey, setValue, type Tree } from '../../../tree';
import { onPolicy, type PolicyPart, type ReportedNode } from '../part';
import { mistakesOf } from '../reader';
import { change, replace, withPlaceholder } from '../repair';

export const exactReference: Rule<PolicyPart> = {
  code: 'policy/exact-reference',
  title: 'dockerReference is not an image with tag or digest',
  category: 'correctness',
  severity: 'error',
  why:
    '`dockerReference` must be the name of one image with a tag or a digest, or the loader refuses the file. ' +
    'It is completed like a name on the command line: `busybox:1` is `docker.io/library/busybox:1`. For any tag of a repository there is `exactRepository`.',
  sources: [signatureAuthorities.reader, signatureAuthorities.names],
  example: {
    bad: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactReference",
        "dockerReference": "docker://registry.example.com/team/app:1"
      }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactReference",
        "dockerReference": "registry.example.com/team/app:1"
      }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'exact-reference'),
    (file, at, hint) => [
      replace(file, at, hint.replace),
      hint.replace === undefined && !hint.retype ? withPlaceholder(file, at) : undefined,
      hint.retype === 'exactRepository' && at.object
        ? change('Use `exactRepository` with this repository', asRepository(file.tree, at), 'Every tag of the repository is then accepted.')
        : undefined,
    ],
  ),
};

function asRepository(tree: Tree, { object, member }: ReportedNode): readonly Edit[] {
  const type = get(object, 'type');
  return type && member ? [...setValue(tree, type, 'exactRepository'), ...renameKey(member, 'dockerRepository')] : [];
}
