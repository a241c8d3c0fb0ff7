import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf, stringOf } from '../../../tree';
import { valueAt } from '../conf/fields';
import { looksLikeHost, parseBareName } from '../imageName';
import { onMirrors, type PolicyPart } from '../part';
import { rename, replace } from '../repair';

export const shortNameAlias: Rule<PolicyPart> = {
  code: 'policy/short-name-alias',
  title: 'Invalid short-name alias',
  category: 'correctness',
  severity: 'error',
  why:
    'An alias maps a short name to a repository in a registry: `"app" = "quay.io/team/app"`. ' +
    'Neither side has a tag or a digest, the short name has no registry, and the full one has. One entry that breaks this makes the reader refuse the whole file. An empty value removes an alias of an earlier file.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: '[aliases]\n"app" = "quay.io/team/app:1"\n',
    good: '[aliases]\n"app" = "quay.io/team/app"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors<{ readonly rename?: string; readonly replace?: string }>(
    function* ({ tree }) {
      for (const { key, value } of membersOf(valueAt(tree, 'aliases'))) {
        const name = String(key.value);
        const problem = shortNameProblem(name);
        if (problem)
          yield {
            span: key.span,
            message: `The short name ${code(name)} ${problem}, so the file is refused.`,
            hint: { rename: withoutTag(name) },
          };
        const full = stringOf(value);
        const other = full ? fullNameProblem(full) : undefined;
        if (value && full !== undefined && other)
          yield {
            span: value.span,
            message: `The alias ${code(full)} ${other}, so the file is refused.`,
            hint: { replace: withoutTag(full) },
          };
      }
    },
    (file, at, hint) => [
      hint.rename !== undefined && !shortNameProblem(hint.rename) ? rename(at, hint.rename) : undefined,
      hint.replace !== undefined && !fullNameProblem(hint.replace) ? replace(file, at, hint.replace) : undefined,
    ],
  ),
};

const withoutTag = (name: string): string => name.replace(/(?:@.*|:[^/@]*(?:@.*)?)$/s, '');

function shortNameProblem(name: string): string | undefined {
  const parsed = parseBareName(name);
  if (!parsed) return 'is not written as an image name';
  return tagProblem(parsed) ?? (parsed.host !== undefined && looksLikeHost(parsed.host) ? 'has a registry in front' : undefined);
}

function fullNameProblem(name: string): string | undefined {
  const parsed = parseBareName(name);
  if (!parsed) return 'is not written as an image name';
  return tagProblem(parsed) ?? (parsed.host !== undefined && looksLikeHost(parsed.host) ? undefined : 'has no registry in front');
}

const tagProblem = ({ tag, digest }: { readonly tag?: string; readonly digest?: string }): string | undefined =>
  digest !== undefined ? 'has a digest' : tag !== undefined ? 'has a tag' : undefined;
