import type { Rule } from '../../../core';
import { readsToml11, signatureAuthorities, signatureReader } from '../../../knowledge';
import { parseToml } from '../../../tree';
import { onToml, type PolicyPart } from '../part';

export const tomlSyntax: Rule<PolicyPart> = {
  code: 'policy/toml-syntax',
  title: 'TOML syntax error',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why:
    'The reader stops at the first mistake and refuses the whole file. Without registries.conf no short name and no mirror is resolved, and every pull fails; CRI-O does not start. ' +
    'Strings are written in quotes, and a key or a `[table]` may be written once. Readers before containers/image 5.40, and CRI-O before 1.35, read TOML 1.0: an inline table is written on one line, without a comma at its end.',
  sources: [signatureAuthorities.mirrorsReader, { title: 'TOML 1.0', url: 'https://toml.io/en/v1.0.0' }],
  example: {
    bad: '[[registry]]\nlocation = quay.io/team\n',
    good: '[[registry]]\nlocation = "quay.io/team"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onToml(({ tree, text }, { policy }) => {
    const { release } = signatureReader(policy.target);
    if (tree.problems.length || readsToml11(release)) return tree.problems;
    const [problem, ...others] = parseToml(text, '1.0').problems;
    if (!problem) return [];
    return [{ ...problem, message: `TOML 1.0, which ${release.name} reads, does not allow this: ${problem.message}` }, ...others];
  }),
};
