import { code, type Fact, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { mirrorsInForce } from '../conf/dropIns';
import { splitName } from '../imageName';
import { sectionOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { byHand, rename } from '../repair';

export const scopeOfMirror: Rule<PolicyPart> = {
  code: 'policy/scope-of-mirror',
  title: 'A scope for the name of a mirror',
  category: 'correctness',
  severity: 'information',
  why:
    'The reader judges an image from a mirror of registries.conf under the name that was pulled, never under the name of the mirror. ' +
    'A scope for the mirror decides only about images that are pulled by the name of the mirror.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "mirror.example.com/team": [
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
    context: {
      facts: [
        {
          kind: 'image-mirror',
          name: 'mirror.example.com/team',
          detail: 'quay.io/team',
          uri: 'file:///project/containers/registries.conf',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onPolicy(
    function* ({ policy }, context) {
      const { facts } = context;
      const mirrors = mirrorsInForce(context);
      if (!mirrors.length) return;
      const used = facts.filter((fact) => fact.kind === 'uses-image').map((fact) => fullNameOf(fact.name));
      for (const { scope = '', member } of sectionOf(policy, 'docker')?.scopes ?? []) {
        const mirror = mirrors.find((fact) => isWithin(scope, fact.name));
        if (!mirror || used.some((image) => isWithin(image, scope))) continue;
        const prefix = mirror.detail ?? '';
        yield {
          span: member.key.span,
          message: `\`registries.conf\` fetches images of ${code(prefix)} from here, and they are judged under that name, not under ${code(scope)}.`,
          related: [relatedTo(mirror)],
          ...(!prefix.startsWith('*') && { hint: { rename: prefix + scope.slice(mirror.name.length) } }),
        };
      }
    },
    (_file, at, hint) => [byHand(rename(at, hint.rename, false))],
  ),
};

const relatedTo = ({ uri, span }: Fact) => ({ uri, span, message: 'The mirror.' });

/** Whether a name is the place or lies below it. */
const isWithin = (name: string, place: string): boolean => name.startsWith(place) && /^(?:$|[/:@])/.test(name.slice(place.length));

function fullNameOf(image: string): string {
  const { host, rest } = splitName(image.replace(/^docker:\/\//, ''));
  return `${host}/${rest}`;
}
