import { code, type Rule } from '../../../core';
import { signatureAuthorities, transport } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { rename } from '../repair';
import { likelyTransport } from '../scope';

export const unknownTransport: Rule<PolicyPart> = {
  code: 'policy/unknown-transport',
  title: 'Unknown transport',
  category: 'correctness',
  severity: 'warning',
  why:
    'The loader accepts any name here, but a section whose name it does not know never applies. ' +
    'Its images fall to `default`, so that a slip such as `dokcer` or `docker:` switches the whole section off without a word. ' +
    'The lists inside are still read strictly.',
  sources: [signatureAuthorities.transports, signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "dokcer": {
      "quay.io/team": [{ "type": "reject" }]
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
      "quay.io/team": [{ "type": "reject" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onPolicy(
    function* ({ policy }) {
      for (const { transport: name, member } of policy.sections) {
        if (transport(name)) continue;
        const meant = likelyTransport(name);
        const free = meant !== undefined && !policy.sections.some((section) => section.transport === meant);
        yield {
          span: member.key.span,
          message: `${name === '' ? 'An empty name' : code(name)} is not a transport, so this section never applies${meant ? `; did you mean ${code(meant)}?` : '.'}`,
          ...(free && { hint: { rename: meant } }),
        };
      }
    },
    (_file, at, hint) => [rename(at, hint.rename, false)],
  ),
};
