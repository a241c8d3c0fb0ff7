import { code, type Fix, pathOf, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { itemsOf, type Member, membersOf, type Node, stringOf } from '../../../tree';
import { fieldOf, fieldValue, itemsAt } from '../conf/fields';
import { readsLayers } from '../layers';
import { type MirrorsFile, onMirrors, type PolicyPart } from '../part';
import { repair } from '../repair';

export const registriesFirstVersion: Rule<PolicyPart> = {
  code: 'policy/registries-first-version',
  title: 'Version 1 format of registries.conf',
  category: 'compatibility',
  severity: 'information',
  why:
    '`[registries.search]`, `[registries.insecure]` and `[registries.block]` are the first version of the format, which knows no mirrors. Containers/image 5.40 (podman 6.0, skopeo 1.23) refuses it; older readers convert it. ' +
    'It must not be mixed with `[[registry]]`, `unqualified-search-registries`, `short-name-mode` or `[aliases]` in one file, and files of registries.conf.d must not use it at all: both are refused.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: '[registries.search]\nregistries = ["quay.io"]\n',
    good: 'unqualified-search-registries = ["quay.io"]\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors(
    function* ({ tree, uri }, context) {
      const old = fieldOf(tree.root, 'registries');
      if (!old || !tables.some((name) => itemsOf(listOf(old.value, name)).length)) return;
      const newer = membersOf(tree.root).find((member) => member !== old && isSet(member));
      const dropIn = /\/registries\.conf\.d\//.test(pathOf(uri));
      const refused = readsLayers(context);
      yield {
        span: old.key.span,
        message: newer
          ? `Both versions of the format are in this file (${code(String(newer.key.value))} is of the second), so it is refused.`
          : dropIn
            ? 'Files of registries.conf.d must not use the first version of the format, so this one is refused.'
            : refused
              ? 'Containers/image 5.40 refuses this first version of the format, and podman 6.0 and skopeo 1.23 are built with it: every pull fails.'
              : 'This is the first version of the format, which knows no mirrors and which containers/image 5.40 refuses.',
        ...((newer || dropIn || refused) && { severity: 'error' as const }),
        tags: ['deprecated'],
      };
    },
    (file) => [converted(file)],
  ),
};

const tables = ['search', 'insecure', 'block'];

const listOf = (old: Node | undefined, name: string): Node | undefined => fieldValue(fieldValue(old, name), 'registries');

/** Whether a key makes the file one of the second version (`V2RegistriesConf.hasSetField`). */
function isSet({ key, value }: Member): boolean {
  const name = String(key.value).toLowerCase();
  if (!['registry', 'unqualified-search-registries', 'credential-helpers', 'short-name-mode', 'aliases'].includes(name)) return false;
  return value?.kind === 'scalar' ? stringOf(value) !== '' : value?.kind === 'object' || itemsOf(value).length > 0;
}

/** The same in the second version: the tables give way to keys and entries, and everything around them stays (`ConvertToV2`). */
function converted({ tree, text }: MirrorsFile): Fix | undefined {
  const old = fieldValue(tree.root, 'registries');
  if (membersOf(tree.root).some(isSet) || membersOf(old).some(({ key }) => !tables.includes(String(key.value)))) return undefined;
  const written = tables.flatMap((name) => {
    const { value } = fieldOf(old, name) ?? {};
    return value?.kind === 'object' && !value.flow ? [{ name, span: value.span }] : [];
  });
  if (written.length !== membersOf(old).length) return undefined;
  const search = listOf(old, 'search');
  const [insecure, blocked] = ['insecure', 'block'].map((name) => itemsAt(listOf(old, name)).map((item) => item.text));
  const entries = [...new Set([...(blocked ?? []), ...(insecure ?? [])])].map((location) =>
    [
      '[[registry]]',
      `location = ${JSON.stringify(location)}`,
      ...(insecure?.includes(location) ? ['insecure = true'] : []),
      ...(blocked?.includes(location) ? ['blocked = true'] : []),
    ].join('\n'),
  );
  const key = search ? [`unqualified-search-registries = ${text.slice(search.span.start, search.span.end)}`] : [];
  // Keys without a table come before all tables.
  const edits = written
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span }, i) => ({ span, text: i === 0 ? [...key, ...entries].join('\n\n') : '' }));
  return repair('Write in the second version of the format', edits);
}
