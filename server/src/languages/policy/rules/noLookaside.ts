import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { sectionOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { parentScopes } from '../scopeParents';
import { addSource } from '../sourceEdits';
import { knowsSources, sourcesFromFacts } from '../sources';

export const noLookaside: Rule<PolicyPart> = {
  code: 'policy/no-lookaside',
  title: 'GPG signatures without a lookaside',
  category: 'correctness',
  severity: 'hint',
  why:
    'No registries.d section names a lookaside for this scope, so GPG signatures are only found in the local directory. ' +
    'That is fine where the registry itself keeps signatures (OpenShift). Elsewhere every image is refused.',
  sources: [signatureAuthorities.registries, signatureAuthorities.registriesReader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
        if (!list.scope || !list.requirements.some((requirement) => requirement.type === 'signedBy') || deadScope('docker', list.scope))
          continue;
        const source = sourcesFromFacts(file.uri, context, [list.scope, ...parentScopes('docker', list.scope)]);
        if (source && !source.lookaside)
          yield {
            span: list.member.key.span,
            message: `No registries.d section names a lookaside for ${code(list.scope)}, so signatures are only read from the local directory or the registry itself.`,
          };
      }
    },
    (file, at, _hint, context) => (at.member ? [addSource(file.uri, context, String(at.member.key.value), 'lookaside')] : []),
  ),
};
