import { baseName, code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { membersOf } from '../../../tree';
import { composeFix } from '../compose';
import { isInPolicyFolder, onPolicy, onRegistries, type PolicyPart } from '../part';

export const registriesFileName: Rule<PolicyPart> = {
  code: 'policy/registries-file-name',
  title: 'registries.d file name that is not read',
  category: 'correctness',
  severity: 'warning',
  why:
    'No program reads a file of this name, so what it says has no effect. ' +
    'Of registries.d only files whose names end in `.yaml` are read. A folder `policy.d` is not read at all: Podman, Buildah, Skopeo, CRI-O and bootc read one `policy.json` and nothing beside it.',
  sources: [signatureAuthorities.registriesReader, signatureAuthorities.reader],
  example: {
    bad: 'docker:\n  registry.example.com:\n    use-sigstore-attachments: true\n',
    good: '# The sections are in example.yaml.\n',
    path: 'etc/containers/registries.d/example.yml',
  },
  check: function* (part, context) {
    yield* misnamed(part, context);
    yield* inPolicyFolder(part, context);
  },
};

const misnamed = onRegistries(function* ({ tree, uri }) {
  const place = membersOf(tree.root)[0]?.key.span;
  if (place && /\/registries\.d\/[^/]+$/.test(uri) && !uri.endsWith('.yaml'))
    yield { span: place, message: `Only files that end in \`.yaml\` are read, so ${code(baseName(uri))} is ignored.` };
});

const inPolicyFolder = onPolicy(
  function* ({ tree, uri }) {
    const start = tree.root?.span.start;
    if (start !== undefined && isInPolicyFolder(uri))
      yield {
        span: { start, end: start + 1 },
        message: 'No program reads `policy.d`, so this file has no effect: put its scopes into `policy.json`.',
      };
  },
  (file) => [composeFix(file)],
);
