import {
  type Answer,
  type Context,
  code,
  escaped,
  joined,
  lineLink,
  linesOf,
  type Markdown,
  md,
  numbered,
  ours,
  paragraphs,
  plainText,
} from '../../core';
import type { Lookup } from './lookup';
import type { PolicyFile } from './part';
import { type Pull, pullOf, type Step } from './pull/chain';
import { placeName } from './pull/place';
import { refusalOf } from './reader';
import { readingOf } from './root';
import { longList, shortList } from './wording';

/** What a policy decides for an image, and how a pull of it goes: each step with the place that says so. */
export function explainPolicy(file: PolicyFile, looked: Lookup, context: Context): Answer {
  const { transport, identity, candidates, note, ostree } = looked;
  const pull = pullOf(file, looked, context);
  const { list, strength, steps, refusal } = pull;
  const found = { identity, candidates };
  const reading = readingOf(file.uri, file.rivals ?? new Set(), context);
  const unloaded = refusalOf(file, context);
  const unread = reading && reading.state !== 'read' ? reading.words : undefined;
  if (!list || !strength)
    return {
      markdown: ours('No scope applies and the policy has no `default`: the loader refuses it.'),
      json: { section: 'none', ...found, requirements: [] },
    };
  const place =
    list.scope === undefined
      ? code('default')
      : list.scope === ''
        ? md`the rest of ${code(transport)} (scope \`""\`)`
        : md`scope ${code(list.scope)} of ${code(transport)}`;
  const verdict = refusal
    ? md`is refused`
    : { reject: md`is refused`, accept: md`is accepted unchecked`, signed: md`must be signed` }[strength];
  return {
    markdown: paragraphs(
      unloaded !== undefined &&
        md`The reader refuses this file, so nothing is pulled until it is repaired: ${code(unloaded)}. As far as it can be understood:`,
      unread !== undefined && md`This file is ${escaped(unread)}. If it were read:`,
      md`${code(identity || transport)} ${verdict}: ${place} decides.`,
      refusal && md`${refusal.words}: ${code(refusal.error)}.`,
      longList(list),
      ostree === 'unverified' &&
        md`bootc and rpm-ostree require no signature of their own for ${code('ostree-unverified-…')}; the policy still decides.`,
      ostree === 'remote' && md`The keys of the ostree remote check the commit; the policy is asked about the image all the same.`,
      steps.length > 1 && numbered(steps.map((step) => worded(step, file))),
      md`Looked up in this order, the first that is there decides alone: ${joined(
        candidates.map((candidate) => code(candidate || '""')),
        ', ',
      )}, then \`default\`.`,
      note && ours(note),
    ),
    json: {
      section: list.scope === undefined ? 'default' : 'scope',
      ...(list.scope !== undefined && { transport, scope: list.scope }),
      requirements: list.requirements.map((requirement) => requirement.type ?? null),
      ...found,
      ...(unread !== undefined && { notRead: unread }),
      steps: steps.map((step) => asJson(step, file)),
      ...(refusal && { refused: true, message: plainText(md`${refusal.words}: ${code(refusal.error)}`), error: refusal.error }),
      ...(unloaded !== undefined && { refused: true, message: 'The reader refuses the policy.', error: unloaded }),
    },
    by: list.member.key.span,
    row: {
      verdict: unread === undefined ? (unloaded === undefined ? rowOf(pull) : 'refused: the policy does not load') : `not asked: ${unread}`,
      decides: list.scope === undefined ? 'default' : `${transport} ${list.scope || '""'}`,
    },
  };
}

function rowOf({ list, strength, refusal }: Pull): string {
  if (refusal?.short) return `refused: ${refusal.short}`;
  if (refusal || strength === 'reject') return 'refused';
  return strength === 'signed' && list ? shortList(list) : 'accepted unchecked';
}

const lineIn = ({ text }: PolicyFile, start: number): number => linesOf(text).positionAt(start).line + 1;

function worded({ words, place }: Step, file: PolicyFile): Markdown {
  if (!place) return words;
  if ('span' in place) return md`${words} — ${code(placeName(file.uri))}, ${lineLink(lineIn(file, place.span.start))}`;
  return md`${words} — ${code(placeName(place.uri))}${place.line === undefined ? md`` : md`, ${lineLink(place.line, place.uri)}`}`;
}

function asJson({ name, words, place, error }: Step, file: PolicyFile): Readonly<Record<string, unknown>> {
  const where =
    place &&
    ('span' in place
      ? { file: placeName(file.uri), line: lineIn(file, place.span.start) }
      : { file: placeName(place.uri), ...(place.line && { line: place.line }) });
  return { step: name, text: plainText(words), ...where, ...(error !== undefined && { error }) };
}
