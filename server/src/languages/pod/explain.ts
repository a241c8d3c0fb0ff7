import { type Answer, bold, type Context, code, defaultContext, escaped, type Markdown, md, ours, paragraphs, table } from '../../core';
import { get, stringOf } from '../../tree';
import { originText, settingsOf, valueText } from './effective';
import { levelRanges, matrixCard } from './matrix';
import { type Container, type Pod, podsOf, titleOf } from './model';
import type { PodPart } from './part';
import { runtimeOf } from './runtimeSettings';
import { nameSpan } from './standards/violation';

/** The effective security settings of a container, each with where it comes from. */
export function explain(part: PodPart, query: string | Readonly<Record<string, unknown>>, context: Context): Answer {
  const name = typeof query === 'string' ? query.trim() : String(query.container ?? '');
  const found = podsOf(part, context).flatMap((pod) =>
    pod.containers.filter((container) => container.name === name).map((container) => ({ pod, container })),
  );
  const [first] = found;
  if (!first && name === levelsQuery) return levelsOf(part, context);
  if (!first) return { markdown: md`No container is called ${code(name)} here.`, json: { container: name, settings: {} } };
  const settings = settingsOf(first.pod, first.container, context);
  const image = stringOf(get(first.container.node, 'image'));
  const verdicts = context.facts.flatMap(({ kind, name: about, detail }) =>
    kind === 'image-verdict' && about === image && detail ? [detail] : [],
  );
  return {
    markdown: paragraphs(settingsCard(first.pod, first.container, context), ...verdicts.map(ours)),
    json: {
      container: name,
      kind: first.container.kind,
      ...(verdicts.length > 0 && { image: { name: image, verdicts } }),
      settings: Object.fromEntries(settings.map(({ field, value, from, note }) => [field, { value, from, ...(note && { note }) }])),
    },
    by: nameSpan(first.container),
  };
}

/** The question whose answer is the table of levels and versions. */
export const levelsQuery = 'levels';

function levelsOf(part: PodPart, context: Context): Answer {
  const pods = podsOf(part, context);
  return {
    markdown: pods.length ? paragraphs(...pods.map(matrixCard)) : md`No pod is written here.`,
    json: {
      pods: pods.map((pod) => ({
        kind: pod.object.kind,
        ...(pod.object.name !== undefined && { name: pod.object.name }),
        levels: levelRanges(pod),
      })),
    },
  };
}

/** The settings as a table: what applies, and what decides it. */
export function settingsCard(pod: Pod, container: Container, context: Context): Markdown {
  const rows = settingsOf(pod, container, context).map((setting) => [
    code(setting.field),
    escaped(valueText(setting.value)),
    ours(originText(setting)),
  ]);
  return paragraphs(
    md`${bold(escaped(titleOf(container)))} as it runs under ${ours(runtimeOf(context))}${pod.partial ? md`, as far as this file says` : md``}`,
    table([md`Setting`, md`Value`, md`From`], rows),
  );
}

/** A container's name to ask about. */
export const exampleQuery = (part: PodPart): string =>
  podsOf(part, defaultContext)
    .flatMap(({ containers }) => containers)
    .find(({ kind }) => kind === 'container')?.name ?? '';
