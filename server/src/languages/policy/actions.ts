import { type Action, type Context, code, type Fix, meet, type OtherFile, type Span } from '../../core';
import { type Plain, setValue } from '../../tree';
import { closeDefault, leavesOpen } from './closing';
import { deadScope } from './deadScope';
import { isOpen, nameOfList, type RequirementList, strengthOf } from './model';
import type { PolicyFile, PolicyPart } from './part';
import { placeholderFor, placeholderNote } from './placeholders';
import { addSource } from './sourceEdits';
import { attachmentsMissing, knowsSources } from './sources';

/** What makes a policy stricter, at a place: close the default, require a signature, pin the name that it claims. */
export function actions(part: PolicyPart, at: Span, context: Context): readonly Action[] {
  if (part.kind !== 'policy') return [];
  const lists = part.policy.lists.filter(({ member }) => meet(member.span, at));
  return [
    ...(lists.some((list) => leavesOpen(part, list)) ? [closeDefault(part, context)] : []),
    ...lists.flatMap((list) => [
      ...requireSignature(part, list, context),
      ...pinIdentity(part, list),
      ...findSignatures(part, list, context),
    ]),
  ];
}

function requireSignature({ tree, uri }: PolicyFile, list: RequirementList, context: Context): readonly Action[] {
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
  const missing = attachmentsSource(uri, context, list.scope);
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
const attachmentsSource = (uri: string, context: Context, scope = ''): Fix | undefined =>
  deadScope('docker', scope) || !attachmentsMissing(uri, context, scope)
    ? undefined
    : addSource(uri, context, scope, 'use-sigstore-attachments');

/** Where no registries.d is known nothing is missing for sure; it is offered all the same. */
function findSignatures({ uri }: PolicyFile, { requirements, transport, scope }: RequirementList, context: Context): readonly Action[] {
  if (transport !== 'docker' || !scope || knowsSources(uri, context)) return [];
  const source = requirements.some(({ type }) => type === 'sigstoreSigned') && attachmentsSource(uri, context, scope);
  return source ? [{ ...source, kind: 'rewrite' }] : [];
}

/** A scope that is one repository may say so in the identity, which then applies to mirrors too. */
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
