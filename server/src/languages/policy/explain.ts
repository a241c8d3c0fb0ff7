import { type Answer, type Context, code, paragraphs } from '../../core';
import { explainCrio, explainPlaces } from './conf/explain';
import { lookupOf } from './lookup';
import { listFor, strengthOf } from './model';
import type { PolicyFile, PolicyPart, RegistriesFile } from './part';
import { loads } from './reader';
import { signatureSource } from './registries';
import { sourcesFromFacts, wordSource } from './sources';
import { longList, shortList } from './wording';

/** Which requirements apply to an image, and from where its signatures are read. */
export function explain(part: PolicyPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  if (part.kind === 'crio') return explainCrio(part, query);
  const image = typeof query === 'string' ? query : String(query.image ?? '');
  const looked = lookupOf(image);
  if ('error' in looked) return { markdown: `No rule applies: ${looked.error}`, json: { error: true, message: looked.error } };
  if (part.kind === 'mirrors') return explainPlaces(part, looked.identity);
  return part.kind === 'policy' ? explainPolicy(part, looked, context) : explainSource(part, looked.candidates);
}

type Found = Exclude<ReturnType<typeof lookupOf>, { readonly error: string }>;

function explainPolicy(file: PolicyFile, looked: Found, context: Context): Answer {
  const { transport, identity, candidates, note } = looked;
  const list = listFor(file.policy, transport, candidates);
  const found = { identity, candidates };
  if (!list)
    return {
      markdown: 'No scope applies and the policy has no `default`: the loader refuses it.',
      json: { section: 'none', ...found, requirements: [] },
    };
  const requirements = list.requirements.map((requirement) => requirement.type ?? null);
  const place =
    list.scope === undefined
      ? '`default`'
      : list.scope === ''
        ? `the rest of ${code(transport)} (scope \`""\`)`
        : `scope ${code(list.scope)} of ${code(transport)}`;
  const strength = strengthOf(list);
  const verdict = { reject: 'is refused', accept: 'is accepted unchecked', signed: 'must be signed' }[strength];
  return {
    markdown: paragraphs(
      !loads(file) && 'The loader refuses this file, so nothing is pulled until it is repaired. As far as it can be understood:',
      `${code(identity || transport)} ${verdict}: ${place} decides.`,
      longList(list),
      strength === 'signed' && transport === 'docker' && wordSource(list, sourcesFromFacts(file.uri, context.facts, candidates)),
      `Looked up in this order, the first that is there decides alone: ${candidates.map((candidate) => code(candidate || '""')).join(', ')}, then \`default\`.`,
      note,
    ),
    json: {
      section: list.scope === undefined ? 'default' : 'scope',
      ...(list.scope !== undefined && { transport, scope: list.scope }),
      requirements,
      ...found,
    },
    by: list.member.key.span,
    row: {
      verdict: strength === 'signed' ? shortList(list) : { reject: 'refused', accept: 'accepted unchecked' }[strength],
      decides: list.scope === undefined ? 'default' : `${transport} ${list.scope || '""'}`,
    },
  };
}

function explainSource({ registries }: RegistriesFile, candidates: readonly string[]): Answer {
  const { lookaside, attachments } = signatureSource([registries], candidates);
  const by = lookaside?.by ?? attachments.by;
  return {
    markdown: paragraphs(
      lookaside
        ? `Simple signatures are read from ${code(lookaside.url)}.`
        : 'Simple signatures are read from the local directory (`/var/lib/containers/sigstore` for root).',
      `sigstore attachments are ${attachments.on ? 'read' : 'not looked for'}.`,
    ),
    json: { lookaside: lookaside?.url ?? 'builtin', useSigstoreAttachments: attachments.on },
    ...(by && { by: by.member.key.span }),
  };
}

/** A question that the file has an interesting answer to. */
export function exampleQuery(part: PolicyPart): string {
  if (part.kind === 'crio') return 'default';
  const scopes =
    part.kind === 'policy'
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
