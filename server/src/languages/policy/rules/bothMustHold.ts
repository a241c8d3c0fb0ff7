import type { Rule } from '../../../core';
import { requirementType, signatureAuthorities } from '../../../knowledge';
import { get, isNull, itemsOf, type Node, type Plain, setValue, stringOf, toValue } from '../../../tree';
import { onEachList } from '../eachList';
import type { Requirement } from '../model';
import type { PolicyPart } from '../part';
import { change, listAround, requirementAround } from '../repair';

export const bothMustHold: Rule<PolicyPart> = {
  code: 'policy/both-must-hold',
  title: 'Several requirements: the image must satisfy both',
  category: 'correctness',
  severity: 'warning',
  why:
    'An image must satisfy all requirements of a list, so it needs a signature for each of them; a list does not mean "this key or that one". ' +
    'One requirement with `keyPaths` accepts a signature of any of its keys (for `signedBy` since containers/image 5.22, for `sigstoreSigned` since 5.32.2). Alternatives of different kinds cannot be written.',
  sources: [signatureAuthorities.evaluation, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" },
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/backup.gpg" }
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
          "keyPaths": ["/etc/pki/containers/team.gpg", "/etc/pki/containers/backup.gpg"]
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
      for (const { requirements } of policy.lists) {
        if (requirements.length < 2) continue;
        const signed = distinct(requirements.filter((requirement) => requirementType(requirement.type)?.verdict === 'signed'));
        const [first, second] = pairOf(signed);
        if (!first || !second?.typeNode) continue;
        const alike = first.type === second.type;
        yield {
          span: second.typeNode.span,
          message: alike
            ? `An image needs a signature for each requirement of the list: for this \`${second.type}\` and for the one before it.`
            : `An image needs a signature of both kinds, \`${first.type}\` and \`${second.type}\`, because it must satisfy all requirements of the list.`,
          related: [{ span: first.node.span, message: 'The image must satisfy this one too.' }],
          // Two kinds may well be meant; two keys of one kind are usually alternatives.
          ...(!alike && { severity: 'information' }),
        };
      }
    },
    (file, { node }) => {
      const list = listAround(node)?.value;
      const merged = list?.kind === 'array' ? mergedKeys(list.items, stringOf(get(requirementAround(node), 'type'))) : undefined;
      const note = 'A signature of one of the keys is enough then.';
      return list && merged ? [change('Accept either key: one requirement with `keyPaths`', setValue(file.tree, list, merged), note)] : [];
    },
  ),
};

/** Without repetitions, which are another rule's. */
const distinct = (requirements: readonly Requirement[]): readonly Requirement[] => {
  const seen = new Set<string>();
  return requirements.filter(({ node }) => {
    const text = JSON.stringify(toValue(node));
    return !seen.has(text) && seen.add(text);
  });
};

/** The first two of one kind, else the first two. */
function pairOf(signed: readonly Requirement[]): readonly Requirement[] {
  const alike = signed.find((requirement, i) => signed.some((other, j) => j > i && other.type === requirement.type));
  return alike ? signed.filter((requirement) => requirement.type === alike.type) : signed;
}

/** One requirement with the keys of all of them; undefined unless they differ in nothing but paths. */
function mergedKeys(items: readonly Node[], type: string | undefined): readonly Plain[] | undefined {
  const paths: string[] = [];
  const rests = new Set<string>();
  let rest: Record<string, Plain> = {};
  for (const item of items) {
    if (stringOf(get(item, 'type')) !== type || isNull(item)) return undefined;
    const { keyPath, keyPaths, ...others } = toValue(item) as Record<string, Plain>;
    if (keyPath === undefined && keyPaths === undefined) return undefined;
    for (const path of [get(item, 'keyPath'), ...itemsOf(get(item, 'keyPaths'))]) if (stringOf(path)) paths.push(stringOf(path) as string);
    rests.add(JSON.stringify(others));
    rest = others;
  }
  if (rests.size !== 1) return undefined;
  const { type: kind = '', keyType, ...more } = rest;
  return [{ type: kind, ...(keyType !== undefined && { keyType }), keyPaths: [...new Set(paths)], ...more }];
}
