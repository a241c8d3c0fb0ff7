import { type Action, applyEdits, type Context, deferred, type Edit, editsOf, type Lens, meet, memo, type Span } from '../../core';
import { chunksOf, type Member, type Node, type ObjectNode, resolved, walk } from '../../tree';
import { blockName } from './charts/blocks';
import { hardeningAction } from './harden/harden';
import { judgementOf } from './level';
import { levelLenses } from './levelLenses';
import { type Pod, podsOf } from './model';
import { type Built, type BuiltBlocks, type PodPart, readPart } from './part';

/** A pod that values become a piece of. */
interface BuiltPod {
  readonly pod: Pod;
  readonly part: PodPart;
  /** Where the document begins in the text that was built. */
  readonly start: number;
  readonly built: BuiltBlocks;
}

/** A block of values, and the pods that are made with it. */
interface Block {
  readonly key: Span;
  readonly span: Span;
  readonly pods: readonly BuiltPod[];
}

const textsOf = memo((built: Built) =>
  (built.blocks?.() ?? []).flatMap((one) =>
    chunksOf(one.text).map(({ start, end }) => ({ built: one, start, part: readPart(one.text.slice(start, end)) })),
  ),
);

/** The outermost blocks of a file's values that become the security context of some pod. */
function blocksOf({ built, tree }: PodPart, context: Context): readonly Block[] {
  if (!built?.blocks) return [];
  const members = [...walk(tree.root)].flatMap((node) => (node.kind === 'object' ? node.members : [])).filter(isBlock);
  if (!members.length) return [];
  const pods = textsOf(built).flatMap((text) => podsOf(text.part, context).map((pod): BuiltPod => ({ ...text, pod })));
  return members.flatMap(({ key, value }) => {
    const span = { start: key.span.start, end: value.span.end };
    const own = pods.filter((one) => placesIn(value).some((place) => isIn(one, place)));
    return own.length ? [{ key: key.span, span, pods: own }] : [];
  });
}

const isBlock = (member: Member): member is Member & { readonly value: ObjectNode } =>
  blockName.test(String(member.key.value)) && resolved(member.value)?.kind === 'object' && member.value?.kind === 'object';

/** Where what a block says is written; an empty one is where its braces are. */
const placesIn = (value: Node): readonly number[] =>
  value.kind === 'object' && value.members.length ? value.members.map(({ key }) => key.span.start) : [value.span.start];

function isIn({ pod, start, built }: BuiltPod, place: number): boolean {
  const at = built.map.toRegion(place);
  const { span } = pod.object.node;
  return at !== undefined && at >= start + span.start && at < start + span.end;
}

/** One line over each block: which levels the pods pass that are made with it, and the way to pass them. */
export function valuesLenses(part: PodPart, context: Context): readonly Lens[] {
  return blocksOf(part, context).flatMap(({ key, pods }) => {
    const [first] = pods;
    const whose =
      pods.length === 1 && first ? [first.pod.object.kind, first.pod.object.name].filter(Boolean).join(' ') : `${pods.length} pods`;
    return levelLenses(
      key,
      pods.map(({ pod }) => pod),
      context,
      whose,
    );
  });
}

/** Hardening of the pods that are made with a block, as far as the values can say it. */
export function valuesActions(part: PodPart, at: Span, context: Context): readonly Action[] {
  const here = blocksOf(part, context).filter(({ span }) => meet(span, at));
  const pods = [...new Set(here.flatMap((block) => block.pods))];
  if (!pods.length) return [];
  return (['restricted', 'baseline'] as const).flatMap((level) => {
    const made = pods.flatMap((one) => hardened(one, level, context));
    const edits = withoutCollisions(made.map((action) => action.edits));
    if (!edits.length || applyEdits(part.text, edits) === part.text) return [];
    const [first] = made;
    const title = `Harden ${pods.length === 1 ? 'the pod' : `the ${pods.length} pods`} that these values make to ${level}…`;
    const note = first?.note;
    return [{ title, kind: 'harden' as const, edits: deferred(() => edits), safe: false, ...(note !== undefined && { note }) }];
  });
}

function hardened({ pod, part, start, built }: BuiltPod, level: 'baseline' | 'restricted', context: Context) {
  const { minor } = judgementOf(pod, context);
  const [action] = hardeningAction('Harden', part, context, (candidate) =>
    candidate.path.join() === pod.path.join() ? { level, minor } : undefined,
  );
  if (!action) return [];
  const moved = editsOf(action).map(({ span, text }) => ({ span: { start: span.start + start, end: span.end + start }, text }));
  return [{ edits: built.editsOf(moved), note: action.note }];
}

/** Pods that share a block require the same; where they differ the first counts. */
function withoutCollisions(all: readonly (readonly Edit[])[]): readonly Edit[] {
  const kept: Edit[] = [];
  for (const edits of all) kept.push(...edits.filter((edit) => !kept.some((other) => meet(other.span, edit.span))));
  return kept.sort((a, b) => a.span.start - b.span.start);
}
