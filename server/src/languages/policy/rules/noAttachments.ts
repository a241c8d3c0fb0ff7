import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { sectionOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { addSource } from '../sourceEdits';
import { attachmentsMissing, knowsSources } from '../sources';

export const noAttachments: Rule<PolicyPart> = {
  code: 'policy/no-attachments',
  title: 'sigstore attachments are not enabled for the registry',
  category: 'correctness',
  severity: 'warning',
  since: 'containers/image 5.22.0',
  why:
    'No registries.d section turns attachments on for this scope, so no sigstore signature is found and every image is refused. ' +
    '`use-sigstore-attachments` is off by default. The reader finds the section by the place that images are fetched from: with a mirror, by the name of the mirror.',
  sources: [signatureAuthorities.registries, signatureAuthorities.registriesReader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/team.pub",
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
      "registry.example.com/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/team.pub",
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
    fixDiffers: 'The fix changes another file: it names where the signatures of the scope are.',
    context: {
      facts: [
        {
          kind: 'signature-source',
          name: 'registry.example.com',
          detail: '{"lookaside":"https://signatures.example.com","attachments":true}',

          uri: 'file:///project/containers/registries.d/example.yaml',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onPolicy(
    function* (file, context) {
      if (!knowsSources(file.uri, context)) return;
      for (const list of sectionOf(file.policy, 'docker')?.scopes ?? []) {
        if (
          !list.scope ||
          !list.requirements.some((requirement) => requirement.type === 'sigstoreSigned') ||
          deadScope('docker', list.scope)
        )
          continue;
        if (attachmentsMissing(file.uri, context, list.scope))
          yield {
            span: list.member.key.span,
            message: `No registries.d section sets \`use-sigstore-attachments: true\` for ${code(list.scope)}, so no signature is found.`,
          };
      }
    },
    (file, at, _hint, context) =>
      at.member ? [addSource(file.uri, context, String(at.member.key.value), 'use-sigstore-attachments')] : [],
  ),
};
