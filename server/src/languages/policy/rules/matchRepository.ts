import type { Rule } from '../../../core';
import { signatureAuthorities, transport } from '../../../knowledge';
import { get, memberOf, removeMember } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { change, requirementAround } from '../repair';

export const matchRepositoryRule: Rule<PolicyPart> = {
  code: 'policy/match-repository',
  title: 'matchRepository for GPG signatures',
  category: 'security',
  severity: 'hint',
  why:
    '`matchRepository` accepts a signature of any tag of the repository, so an older signed image can be put in the place of a newer one. ' +
    'Podman and Skopeo write the tag into GPG signatures, and the default identity `matchRepoDigestOrExact` checks it.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg",
          "signedIdentity": { "type": "matchRepository" }
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
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg"
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
      for (const { type, list, identity } of signedRequirements(policy)) {
        const place = get(identity.member?.value, 'type');
        if (type === 'signedBy' && identity.type === 'matchRepository' && place && transport(list.transport)?.named !== false)
          yield {
            span: place.span,
            message: '`matchRepository` accepts a signature of any tag of the repository, so an older image can replace a newer one.',
          };
      }
    },
    (file, { node }) => {
      const requirement = requirementAround(node);
      const identity = memberOf(requirement, 'signedIdentity');
      if (!requirement || !identity) return [];
      return [
        change(
          'Use the default identity: the tag must match…',
          removeMember(file.tree, requirement, identity),
          'Images signed under another tag than they are pulled by are refused then.',
        ),
      ];
    },
  ),
};
