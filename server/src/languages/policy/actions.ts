import { type Action, type Context, code, counted, type Edit, type Fact, type Fix, meet, type OtherFile, type Span } from '../../core';
import { type Plain, removeMember, renameKey, setPaths, setValue } from '../../tree';
import { deadScope } from './deadScope';
import { parseImageName, repositoryOf } from './imageName';
import { isOpen, listFor, nameOfList, type RequirementList, scopeOf, sectionOf, strengthOf } from './model';
import type { PolicyFile, PolicyPart } from './part';
import { placeholderFor, placeholderNote } from './placeholders';
import { parentsOfName } from './scopeParents';
import { addSource } from './sourceEdits';
import { attachmentsMissing, knowsSources } from './sources';

/** What makes a policy stricter, at a place: close the default, ask for a signature, pin the name that it claims. */
export function actions(part: PolicyPart, at: Span, context: Context): readonly Action[] {
  if (part.kind !== 'policy') return [];
  const lists = part.policy.lists.filter(({ member }) => meet(member.span, at));
  return [
    ...(isClosing(part, lists) ? closeDefault(part, context) : []),
    ...lists.flatMap((list) => [
      ...requireSignature(part, list, context),
      ...pinIdentity(part, list),
      ...findSignatures(part, list, context),
    ]),
  ];
}

/** Offered at the lists that leave the policy open. */
const isClosing = ({ policy }: PolicyFile, lists: readonly RequirementList[]): boolean =>
  lists.some((list) => isOpen(list) && (list === policy.default || (list.transport === 'docker' && list.scope === '')));

const open: Plain = [{ type: 'insecureAcceptAnything' }];

/** What Podman's `load`, `build` and `save` go through. */
const localTransports = ['containers-storage', 'docker-archive', 'oci', 'oci-archive', 'dir'];

/** `reject` by default; what the workspace runs is listed by repository, what is local stays open. */
function closeDefault(file: PolicyFile, { facts }: Context): readonly Action[] {
  const { policy } = file;
  const rest = scopeOf(sectionOf(policy, 'docker'), '');
  const images = facts.filter((fact) => fact.kind === 'uses-image').flatMap((fact) => repositoryIn(fact.name) ?? []);
  const uncovered = [...new Set(images)].sort().filter((repository) => {
    const list = listFor(policy, 'docker', [repository, ...parentsOfName(repository)]);
    return list === policy.default || list === rest;
  });
  const missing = localTransports.filter((name) => !sectionOf(policy, name));
  return [
    {
      kind: 'harden',
      title: uncovered.length
        ? `Reject by default, list the ${counted(uncovered.length, 'repository', 'repositories')} of this workspace…`
        : 'Reject by default, keep local images usable…',
      edits: closing(file, uncovered, missing, rest && isOpen(rest) ? rest : undefined),
      safe: false,
      note: 'Images of registries that are not listed are refused then. The listed ones are still accepted unchecked: ask for their signatures next.',
    },
  ];
}

/** `rest` is an open `""` of docker: its place is taken by the first repository, or it goes. */
function closing(
  { policy, tree }: PolicyFile,
  repositories: readonly string[],
  local: readonly string[],
  rest?: RequirementList,
): readonly Edit[] {
  const [first, ...others] = repositories;
  const added = rest ? others : repositories;
  const edits = setPaths(tree, [
    ...(isOpen(policy.default) ? [{ path: ['default'], value: [{ type: 'reject' }] }] : []),
    ...added.map((repository) => ({ path: ['transports', 'docker', repository], value: open })),
    ...local.map((name) => ({ path: ['transports', name, ''], value: open })),
  ]);
  const { parent } = rest?.member.key ?? {};
  if (!rest || parent?.kind !== 'object') return edits;
  return [...edits, ...(first === undefined ? removeMember(tree, parent, rest.member) : renameKey(rest.member, first))];
}

function repositoryIn(image: string): string | undefined {
  const parsed = parseImageName(image.replace(/^docker:\/\//, ''));
  return 'name' in parsed ? repositoryOf(parsed.name) : undefined;
}

function requireSignature({ tree, uri }: PolicyFile, list: RequirementList, { facts }: Context): readonly Action[] {
  const { value } = list.member;
  if (!value || !isOpen(list) || list.transport !== 'docker' || list.scope === '') return [];
  const offer = (what: string, requirement: Plain, others?: readonly OtherFile[]): Action => ({
    kind: 'rewrite',
    title: `Ask ${nameOfList(list)} for ${what}…`,
    edits: setValue(tree, value, [requirement]),
    ...(others && { others }),
    safe: false,
    note: `${placeholderNote} Images without such a signature are refused then${others ? '' : '; registries.d must say where signatures are read from'}.`,
  });
  const missing = attachmentsSource(uri, facts, list.scope);
  return [
    offer(
      'a sigstore signature',
      { type: 'sigstoreSigned', keyPath: placeholderFor('keyPath'), signedIdentity: { type: 'matchRepository' } },
      missing?.others,
    ),
    offer('a GPG signature', { type: 'signedBy', keyType: 'GPGKeys', keyPath: placeholderFor('keyPath', 'signedBy') }),
  ];
}

/** The part of registries.d that a sigstore scope needs, where it is not there. */
const attachmentsSource = (uri: string, facts: readonly Fact[], scope = ''): Fix | undefined =>
  deadScope('docker', scope) || !attachmentsMissing(uri, facts, scope)
    ? undefined
    : addSource(uri, facts, scope, 'use-sigstore-attachments');

/** Where no registries.d is known nothing is missing for sure; it is offered all the same. */
function findSignatures({ uri }: PolicyFile, { requirements, transport, scope }: RequirementList, { facts }: Context): readonly Action[] {
  if (transport !== 'docker' || !scope || knowsSources(uri, facts)) return [];
  const source = requirements.some(({ type }) => type === 'sigstoreSigned') && attachmentsSource(uri, facts, scope);
  return source ? [{ ...source, kind: 'rewrite' }] : [];
}

/** A scope that is one repository may say so in the identity, which then holds for mirrors too. */
function pinIdentity({ tree }: PolicyFile, list: RequirementList): readonly Action[] {
  const { scope = '', transport } = list;
  if (transport !== 'docker' || strengthOf(list) !== 'signed' || !/^[^*/]+\/[^:@]+$/.test(scope)) return [];
  return list.requirements.flatMap(({ type, identity }): readonly Action[] => {
    const value = identity.member?.value;
    if (type !== 'sigstoreSigned' || identity.type !== 'matchRepository' || !value) return [];
    return [
      {
        kind: 'rewrite',
        title: `Pin the identity of ${code(scope)} to this repository…`,
        edits: setValue(tree, value, { type: 'exactRepository', dockerRepository: scope }),
        safe: false,
        note: 'Images of repositories below the scope are refused then: give them scopes of their own.',
      },
    ];
  });
}
