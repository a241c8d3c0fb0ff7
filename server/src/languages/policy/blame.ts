/** Which scope, key or source of signatures causes the refusal of a pull, and which line of a configuration file a reader refuses. */

import { type Blame, type Context, type Happening, nearest, type Suspect, type WhyEvent } from '../../core';
import { keyPlaces } from './keys';
import { lookupOf } from './lookup';
import { listFor, nameOfList, type RequirementList, signedIn } from './model';
import type { PolicyFile, PolicyPart } from './part';
import { placeName } from './pull/place';

export function blame(part: PolicyPart, { event }: Blame, context: Context): readonly Suspect[] {
  const { happening } = event;
  if (happening.kind === 'configuration') return configuration(part, happening);
  if (happening.kind !== 'signature' || part.kind !== 'policy') return [];
  return signature(part, happening, event, context);
}

function configuration(part: PolicyPart, { path, problem, word }: Extract<Happening, { kind: 'configuration' }>): readonly Suspect[] {
  const own = 'uri' in part ? part.uri : '';
  if (path === '' || !(decodeURIComponent(own).endsWith(path) || sameName(own, path))) return [];
  const line = /\bline (\d+)/i.exec(problem)?.[1];
  const found =
    (line === undefined ? undefined : startOfLine(part.text, Number(line))) ??
    placeIn(
      part.text,
      word === undefined
        ? /version 1|mixes/.test(problem)
          ? /^\[registries\.\w+\]/m
          : undefined
        : new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')),
    );
  return [
    {
      span: found ?? { start: 0, end: Math.min(1, part.text.length) },
      layer: 'signature',
      certainty: 'certain',
      decisive: true,
      message: `The image libraries refuse this file: ${problem}.`,
    },
  ];
}

/** A copy of the file in a workspace has its name and the folder that it lies in. */
function sameName(uri: string, path: string): boolean {
  const end = (text: string, count: number) => text.split('/').slice(-count).join('/');
  return end(uri, 1) === end(path, 1) && (/\.d\//.test(path) ? end(uri, 2) === end(path, 2) : true);
}

function startOfLine(text: string, line: number) {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return undefined;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}

function placeIn(text: string, pattern: RegExp | undefined) {
  const match = pattern?.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

type SignatureHappening = Extract<Happening, { kind: 'signature' }>;

function signature(file: PolicyFile, happening: SignatureHappening, event: WhyEvent, context: Context): readonly Suspect[] {
  const { problem, path } = happening;
  if (problem === 'missing-key' && path !== undefined) return missingKey(file, path, happening.word);
  const image = happening.image ?? event.subject.image;
  const looked = image === undefined ? undefined : lookupOf(image, file.around.known);
  const list = looked && !('error' in looked) ? listFor(file.policy, looked.transport, looked.candidates) : onlySigned(file);
  if (!list) return [];
  const place = list.member.key.span;
  const types = list.requirements.map(({ type }) => type ?? '?').join(', ');
  const scope = nameOfList(list).replaceAll('`', '');
  const certainty = image === undefined ? 'possible' : 'certain';
  const about = image === undefined ? 'an image of this scope' : image;
  const said: Readonly<Record<SignatureHappening['problem'], string>> = {
    'no-signature': `The scope ${scope} requires a signature (${types}) of ${about}, and none was found.`,
    'missing-key': `The scope ${scope} requires a signature (${types}), and its key can't be read.`,
    rejected: `The scope ${scope} decides about ${about}: ${types}${list.requirements.some(({ type }) => type === 'reject') ? ', so it is refused whatever its signature' : ''}.`,
    'wrong-key': `The scope ${scope} requires a signature (${types}) of ${about}, and the one that was found isn't by an accepted key${happening.word ? ` (${happening.word})` : ''}.`,
    'wrong-identity': `The scope ${scope} requires a signature (${types}) that claims the name of ${about}, and the one that was found is about ${happening.word ?? 'another image'}. signedIdentity decides which names count.`,
    source: `The place of signatures can't be used: ${happening.word ?? ''}.`,
  };
  return [
    {
      span: place,
      layer: 'signature',
      certainty,
      decisive: certainty === 'certain',
      message: said[problem],
      ...(image !== undefined && { next: `confine explain ${placeName(file.uri).replace(/^\//, '')} ${image}` }),
    },
    ...(problem === 'no-signature' && looked && !('error' in looked) ? sources(file, looked.candidates, context) : []),
  ];
}

/** The one list that requires signatures, where the message names no image. */
function onlySigned({ policy }: PolicyFile): RequirementList | undefined {
  const lists = policy.lists.filter((list) => signedIn(list).length > 0);
  return lists.length === 1 ? lists[0] : undefined;
}

function missingKey(file: PolicyFile, path: string, why: string | undefined): readonly Suspect[] {
  return file.policy.lists.flatMap((list) =>
    list.requirements.flatMap((requirement) =>
      keyPlaces(file, requirement.node).flatMap((place): Suspect[] =>
        place.path === path
          ? [
              {
                span: place.node.span,
                layer: 'signature',
                certainty: 'certain',
                decisive: true,
                message: `${place.field} names ${path}, and ${why ?? 'that file is missing on the host'}: the key is read at each pull of ${nameOfList(list).replaceAll('`', '')}, so every such pull fails. Put the key back, or name the file where it is now.`,
                next: `ls -l ${path}`,
              },
            ]
          : [],
      ),
    ),
  );
}

/** Why no signature was looked for: registries.d has no entry, or one with another spelling. */
function sources({ uri }: PolicyFile, candidates: readonly string[], context: Context): readonly Suspect[] {
  const known = context.facts.filter(({ kind }) => kind === 'signature-source');
  if (known.some(({ name }) => name !== '' && candidates.includes(name))) return [];
  const host = (candidates.find((candidate) => candidate !== '') ?? '').split('/')[0] ?? '';
  const similar = nearest(
    host,
    known.flatMap(({ name }) => (name === '' ? [] : [name.split('/')[0] ?? ''])),
  );
  const fact = similar === undefined ? undefined : known.find(({ name }) => name.split('/')[0] === similar);
  if (fact) {
    return [
      {
        uri: fact.uri,
        span: fact.span,
        layer: 'signature',
        certainty: 'likely',
        decisive: true,
        message: `registries.d has no entry for ${host}, so no signatures were looked for there. ${placeName(fact.uri)} has ${fact.name}, which is spelled otherwise.`,
        fix: { title: `Write ${fact.name.replace(similar ?? '', host)}` },
      },
    ];
  }
  return known.some(({ name }) => name === '')
    ? []
    : [
        {
          layer: 'signature',
          certainty: 'possible',
          decisive: true,
          message: `No file of registries.d has an entry for ${host} (seen from ${placeName(uri)}), so signatures are looked for only beside the image and in the local store.`,
        },
      ];
}
