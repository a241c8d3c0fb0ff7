import { type Context, counted, type Lens, type Link, listed, type Outline, resolveUri, type Span } from '../../core';
import { locate, type Node, stringOf, walk } from '../../tree';
import { describeToml, outlineToml } from './conf/outline';
import { deadScope } from './deadScope';
import { lookupOf } from './lookup';
import { isOpen, type RequirementList, strengthOf } from './model';
import { describeOpenShift, lensesOpenShift, outlineOpenShift } from './openshift/outline';
import { isToml, namespaceOf, type PolicyFile, type PolicyPart, rootOf } from './part';
import { pullOf } from './pull/chain';
import { isRefusedIn } from './reader';
import type { SourceSection } from './registries';
import { readingOf } from './root';
import { parentScopes } from './scopeParents';
import { shortSource, sourcesFromFacts } from './sources';
import { shortList } from './wording';

export function outline(part: PolicyPart): readonly Outline[] {
  if (isToml(part)) return outlineToml(part);
  if (part.kind === 'image-policy' || part.kind === 'mirror-set') return outlineOpenShift(part);
  if (part.kind === 'registries') {
    const { default: standard, sections } = part.registries;
    return [
      ...(standard ? [ofSection('default-docker', standard)] : []),
      ...sections.map((section) => ofSection(section.scope ?? '', section)),
    ];
  }
  const { default: standard, sections } = part.policy;
  return [
    ...(standard ? [ofList('default', standard)] : []),
    ...sections.map(
      ({ transport, member, scopes }): Outline => ({
        name: transport || '""',
        kind: 'module',
        span: member.span,
        selection: member.key.span,
        children: scopes.map((list) => ofList(list.scope || '""', list)),
      }),
    ),
  ];
}

/** Transports, scopes and mirrors; the settings of CRI-O have the same names everywhere. */
export const symbols = (part: PolicyPart): readonly Outline[] => (part.kind === 'mirrors' || !isToml(part) ? outline(part) : []);

const ofList = (name: string, list: RequirementList): Outline => ({
  name,
  detail: shortList(list),
  kind: 'key',
  span: list.member.span,
  selection: list.member.key.span,
});

const ofSection = (name: string, { member, lookaside, attachments }: SourceSection): Outline => ({
  name: name || '""',
  detail: [lookaside, attachments && 'attachments'].filter(Boolean).join(' · '),
  kind: 'key',
  span: member.span,
  selection: member.key.span,
});

/** Every object and list that spans several lines. */
export function folds({ tree, text }: PolicyPart): readonly Span[] {
  return [...walk(tree.root)]
    .filter((node) => node.kind !== 'scalar' && text.slice(node.span.start, node.span.end).includes('\n'))
    .map((node) => node.span);
}

/** From the word outwards: value, member, object, to the whole file. */
export function selections({ tree }: PolicyPart, offset: number): readonly Span[] {
  const found = locate(tree, offset);
  if (!found) return [];
  const spans = [found.node.span];
  for (let node: Node | undefined = found.node; node; node = node.parent) {
    const holder =
      node.parent?.kind === 'object' ? node.parent.members.find((member) => member.value === node || member.key === node) : undefined;
    for (const span of [node.span, holder?.span]) {
      const inner = spans.at(-1) as Span;
      if (span && span.start <= inner.start && inner.end <= span.end && (span.start < inner.start || inner.end < span.end))
        spans.push(span);
    }
  }
  return spans;
}

/** Key files that are in the same tree. */
export function links(part: PolicyPart): readonly Link[] {
  const root = rootOf(part.uri);
  if (part.kind !== 'policy' || root === undefined) return [];
  return [...walk(part.tree.root)].flatMap((node) => {
    const path = stringOf(node);
    return path && part.around.keys.get(path)
      ? [{ span: node.span, target: resolveUri(`${root}/`, path.slice(1)), tooltip: 'Open the key file' }]
      : [];
  });
}

/** One line over `default` and each scope: what it requires. A click asks the policy about an image that falls there. */
export function lenses(part: PolicyPart, context: Context): readonly Lens[] {
  if (part.kind === 'image-policy') return lensesOpenShift(part);
  if (part.kind !== 'policy') return [];
  return part.policy.lists
    .filter((list) => list.requirements.length > 0)
    .map((list) => {
      const image = probeOf(list);
      return { span: list.member.key.span, title: lensTitle(part, list, context), command: 'ask', ...(image && { arguments: [image] }) };
    });
}

function lensTitle(file: PolicyFile, list: RequirementList, context: Context): string {
  if (isRefusedIn(file, list.member.span)) return 'refused as written';
  const { transport, scope } = list;
  if (transport === undefined || scope === undefined) return shortList(list);
  if (deadScope(transport, scope)) return 'never matches';
  if (transport !== 'docker' || strengthOf(list) !== 'signed') return shortList(list);
  const looked = lookupOf(probeOf(list) ?? '');
  const refusal = 'error' in looked ? undefined : pullOf(file, looked, context).refusal;
  const source = refusal
    ? `refused: ${refusal.short}`
    : shortSource(list, sourcesFromFacts(file.uri, context, [scope, ...parentScopes(transport, scope)]));
  return [shortList(list), ...(source ? [source] : [])].join(' · ');
}

/** An image that falls under a scope, for trying out; undefined where it is uncertain. */
export function probeOf({ transport, scope }: Pick<RequirementList, 'transport' | 'scope'>): string | undefined {
  if (!transport || !scope) return undefined;
  if (transport !== 'docker') return transport === 'containers-storage' || scope.startsWith('/') ? `${transport}:${scope}` : undefined;
  const name = scope.replace(/^\*\./, 'registry.');
  if (/\/.*[:@]/.test(name)) return `docker://${name}`;
  return `docker://${name.includes('/') ? name : `${name}/app`}:latest`;
}

export function describe(part: PolicyPart, context: Context): string {
  const reading = 'rivals' in part && part.rivals ? readingOf(part.uri, part.rivals, context) : undefined;
  return reading && reading.state !== 'read' ? `${contentOf(part)}; ${reading.words}` : contentOf(part);
}

function contentOf(part: PolicyPart): string {
  if (part.kind === 'registries') {
    const { default: standard, sections } = part.registries;
    const on = [...(standard ? [standard] : []), ...sections].filter((section) => section.attachments).length;
    return `${counted(sections.length, 'section')}${standard ? ' and a default' : ''}, attachments on in ${on}`;
  }
  if (part.kind === 'image-policy' || part.kind === 'mirror-set') return describeOpenShift(part);
  return isToml(part) ? describeToml(part) : describePolicy(part);
}

function describePolicy({ policy, uri }: PolicyFile): string {
  const scopes = policy.sections.flatMap((section) => section.scopes);
  const signed = scopes.filter((list) => strengthOf(list) === 'signed').length;
  const open = scopes.filter(isOpen).length;
  const standard = policy.default
    ? { reject: 'rejects by default', signed: 'signed by default', accept: 'open by default' }[strengthOf(policy.default)]
    : 'no default';
  const kinds = [signed && `${signed} signed`, open && `${open} open`].filter((word): word is string => !!word);
  const namespace = namespaceOf(uri);
  return `${standard}, ${counted(scopes.length, 'scope')}${kinds.length ? ` (${listed(kinds)})` : ''}${namespace ? `, for namespace ${namespace}` : ''}`;
}
