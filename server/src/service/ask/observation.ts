/** What a log of denials tells about a file. */

import { type Context, type Observed, type ObservedPlace, type ObserveOptions, spanToHost, type Unanswered } from '../../core';
import type { Document } from '../document';
import { moveSpanned } from './regions';

/** What would allow that which a log says was denied, over all regions. */
export function fromObservation(document: Document, log: string, context: Context, options: ObserveOptions = {}): Observed | undefined {
  const answers = document.regions.flatMap(({ language, part, map }) => {
    const own = language.fromObservation?.(part, log, context, options);
    if (!own) return [];
    const place = (one: ObservedPlace) => moveSpanned(one, map);
    return [
      {
        ...own,
        edits: own.edits.flatMap((edit) => map.editToHost(edit) ?? []),
        denied: own.denied.map(place),
        covered: own.covered.map(place),
        unanswered: (own.unanswered ?? []).map((one) => ({ ...one, ...(one.span && { span: spanToHost(map, one.span) }) })),
      },
    ];
  });
  const [first] = answers;
  const others = answers.flatMap((answer) => answer.others ?? []);
  return (
    first && {
      edits: answers.flatMap(({ edits }) => edits),
      suggestions: answers.flatMap(({ suggestions }) => suggestions),
      denied: answers.flatMap(({ denied }) => denied),
      covered: answers.flatMap(({ covered }) => covered),
      ...(others.length > 0 && { others }),
      created: answers.flatMap(({ created }) => created ?? []),
      optional: answers.flatMap(({ optional }) => optional ?? []),
      unanswered: answers.flatMap(({ unanswered }) => unanswered),
      unconfined: commonTo(answers.map(({ unconfined }) => unconfined ?? [])),
      unread: answers.flatMap(({ unread }) => unread ?? []),
      ...(first.census && { census: first.census }),
      remarks: [...new Set(answers.flatMap(({ remarks }) => remarks ?? []))],
      unseen: answers.flatMap(({ unseen }) => unseen ?? []),
      failing: answers.flatMap(({ failing }) => failing ?? []),
      // Unknown is what no region knows.
      unknownProfiles: first.unknownProfiles.filter((name) => answers.every((answer) => answer.unknownProfiles.includes(name))),
    }
  );
}

/** What every part of a file, or every file of a folder, says of processes that it does not confine. */
export const commonTo = (lists: readonly (readonly Unanswered[])[]): readonly Unanswered[] =>
  (lists[0] ?? []).filter(({ line, what }) => lists.every((list) => list.some((one) => one.line === line && one.what === what)));
