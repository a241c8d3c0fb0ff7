import type { Context } from '../../core';
import { originText, settingsOf, valueText } from './effective';
import { podsOf, titleOf } from './model';
import type { PodPart } from './part';

/** Each container with its effective settings and where they come from. */
export const modelLines = (part: PodPart, context: Context): readonly string[] =>
  podsOf(part, context).flatMap((pod) =>
    pod.containers.flatMap((container) => [
      `${pod.object.kind} ${pod.object.name ?? ''}, ${titleOf(container)}`,
      ...settingsOf(pod, container, context).map((setting) => `  ${setting.field} ${valueText(setting.value)} (${originText(setting)})`),
    ]),
  );
