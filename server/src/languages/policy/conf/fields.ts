import { itemsOf, type Member, memberOf, membersOf, type Node, stringOf, type Tree } from '../../../tree';

/** A field by its name, in any case where it is not there as it should be written: so the library reads TOML (BurntSushi/toml). */
export const fieldOf = (node: Node | undefined, name: string): Member | undefined =>
  memberOf(node, name) ?? membersOf(node).find(({ key }) => String(key.value).toLowerCase() === name);

export const fieldValue = (node: Node | undefined, name: string): Node | undefined => fieldOf(node, name)?.value;

/** The value below the tables of this path. */
export const valueAt = ({ root }: Tree, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((node, name) => fieldValue(node, name), root);

/** The strings of a list. */
export const itemsAt = (list: Node | undefined): readonly { readonly node: Node; readonly text: string }[] =>
  itemsOf(list).flatMap((node) => {
    const text = stringOf(node);
    return text === undefined ? [] : [{ node, text }];
  });
