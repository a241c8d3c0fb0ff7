import { type Answer, type Context, code, type Fact, joined, type Markdown, md, ours, paragraphs } from '../../core';
import { confName, fetchedFrom } from './conf/dropIns';
import { lookupOf } from './lookup';
import { isOpen, listFor, type RequirementList, strengthOf } from './model';
import type { PolicyFile } from './part';
import { loads } from './reader';
import { sourcesFromFacts, wordSource } from './sources';
import { longList, shortList } from './wording';

/** An image that could be read. */
export type Found = Exclude<ReturnType<typeof lookupOf>, { readonly error: string }>;

/** What a policy decides for an image. */
export function explainPolicy(file: PolicyFile, looked: Found, context: Context): Answer {
  const { transport, identity, candidates, note, ostree } = looked;
  const list = listFor(file.policy, transport, candidates);
  const found = { identity, candidates };
  if (!list)
    return {
      markdown: ours('No scope applies and the policy has no `default`: the loader refuses it.'),
      json: { section: 'none', ...found, requirements: [] },
    };
  const requirements = list.requirements.map((requirement) => requirement.type ?? null);
  const place =
    list.scope === undefined
      ? code('default')
      : list.scope === ''
        ? md`the rest of ${code(transport)} (scope \`""\`)`
        : md`scope ${code(list.scope)} of ${code(transport)}`;
  const strength = strengthOf(list);
  const refusal = strength === 'reject' ? undefined : refusalOf(file, list, looked, context);
  const verdict = refusal
    ? md`is refused`
    : { reject: md`is refused`, accept: md`is accepted unchecked`, signed: md`must be signed` }[strength];
  return {
    markdown: paragraphs(
      !loads(file) && md`The loader refuses this file, so nothing is pulled until it is repaired. As far as it can be understood:`,
      md`${code(identity || transport)} ${verdict}: ${place} decides.`,
      refusal,
      longList(list),
      ostree === 'unverified' &&
        md`bootc and rpm-ostree ask for no signature of their own for ${code('ostree-unverified-…')}; the policy is asked all the same.`,
      ostree === 'remote' && md`The keys of the ostree remote check the commit; the policy is asked about the image all the same.`,
      transport === 'docker' && strength !== 'reject' && wordFetched(file.uri, identity, context.facts),
      strength === 'signed' && transport === 'docker' && wordSources(file, list, looked, context),
      md`Looked up in this order, the first that is there decides alone: ${joined(
        candidates.map((candidate) => code(candidate || '""')),
        ', ',
      )}, then \`default\`.`,
      note && ours(note),
    ),
    json: {
      section: list.scope === undefined ? 'default' : 'scope',
      ...(list.scope !== undefined && { transport, scope: list.scope }),
      requirements,
      ...found,
      ...(refusal && { refused: true, message: refusal }),
    },
    by: list.member.key.span,
    row: {
      verdict: refusal
        ? 'refused'
        : strength === 'signed'
          ? shortList(list)
          : { reject: 'refused', accept: 'accepted unchecked' }[strength],
      decides: list.scope === undefined ? 'default' : `${transport} ${list.scope || '""'}`,
    },
  };
}

/** Why an image is refused although its list would accept a signed one, with the reader's own words. */
function refusalOf(
  file: PolicyFile,
  list: RequirementList,
  { transport, identity, candidates, ostree }: Found,
  context: Context,
): Markdown | undefined {
  if (ostree === 'signed' && isOpen(file.policy.default))
    return ours(
      'bootc and rpm-ostree refuse to use this policy for `ostree-image-signed:`, because `default` accepts everything: *containers-policy.json specifies a default of `insecureAcceptAnything`; refusing usage*. Close `default`.',
    );
  if (transport !== 'docker' || !list.requirements.some(({ type }) => type === 'sigstoreSigned')) return undefined;
  const { places = [identity] } = fetchedFrom(file.uri, identity, context.facts) ?? {};
  const unread = places.every((place) => {
    const looked = place === identity ? { candidates } : lookupOf(place);
    const source = 'error' in looked ? undefined : sourcesFromFacts(file.uri, context, looked.candidates);
    return source && !source.attachments.on;
  });
  return places.length && unread
    ? ours(
        'A sigstore signature is required, and `use-sigstore-attachments` is off for it in registries.d, so none is read: *A signature was required, but no signature exists*.',
      )
    : undefined;
}

/** What is not known where no registries.d is near. */
const unknownSource = ({ requirements }: RequirementList): Markdown | undefined =>
  requirements.some(({ type }) => type === 'sigstoreSigned')
    ? ours(
        'No registries.d is known here. sigstore signatures are read only where it sets `use-sigstore-attachments: true`; without it the pull fails: *A signature was required, but no signature exists*.',
      )
    : undefined;

/** Where registries.conf fetches an image from, if elsewhere than its name says. */
function wordFetched(policyUri: string, image: string, facts: readonly Fact[]): Markdown | undefined {
  const fetched = fetchedFrom(policyUri, image, facts);
  if (!fetched) return undefined;
  const file = code(confName(fetched.by.uri));
  if (!fetched.places.length) return md`${file} blocks ${code(fetched.by.name)}: it is not fetched at all.`;
  return fetched.places[0] === image
    ? undefined
    : md`${file} fetches it from ${joined(fetched.places.map(code), ', else from ')}; the policy is asked about ${code(image)} all the same.`;
}

/** registries.d goes by the place that an image is fetched from: a sentence for each that says something else. */
function wordSources(file: PolicyFile, list: RequirementList, { identity, candidates }: Found, context: Context): Markdown | undefined {
  const { places = [] } = fetchedFrom(file.uri, identity, context.facts) ?? {};
  const own = wordSource(list, sourcesFromFacts(file.uri, context, candidates)) ?? unknownSource(list);
  const there = places
    .filter((place) => place !== identity)
    .flatMap((place) => {
      const looked = lookupOf(place);
      const said = 'error' in looked ? undefined : wordSource(list, sourcesFromFacts(file.uri, context, looked.candidates));
      return said && said !== own ? [md`From ${code(place)}: ${said}`] : [];
    });
  return paragraphs(own, ...there) || undefined;
}
