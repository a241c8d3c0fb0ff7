import { itemsOf, type Member, membersOf, type Node, resolved, stringOf, type Tree } from '../../tree';

/** A string and its place. */
export interface WrittenText {
  readonly node: Node;
  readonly text: string;
}

/** One entry of `trustPolicies`. */
export interface TrustStatement {
  readonly node: Node;
  readonly name: WrittenText | undefined;
  readonly verification: Node | undefined;
  readonly level: WrittenText | undefined;
  readonly override: readonly Member[];
  readonly timestamp: WrittenText | undefined;
  readonly scopes: readonly WrittenText[];
  readonly stores: readonly WrittenText[];
  readonly identities: readonly WrittenText[];
  /** `globalPolicy`, for blobs. */
  readonly isGlobal: boolean;
}

export interface TrustDocument {
  readonly version: WrittenText | undefined;
  readonly statements: readonly TrustStatement[];
}

/** A field as Go's JSON reads it: by its name, else by its name in other capitals; the last one counts. */
export const fieldOf = (node: Node | undefined, name: string): Member | undefined => {
  const members = membersOf(node);
  return (
    members.findLast(({ key }) => key.value === name) ??
    members.findLast(({ key }) => String(key.value).toLowerCase() === name.toLowerCase())
  );
};

export const fieldValue = (node: Node | undefined, name: string): Node | undefined => resolved(fieldOf(node, name)?.value);

const textOf = (node: Node | undefined): WrittenText | undefined => {
  const text = stringOf(node);
  return node && text !== undefined ? { node, text } : undefined;
};

const textsIn = (node: Node | undefined): readonly WrittenText[] => itemsOf(node).flatMap((item) => textOf(resolved(item)) ?? []);

export function readDocument({ root }: Tree): TrustDocument {
  return {
    version: textOf(fieldValue(root, 'version')),
    statements: itemsOf(fieldValue(root, 'trustPolicies')).flatMap((item) => {
      const node = resolved(item);
      if (node?.kind !== 'object') return [];
      const verification = fieldValue(node, 'signatureVerification');
      const global = fieldValue(node, 'globalPolicy');
      return [
        {
          node,
          name: textOf(fieldValue(node, 'name')),
          verification,
          level: textOf(fieldValue(verification, 'level')),
          override: membersOf(fieldValue(verification, 'override')),
          timestamp: textOf(fieldValue(verification, 'verifyTimestamp')),
          scopes: textsIn(fieldValue(node, 'registryScopes')),
          stores: textsIn(fieldValue(node, 'trustStores')),
          identities: textsIn(fieldValue(node, 'trustedIdentities')),
          isGlobal: global?.kind === 'scalar' && global.value === true,
        },
      ];
    }),
  };
}

/** The statement that decides for a repository: the one that names it, else the one with `*`. */
export function statementFor({ statements }: TrustDocument, repository: string): TrustStatement | undefined {
  const has = ({ scopes }: TrustStatement, scope: string) => scopes.some(({ text }) => text === scope);
  return statements.findLast((one) => !has(one, '*') && has(one, repository)) ?? statements.findLast((one) => has(one, '*'));
}

export const nameOf = ({ name }: TrustStatement): string => name?.text || '(no name)';
