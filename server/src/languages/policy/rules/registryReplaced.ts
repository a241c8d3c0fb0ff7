import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { confName, replacementOf } from '../conf/dropIns';
import { headerOf } from '../conf/words';
import { onMirrors, type PolicyPart } from '../part';

export const registryReplaced: Rule<PolicyPart> = {
  code: 'policy/registry-replaced',
  title: 'Registry entry replaced by a later file',
  category: 'correctness',
  severity: 'information',
  why:
    'Another file of registries.conf.d, read later, has an entry for the same prefix, and it replaces this one whole: its mirrors and its `blocked` do not count. ' +
    'registries.conf is read first, then the files of registries.conf.d in the order of their names. What this entry should add belongs in the later one.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.mirrorsReader],
  example: {
    bad: '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "mirror.example.com"\n',
    good: '[[registry]]\nlocation = "ghcr.io"\n[[registry.mirror]]\nlocation = "mirror.example.com"\n',
    path: 'etc/containers/registries.conf',
    context: {
      facts: [
        {
          kind: 'registry-entry',
          name: 'quay.io',
          uri: 'file:///project/etc/containers/registries.conf.d/50-quay.conf',
          span: { start: 0, end: 12 },
        },
      ],
    },
  },
  check: onMirrors(function* ({ tree, mirrors, uri }, context) {
    for (const { prefix, node, location, mirrors: own } of mirrors) {
      const later = prefix ? replacementOf(uri, prefix, context) : undefined;
      if (later)
        yield {
          span: location?.value?.span ?? headerOf(tree, node),
          message: `${code(confName(later.uri, uri))} replaces this entry for ${code(prefix)}${own.length ? ', its mirrors too' : ''}.`,
          related: [{ uri: later.uri, span: later.span, message: 'The entry that counts.' }],
          tags: ['unnecessary'],
        };
    }
  }),
};
