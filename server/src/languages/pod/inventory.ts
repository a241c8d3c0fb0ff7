import { type ConfinedWorkload, type Context, type PodSecurityLevel, wordTable } from '../../core';
import { policyMinor } from '../../knowledge';
import { get } from '../../tree';
import { settingsOf, valueText } from './effective';
import { type Pod, podsOf, writtenString } from './model';
import type { PodPart } from './part';
import type { Setting } from './setting';
import { violationsAt } from './standards/evaluate';
import { nameSpan } from './standards/violation';

const profileNames: Readonly<Record<string, string>> = wordTable({ seccompProfile: 'seccomp', appArmorProfile: 'AppArmor' });

/** What confines the containers of each pod, as the effective table has it. */
export const inventory = (part: PodPart, context: Context): readonly ConfinedWorkload[] =>
  podsOf(part, context).map((pod) => {
    const { object } = pod;
    const { passes, reasons } = strictestLevel(pod, policyMinor(context.kubernetes));
    return {
      kind: object.kind ?? 'Pod',
      name: object.name ?? '',
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      span: get(get(object.node, 'metadata'), 'name')?.span ?? pod.spec.span,
      passes,
      reasons,
      partial: pod.partial !== undefined,
      containers: pod.containers.map((container) => {
        const image = writtenString(get(container.node, 'image'));
        const settings = settingsOf(pod, container, context);
        return {
          name: container.name,
          span: nameSpan(container),
          ...(image !== undefined && { image }),
          profiles: settings.flatMap(({ field, value }) => (field in profileNames ? `${profileNames[field]}: ${valueText(value)}` : [])),
          settings: Object.fromEntries(settings.map((setting) => [setting.field, worded(setting)])),
          places: Object.fromEntries(settings.flatMap(({ field, node }) => (node ? [[field, node.span]] : []))),
        };
      }),
    };
  });

function strictestLevel(pod: Pod, minor: number): { readonly passes: PodSecurityLevel; readonly reasons: readonly string[] } {
  const reasonsAt = (level: PodSecurityLevel) => [...new Set(violationsAt(pod, level, minor).map(({ control }) => control.reason))];
  const baseline = reasonsAt('baseline');
  if (baseline.length) return { passes: 'privileged', reasons: baseline };
  const restricted = reasonsAt('restricted');
  return restricted.length ? { passes: 'baseline', reasons: restricted } : { passes: 'restricted', reasons: [] };
}

/** The fourteen names that nearly every container has say less than that they are the default. */
const worded = ({ field, value, from }: Setting): string =>
  field === 'capabilities' && from === 'runtime default' && Array.isArray(value)
    ? `default of the runtime (${value.length})`
    : valueText(value);
