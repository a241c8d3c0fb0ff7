import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type Member, stringOf } from '../../../tree';
import type { Mirror, Registry } from '../conf/mirrors';
import { headerOf } from '../conf/words';
import { type Hinted, type MirrorsFile, onMirrors, type PolicyPart } from '../part';
import { replace } from '../repair';

export const registryLocation: Rule<PolicyPart> = {
  code: 'policy/registry-location',
  title: 'Invalid registry location',
  category: 'correctness',
  severity: 'error',
  why:
    'The reader refuses registries.conf when a registry or a mirror has no usable `location`, and then every pull fails. ' +
    'A location is a host with an optional path, without a scheme. Only an entry whose `prefix` is a wildcard may go without.',
  sources: [signatureAuthorities.mirrorsReader, signatureAuthorities.mirrors],
  example: {
    bad: '[[registry]]\nlocation = "https://registry.example.com"\n',
    good: '[[registry]]\nlocation = "registry.example.com"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors(
    function* (file) {
      for (const registry of file.mirrors) {
        yield* ofRegistry(file, registry);
        for (const mirror of registry.mirrors) yield* ofMirror(file, mirror);
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace)],
  ),
};

function* ofRegistry({ tree }: MirrorsFile, { node, location, prefix }: Registry): Iterable<Hinted<{ readonly replace: string }>> {
  if (stringOf(location?.value)) return yield* withScheme(location);
  if (prefix.startsWith('*.') || (location && stringOf(location.value) === undefined)) return;
  const what = prefix ? `The entry for ${code(prefix)} has no` : 'This entry has neither `prefix` nor';
  yield { span: location?.value?.span ?? headerOf(tree, node), message: `${what} \`location\`, so the file is refused.` };
}

function* ofMirror({ tree }: MirrorsFile, { node, location }: Mirror): Iterable<Hinted<{ readonly replace: string }>> {
  if (stringOf(location?.value)) return yield* withScheme(location);
  if (location && stringOf(location.value) === undefined) return;
  yield { span: location?.value?.span ?? headerOf(tree, node), message: 'This mirror has no `location`, so the file is refused.' };
}

function* withScheme(location: Member | undefined): Iterable<Hinted<{ readonly replace: string }>> {
  const text = stringOf(location?.value) ?? '';
  const scheme = /^https?:\/\//.exec(text)?.[0];
  if (scheme && location?.value)
    yield {
      span: location.value.span,
      message: `${code(text)} has a scheme, which no location may have, so the file is refused.`,
      ...(text.length > scheme.length && { hint: { replace: text.slice(scheme.length) } }),
    };
}
