import { bold, type Context, code, escaped, type Hover, link, type Markdown, md, ours, paragraphs } from '../../core';
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

/** A type means the same at every place, even where the list around it is missing. */
function ofType(name: string | undefined): Markdown | undefined {
  const requirement = requirementType(name);
  const identity = identityType(name);
  const known = requirement ?? identity;
  if (!known) return undefined;
  return paragraphs(
    md`${bold(code(known.name))} · ${ours(known.detail)}`,
    ours(requirement?.summary ?? identity?.summary ?? ''),
    identity && !identity.acceptsBareClaim && md`The claim needs a tag or a digest, which cosign does not write unless told to.`,
    link(ours(signatureAuthorities.policy.title), signatureAuthorities.policy.url),
  );
}

function ofScope(file: PolicyFile, section: Section, list: RequirementList, context: Context): Markdown {
  const scope = list.scope ?? '';
  const problem = refusedScope(section.transport, scope) ?? deadScope(section.transport, scope);
  const parent = parentOf(section, list);
  const candidates = [scope, ...parentScopes(section.transport, scope)];
  const wider = parent
    ? md`Without it, ${scope === '' ? code('default') : md`the scope ${code(parent.scope || '""')}`} would decide: ${escaped(shortList(parent))}.`
    : file.policy.default && md`Without it, \`default\` would decide: ${escaped(shortList(file.policy.default))}.`;
  return paragraphs(
    md`${bold(code(scope || '""'))} · ${covers(section.transport, scope)}`,
    problem
      ? md`It ${ours(problem.problem)}, so ${ours(problem.consequence ?? 'no image ever falls under it')}.${problem.instead ? md` Meant was probably ${code(problem.instead)}.` : md``}`
      : longList(list),
    !problem && wider,
    !problem && section.transport === 'docker' && wordSource(list, sourcesFromFacts(file.uri, context, candidates)),
    link(ours(signatureAuthorities.policy.title), signatureAuthorities.policy.url),
  );
}

/** What falls under a scope, in a few words. */
export function covers(transportName: string, scope: string): Markdown {
  if (scope === '') return md`every other image of ${code(transportName)}`;
  const known = transport(transportName);
  if (!known) return md`never applies: the transport is not known`;
  if (!known.named) return md`everything at and below this path, for ${code(transportName)}`;
  if (scope.startsWith('[')) return scope.endsWith(']') ? md`every image in this store` : md`images of this name in this store`;
  if (scope.startsWith('*.'))
    return md`every registry below ${code(scope.slice(2))}, at any depth and port; not ${code(scope.slice(2))} itself`;
  if (scope.includes('@')) return md`one image, pulled by digest`;
  if (/\/.*:[^/]*$/.test(scope)) return md`one tag; not the same image pulled by digest`;
  if (!scope.includes('/')) return md`every image of this registry${/:\d+$/.test(scope) ? md`` : md`; with a port it is another one`}`;
  return md`this repository or namespace and everything below it`;
}

const kinds = {
  gpg: md`A GPG public key.`,
  pem: md`A PEM public key or certificate.`,
  private: md`A **private** key: replace the pair.`,
  unknown: md`Neither a GPG key nor PEM, by its first bytes.`,
};

function keyInside(text: string): Markdown | undefined {
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
    md`${bold(code(scope))} · ${covers('docker', scope)}`,
    dead && md`It ${ours(dead.problem)}, so ${ours(dead.consequence ?? 'no image ever falls under it')}.`,
    section.lookaside && md`Simple signatures are read from ${code(section.lookaside)}.`,
    section.attachments !== undefined &&
      md`sigstore attachments are ${section.attachments ? md`read` : md`not looked for, here and below`}.`,
    ours('What the section leaves out is searched in wider ones and last in `default-docker`.'),
    md`The name is that of the place that images are fetched from: a mirror needs a section of its own.`,
    link(ours(signatureAuthorities.registries.title), signatureAuthorities.registries.url),
  );
  return { span: found.node.span, markdown };
}
