/** What the profiles of a file give away, where it stands. */

import { type Span, shift } from '../../core';
import type { LiveBody, Segment } from './checks';
import type { Danger } from './danger';
import { matches } from './glob';
import { liveAt } from './liveRules';
import { type ApparmorPart, policyOf } from './model';
import type { Profile, Rule } from './tree';
import { wordValue } from './words';

/** A danger where it stands in the open file. */
export interface PlacedDanger extends Danger {
  readonly rule: Rule;
  /** Of the statement. */
  readonly start: number;
}

/** Programs that serve such a socket or exist to talk to one: what opens it for them is no gift. */
const runtimes =
  /^(?:dockerd?|docker-compose|containerd(?:-shim.*)?|nerdctl|ctr|crictl|crio|cri-o|podman|buildkitd|k3s|k0s|rke2|kubelet|systemd)$/;

/** By what attaches it: a profile that runtimes put containers under may have any name. */
function isRuntime({ name, attachment }: Profile): boolean {
  const full = name ? wordValue(name.raw) : '';
  const program = full.slice(full.lastIndexOf('/') + 1);
  return runtimes.test(program) && (attachment !== undefined || program !== full || program === 'systemd');
}

const known = new WeakMap<ApparmorPart, readonly PlacedDanger[]>();

/** What the rules of the file give away and no `deny` of the same profile takes back; profiles that confine nothing are left out. */
export function dangersIn(part: ApparmorPart): readonly PlacedDanger[] {
  let found = known.get(part);
  if (!found) {
    found = policyOf(part).bodies.flatMap((body) => [...gather(body, ({ site, file }) => !site && file === part.root)]);
    known.set(part, found);
  }
  return found;
}

/** How many rules that includes bring into the profiles between two offsets of the file give something away. */
export function dangersBrought(part: ApparmorPart, { start, end }: Span): number {
  const bodies = policyOf(part).bodies.filter((body) => !body.site && start <= body.start && body.start < end);
  const brought = bodies.flatMap((body) => [...gather(body, ({ site }) => site !== undefined)]);
  return new Set(brought.map(({ rule }) => rule)).size;
}

function* gather({ profile, site, segments }: LiveBody, wanted: (segment: Segment) => boolean): Generator<PlacedDanger> {
  if (site || profile?.flags?.words.some(({ raw }) => raw === 'unconfined' || raw === 'default_allow')) return;
  const dangerous = segments.filter((segment) => segment.meaning.dangerous.length > 0 && !segment.denies && wanted(segment));
  if (dangerous.length === 0) return;
  const served = profile !== undefined && isRuntime(profile);
  const denials = segments.flatMap(({ denies, meaning }) =>
    (denies ? meaning.denials : meaning.claims).elements.filter((claims) => claims.denies),
  );
  const denied = (sample: string, letters: string) =>
    denials.some(
      ({ files, heads }) =>
        heads.some((head) => sample.startsWith(head)) &&
        files.some((denial) => [...letters].some((letter) => denial.letters.includes(letter)) && matches(denial.glob, sample)),
    );
  for (const segment of dangerous) {
    for (const index of segment.meaning.dangerous) {
      const { rule, item } = liveAt(segment, index);
      for (const danger of segment.meaning.meanings[index]?.dangers ?? []) {
        const { opened } = danger;
        if (served && danger.kind === 'runtime-socket') continue;
        if (opened?.samples.every((sample) => denied(sample, opened.letters))) continue;
        yield { ...danger, span: shift(danger.span, item.start), rule, start: item.start };
      }
    }
  }
}
