import { pathOf, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { itemsOf } from '../../../tree';
import { fieldOf, fieldValue, valueAt } from '../conf/fields';
import { onMirrors, type PolicyPart } from '../part';

export const registriesFirstVersion: Rule<PolicyPart> = {
  code: 'policy/registries-first-version',
  title: 'The first version of registries.conf',
  category: 'compatibility',
  severity: 'information',
  why:
    '`[registries.search]`, `[registries.insecure]` and `[registries.block]` are the first version of the format, which knows no mirrors. ' +
    'It must not be mixed with `[[registry]]` in one file, and files of registries.conf.d must not use it at all: both are refused.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: '[registries.search]\nregistries = ["quay.io"]\n',
    good: 'unqualified-search-registries = ["quay.io"]\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors(function* ({ tree, uri, mirrors }) {
    const old = fieldOf(tree.root, 'registries');
    const used = ['search', 'insecure', 'block'].some((name) => itemsOf(fieldValue(fieldValue(old?.value, name), 'registries')).length);
    if (!old || !used) return;
    const mixed = mirrors.length > 0 || itemsOf(valueAt(tree, 'unqualified-search-registries')).length > 0;
    const dropIn = /\/registries\.conf\.d\//.test(pathOf(uri));
    yield {
      span: old.key.span,
      message: mixed
        ? 'Both versions of the format stand in this file, so it is refused.'
        : dropIn
          ? 'Files of registries.conf.d must not use the first version of the format, so this one is refused.'
          : 'This is the first version of the format, which knows no mirrors.',
      ...((mixed || dropIn) && { severity: 'error' as const }),
      tags: ['deprecated'],
    };
  }),
};
