import { itemsOf, membersOf, type Node, type Path, type Plain, resolved } from '../../../tree';

/** One value that an edit sets, or takes out. */
export interface Difference {
  readonly path: Path;
  readonly value?: Plain;
  readonly removed?: true;
}

/** What has to be set and taken out to come from one tree to the other; undefined where a list changes in a way that can't be told. */
export function differencesOf(before: Node | undefined, after: Node | undefined, path: Path = []): readonly Difference[] | undefined {
  const [old, now] = [resolved(before), resolved(after)];
  if (old?.kind === 'object' && now?.kind === 'object') {
    const names = new Set([...membersOf(old), ...membersOf(now)].map(({ key }) => String(key.value)));
    return together(
      [...names].map((name) => {
        const [one, other] = [old, now].map((node) => membersOf(node).findLast(({ key }) => key.value === name));
        const at = [...path, name];
        if (!other) return [{ path: at, removed: true }];
        return one ? differencesOf(one.value, other.value, at) : [{ path: at, value: plainOf(other.value) }];
      }),
    );
  }
  if (old?.kind === 'array' && now?.kind === 'array') return ofLists(itemsOf(old), itemsOf(now), path);
  return JSON.stringify(plainOf(old)) === JSON.stringify(plainOf(now)) ? [] : [{ path, value: plainOf(now) }];
}

function ofLists(old: readonly Node[], now: readonly Node[], path: Path): readonly Difference[] | undefined {
  if (old.length === now.length) return together(old.map((item, i) => differencesOf(item, now[i], [...path, i])));
  const texts = now.map((item) => JSON.stringify(plainOf(item)));
  const scalars = [...old, ...now].every((item) => resolved(item)?.kind === 'scalar');
  if (scalars) return [{ path, value: now.map(plainOf) }];
  // One item less: the others are as they were.
  const gone = old.findIndex((item, i) => JSON.stringify(plainOf(item)) !== texts[i]);
  return old.length === now.length + 1 && gone >= 0 ? [{ path: [...path, gone], removed: true }] : undefined;
}

function together(all: readonly (readonly Difference[] | undefined)[]): readonly Difference[] | undefined {
  return all.every((one) => one !== undefined) ? all.flat() : undefined;
}

export function plainOf(node: Node | undefined): Plain {
  const target = resolved(node);
  if (target?.kind === 'object') return Object.fromEntries(membersOf(target).map(({ key, value }) => [String(key.value), plainOf(value)]));
  if (target?.kind === 'array') return target.items.map(plainOf);
  return target?.value ?? null;
}
