import { code } from '../core';
import type { AliasNode, Node, SyntaxProblem } from './tree';

/**
 * How large a share of the decoded nodes may come from aliases, by the number of nodes: 99 % up to 400,000 nodes, falling
 * to 10 % at 4,000,000 (go-yaml `decode.go`, `allowedAliasRatio`; the same in sigs.k8s.io/yaml).
 */
function allowedShare(decoded: number): number {
  const low = 400_000;
  const high = 4_000_000;
  if (decoded <= low) return 0.99;
  return decoded >= high ? 0.1 : 0.99 - (0.89 * (decoded - low)) / (high - low);
}

interface Counted {
  /** Nodes that were decoded until the end or until the refusal. */
  readonly decoded: number;
  readonly problem?: SyntaxProblem;
}

type Step = { readonly decode: Node } | { readonly close: AliasNode };

/**
 * Counts what go-yaml decodes, node by node as its decoder does, and stops where it refuses the document: at an anchor that
 * contains itself, or when too many of the nodes come from aliases. So the count is also the bound of what readers of the tree
 * meet through aliases.
 */
export function countDecoded(root: Node): Counted {
  const steps: Step[] = [{ decode: root }];
  const open = new Set<AliasNode>();
  let decoded = 1;
  let fromAliases = 0;
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ('close' in step) {
      open.delete(step.close);
      continue;
    }
    const node = step.decode;
    decoded++;
    const [outermost] = open;
    if (outermost) fromAliases++;
    if (outermost && fromAliases > 100 && decoded > 1000 && fromAliases / decoded > allowedShare(decoded)) {
      const message = `The aliases of this document repeat too much: go-yaml stops after ${decoded} nodes with "document contains excessive aliasing".`;
      return { decoded, problem: { span: outermost.span, message } };
    }
    if (node.kind === 'alias') {
      if (open.has(node)) return { decoded, problem: { span: node.span, message: containsItself(node.name) } };
      if (!node.target) continue;
      open.add(node);
      steps.push({ close: node }, { decode: node.target });
    } else if (node.kind === 'array') {
      for (let i = node.items.length - 1; i >= 0; i--) steps.push({ decode: node.items[i] as Node });
    } else if (node.kind === 'object') {
      for (let i = node.members.length - 1; i >= 0; i--) {
        const { key, value } = node.members[i] as (typeof node.members)[number];
        if (value) steps.push({ decode: value });
        if (key.quoted || key.value !== '<<') steps.push({ decode: key });
      }
    }
  }
  return { decoded };
}

const containsItself = (anchor: string): string => `The anchor ${code(anchor)} contains itself: go-yaml refuses the document.`;
