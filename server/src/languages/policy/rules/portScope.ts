import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { isHost, splitName } from '../imageName';
import { scopeOf, sectionOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { byHand, rename } from '../repair';

export const portScope: Rule<PolicyPart> = {
  code: 'policy/port-scope',
  title: 'A scope with another port than the registry',
  category: 'correctness',
  severity: 'hint',
  why:
    'A registry with a port is another one than without, so the scope does not cover the images of the workspace that name the port, or the other way round. ' +
    'Neither port 443 nor 80 is implied. Only wildcards are compared without the port.',
  sources: [signatureAuthorities.naming],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "registry.example.com": [
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
      "registry.example.com:5000": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    context: {
      facts: [
        {
          kind: 'uses-image',
          name: 'registry.example.com:5000/team/app:1',

          uri: 'file:///project/pod.yaml',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onPolicy(
    function* ({ policy }, { facts }) {
      const hosts = new Set(facts.filter((fact) => fact.kind === 'uses-image').map((fact) => splitName(fact.name).host));
      const section = sectionOf(policy, 'docker');
      for (const { scope = '', member } of section?.scopes ?? []) {
        if (!isHost(scope) || hosts.has(scope)) continue;
        const bare = scope.replace(/:\d+$/, '');
        const other = [...hosts].find((host) => host.replace(/:\d+$/, '') === bare && !scopeOf(section, host));
        if (other)
          yield {
            span: member.key.span,
            message: `${code(scope)} does not cover ${code(other)}, which images of this workspace come from.`,
            hint: { rename: other },
          };
      }
    },
    (_file, at, hint) => [byHand(rename(at, hint.rename, false))],
  ),
};
