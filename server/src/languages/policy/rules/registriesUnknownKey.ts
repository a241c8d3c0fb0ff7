import { code, nearest, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf, type Node } from '../../../tree';
import { type Hinted, onRegistries, type PolicyPart } from '../part';
import { sectionFields } from '../registries';
import { rename } from '../repair';

export const registriesUnknownKey: Rule<PolicyPart> = {
  code: 'policy/registries-unknown-key',
  title: 'Unknown key in registries.d is ignored',
  category: 'correctness',
  severity: 'warning',
  why:
    'The reader ignores keys that it does not know, so what was meant does not happen. ' +
    'A slip in `use-sigstore-attachments` leaves attachments off: signatures are not found, and nothing says why.',
  sources: [signatureAuthorities.registriesReader, signatureAuthorities.registries],
  example: {
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachment: true\n',
    good: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* ({ tree, registries }) {
      // What a broken text seems to say is not what was meant.
      if (tree.problems.length) return;
      yield* unknown(tree.root, ['docker', 'default-docker']);
      for (const { member } of [...(registries.default ? [registries.default] : []), ...registries.sections])
        yield* unknown(member.value, sectionFields);
    },
    (_file, at, hint) => [rename(at, hint.rename, false)],
  ),
};

function* unknown(node: Node | undefined, known: readonly string[]): Iterable<Hinted<{ readonly rename: string }>> {
  const members = membersOf(node);
  const written = new Set(members.map(({ key }) => key.value));
  const free = known.filter((candidate) => !written.has(candidate));
  for (const { key } of members) {
    const name = String(key.value);
    if (known.includes(name)) continue;
    const meant = nearest(name, free);
    yield {
      span: key.span,
      message: `${code(name)} is not known here and is ignored${meant ? `; did you mean ${code(meant)}?` : '.'}`,
      ...(meant && { hint: { rename: meant } }),
    };
  }
}
