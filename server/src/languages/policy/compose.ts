import { applyEdits, type Edit, type Fix, resolveUri } from '../../core';
import { get, type Plain, parseJson, setPath, toValue } from '../../tree';
import type { PolicyFile } from './part';

/** Puts what a fragment in `policy.d` says into the policy.json beside that folder. What policy.json has already stays. */
export function composeFix({ uri, policy }: PolicyFile): Fix | undefined {
  const target = resolveUri(uri, '../policy.json');
  if (!policy.lists.length) return undefined;
  return {
    title: 'Put what it says into `policy.json`',
    edits: [],
    others: [{ uri: target, edits: (text) => composed(text, policy.lists) }],
    safe: false,
    note: 'A scope that `policy.json` has already, and its `default`, stay as they are there. This file may be removed then.',
  };
}

/** One edit, from the first character that differs to the last. */
function composed(text: string, lists: PolicyFile['policy']['lists']): readonly Edit[] {
  let after = text.trim() === '' ? '{\n  "default": [{ "type": "reject" }],\n  "transports": {}\n}\n' : text;
  for (const { transport, scope, member } of lists) {
    const tree = parseJson(after);
    // The user repairs a file that does not load first: the place of an edit is uncertain in it.
    if (tree.problems.length || !member.value) return [];
    const path = transport === undefined ? ['default'] : ['transports', transport, scope ?? ''];
    const isThere = transport === undefined ? get(tree.root, 'default') : get(get(get(tree.root, 'transports'), transport), scope ?? '');
    if (!isThere) after = applyEdits(after, setPath(tree, path, toValue(member.value) as Plain));
  }
  if (after === text) return [];
  let start = 0;
  while (start < text.length && text[start] === after[start]) start++;
  let end = 0;
  while (end < text.length - start && end < after.length - start && text.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ span: { start, end: text.length - end }, text: after.slice(start, after.length - end) }];
}
