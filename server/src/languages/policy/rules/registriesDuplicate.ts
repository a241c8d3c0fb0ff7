import { code, type Report, type Rule } from '../../../core';
import { compareReleases, signatureAuthorities, signatureRelease } from '../../../knowledge';
import { membersOf, type Tree, walk } from '../../../tree';
import { onRegistries, type PolicyPart } from '../part';
import { removal } from '../repair';
import { siblingFacts, sourceFileName } from '../sources';

export const registriesDuplicate: Rule<PolicyPart> = {
  code: 'policy/registries-duplicate',
  title: 'Duplicate scope in registries.d',
  category: 'correctness',
  severity: 'error',
  why:
    'A scope may occur in only one file of registries.d, and only once there; otherwise every operation on a registry fails. ' +
    'The same applies to `default-docker`, where it is not empty. A scope twice in one file is refused since containers/image 5.25; before, the last one counted. Since 5.40 the files of `/usr/share/containers/registries.d` and `/etc/containers/registries.d` are read together, and a file of the second hides one of the same name in the first.',
  sources: [signatureAuthorities.registriesReader],
  example: {
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n  registry.example.com:\n    lookaside: https://signatures.example.com\n',
    good: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    path: 'etc/containers/registries.d/example.yaml',
  },
  check: onRegistries(
    function* (file, context) {
      const { policy, ownsStructure } = context;
      const release = signatureRelease(policy.target);
      // Where another server checks YAML, that server marks duplicates within one file.
      if (ownsStructure) yield* withinFile(file.tree, !!release && compareReleases(release.image, '5.25.0') < 0);
      const { default: standard, sections } = file.registries;
      if (!file.uri.endsWith('.yaml')) return;
      const elsewhere = siblingFacts(file.uri, context);
      for (const { scope = '', member } of [...(standard ? [standard] : []), ...sections]) {
        const other = elsewhere.find((fact) => fact.name === scope);
        if (other)
          yield {
            span: member.key.span,
            message: `${code(scope || 'default-docker')} is also in ${code(sourceFileName(other.uri, file.uri))}, so every operation on a registry fails.`,
            related: [{ uri: other.uri, span: other.span, message: 'Written here too.' }],
          };
      }
    },
    (file, at) => [removal(file, at)],
  ),
};

/** `lenient`: an old reader that uses the last one. */
function* withinFile(tree: Tree, lenient: boolean): Iterable<Report> {
  for (const node of walk(tree.root)) {
    const first = new Map<string, { readonly start: number; readonly end: number }>();
    for (const { key } of membersOf(node)) {
      const name = String(key.value);
      const before = first.get(name);
      if (!before) first.set(name, key.span);
      else
        yield {
          span: key.span,
          message: `${code(name)} is written twice here${lenient ? ', and the last one counts' : ''}.`,
          related: [{ span: before, message: 'First written here.' }],
          ...(lenient && { severity: 'warning' }),
        };
    }
  }
}
