import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, setValue, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { isBareHost } from '../imageName';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { placeholderNote } from '../placeholders';
import { change } from '../repair';

export const hostAsRepository: Rule<PolicyPart> = {
  code: 'policy/host-as-repository',
  title: 'A registry where a repository is expected',
  category: 'correctness',
  severity: 'warning',
  why:
    'A name without a slash is completed to an official image of Docker Hub, so a bare registry means `docker.io/library/…` and matches nothing that it was written for. ' +
    'Write the repository after it; a whole registry cannot be named here.',
  sources: [signatureAuthorities.names, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "mirror.example.com/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg",
          "signedIdentity": {
            "type": "exactRepository",
            "dockerRepository": "registry.example.com"
          }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "mirror.example.com/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg",
          "signedIdentity": {
            "type": "exactRepository",
            "dockerRepository": "registry.example.com/team/app"
          }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onEachList(
    function* ({ policy }) {
      for (const { identity } of signedRequirements(policy)) {
        for (const field of ['dockerRepository', 'dockerReference']) {
          const node = get(identity.member?.value, field);
          const text = stringOf(node);
          if (node && text && isBareHost(text))
            yield {
              span: node.span,
              message: `${code(text)} is not a repository: it is completed to ${code(`docker.io/library/${text}`)}, which no one signs.`,
            };
        }
      }
    },
    (file, at) => [change('Add a repository', setValue(file.tree, at.node, `${stringOf(at.node)}/team/app`), placeholderNote)],
  ),
};
