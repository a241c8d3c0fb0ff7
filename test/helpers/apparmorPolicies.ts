/** Random AppArmor policies of a small world: rules in blocks, in branches and in files that are included. */

import fc from 'fast-check';

interface Rule {
  readonly kind: 'rule';
  readonly priority: number;
  readonly deny: boolean;
  readonly owner: '' | 'owner' | 'other';
  readonly resource: string;
}

type Statement =
  | Rule
  | { readonly kind: 'include'; readonly name: string }
  | { readonly kind: 'block'; readonly qualifiers: string; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; readonly truth: boolean; readonly taken: readonly Statement[]; readonly otherwise: readonly Statement[] };

export interface Policy {
  readonly web: readonly Statement[];
  readonly x: readonly Statement[];
  readonly y: readonly Statement[];
}

interface Options {
  /** Some versions of apparmor_parser know neither. */
  readonly priorities: boolean;
  readonly denyingBlocks: boolean;
}

const globs = ['/a', '/b', '/ab', '/d/a', '/d/b', '/d/ab', '/*', '/a*', '/d/*', '/**', '/d/**'];
const files = fc
  .tuple(fc.constantFrom(...globs), fc.subarray(['r', 'w', 'k'], { minLength: 1 }))
  .map(([glob, letters]) => `${glob} ${letters.join('')}`);
const resource = fc.oneof({ weight: 8, arbitrary: files }, { weight: 1, arbitrary: fc.constantFrom('capability chown', 'capability') });

function statements(
  { priorities, denyingBlocks }: Options,
  depth: number,
  includes: readonly string[],
): fc.Arbitrary<readonly Statement[]> {
  const rule: fc.Arbitrary<Statement> = fc.record({
    kind: fc.constant('rule' as const),
    priority: fc.constantFrom(...(priorities ? [0, 0, 0, 1, -1] : [0])),
    deny: fc.constantFrom(false, false, true),
    owner: fc.constantFrom('' as const, '' as const, 'owner' as const, 'other' as const),
    resource,
  });
  const include: readonly fc.Arbitrary<Statement>[] =
    includes.length > 0 ? [fc.record({ kind: fc.constant('include' as const), name: fc.constantFrom(...includes) })] : [];
  const inner = (): readonly fc.Arbitrary<Statement>[] => {
    const body = statements({ priorities, denyingBlocks }, depth - 1, includes);
    return [
      fc.record({
        kind: fc.constant('block' as const),
        qualifiers: fc.constantFrom('owner', ...(denyingBlocks ? ['deny', 'other', 'audit', 'deny owner'] : [])),
        body,
      }),
      fc.record({ kind: fc.constant('if' as const), truth: fc.boolean(), taken: body, otherwise: body }),
    ];
  };
  return fc.array(fc.oneof(rule, rule, ...include, ...(depth > 0 ? inner() : [])), { maxLength: 4 });
}

export const policyWith = (options: Options): fc.Arbitrary<Policy> =>
  fc.record({
    web: statements(options, 2, ['x', 'y']),
    x: statements(options, 0, ['y']),
    y: statements(options, 0, []),
  });

export const policy = policyWith({ priorities: true, denyingBlocks: true });

function written(statement: Statement): string {
  switch (statement.kind) {
    case 'rule': {
      const { priority, deny, owner, resource: what } = statement;
      // Only files have an owner.
      const whose = what.startsWith('/') ? owner : '';
      return `${[priority !== 0 && `priority=${priority}`, deny && 'deny', whose, what].filter(Boolean).join(' ')},`;
    }
    case 'include':
      return `include <local/${statement.name}>`;
    case 'block':
      return `${statement.qualifiers} {\n${body(statement.body)}}`;
    default:
      return `if $${statement.truth ? 'yes' : 'no'} {\n${body(statement.taken)}} else {\n${body(statement.otherwise)}}`;
  }
}

const body = (all: readonly Statement[]): string => all.map((one) => `${written(one)}\n`).join('');

/** By name of the file. */
export const textsOf = ({ web, x, y }: Policy): Readonly<Record<string, string>> => ({
  web: `$yes = true\n$no = false\nprofile web {\n${body(web)}}\n`,
  'local/x': body(x),
  'local/y': body(y),
});
