import { memo } from '../../core';
import { get, memberOf, type Node, type ObjectNode, resolved } from '../../tree';
import type { Container, Pod } from './model';
import type { PodPart } from './part';

/**
 * Whether values that a template writes out are in every pod that has one of them: no branch parts them, and no action beside
 * them can write other members of the same objects. Of a manifest that is always so.
 */
export function writtenTogether({ part, spec }: Pick<Pod, 'part' | 'spec'>, nodes: readonly Node[], inheritedBy?: Container): boolean {
  if (!part.templated) return true;
  const branchAt = branchesOf(part);
  const [first, ...others] = nodes.map(({ span }) => branchAt(span.start));
  if (others.some((branch) => branch !== first)) return false;
  const objects = nodes.flatMap(({ parent }) => (parent?.kind === 'object' ? [parent] : []));
  if (!inheritedBy) return objects.every((object) => !isOpen(part, object));
  const own = memberOf(inheritedBy.node, 'securityContext');
  const context = resolved(own?.value);
  if (own && context?.kind !== 'object') return false;
  return [...objects, spec, inheritedBy.node, ...(context?.kind === 'object' ? [context] : [])].every((object) => !isOpen(part, object));
}

/** Tells which branch of `if`, `with`, `range` or `define` an offset of a template is in. */
const branchesOf = memo((part: PodPart): ((offset: number) => number) => {
  const starts: { readonly at: number; readonly branch: number }[] = [{ at: 0, branch: 0 }];
  const open: number[] = [0];
  let made = 0;
  for (const { 0: text, 1: word, index } of part.text.matchAll(/\{\{-?\s*(if|with|range|define|block|else|end)\b[^}]*\}\}/g)) {
    if (word === 'end') open.length > 1 && open.pop();
    else if (word === 'else') open.length > 1 && open.splice(-1, 1, ++made);
    else open.push(++made);
    starts.push({ at: index + text.length, branch: open.at(-1) ?? 0 });
  }
  return (offset) => starts.findLast(({ at }) => at <= offset)?.branch ?? 0;
});

const control = /^\{\{-?\s*(?:\/\*|(?:if|with|range|define|block|else|end|break|continue)\b|\$[\w]*\s*:?=)/;

/** Whether an action may write members of an object, so that what is written is not all there is. */
function isOpen({ text, tree }: PodPart, object: ObjectNode): boolean {
  const rest = /\S/g;
  rest.lastIndex = object.span.end;
  const end = rest.exec(tree.text)?.index ?? text.length;
  let before = '';
  let at = text.lastIndexOf('\n', object.span.start - 1) + 1;
  for (const line of text.slice(at, end).split('\n')) {
    const masked = tree.text.slice(at, at + line.length).trim();
    const written = line.trim();
    at += line.length + 1;
    if (masked === '' && written.startsWith('{{') && !control.test(written) && !fillsKey(before, object)) return true;
    if (masked !== '') before = masked;
  }
  return false;
}

/** `resources:` on the line before takes what the action writes, unless its value is the object itself. */
const fillsKey = (line: string, object: ObjectNode): boolean => {
  const key = /(?:^|[\s-])([\w.-]+):$/.exec(line)?.[1];
  return key !== undefined && (get(object, key) === undefined || resolved(get(object, key))?.kind === 'scalar');
};
