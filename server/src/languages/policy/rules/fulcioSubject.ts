import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';

export const fulcioSubject: Rule<PolicyPart> = {
  code: 'policy/fulcio-subject',
  title: 'subjectEmail of fulcio is not an e-mail address',
  category: 'correctness',
  severity: 'warning',
  since: 'containers/image 5.24.0',
  why:
    '`subjectEmail` is compared with the e-mail addresses of a certificate only, so anything else never matches and every image is refused. ' +
    'The certificate of a CI job has a URI as its subject, such as the path of its workflow; no release can require one. Sign with a key in CI, or with an account that has an address.',
  sources: [signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "ghcr.io/team": [
        {
          "type": "sigstoreSigned",
          "fulcio": {
            "caPath": "/etc/pki/containers/fulcio.pem",
            "oidcIssuer": "https://token.example.com",
            "subjectEmail": "https://git.example.com/team/app/.ci/release.yml@refs/heads/main"
          },
          "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
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
      "ghcr.io/team": [
        {
          "type": "sigstoreSigned",
          "fulcio": {
            "caPath": "/etc/pki/containers/fulcio.pem",
            "oidcIssuer": "https://login.example.com",
            "subjectEmail": "release@example.com"
          },
          "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
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
  },
  check: onEachList(function* ({ policy }) {
    for (const { node } of signedRequirements(policy)) {
      for (const source of ['fulcio', 'pki']) {
        const subject = get(get(node, source), 'subjectEmail');
        const text = stringOf(subject);
        if (subject && text && !/^[^@\s/]+@[^@\s/]+$/.test(text))
          yield {
            span: subject.span,
            message: `${code(text)} is not an e-mail address, and the reader compares only e-mail addresses of a certificate, so it refuses every image.`,
          };
      }
    }
  }),
};
