import { type Context, code, escaped, joined, type Markdown, md, ours, type Span } from '../../../core';
import { requirementType } from '../../../knowledge';
import { fetchedFrom } from '../conf/dropIns';
import { readsLayers } from '../layers';
import { type Lookup, lookupOf } from '../lookup';
import { isOpen, listFor, type RequirementList, type Strength, strengthOf } from '../model';
import type { PolicyFile } from '../part';
import { isRefusedIn, loads } from '../reader';
import { knowsSources, sourcesFromFacts, unreadAttachments, wordSource } from '../sources';
import { shortList } from '../wording';
import { placeName } from './place';
import { claimOf, signersOf } from './signer';

/** One step of a pull, in words, and the place that decides it. */
export interface Step {
  readonly name: 'short-name' | 'mirror' | 'policy' | 'source' | 'key' | 'identity' | 'result';
  readonly words: Markdown;
  /** In the policy itself, or in another file. */
  readonly place?: { readonly span: Span } | { readonly uri: string; readonly line?: number };
  /** The sentence of the error that ends the pull here. */
  readonly error?: string;
}

/** Why an image that its list could accept is refused all the same. */
export interface PullRefusal {
  readonly words: Markdown;
  /** As the program says it. */
  readonly error: string;
  /** For a table and a lens. */
  readonly short: string;
}

/** How a pull goes. */
export interface Pull {
  readonly list?: RequirementList;
  readonly strength?: Strength;
  readonly steps: readonly Step[];
  readonly refusal?: PullRefusal;
}

const openDefault = 'containers-policy.json specifies a default of `insecureAcceptAnything`; refusing usage';
const noSignature = 'A signature was required, but no signature exists';

const listName = ({ transport, scope }: RequirementList): Markdown => {
  if (transport === undefined) return ours('`default`');
  return scope ? code(scope) : md`Every other image of ${code(transport)}`;
};

/** The steps of a pull, from the name that was pulled to the key; the last of them may end it. */
export function pullOf(file: PolicyFile, looked: Lookup, context: Context): Pull {
  const { transport, identity, candidates, ostree, alias } = looked;
  const list = listFor(file.policy, transport, candidates);
  if (!list) return { steps: [] };
  const strength = strengthOf(list);
  const steps: Step[] = [];
  const refusals: PullRefusal[] = [];
  if (alias) steps.push({ name: 'short-name', words: alias.words, place: alias.place });
  const places = transport === 'docker' ? placesOf(file, identity, context, steps, refusals) : [identity];
  steps.push({
    name: 'policy',
    words: md`${listName(list)} decides: ${escaped(shortList(list))}`,
    place: { span: list.member.key.span },
  });
  if (ostree === 'signed' && isOpen(file.policy.default))
    refusals.push({
      words: ours(
        'bootc and rpm-ostree refuse to use this policy for `ostree-image-signed:`, because `default` accepts everything; close `default`',
      ),
      error: openDefault,
      short: 'the default is open',
    });
  if (strength === 'reject' && !refusals.length) {
    const error = `Running image ${nameOfImage(looked)} is rejected by policy.`;
    return { list, strength, steps: [...steps, { name: 'result', words: md`The pull fails: ${code(error)}`, error }] };
  }
  if (strength === 'signed' && transport === 'docker') {
    sourceOf(file, list, places, context, steps, refusals);
    for (const { words, problem } of signersOf(file, list)) {
      steps.push({
        name: 'key',
        words: problem ? md`${words}: ${problem.words}` : words,
        place: { span: list.member.key.span },
        ...(problem && { error: problem.error }),
      });
      if (problem)
        refusals.push({
          words: md`A signature can't be verified, because ${problem.words}`,
          error: problem.error,
          short: 'its key can not be used',
        });
    }
    for (const requirement of list.requirements)
      if (requirementType(requirement.type)?.verdict === 'signed')
        steps.push({
          name: 'identity',
          words: md`The signature ${claimOf(requirement, identity)}`,
          place: { span: requirement.identity.member?.key.span ?? requirement.node.span },
        });
  }
  const [refusal] = refusals;
  if (refusal) {
    const unsigned = refusal.error.startsWith('open ') ? md`; for an image without a signature: ${code(noSignature)}` : md``;
    steps.push({ name: 'result', words: md`The pull fails: ${code(refusal.error)}${unsigned}`, error: refusal.error });
  }
  return { list, strength, steps, ...(refusal && loads(file) && !isRefusedIn(file, list.member.span) && { refusal }) };
}

/** As the transports write an image (`transports.ImageName`). */
const nameOfImage = ({ transport, identity }: Lookup): string => `${transport}:${transport === 'docker' ? '//' : ''}${identity}`;

/** From where registries.conf has an image fetched. */
function placesOf(file: PolicyFile, image: string, context: Context, steps: Step[], refusals: PullRefusal[]): readonly string[] {
  const fetched = fetchedFrom(file.uri, image, context);
  if (!fetched) return [image];
  const { by, places, isBlocked } = fetched;
  const place = { uri: by.uri, ...(by.line !== undefined && { line: by.line }) };
  const own = places.length === 1 && places[0] === image;
  if (!places.length) {
    const error = readsLayers(context)
      ? `registry ${by.name} is blocked in one of the files of registries.conf`
      : `registry ${by.name} is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d`;
    steps.push({ name: 'mirror', words: md`${code(by.name)} is blocked: it is not fetched at all`, place, error });
    refusals.push({ words: md`${code(by.name)} is blocked`, error, short: 'the registry is blocked' });
  } else if (!own)
    steps.push({
      name: 'mirror',
      words: md`Fetched from ${joined(places.map(code), ', else from ')}${isBlocked ? md`, never from ${code(by.name)}, which is blocked` : md``}; the policy is asked about ${code(image)} all the same`,
      place,
    });
  return places;
}

/** Where signatures are read from: sections of registries.d apply to the place that the image is fetched from. */
function sourceOf(
  file: PolicyFile,
  list: RequirementList,
  places: readonly string[],
  context: Context,
  steps: Step[],
  refusals: PullRefusal[],
): void {
  const wantsSigstore = list.requirements.some(({ type }) => type === 'sigstoreSigned');
  if (!knowsSources(file.uri, context)) {
    if (wantsSigstore)
      steps.push({
        name: 'source',
        words: md`No registries.d is known here. sigstore signatures are read only where it sets \`use-sigstore-attachments: true\`; without it the pull fails: *${ours(noSignature)}*`,
      });
    return;
  }
  const said = new Set<string>();
  let read = 0;
  for (const place of places) {
    const looked = lookupOf(place);
    const source = 'error' in looked ? undefined : sourcesFromFacts(file.uri, context, looked.candidates);
    const words = source && wordSource(list, source);
    if (!source || !words) continue;
    if (source.attachments.on) read++;
    if (said.has(words)) continue;
    said.add(words);
    const by = wantsSigstore ? source.attachments.by : source.lookaside?.by;
    steps.push({
      name: 'source',
      words: withoutPeriod(places.length > 1 ? md`From ${code(place)}: ${words}` : words),
      ...(by && { place: { uri: by.uri, ...(by.line !== undefined && { line: by.line }) } }),
    });
  }
  if (!wantsSigstore || read || !places.length) return;
  const unread = unreadAttachments(file.uri, context, places.flatMap(candidatesOf));
  if (unread)
    steps.push({
      name: 'source',
      words: md`${code(placeName(unread.uri))} would turn them on; it is ${escaped(unread.words)}`,
      place: { uri: unread.uri },
    });
  refusals.push({
    words: ours('A sigstore signature is required, but `use-sigstore-attachments` is off for it in registries.d, so no signature is read'),
    error: noSignature,
    short: 'no signature is read',
  });
}

function candidatesOf(place: string): readonly string[] {
  const looked = lookupOf(place);
  return 'error' in looked ? [] : looked.candidates;
}

const withoutPeriod = (words: Markdown): Markdown => words.replace(/\.$/, '') as Markdown;
