/** What the words of a network rule stand for. */

import { networkProtocols, protocolTypes, socketTypes } from '../../../knowledge';

/** Addresses are those of the internet, as protocols are. */
export const internetFamilies: readonly string[] = Object.keys(networkProtocols);

/** A protocol stands for a type, in the families that have it; undefined for other words. */
export function protocolOf(word: string | undefined): { readonly type: string; readonly families: readonly string[] } | undefined {
  const type = word !== undefined && Object.hasOwn(protocolTypes, word) ? protocolTypes[word] : undefined;
  if (word === undefined || type === undefined) return undefined;
  return { type, families: internetFamilies.filter((family) => networkProtocols[family]?.includes(word)) };
}

/** A family, a type or protocol, or both in this order; `packet` alone is the family. */
export function socketOf([first, second]: readonly string[]): { readonly family?: string; readonly type?: string } {
  if (first === undefined) return {};
  if (second !== undefined) return { family: first, type: second };
  const isType = protocolOf(first) !== undefined || (socketTypes.includes(first) && first !== 'packet');
  return isType ? { type: first } : { family: first };
}
