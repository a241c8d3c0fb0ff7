import { code, type Fix, type Rule } from '../../../core';
import { identityType, signatureAuthorities, transport } from '../../../knowledge';
import { get, type Node, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { parseImageName, repositoryOf } from '../imageName';
import { signedRequirements } from '../model';
import type { PolicyFile, PolicyPart } from '../part';
import { isRefusedAlone } from '../reader';
import { choice, listAround, requirementAround, withIdentity } from '../repair';

export const cosignIdentity: Rule<PolicyPart> = {
  code: 'policy/cosign-identity',
  title: 'An identity that cosign signatures do not have',
  category: 'compatibility',
  severity: 'warning',
  since: 'containers/image 5.22.0',
  why:
    'Signatures of cosign name the repository without a tag, and this identity requires one, so they are refused. ' +
    '`matchRepository` accepts them where an image is signed under the name that it is pulled by, `exactRepository` where it is signed under another, as a copy in another registry is. A signer can write the tag too: `cosign sign --sign-container-identity REPOSITORY:TAG`; Podman and Skopeo always do. Where the signatures come from those, the stricter identity is right.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/team.pub" }]
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
  },
  check: onEachList(
    function* (file) {
      for (const { node, type, typeNode, list, identity } of signedRequirements(file.policy)) {
        const known = identityType(identity.type);
        const section = transport(list.transport);
        if (type !== 'sigstoreSigned' || !typeNode || !known || known.acceptsBareClaim) continue;
        // What is not loaded compares nothing.
        if (isRefusedAlone(file, list, node.span)) continue;
        // Where nothing is signed, or images have no name, other rules speak.
        if (section && (!section.carriesSignatures || (known.usesImageName && !section.named))) continue;
        const place = get(identity.member?.value, 'type') ?? typeNode;
        const whose = identity.member ? code(known.name) : `The default identity ${code(known.name)}`;
        yield { span: place.span, message: `${whose} requires a tag or digest in the signature, and cosign writes neither by default.` };
      }
    },
    (file, { node }) => [acceptingCosign(file, node)],
  ),
};

/**
 * The identity that cosign's signatures have and that still names whom the present one names: the signed repository of another place, or
 * the repository that is pulled.
 */
function acceptingCosign(file: PolicyFile, node: Node): Fix | undefined {
  const requirement = requirementAround(node);
  const identity = get(requirement, 'signedIdentity');
  const written = (field: string) => stringOf(get(identity, field)) ?? '';
  const exact = (dockerRepository: string, note: string) =>
    choice(
      `Set signedIdentity to \`exactRepository\` ${code(dockerRepository)}…`,
      withIdentity(file, node, { type: 'exactRepository', dockerRepository }),
      note,
    );
  switch (stringOf(get(identity, 'type'))) {
    case 'exactReference': {
      const parsed = parseImageName(written('dockerReference'));
      return 'name' in parsed ? exact(repositoryOf(parsed.name), 'A signature of any tag of that repository is accepted then.') : undefined;
    }
    case 'remapIdentity': {
      const scope = String(listAround(node)?.key.value ?? '');
      const [prefix, signed] = [written('prefix'), written('signedPrefix')];
      const isBelow = scope.startsWith(prefix) && /^(?:$|[/:@])/.test(scope.slice(prefix.length));
      const repository = (isBelow ? signed + scope.slice(prefix.length) : signed).replace(/(\/[^:@]*)[:@].*$/, '$1');
      if (!repository.includes('/')) return undefined;
      return exact(
        repository,
        'It names one repository, and a signature of any of its tags is accepted then: give each repository below the scope an entry of its own.',
      );
    }
    default:
      return choice(
        'Set signedIdentity to `matchRepository`…',
        withIdentity(file, node, { type: 'matchRepository' }),
        'A signature of any tag of the repository is accepted then.',
      );
  }
}
