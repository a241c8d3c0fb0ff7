import { code, type Rule } from '../../../core';
import { signatureAuthorities, transport } from '../../../knowledge';
import { setValue } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { listAround, repair } from '../repair';

export const noSignatures: Rule<PolicyPart> = {
  code: 'policy/no-signatures',
  title: 'Signature required of a transport without signatures',
  category: 'correctness',
  severity: 'warning',
  why:
    'Images of this transport come without signatures, so a requirement for one refuses all of them. ' +
    '`docker`, `atomic`, `dir` and `containers-storage` carry signatures; the archives, `oci`, `sif`, `tarball` and `docker-daemon` do not. Say `reject` if that is meant, or check the image where it is pulled.',
  sources: [signatureAuthorities.transports, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker-daemon": {
      "": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }]
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
    "docker-daemon": {
      "": [{ "type": "reject" }]
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
      for (const { list, typeNode } of signedRequirements(policy)) {
        const section = transport(list.transport);
        if (section && !section.carriesSignatures && typeNode)
          yield {
            span: typeNode.span,
            message: `Images of ${code(section.name)} carry no signatures, so this requirement refuses all of them.`,
          };
      }
    },
    (file, { node }) => {
      const list = listAround(node)?.value;
      return list ? [repair('Say so: `reject`', setValue(file.tree, list, [{ type: 'reject' }]))] : [];
    },
  ),
};
