/** Whether a request of a process is restricted at all: that depends on the abi of the policy. */

import type { Context } from '../../../core';
import type { MediatedClassName, Mediation } from '../../../knowledge';
import { type AbiInForce, abiInForce, mediationUnder, nameOfClasses, queueClasses } from '../policy/abi';
import type { ApparmorPart } from '../policy/model';
import type { Request } from './requests';

export interface RequestMediation {
  readonly abi: AbiInForce;
  /** `enforced` too where every abi mediates such requests. */
  readonly mediation: Mediation | 'unknown';
  /** In the plural: `user namespaces`. Empty where every abi mediates such requests. */
  readonly what: string;
}

/**
 * `mediation` is `unenforced` where nothing of the kind is denied, whatever the rules say. `unmediated` makes the sentence of it.
 * Asked by explain, diff and observe; the checks ask the same of rules (`policy/abi.ts`).
 */
export function mediationOf(part: ApparmorPart, request: Request, context: Context): RequestMediation {
  const abi = abiInForce(part, context);
  const names = classesOfRequest(request);
  return { abi, mediation: mediationUnder(abi, names), what: nameOfClasses(names) };
}

/** `user namespaces are not mediated under abi 3.0`. */
export const unmediated = ({ abi, what }: RequestMediation): string => `${what} are not mediated ${abi.where}`;

function classesOfRequest(request: Request): readonly MediatedClassName[] {
  if (request.kind === 'mount') return ['mount'];
  if (request.kind !== 'access') return [];
  if (request.verb === 'mqueue') return queueClasses(request.conditions.type, request.words[0]);
  return [request.verb];
}
