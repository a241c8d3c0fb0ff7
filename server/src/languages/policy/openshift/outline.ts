import { counted, type Lens, type Outline } from '../../../core';
import { get, resolved, stringOf } from '../../../tree';
import { type ImagePolicyFile, type MirrorSetFile, policyFile } from '../part';
import { shortList } from '../wording';
import { readMirrorSet } from './object';
import { requirementOf } from './requirement';

export function outlineOpenShift(part: ImagePolicyFile | MirrorSetFile): readonly Outline[] {
  if (part.kind === 'image-policy') {
    const detail = requirementWords(part) ?? '';
    return part.object.scopes.map(({ node, text }) => ({ name: text || '""', detail, kind: 'key', span: node.span, selection: node.span }));
  }
  return readMirrorSet(part.tree).map(({ node, source, mirrors }) => ({
    name: source.text || 'source',
    detail: mirrors.map(({ text }) => text).join(', '),
    kind: 'key',
    span: node.span,
    selection: source.node.span,
  }));
}

export function describeOpenShift(part: ImagePolicyFile | MirrorSetFile): string {
  if (part.kind === 'mirror-set') {
    const entries = readMirrorSet(part.tree);
    return `${counted(entries.length, 'source')}, ${counted(
      entries.reduce((sum, { mirrors }) => sum + mirrors.length, 0),
      'mirror',
    )}`;
  }
  const { kind, namespace, scopes } = part.object;
  return `${kind}${namespace === undefined ? '' : ` of the namespace ${namespace}`}, ${counted(scopes.length, 'scope')}`;
}

/** The requirement as the outline of a policy.json has it; undefined where the object is not complete. */
function requirementWords({ object }: ImagePolicyFile): string | undefined {
  const requirement = requirementOf(object);
  const standard = requirement && policyFile(JSON.stringify({ default: [requirement] })).policy.default;
  return standard && shortList(standard);
}

/** Over the kind: what is written from the object; over each scope what it requires. */
export function lensesOpenShift(part: ImagePolicyFile): readonly Lens[] {
  const words = requirementWords(part);
  const kind = resolved(get(part.tree.root, 'kind'));
  if (words === undefined || !kind || stringOf(kind) === undefined) return [];
  return [
    { span: kind.span, title: 'Show the policy.json that is written from it', command: 'showRendered' },
    ...part.object.scopes.map(({ node, text }) => ({ span: node.span, title: words, command: 'ask', arguments: [probe(text)] })),
  ];
}

const probe = (scope: string): string => {
  const named = scope.replace(/^\*/, 'registry');
  if (/\/[^/]*[:@]/.test(named)) return `docker://${named}`;
  return `docker://${named.includes('/') ? named : `${named}/team/app`}:1.0`;
};
