import { code, type Report, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type Member, memberOf, membersOf, type Node, resolved, setValue, stringOf } from '../../../tree';
import { onRegistries, type PolicyPart } from '../part';
import { smallest } from '../reader';
import { sectionFields } from '../registries';
import { repair } from '../repair';

export const registriesValueType: Rule<PolicyPart> = {
  code: 'policy/registries-value-type',
  title: 'Wrong type of a value in registries.d',
  category: 'correctness',
  severity: 'error',
  why:
    'A value of another kind than the reader expects fails every operation on a registry. ' +
    '`use-sigstore-attachments` is `true` or `false` without quotes; `docker` and its scopes are maps.',
  sources: [signatureAuthorities.registriesReader],
  example: {
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: "true"\n',
    good: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* ({ tree, registries }) {
      if (tree.root && !isMapOrEmpty(tree.root))
        yield { span: smallest(tree.root), message: 'The file must be a map with `docker` and `default-docker`.' };
      for (const name of ['docker', 'default-docker']) {
        const member = memberOf(tree.root, name);
        if (member?.value && !isMapOrEmpty(member.value)) yield { span: smallest(member.value), message: `${code(name)} must be a map.` };
      }
      for (const { member } of [...(registries.default ? [registries.default] : []), ...registries.sections]) yield* inSection(member);
    },
    (file, at) => {
      const word = stringOf(at.node)?.trim().toLowerCase() ?? '';
      if (at.member?.key.value !== 'use-sigstore-attachments' || !/^(?:true|yes|on|1|false|no|off|0)$/.test(word)) return [];
      const value = /^(?:true|yes|on|1)$/.test(word);
      return [repair(`Set use-sigstore-attachments: ${value}`, setValue(file.tree, at.node, value))];
    },
  ),
};

function isMapOrEmpty(node: Node): boolean {
  const value = resolved(node);
  return value?.kind === 'object' || (value?.kind === 'scalar' && value.value === null);
}

function* inSection({ key, value }: Member): Iterable<Report> {
  if (value && !isMapOrEmpty(value)) {
    yield { span: smallest(value), message: `${code(String(key.value))} must be a map.` };
    return;
  }
  for (const member of membersOf(value)) {
    const node = resolved(member.value);
    const name = String(member.key.value);
    if (!node || !sectionFields.includes(name)) continue;
    if (name === 'use-sigstore-attachments') {
      if (!isBoolean(node)) yield { span: smallest(node), message: `${code(name)} must be \`true\` or \`false\`, without quotes.` };
    } else if (node.kind !== 'scalar')
      yield { span: smallest(node), message: `${code(name)} must be a URL, not a ${node.kind === 'array' ? 'list' : 'map'}.` };
  }
}

/** yaml.v3 reads some words of YAML 1.1 as a typed boolean, quoted or not, in these spellings only. */
function isBoolean(node: Node): boolean {
  if (node.kind !== 'scalar' || node.value === null) return node.kind === 'scalar';
  const text = node.quoted ? String(node.value) : node.raw;
  return /^(?:y|Y|yes|on|n|N|no|off)$/.test(text) || (!node.quoted && /^(?:true|True|TRUE|false|False|FALSE)$/.test(text));
}
