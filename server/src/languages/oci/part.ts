import { type Embedded, type Loaded, type Part, type Source, startingAt } from '../../core';
import { get, type Node, parseJson, resolved, type Tree } from '../../tree';

export interface OciPart extends Part {
  readonly tree: Tree;
  readonly process: Node | undefined;
  /** `linux.seccomp`, where it is an object. */
  readonly seccomp: Node | undefined;
}

export async function load({ text }: Source): Promise<Loaded<OciPart>> {
  const tree = parseJson(text);
  const seccomp = resolved(get(get(tree.root, 'linux'), 'seccomp'));
  const part = { text, tree, process: get(tree.root, 'process'), seccomp: seccomp?.kind === 'object' ? seccomp : undefined };
  return { parts: [{ start: 0, part }], reads: [] };
}

/** The runtime specification has no superset: what Docker or containers/common add to a profile is gone by the time that this is written. */
export function embeds({ text, seccomp }: OciPart): readonly Embedded[] {
  if (!seccomp) return [];
  const { start, end } = seccomp.span;
  return [
    { language: 'seccomp', readBy: 'containerd', text: text.slice(start, end), map: startingAt(start, end - start), sameSyntax: true },
  ];
}

export const unchecked = (): string => 'no rules for an OCI runtime configuration, apart from `linux.seccomp`';
