import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { replacementOf } from '../conf/dropIns';
import { detours } from '../conf/mirrors';
import { onMirrors, type PolicyPart } from '../part';
import { parentScopes } from '../scopeParents';
import { addSource } from '../sourceEdits';
import { sourcesFromFacts } from '../sources';

export const mirrorSource: Rule<PolicyPart> = {
  code: 'policy/mirror-source',
  title: 'A mirror whose signatures are not looked for',
  category: 'correctness',
  severity: 'warning',
  why:
    'Sections of `registries.d` apply to the place that an image is fetched from, so a mirror needs a section of its own. Without one, the reader does not find the signatures of its images, and the policy refuses them. ' +
    '`policy.json` needs no change: it is asked about the name before the mirror.',
  sources: [signatureAuthorities.mirrors, signatureAuthorities.registriesReader],
  example: {
    bad: '[[registry]]\nlocation = "quay.io/team"\n[[registry.mirror]]\nlocation = "mirror.example.com/team"\n',
    good: '[[registry]]\nlocation = "quay.io/team"\n[[registry.mirror]]\nlocation = "quay.io/team-mirror"\n',
    fixDiffers: 'The fix changes another file: it names where the signatures of the mirror are.',
    path: 'etc/containers/registries.conf',
    context: {
      facts: ['quay.io/team', 'quay.io/team-mirror'].map((name) => ({
        kind: 'signature-source',
        name,
        detail: '{"attachments":true}',
        uri: 'file:///project/etc/containers/registries.d/team.yaml',
        span: { start: 0, end: 1 },
      })),
    },
  },
  check: onMirrors(
    function* ({ mirrors, uri }, context) {
      const sourceOf = (name: string) => sourcesFromFacts(mainFile(uri), context, [name, ...parentScopes('docker', name)]);
      for (const { prefix, place, value } of detours(mirrors)) {
        if (replacementOf(uri, prefix, context)) continue;
        const [meant, found] = [sourceOf(prefix), sourceOf(place)];
        const lost =
          meant?.attachments.on && !found?.attachments.on ? 'attachments' : meant?.lookaside && !found?.lookaside ? 'lookaside' : undefined;
        if (lost)
          yield {
            span: value.span,
            hint: { place, field: lost === 'attachments' ? ('use-sigstore-attachments' as const) : ('lookaside' as const) },
            message:
              lost === 'attachments'
                ? `\`registries.d\` turns attachments on for ${code(prefix)} and not for ${code(place)}, so images from here count as unsigned.`
                : `\`registries.d\` names a lookaside for ${code(prefix)} and not for ${code(place)}, so images from here count as unsigned.`,
          };
      }
    },
    (file, _at, { place, field }, context) => (place && field ? [addSource(mainFile(file.uri), context, place, field)] : []),
  ),
};

/** Files of registries.conf.d have their registries.d one folder further up. */
const mainFile = (uri: string): string => uri.replace(/registries\.conf\.d\/[^/]*$/, 'registries.conf');
