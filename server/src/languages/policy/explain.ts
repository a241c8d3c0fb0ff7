import { type Answer, type Context, code, escaped, md, ours, paragraphs } from '../../core';
import { explainCrio, explainPlaces } from './conf/explain';
import { explainPolicy } from './explainPolicy';
import { lookupOf } from './lookup';
import { explainImagePolicy, explainMirrorSet } from './openshift/explain';
import { readMirrorSet } from './openshift/object';
import type { PolicyPart, RegistriesFile } from './part';
import { type SourceSection, signatureSource } from './registries';
import { type KnownSection, siblingsOf, sourceFileName } from './sources';

/** Which requirements apply to an image, and from where its signatures are read. */
export function explain(part: PolicyPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  if (part.kind === 'crio') return explainCrio(part, query);
  const image = typeof query === 'string' ? query : String(query.image ?? '');
  const looked = lookupOf(image);
  if ('error' in looked) return { markdown: md`No rule applies: ${escaped(looked.error)}`, json: { error: true, message: looked.error } };
  switch (part.kind) {
    case 'mirrors':
      return explainPlaces(part, looked.identity, context);
    case 'policy':
      return explainPolicy(part, looked, context);
    case 'image-policy':
      return explainImagePolicy(part, looked, context);
    case 'mirror-set':
      return explainMirrorSet(part, looked.identity);
    default:
      return explainSource(part, looked.candidates, context);
  }
}

function explainSource({ registries, uri }: RegistriesFile, candidates: readonly string[], context: Context): Answer {
  const siblings = siblingsOf(uri, context);
  const { lookaside, attachments } = signatureSource<SourceSection | KnownSection>([registries, siblings], candidates);
  const decides = lookaside?.by ?? attachments.by;
  const by = decides && 'member' in decides ? decides : undefined;
  const file = (section: SourceSection | KnownSection | undefined) =>
    section && 'uri' in section ? md`, by ${code(sourceFileName(section.uri))}` : md``;
  return {
    markdown: paragraphs(
      lookaside
        ? md`Simple signatures are read from ${code(lookaside.url)}${file(lookaside.by)}.`
        : ours('Simple signatures are read from the local directory (`/var/lib/containers/sigstore` for root).'),
      md`sigstore attachments are ${attachments.on ? md`read` : md`not looked for`}${file(attachments.by)}.`,
    ),
    json: { lookaside: lookaside?.url ?? 'builtin', useSigstoreAttachments: attachments.on },
    ...(by && { by: by.member.key.span }),
  };
}

/** A question that the file has an interesting answer to. */
export function exampleQuery(part: PolicyPart): string {
  if (part.kind === 'crio') return 'default';
  const scopes =
    part.kind === 'image-policy'
      ? part.object.scopes.map(({ text }) => text)
      : part.kind === 'mirror-set'
        ? readMirrorSet(part.tree).map(({ source }) => source.text)
        : part.kind === 'policy'
          ? part.policy.sections
              .filter((section) => section.transport === 'docker')
              .flatMap((section) => section.scopes.map((list) => list.scope ?? ''))
          : part.kind === 'registries'
            ? part.registries.sections.map((section) => section.scope ?? '')
            : part.mirrors.map(({ prefix }) => prefix);
  const scope = scopes.find((candidate) => /^[\w.-]+(?::\d+)?(?:\/|$)/.test(candidate) && candidate.includes('.'));
  if (!scope) return 'docker://quay.io/team/app:1.0';
  if (/[^/]*\/.*[:@]/.test(scope)) return `docker://${scope}`;
  return `docker://${scope.includes('/') ? `${scope}${scope.split('/').length > 2 ? '' : '/app'}` : `${scope}/team/app`}:1.0`;
}
