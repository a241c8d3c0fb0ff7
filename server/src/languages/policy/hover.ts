import { bold, type Context, code, type Hover, link, paragraphs } from '../../core';
import { identityType, requirementType, signatureAuthorities, transport } from '../../knowledge';
import { hoverBySchema, locate, pathTo, stringOf } from '../../tree';
import { decodeBase64 } from './base64';
import { deadScope } from './deadScope';
import { kindOfKey } from './keys';
import { parentOf, type RequirementList, type Section, sectionOf } from './model';
import type { PolicyFile, PolicyPart, RegistriesFile } from './part';
import { schemaOf } from './schema';
import { refusedScope } from './scope';
import { parentScopes } from './scopeParents';
import { sourcesFromFacts, wordSource } from './sources';
import { longList, shortList } from './wording';

export function hover(part: PolicyPart, offset: number, context: Context): Hover | undefined {
  return (
    (part.kind === 'policy'
      ? hoverPolicy(part, offset, context)
      : part.kind === 'registries'
        ? hoverRegistries(part, offset)
        : undefined) ?? hoverBySchema(schemaOf(part), part.tree, offset)
  );
}

function hoverPolicy(file: PolicyFile, offset: number, context: Context): Hover | undefined {
  const found = locate(file.tree, offset);
  if (!found) return undefined;
  const { node, member, onKey } = found;
  if (onKey && member) {
    const list = file.policy.lists.find((candidate) => candidate.member.key === member.key);
    const section = list && sectionOf(file.policy, list.transport ?? '');
    if (list && section && list.scope !== undefined) return { span: node.span, markdown: ofScope(file, section, list, context) };
    return undefined;
  }
  const field = String(pathTo(node).findLast((step) => typeof step === 'string'));
  const markdown = field === 'type' ? ofType(stringOf(node)) : /Datas?$/.test(field) ? keyInside(stringOf(node) ?? '') : undefined;
  return markdown === undefined ? undefined : { span: node.span, markdown };
}

/** A type means the same wherever it stands, in a list that the text lacks too. */
function ofType(name: string | undefined): string | undefined {
  const requirement = requirementType(name);
  const identity = identityType(name);
  const known = requirement ?? identity;
  if (!known) return undefined;
  return paragraphs(
    `${bold(code(known.name))} · ${known.detail}`,
    requirement?.summary ?? identity?.holds,
    identity && !identity.acceptsBareClaim && 'The claim needs a tag or a digest, which cosign does not write unless told to.',
    link(signatureAuthorities.policy.title, signatureAuthorities.policy.url),
  );
}

function ofScope(file: PolicyFile, section: Section, list: RequirementList, context: Context): string {
  const scope = list.scope ?? '';
  const problem = refusedScope(section.transport, scope) ?? deadScope(section.transport, scope);
  const parent = parentOf(section, list);
  const candidates = [scope, ...parentScopes(section.transport, scope)];
  const wider = parent
    ? `Without it, ${scope === '' ? '`default`' : `the scope ${code(parent.scope || '""')}`} would decide: ${shortList(parent)}.`
    : file.policy.default && `Without it, \`default\` would decide: ${shortList(file.policy.default)}.`;
  return paragraphs(
    `${bold(code(scope || '""'))} · ${covers(section.transport, scope)}`,
    problem
      ? `It ${problem.problem}, so ${problem.consequence ?? 'no image ever falls under it'}.${problem.instead ? ` Meant was probably ${code(problem.instead)}.` : ''}`
      : longList(list),
    !problem && wider,
    !problem && section.transport === 'docker' && wordSource(list, sourcesFromFacts(file.uri, context.facts, candidates)),
    link(signatureAuthorities.policy.title, signatureAuthorities.policy.url),
  );
}

/** What falls under a scope, in a few words. */
export function covers(transportName: string, scope: string): string {
  if (scope === '') return `every other image of ${code(transportName)}`;
  const known = transport(transportName);
  if (!known) return 'never applies: the transport is not known';
  if (!known.named) return `everything at and below this path, for ${code(transportName)}`;
  if (scope.startsWith('[')) return scope.endsWith(']') ? 'every image in this store' : 'images of this name in this store';
  if (scope.startsWith('*.'))
    return `every registry below ${code(scope.slice(2))}, at any depth and port; not ${code(scope.slice(2))} itself`;
  if (scope.includes('@')) return 'one image, asked for by digest';
  if (/\/.*:[^/]*$/.test(scope)) return 'one tag; not the same image asked for by digest';
  if (!scope.includes('/')) return `every image of this registry${/:\d+$/.test(scope) ? '' : '; with a port it is another one'}`;
  return 'this repository or namespace and everything below it';
}

const kinds = {
  gpg: 'A GPG public key.',
  pem: 'A PEM public key or certificate.',
  private: 'A **private** key: replace the pair.',
  unknown: 'Neither a GPG key nor PEM, by its first bytes.',
};

function keyInside(text: string): string | undefined {
  const content = decodeBase64(text);
  return content ? kinds[kindOfKey(content)] : undefined;
}

function hoverRegistries({ tree, registries }: RegistriesFile, offset: number): Hover | undefined {
  const found = locate(tree, offset);
  const section = registries.sections.find(({ member }) => found?.onKey && member.key === found.node);
  if (!found || !section) return undefined;
  const scope = section.scope ?? '';
  const dead = deadScope('docker', scope);
  const markdown = paragraphs(
    `${bold(code(scope))} · ${covers('docker', scope)}`,
    dead && `It ${dead.problem}, so ${dead.consequence ?? 'no image ever falls under it'}.`,
    section.lookaside && `Simple signatures are read from ${code(section.lookaside)}.`,
    section.attachments !== undefined && `sigstore attachments are ${section.attachments ? 'read' : 'not looked for, here and below'}.`,
    'What the section leaves out is searched in wider ones and last in `default-docker`.',
    'The name is that of the place that images are fetched from: a mirror needs a section of its own.',
    link(signatureAuthorities.registries.title, signatureAuthorities.registries.url),
  );
  return { span: found.node.span, markdown };
}
