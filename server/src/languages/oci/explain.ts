import { type Answer, code, counted, escaped, listed, md } from '../../core';
import { findCapability } from '../../knowledge';
import { booleanOf, get, itemsOf, membersOf, type Node, stringOf } from '../../tree';
import { apparmorProfile, noNewPrivileges } from './hover';
import type { OciPart } from './part';

export const exampleQuery = (): string => 'CAP_NET_RAW';

/** `noNewPrivileges`, `apparmorProfile`, `capabilities`, or the name of a capability. Anything else is a question to the profile. */
export function explain({ process }: OciPart, query: string | Readonly<Record<string, unknown>>): Answer {
  const word = typeof query === 'string' ? query.trim() : String(query.capability ?? query.field ?? '');
  const node = get(process, word);
  if (word === 'noNewPrivileges') {
    const set = booleanOf(node) ?? false;
    return { markdown: noNewPrivileges(set), json: { value: set }, ...placeOf(node) };
  }
  if (word === 'apparmorProfile') {
    const name = stringOf(node);
    return { markdown: apparmorProfile(name), json: { value: name ?? null }, ...placeOf(node) };
  }
  if (word === 'capabilities') {
    const sets = membersOf(node).map(({ key, value }) => [String(key.value), itemsOf(value).length] as const);
    const markdown = sets.length
      ? md`${escaped(sets.map(([set, count]) => `${set}: ${counted(count, 'capability', 'capabilities')}`).join(', '))}.`
      : md`The process has no capabilities.`;
    return { markdown, json: Object.fromEntries(sets), ...placeOf(node) };
  }
  const capability = findCapability(word);
  if (!capability || !/^(?:cap_)?[a-z_]+$/i.test(word)) return { markdown: md``, json: {} };
  const holders = membersOf(get(process, 'capabilities')).flatMap(({ key, value }) => {
    const item = itemsOf(value).find((one) => findCapability(stringOf(one) ?? '') === capability);
    return item ? [{ set: String(key.value), item }] : [];
  });
  const markdown = holders.length
    ? md`The process has ${code(capability.name)} in its ${escaped(listed(holders.map(({ set }) => set)))} ${holders.length > 1 ? md`sets` : md`set`}.`
    : md`The process does not have ${code(capability.name)}, and cannot get it.`;
  return { markdown, json: { sets: holders.map(({ set }) => set) }, ...placeOf(holders[0]?.item) };
}

const placeOf = (node: Node | undefined): Pick<Answer, 'by'> => (node ? { by: node.span } : {});
