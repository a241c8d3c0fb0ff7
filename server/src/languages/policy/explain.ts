import { type Answer, type Context, code, escaped, joined, type Markdown, md, ours, paragraphs } from '../../core';
import { explainCrio, explainPlaces } from './conf/explain';
import { explainPolicy } from './explainPolicy';
import { type Lookup, type LookupResult, lookupOf } from './lookup';
import { explainImagePolicy, explainMirrorSet } from './openshift/explain';
import { readMirrorSet } from './openshift/object';
import type { ImagePolicyFile, PolicyFile, PolicyPart, RegistriesFile } from './part';
import { resolveName } from './pull/names';
import { type SourceSection, signatureSource } from './registries';
import { type KnownSection, siblingsOf, sourceFileName } from './sources';

/** Which requirements apply to an image, and from where its signatures are read. */
export function explain(part: PolicyPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  if (part.kind === 'crio') return explainCrio(part, query);
  if (part.kind === 'storage' || part.kind === 'containers')
    return {
      markdown: ours('This file decides nothing about an image: policy.json, registries.conf and registries.d do.'),
      json: { section: 'none' },
    };
  const image = typeof query === 'string' ? query : String(query.image ?? '');
  const named = part.kind === 'policy' || part.kind === 'image-policy' ? lookedUp(part, image, context) : ([lookupOf(image)] as const);
  const [looked, ...others] = named;
  if ('error' in looked) return { markdown: md`No rule applies: ${escaped(looked.error)}`, json: { error: true, message: looked.error } };
  switch (part.kind) {
    case 'mirrors':
      return explainPlaces(part, looked.identity, context);
    case 'policy':
      return withOthers(explainPolicy(part, looked, context), others, (other) => explainPolicy(part, other, context));
    case 'image-policy':
      return explainImagePolicy(part, looked, context);
    case 'mirror-set':
      return explainMirrorSet(part, looked.identity);
    default:
      return explainSource(part, looked.candidates, context);
  }
}

/** What an image comes to: of a short name, each full name that is tried. */
function lookedUp(part: PolicyFile | ImagePolicyFile, image: string, context: Context): readonly [LookupResult, ...LookupResult[]] {
  const { names, by, how } = resolveName(part.uri, image.trim(), context);
  const [first, ...rest] = names;
  if (first === undefined)
    return [{ error: `short-name "${image.trim()}" did not resolve to an alias and no unqualified-search registries are defined` }];
  if (!by) {
    const looked = lookupOf(first, part.kind === 'policy' ? part.around.known : undefined);
    const note =
      'The name is short, and no registries.conf is known here: Docker Hub is assumed. Aliases and search registries may lead elsewhere.';
    return ['error' in looked || how !== 'unknown' ? looked : { ...looked, note: looked.note ?? note }];
  }
  const place = { uri: by.uri, ...(by.line !== undefined && { line: by.line }) };
  const words =
    how === 'alias'
      ? md`${code(image)} is an alias of ${code(first)}`
      : md`${code(image)} is short: ${joined(names.map(code), ', then ')} ${ours(rest.length ? 'are tried in turn, or the user is asked' : 'is tried')}`;
  const looked = (name: string): LookupResult => {
    const result = lookupOf(name);
    return 'error' in result ? result : { ...result, alias: { words, place } };
  };
  return [looked(first), ...rest.map(looked)];
}

/** The answer for the first name, with a sentence for each other one. */
function withOthers(answer: Answer, others: readonly LookupResult[], explainOther: (looked: Lookup) => Answer): Answer {
  const sentences = others.flatMap((looked) => ('error' in looked ? [] : [explainOther(looked).markdown.split('\n')[0] as Markdown]));
  return sentences.length
    ? { ...answer, markdown: paragraphs(answer.markdown, md`Where the first is not there: ${joined(sentences, ' ')}`) }
    : answer;
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
  if (part.kind === 'storage' || part.kind === 'containers') return '';
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
