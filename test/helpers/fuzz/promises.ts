import { isDeepStrictEqual } from 'node:util';
import { applyEdits, editsOf } from '../../../server/src/core';
import { check, type Document, fixAll, fixesAt, folds, isVerified, links, outline, tokens } from '../../../server/src/service';
import { editOf, type Plan } from './edits';
import { read, type SeedFile } from './files';
import { type Asking, requests, settings } from './requests';

/** A promise that was broken: which one, and what was seen. */
export interface Broken {
  readonly promise: string;
  readonly seen: string;
}

/** How much was done, and which fixes their own verification refused, by rule. */
export interface Work {
  edits: number;
  requests: number;
  fixes: number;
  readonly refused: Map<string, number>;
}

export const noWork = (): Work => ({ edits: 0, requests: 0, fixes: 0, refused: new Map() });

/** Carries out a plan over a text; undefined if every promise is kept. */
export async function brokenBy(seed: SeedFile, text: string, steps: Plan['steps'], work: Work = noWork()): Promise<Broken | undefined> {
  try {
    let document = await read(seed, text);
    for (const [i, step] of steps.entries()) {
      const before = document;
      const edit = editOf(before.source.text, step);
      const next = applyEdits(before.source.text, [edit]);
      const change = { start: edit.span.start, oldEnd: edit.span.end, newEnd: edit.span.start + edit.text.length };
      document = await read(seed, next, { document: before, change });
      work.edits++;
      // Reading again is what costs most: what a step leaves wrong is still wrong after the last one, or that step ends another plan.
      const isLast = i === steps.length - 1;
      const broken =
        (isLast ? differing(document, await read(seed, next), seed) : undefined) ??
        outside({ document, before, offset: step.asked % (next.length + 1), context: seed.context }, step.asked, work) ??
        (isLast ? await badFix(document, seed, step.asked, work) : undefined);
      if (broken) return broken;
    }
  } catch (error) {
    return { promise: 'reading and checking never throw', seen: stackOf(error) };
  }
  return undefined;
}

const stackOf = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n').slice(0, 8).join('\n');

/** Whether a text that was read step by step gives other answers than one that was read from scratch. */
function differing(document: Document, fresh: Document, { context }: SeedFile): Broken | undefined {
  const answers: Readonly<Record<string, (of: Document) => unknown>> = {
    findings: (of) => check(of, context, settings).map(({ cure, ...finding }) => ({ ...finding, cure: cure !== undefined })),
    outline,
    folds,
    links: (of) => links(of, context),
    tokens: (of) =>
      tokens(of).flatMap(({ start, tokens: group }) =>
        group.map(({ span, ...token }) => ({ ...token, at: [start + span.start, start + span.end] })),
      ),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const [one, other] = [answer(document), answer(fresh)];
    if (!isDeepStrictEqual(one, other))
      return { promise: `${name} do not depend on how the text came about`, seen: firstDifference(one, other) };
  }
  return undefined;
}

function firstDifference(one: unknown, other: unknown): string {
  if (!Array.isArray(one) || !Array.isArray(other)) return `${JSON.stringify(one)} / ${JSON.stringify(other)}`;
  const at = one.findIndex((each, i) => !isDeepStrictEqual(each, other[i]));
  const place = at < 0 ? one.length : at;
  return `${one.length} and ${other.length}; at ${place}: step by step ${JSON.stringify(one[place])}, from scratch ${JSON.stringify(other[place])}`;
}

/** After one edit every so many-th request is asked, after others the others. */
const everySoMany = 4;

/** The first request that throws, or that names a place outside the text. */
function outside(asking: Asking, asked: number, work: Work): Broken | undefined {
  const { length } = asking.document.source.text;
  for (const [i, [name, request]] of Object.entries(requests).entries()) {
    if ((asked + i) % everySoMany !== 0) continue;
    work.requests++;
    try {
      const bad = request(asking).find(({ start, end }) => !(0 <= start && start <= end && end <= length));
      if (bad) return { promise: `${name} stays inside the text`, seen: `${bad.start} to ${bad.end} of ${length}` };
    } catch (error) {
      return { promise: `${name} answers`, seen: stackOf(error) };
    }
  }
  return undefined;
}

/** At most so many fixes of one text are made: each costs reading it again. */
const mostFixes = 12;

/** A fix that throws, leaves the text, or is offered and does not cure; and what all safe fixes at once do. */
async function badFix(document: Document, { context }: SeedFile, chosen: number, work: Work): Promise<Broken | undefined> {
  const { text } = document.source;
  const trial = { document, context, settings };
  const offers = fixesAt(document, { start: 0, end: text.length }, context, settings).flatMap(({ finding, fixes }) =>
    fixes.map((fix) => ({ finding, fix })),
  );
  const first = offers.length > mostFixes ? chosen % offers.length : 0;
  for (const { finding, fix } of offers.slice(first, first + mostFixes)) {
    const name = `${finding.code}: ${fix.title}`;
    work.fixes++;
    try {
      const edits = editsOf(fix);
      const bad = edits.find(({ span }) => !(0 <= span.start && span.start <= span.end && span.end <= text.length));
      if (bad) return { promise: 'fixes stay inside the text', seen: `${name}, ${JSON.stringify(bad)}` };
      if (edits.length > 0 && applyEdits(text, edits) === text) return { promise: 'fixes change the text', seen: name };
      if (!(await isVerified(trial, finding, fix))) work.refused.set(finding.code, (work.refused.get(finding.code) ?? 0) + 1);
    } catch (error) {
      return { promise: 'fixes are made', seen: `${name}\n${stackOf(error)}` };
    }
  }
  try {
    const after = await document.reread(applyEdits(text, await fixAll(trial)));
    const errors = (of: Document | undefined) =>
      (of ? check(of, context, settings) : []).filter(({ severity }) => severity === 'error').length;
    if (errors(after) > errors(document) && !check(document, context, settings).some(({ code }) => code.endsWith('/syntax')))
      return { promise: 'all safe fixes at once bring no error', seen: `${errors(document)} errors before, ${errors(after)} after` };
  } catch (error) {
    return { promise: 'all safe fixes are made', seen: stackOf(error) };
  }
  return undefined;
}
