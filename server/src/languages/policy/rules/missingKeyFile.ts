import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onEachList } from '../eachList';
import { keyPlaces } from '../keys';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';

export const missingKeyFile: Rule<PolicyPart> = {
  code: 'policy/missing-key-file',
  title: 'Missing key file',
  category: 'correctness',
  severity: 'hint',
  why:
    'The policy names a file that is not in the tree of files that it is kept in, although the folder is. ' +
    'A missing key goes unnoticed until an image has a signature to check; then the image is refused. One missing file spoils the whole list. On the host the file may well be there.',
  sources: [signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/containers/keys/tema.gpg" }
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
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/containers/keys/team.gpg" }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    path: 'etc/containers/policy.json',
    files: { 'keys/team.gpg': '-----BEGIN PGP PUBLIC KEY BLOCK-----' },
  },
  check: onEachList(function* (file) {
    for (const { node } of signedRequirements(file.policy)) {
      for (const { path, node: place } of keyPlaces(file, node)) {
        if (path && file.around.keys.get(path) === null)
          yield { span: place.span, message: `${code(path)} is not in this tree of files, although its folder is.` };
      }
    }
  }),
};
