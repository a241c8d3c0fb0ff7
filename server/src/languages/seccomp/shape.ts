import { wordTable } from '../../core';
import { type Member, membersOf, type Node, resolved } from '../../tree';
import type { SeccompLoader } from './target';

type Reader = SeccompLoader['reader'];

type Kind = 'string' | 'whole number' | 'list' | 'object';

/** A field as the Go structs of the readers declare it. */
export interface Field {
  readonly kind: Kind;
  /** Who has the field; a reader drops what it does not have. */
  readonly readers: readonly Reader[];
  /** Of the object, or of the list's items. */
  readonly inside?: Shape;
  /** A list of words. */
  readonly words?: true;
}

export type Shape = Readonly<Record<string, Field>>;

const allReaders: readonly Reader[] = ['oci', 'moby', 'containers'];
const supersets: readonly Reader[] = ['moby', 'containers'];

const text = (readers = allReaders): Field => ({ kind: 'string', readers });
const whole = (readers = allReaders): Field => ({ kind: 'whole number', readers });
const words = (readers = allReaders): Field => ({ kind: 'list', readers, words: true });
const list = (inside: Shape, readers = allReaders): Field => ({ kind: 'list', readers, inside });
const object = (inside: Shape, readers = allReaders): Field => ({ kind: 'object', readers, inside });

const filter = object({ caps: words(supersets), arches: words(supersets), minKernel: text(['moby']) }, supersets);

const condition: Shape = wordTable({ index: whole(), value: whole(), valueTwo: whole(), op: text() });

/** The fields of a rule. */
export const ruleShape: Shape = wordTable({
  names: words(),
  name: text(supersets),
  action: text(),
  errnoRet: whole(),
  errno: text(['containers']),
  args: list(condition),
  comment: text(supersets),
  includes: filter,
  excludes: filter,
});

/**
 * The fields of a profile.
 *
 * Source: runtime-spec specs-go/config.go; moby/profiles seccomp/seccomp.go; containers/common pkg/seccomp/types.go.
 */
export const profileShape: Shape = wordTable({
  defaultAction: text(),
  defaultErrnoRet: whole(),
  defaultErrno: text(['containers']),
  architectures: words(),
  archMap: list({ architecture: text(supersets), subArchitectures: words(supersets) }, supersets),
  flags: words(),
  listenerPath: text(),
  listenerMetadata: text(),
  syscalls: list(ruleShape),
});

/** What the Security Profiles Operator has beside the profile in an object's `spec`. */
export const operatorFields: readonly string[] = ['baseProfileName', 'disabled', 'state', 'targetWorkload'];

/** An object of the profile with what its fields are. */
export interface ShapedNode {
  readonly node: Node;
  readonly shape: Shape;
}

/** The objects of a profile or of a rule, from the outside in; without what is below one list. */
export function* placesIn(node: Node | undefined, shape: Shape, leftOut?: Node): Generator<ShapedNode> {
  const actual = resolved(node);
  if (actual?.kind !== 'object') return;
  yield { node: actual, shape };
  for (const member of membersOf(actual)) {
    const field = declared(shape, member);
    if (!field?.inside) continue;
    const value = resolved(member.value);
    if (field.kind === 'object') yield* placesIn(value, field.inside);
    else if (value?.kind === 'array' && value !== leftOut) for (const item of value.items) yield* placesIn(item, field.inside);
  }
}

/** The field that a member is taken for, whatever the case of its key. */
export function declared(shape: Shape, member: Member): Field | undefined {
  const name = declaredName(shape, member);
  return name === undefined ? undefined : shape[name];
}

export function declaredName(shape: Shape, { key }: Member): string | undefined {
  const written = String(key.value);
  if (Object.hasOwn(shape, written)) return written;
  const folded = written.toLowerCase();
  return Object.keys(shape).find((name) => name.toLowerCase() === folded);
}
