/** What the profiles of a file give away, each where it is written. */

import { memo, type Span, shift } from '../../../core';
import { type EffectiveBody, isInDeny, type JudgedRow } from '../policy/checks';
import type { Danger } from '../policy/danger';
import { type ApparmorPart, policyOf } from '../policy/model';
import { lettersOf } from '../syntax/permissions';
import type { ProfileStatement, RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';

/** A danger and its place in the open file. */
export interface PlacedDanger extends Danger {
  readonly rule: RuleStatement;
  /** Of the statement. */
  readonly start: number;
}

/** Programs that serve such a socket or exist to talk to one: what opens it for them is no gift. */
const runtimes =
  /^(?:dockerd?|docker-compose|containerd(?:-shim.*)?|nerdctl|ctr|crictl|crio|cri-o|podman|buildkitd|k3s|k0s|rke2|kubelet|systemd)$/;

/** By what attaches it: a profile that runtimes put containers under may have any name. */
function isRuntime({ name, attachment }: ProfileStatement): boolean {
  const full = name ? wordValue(name.raw) : '';
  const program = full.slice(full.lastIndexOf('/') + 1);
  return runtimes.test(program) && (attachment !== undefined || program !== full || program === 'systemd');
}

type Kind = Danger['kind'];

interface Dangers {
  readonly all: readonly PlacedDanger[];
  readonly byKind: ReadonlyMap<Kind, readonly PlacedDanger[]>;
}

/** What the rules of the file give away and no `deny` of the same profile takes back; profiles that confine nothing are left out. */
export const dangersIn = (part: ApparmorPart): readonly PlacedDanger[] => dangers(part).all;

export const dangersOfKind = (part: ApparmorPart, kind: Kind): readonly PlacedDanger[] => dangers(part).byKind.get(kind) ?? [];

export const dangerKindsIn = (part: ApparmorPart): Iterable<Kind> => dangers(part).byKind.keys();

const dangers = memo((part: ApparmorPart): Dangers => {
  const all = policyOf(part).bodies.flatMap((body) => [...gather(body, ({ site, file }) => !site && file === part.root)]);
  const byKind = new Map<Kind, PlacedDanger[]>();
  for (const danger of all) {
    const same = byKind.get(danger.kind);
    if (same) same.push(danger);
    else byKind.set(danger.kind, [danger]);
  }
  return { all, byKind };
});

/** How many rules that includes add to the profiles between two offsets of the file give something away. */
export function dangersBrought(part: ApparmorPart, { start, end }: Span): number {
  const bodies = policyOf(part).bodies.filter(({ profile }) => {
    const { item } = profile ?? {};
    return item && !item.site && start <= item.start && item.start < end;
  });
  const brought = bodies.flatMap((body) => [...gather(body, ({ site }) => site !== undefined)]);
  return new Set(brought.map(({ rule }) => rule)).size;
}

function* gather({ profile: named, segments }: EffectiveBody, wanted: (segment: JudgedRow) => boolean): Generator<PlacedDanger> {
  const profile = named?.profile;
  if (named?.item.site || profile?.flags?.words.some(({ raw }) => raw === 'unconfined' || raw === 'default_allow')) return;
  const dangerous = segments.filter((segment) => segment.meaning.dangers.elements.length > 0 && !isInDeny(segment) && wanted(segment));
  if (dangerous.length === 0) return;
  const served = profile !== undefined && isRuntime(profile);
  const denied = new Map<string, number>();
  for (const segment of segments)
    for (const [path, letters] of segment.meaning.deniedPaths(isInDeny(segment))) denied.set(path, (denied.get(path) ?? 0) | letters);
  for (const segment of dangerous) {
    const { elements, rules, starts } = segment.meaning.dangers;
    for (const [i, { kind, span, text, exec, opened }] of elements.entries()) {
      if (served && kind === 'runtime-socket') continue;
      if (opened?.samples.every((path) => (denied.get(path) ?? 0) & lettersOf(opened.letters))) continue;
      const rule = segment.row.rules[rules[i] as number]?.statement as RuleStatement;
      const start = segment.start + (starts[i] as number);
      yield { kind, span: shift(span, start), text, exec, opened, rule, start };
    }
  }
}
