import type { Baseline, Context } from '../../core';
import { shippedPolicy } from '../../knowledge';
import { type PolicyFile, type PolicyPart, policyFile } from './part';

/**
 * What decides where no policy is written: the file that the distribution ships; for a namespace of CRI-O the
 * system's policy, where it is in the same tree.
 */
export function baseline(part: PolicyPart | undefined, context: Context): Baseline<PolicyPart> | undefined {
  if (part && part.kind !== 'policy') return undefined;
  if (part?.around.system)
    return { title: "system's policy", fileName: 'policy.json', part: part.around.system, text: part.around.system.text };
  const shipped = shippedPolicy(context.policy.target);
  const text = `${JSON.stringify(part ? ordered(shipped.policy, part) : shipped.policy, null, unitOf(part))}\n`;
  return { title: shipped.name, fileName: shipped.fileName, part: policyFile(text), text };
}

const unitOf = (part: PolicyFile | undefined): string => /\n([ \t]+)"/.exec(part?.text ?? '')?.[1] ?? '    ';

type Shipped = ReturnType<typeof shippedPolicy>['policy'];

/** The same with transports and scopes in the order of the file, so that a comparison of texts shows what differs only. */
function ordered(policy: Shipped, { policy: own }: PolicyFile): Shipped {
  if (!policy.transports) return policy;
  const transports = byOrder(
    policy.transports,
    own.sections.map((section) => section.transport),
  );
  return {
    default: policy.default,
    transports: Object.fromEntries(
      Object.entries(transports).map(([name, scopes]) => {
        const section = own.sections.find((candidate) => candidate.transport === name);
        return [name, byOrder(scopes, section?.scopes.map((list) => list.scope ?? '') ?? [])];
      }),
    ),
  };
}

function byOrder<T>(record: Readonly<Record<string, T>>, order: readonly string[]): Record<string, T> {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => rank(a) - rank(b)));
}
