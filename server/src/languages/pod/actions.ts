import { type Action, type Context, counted, type Lens, meet, type PodSecurityLevel, type Span } from '../../core';
import { memberOf } from '../../tree';
import { hardeningAction } from './harden/harden';
import { judgementOf } from './level';
import { levelLenses } from './levelLenses';
import { type Container, type Pod, podsOf, titleOf } from './model';
import type { KubeObject } from './objects';
import type { PodPart } from './part';
import { violationsAt } from './standards/evaluate';
import { valuesActions, valuesLenses } from './valuesLevel';

type Level = Exclude<PodSecurityLevel, 'privileged'>;

/** The level to work towards: the one that is asked for or enforced, else baseline first and then restricted. */
function goalsOf(pod: Pod, context: Context): readonly Level[] {
  const { level, by, minor } = judgementOf(pod, context);
  const open: readonly Level[] = violationsAt(pod, 'baseline', minor).length ? ['baseline', 'restricted'] : ['restricted'];
  return by !== 'none' && level !== 'privileged' ? [level, ...open.filter((other) => other !== level)] : open;
}

/** Hardening of the pods, or of the container, at a place: each is one edit. */
export function actions(part: PodPart, at: Span, context: Context): readonly Action[] {
  const pods = podsOf(part, context);
  if (!pods.length) return valuesActions(part, at, context);
  const here = pods.filter((pod) => meet(pod.object.node.span, at) && pod.partial !== 'fragment');
  const [pod] = here;
  if (!pod) return [];
  const container =
    here.length === 1 ? pod.containers.find(({ node, name }) => name && node.span.start <= at.start && at.end <= node.span.end) : undefined;
  const wanted = new Set(here);
  return goalsOf(pod, context).flatMap((level) => {
    const towards = (title: string, only?: Container) =>
      hardeningAction(`Harden ${title} to ${level}`, part, context, (candidate, index) => {
        const target = pods[index];
        return target && wanted.has(target) && sameShape(candidate, target)
          ? { level, minor: judgementOf(target, context).minor, ...(only && { container: only.name }) }
          : undefined;
      });
    return [
      ...towards(here.length > 1 ? `these ${here.length} pods` : 'this pod'),
      ...(container && pod.containers.length > 1 ? towards(titleOf(container), container) : []),
    ];
  });
}

/** While it is hardened a pod stays where it was in the document. */
const sameShape = (a: Pod, b: Pod): boolean => a.path.length === b.path.length && a.path.every((step, i) => step === b.path[i]);

/** One line over each object that has pods: which levels they pass, and the way to pass them. */
export function lenses(part: PodPart, context: Context): readonly Lens[] {
  const pods = podsOf(part, context);
  if (!pods.length || part.built?.supersedes) return valuesLenses(part, context);
  const byObject = new Map<KubeObject, Pod[]>();
  for (const pod of pods) {
    if (pod.partial || !memberOf(pod.object.node, 'kind')) continue;
    byObject.set(pod.object, [...(byObject.get(pod.object) ?? []), pod]);
  }
  return [...byObject].flatMap(([{ node }, own]) =>
    levelLenses(firstLine(part.text, node.span), own, context, own.length > 1 ? `${own.length} pods` : ''),
  );
}

/** From where the text of a span begins to the end of that line. */
const firstLine = (text: string, { start, end }: Span): Span => ({ start, end: start + text.slice(start, end).search(/[\r\n]|$/) });

/** What the status item says of a document. */
export function describe(part: PodPart, context: Context): string {
  const pods = podsOf(part, context);
  const [pod] = pods;
  if (!pod) return '';
  const { level, minor, by } = judgementOf(pod, context);
  const who =
    by === 'asked'
      ? `judged by ${level}:v1.${minor}`
      : by === 'namespace'
        ? `its Namespace enforces ${level}:v1.${minor}`
        : by === 'cluster'
          ? level === 'privileged'
            ? 'exempt from Pod Security'
            : `the API server enforces ${level}:v1.${minor}`
          : 'no level requested';
  const what = [pod.object.kind, pod.object.name].filter(Boolean).join(' ');
  return `${what}${pods.length > 1 ? ` and ${counted(pods.length - 1, 'other pod')}` : ''}, ${who}${part.templated ? ', a template' : ''}`;
}
