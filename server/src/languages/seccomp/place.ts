import { type Node, type Path, resolved } from '../../tree';
import type { ProfileModel, ProfileRule } from './model';
import type { SeccompPart } from './part';
import { type Field, profileShape, type Shape } from './shape';

/** A path from the profile's own root; undefined for what lies outside of it. */
export function pathInProfile(part: SeccompPart, path: Path): Path | undefined {
  if (!part.object) return path;
  return path[0] === 'spec' ? path.slice(1) : undefined;
}

/** Where a path leads: its keys, and which rule and condition. */
export interface Where {
  /** `syscalls.args.op`: the keys on the way. */
  readonly field: string;
  readonly rule?: ProfileRule;
  /** Place in `args`. */
  readonly condition?: number;
}

export function whereIs(profile: ProfileModel | undefined, path: Path): Where {
  const rule = path[0] === 'syscalls' && typeof path[1] === 'number' ? profile?.rules.find(({ index }) => index === path[1]) : undefined;
  const condition = path[2] === 'args' && typeof path[3] === 'number' ? path[3] : undefined;
  return {
    field: path.filter((step) => typeof step === 'string').join('.'),
    ...(rule && { rule }),
    ...(condition !== undefined && { condition }),
  };
}

/** The fields of the object at a path. */
export function shapeAt(path: Path): Shape | undefined {
  let shape: Shape | undefined = profileShape;
  for (const step of path) {
    if (typeof step === 'number') continue;
    const field: Field | undefined = shape?.[step];
    shape = field?.inside;
  }
  return shape;
}

/** The strings that a list already has. */
export function wordsIn(node: Node | undefined): ReadonlySet<string> {
  const list = resolved(node);
  const words = list?.kind === 'array' ? list.items.map((item) => resolved(item)) : [];
  return new Set(words.flatMap((word) => (word?.kind === 'scalar' && typeof word.value === 'string' ? [word.value] : [])));
}
