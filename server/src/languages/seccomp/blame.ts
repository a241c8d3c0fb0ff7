/** Whether a profile refuses what a program was refused, and the word that a runtime refuses in it. */

import {
  type Blame,
  type Confined,
  type ConfinedPlace,
  type Context,
  deferred,
  type Happening,
  nearest,
  type RefusedOperation,
  type Suspect,
  type SuspectFix,
} from '../../core';
import { errnoNames, errnoNumbers, nearestArchitecture, nearestSyscall, operations } from '../../knowledge';
import { type Node, resolved, walk } from '../../tree';
import { logRule, logUnlisted } from './actions/mode';
import { type Analysis, abiWith, analysisOf, decide } from './analysis';
import { withCalls } from './edits';
import { hasCall } from './filter';
import { loggingOf } from './logged';
import { fieldOf, namesOf, type ProfileRule } from './model';
import { architectureOfAudit, callOfNumber } from './observe/auditArchitecture';
import type { SeccompPart } from './part';
import { type CallVerdict, sameVerdict, verdictText } from './resolve';
import { actions, findAction } from './words';

export function blame(part: SeccompPart, { event, containers }: Blame, context: Context): readonly Suspect[] {
  if (!part.profile) return [];
  const { happening } = event;
  switch (happening.kind) {
    case 'refused':
      return usersOf(part, containers).flatMap((user) => refusedCall(part, happening, user, context));
    case 'denial':
      return happening.of === 'seccomp' ? usersOf(part, containers).flatMap((user) => auditedCall(part, event.text, user, context)) : [];
    case 'invalid-profile':
      return happening.of === 'seccomp' ? invalidWord(part, happening, containers) : [];
    case 'missing-profile':
      return [];
    default:
      return [];
  }
}

/** The containers that run under the profile; `undefined` where the workspace describes none at all. */
function usersOf(part: SeccompPart, containers: readonly ConfinedPlace[]): readonly (Confined | undefined)[] {
  if (containers.length === 0) return [undefined];
  return containers
    .map(({ confined }) => confined)
    .filter(({ seccomp, privileged, owner }) => !privileged && isNamed(part, seccomp.name, owner?.namespace));
}

function isNamed({ path, object }: SeccompPart, name: string | undefined, namespace: string | undefined): boolean {
  if (name === undefined) return false;
  if (object?.name !== undefined) return [`operator/${namespace ?? ''}/${object.name}.json`, `operator/${object.name}.json`].includes(name);
  const below = name.replace(/^(?:\.{0,2}\/)+/, '');
  return `/${path}`.endsWith(`/${below}`);
}

/** The profile as the runtime of this container reads it. */
function inContainer(part: SeccompPart, user: Confined | undefined, context: Context): Analysis | undefined {
  if (!user) return analysisOf(part, context);
  const target = context.target !== 'auto' ? context.target : user.engine === 'kubernetes' ? 'containerd' : user.engine;
  return analysisOf(part, { ...context, target, capabilities: user.capabilities });
}

/** `socket(2, 3)`: a call, and the arguments that matter. */
function callIn(text: string): { readonly name: string; readonly args: readonly bigint[] } {
  const [, name = text, args = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  return { name, args: args.split(',').flatMap((arg) => (arg.trim() === '' ? [] : [BigInt(arg.trim())])) };
}

interface RefusedCall {
  readonly call: string;
  readonly verdict: CallVerdict;
  readonly span: Suspect['span'];
  readonly why: string;
  /** Rules that would allow the call, and don't apply to this container. */
  readonly passedOver?: ProfileRule;
  /** The rule that refuses it; absent where the default action does. */
  readonly rule?: ProfileRule;
}

function refusalOf(analysis: Analysis, call: string): RefusedCall | undefined {
  const { name, args } = callIn(call);
  const abi = abiWith(analysis, name) ?? analysis.host.architecture;
  if (!hasCall(abi, name)) return undefined;
  const decision = decide(analysis, abi, name, args);
  const verdict: CallVerdict = decision.newerThanProfile
    ? { action: 'SCMP_ACT_ERRNO', errno: errnoNumbers().get('ENOSYS') ?? 38 }
    : decision.verdict;
  const outcome = findAction(verdict.action)?.outcome;
  if (outcome !== 'denied') return undefined;
  const passedOver = decision.origin
    ? undefined
    : analysis.profile.rules.find(
        (rule) =>
          analysis.resolved.passedOver.has(rule) &&
          namesOf(rule).some(({ value }) => value === name) &&
          findAction(rule.action?.value)?.outcome !== 'denied',
      );
  // A rule that answers as the default does is no part of the filter; it still is the line that says so.
  const repeats =
    decision.origin || decision.why !== 'default'
      ? undefined
      : analysis.resolved.rules.find(
          (rule) => rule.conditions.length === 0 && sameVerdict(rule.verdict, verdict) && rule.names.some(({ value }) => value === name),
        );
  const repeated = repeats?.names.find(({ value }) => value === name);
  const conditional = passedOver && namesOf(passedOver).find(({ value }) => value === name);
  const span =
    decision.origin?.name.node.span ?? repeated?.node.span ?? conditional?.node.span ?? analysis.profile.defaultAction?.node.span;
  const why = decision.origin
    ? `rule ${decision.origin.active.rule.index + 1} refuses ${name}`
    : repeats
      ? `rule ${repeats.rule.index + 1} refuses ${name}`
      : passedOver
        ? `rule ${passedOver.index + 1} allows ${name} only ${conditionsOf(passedOver)}, so the default action applies`
        : decision.why === 'abi not covered'
          ? `the profile doesn't cover ${abi.name}`
          : decision.newerThanProfile
            ? `runc takes ${name} for newer than the profile`
            : `${name} is in no rule, so the default action applies`;
  const rule = decision.origin?.active.rule ?? repeats?.rule;
  return { call: name, verdict, span, why, ...(passedOver && { passedOver }), ...(rule && { rule }) };
}

function conditionsOf({ includes, excludes }: ProfileRule): string {
  const caps = (includes?.caps ?? []).map(({ value }) => value);
  const arches = (includes?.arches ?? []).map(({ value }) => value);
  const parts = [
    caps.length > 0 && `for containers with ${caps.join(' and ')}`,
    arches.length > 0 && `on ${arches.join(' and ')}`,
    includes?.minKernel && `from Linux ${includes.minKernel.value} on`,
    excludes && excludes.caps.length > 0 && `for containers without ${excludes.caps.map(({ value }) => value).join(' and ')}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : 'under a condition that this container doesn’t meet';
}

function refusedCall(part: SeccompPart, refused: RefusedOperation, user: Confined | undefined, context: Context): readonly Suspect[] {
  const analysis = inContainer(part, user, context);
  const operation = operations[refused.operation];
  if (!analysis || !operation) return [];
  if (refused.operation === 'killed-by-seccomp') return killing(analysis, user);
  const answers = (call: RefusedCall) => {
    if (call.verdict.errno === undefined) return false;
    const name = errnoNames().get(call.verdict.errno);
    if (operation.fallsBackOn === name) return false;
    return name === refused.errno || (refused.either === true && (name === 'EPERM' || name === 'EACCES'));
  };
  const calls = operation.calls.filter((call) => hasCall(analysis.host.architecture, callIn(call).name));
  const found = calls.map((call) => refusalOf(analysis, call)).filter((one) => one !== undefined && answers(one)) as readonly RefusedCall[];
  const [first] = found;
  if (!first) return [];
  const usual = callIn(calls[0] ?? '').name;
  // Where a program makes all of these calls, or the first is the one that it makes, the refusal explains the message.
  const explains = found.length === calls.length || first.call === usual || operation.fallsBackOn !== undefined;
  const names = found.map(({ call }) => call);
  const certainty = user && explains ? 'likely' : 'possible';
  const silent = loggingOf(first.verdict, analysis.profile) === 'none';
  const fallback =
    operation.fallsBackOn === undefined
      ? ''
      : ` The C library falls back to an older call only where the answer is ${operation.fallsBackOn}: give ${first.call} errnoRet ${errnoNumbers().get(operation.fallsBackOn)}, or allow it.`;
  return [
    {
      ...(first.span && { span: first.span }),
      layer: 'seccomp',
      certainty,
      message:
        `${user ? `${user.title.charAt(0).toUpperCase()}${user.title.slice(1)} runs under this profile, and` : 'If the container runs under this profile:'} ${first.why}: the answer is ${verdictText(first.verdict)}, which the program reports as ${refused.errno}.` +
        `${names.length > 1 ? ` The same applies to ${names.slice(1).join(', ')}.` : ''}${fallback}` +
        `${silent ? ' The kernel is silent: this refusal is not logged. A learning copy of the profile (SCMP_ACT_LOG in place of the refusal) shows the calls in the log.' : ''}`,
      fix: first.passedOver
        ? { title: `Allow ${first.call} without the condition` }
        : {
            title: `Allow ${names.join(', ')}`,
            edits: deferred(() => withCalls(part.tree, analysis.profile, names, { action: 'SCMP_ACT_ALLOW' })),
          },
      ...(silent && { alternatives: learning(part, analysis, first) }),
      ...(user && { next: withoutProfile(user) }),
    },
  ];
}

/** What makes the refusal visible: the calls run, and the kernel logs each. */
const learning = (part: SeccompPart, { profile }: Analysis, { rule }: RefusedCall): readonly SuspectFix[] =>
  (rule ? logRule({ part }, rule) : logUnlisted({ part, profile })).map(({ title, edits }) => ({ title, edits }));

/** Runs the image once without the profile: the message stays where something else is the cause. */
function withoutProfile({ image = 'IMAGE', engine, capabilities, drop }: Confined): string {
  const program = engine === 'podman' ? 'podman' : 'docker';
  const kept = drop ? ` --cap-drop ALL${capabilities.map((name) => ` --cap-add ${name.replace(/^CAP_/, '')}`).join('')}` : '';
  return `${program} run --rm --security-opt seccomp=unconfined${kept} ${image}`;
}

function killing({ profile, resolved: { default: verdict } }: Analysis, user: Confined | undefined): readonly Suspect[] {
  const kills = (action: string | undefined) => /^SCMP_ACT_(?:KILL|TRAP)/.test(action ?? '');
  const rule = profile.rules.find(({ action }) => kills(action?.value));
  const node = kills(verdict.action) ? profile.defaultAction?.node : rule?.action?.node;
  if (!node) return [];
  return [
    {
      span: node.span,
      layer: 'seccomp',
      certainty: user ? 'likely' : 'possible',
      message: `The process was killed with SIGSYS, and this profile answers ${kills(verdict.action) ? 'calls that no rule names' : 'some calls'} with ${kills(verdict.action) ? verdict.action : rule?.action?.value}. The kernel logs the call: its number is after syscall= in a record type=1326.`,
      next: 'sudo journalctl -k -g type=1326',
    },
  ];
}

/** A record `type=1326` names the call by its number. */
function auditedCall(part: SeccompPart, record: string, user: Confined | undefined, context: Context): readonly Suspect[] {
  const analysis = inContainer(part, user, context);
  const number = Number(/\bsyscall=(\d+)/.exec(record)?.[1]);
  const named = /\bSYSCALL=(\w+)/.exec(record)?.[1];
  const arch = architectureOfAudit(/\barch=(\w+)/.exec(record)?.[1] ?? '');
  const call = named ?? (analysis && callOfNumber(arch ?? analysis.host.architecture, number)?.call);
  if (!analysis || call === undefined) return [];
  const abi = abiWith(analysis, call) ?? analysis.host.architecture;
  const decision = decide(analysis, abi, call);
  const action = findAction(decision.verdict.action);
  if (action?.outcome === 'allowed' && decision.verdict.action !== 'SCMP_ACT_LOG') return [];
  const span = decision.origin?.name.node.span ?? analysis.profile.defaultAction?.node.span;
  const logged = decision.verdict.action === 'SCMP_ACT_LOG';
  return [
    {
      ...(span && { span }),
      layer: 'seccomp',
      certainty: user ? 'certain' : 'likely',
      decisive: true,
      message: `The record is about the system call ${call}: ${decision.origin ? `rule ${decision.origin.active.rule.index + 1}` : 'the default action'} answers it with ${verdictText(decision.verdict)}${logged ? ', so it was only logged' : ''}.`,
      fix: {
        title: `Allow ${call}`,
        edits: deferred(() => withCalls(part.tree, analysis.profile, [call], { action: 'SCMP_ACT_ALLOW' })),
      },
    },
  ];
}

type Invalid = Extract<Happening, { readonly kind: 'invalid-profile' }>;

/** The word of a profile that a runtime refuses. */
function invalidWord(part: SeccompPart, { word, field, problem }: Invalid, containers: readonly ConfinedPlace[]): readonly Suspect[] {
  const { profile, tree } = part;
  if (!profile) return [];
  const used = containers.some(({ confined }) => isNamed(part, confined.seccomp.name, confined.owner?.namespace));
  if (field === 'path')
    return word === undefined || !`/${word}`.endsWith(`/${part.path.split('/').at(-1)}`) ? [] : [wholeFile(part, problem)];
  const nodes = word === undefined ? fieldsNamed(part, field ?? '') : nodesWith(tree.root, word, field, profile.rules);
  const [first] = nodes;
  if (!first || (containers.some(({ confined }) => confined.seccomp.type === 'profile') && !used)) return [];
  const similar = word === undefined ? undefined : suggestion(field, word);
  return [
    {
      span: first.span,
      layer: 'seccomp',
      certainty: 'certain',
      decisive: true,
      message: `The runtime refuses the profile${word === undefined ? '' : ` because of ${word}`}: ${problem}.${similar === undefined ? '' : ` Did you mean ${similar}?`} No container starts with it.`,
      ...(similar !== undefined && { fix: { title: `Write ${similar}`, edits: [{ span: first.span, text: JSON.stringify(similar) }] } }),
    },
  ];
}

const wholeFile = ({ text }: SeccompPart, problem: string): Suspect => ({
  span: { start: 0, end: Math.min(1, text.length) },
  layer: 'seccomp',
  certainty: 'certain',
  decisive: true,
  message: `The runtime can't read this profile: ${problem}.`,
});

function fieldsNamed({ profile }: SeccompPart, field: string): readonly Node[] {
  const member = fieldOf(profile?.node, field);
  return member ? [member.key] : profile ? [profile.node] : [];
}

/** Where the word is, in rules before anything else where it is a call. */
function nodesWith(root: Node | undefined, word: string, field: string | undefined, rules: readonly ProfileRule[]): readonly Node[] {
  if (field === 'call')
    return rules.flatMap((rule) =>
      namesOf(rule)
        .filter(({ value }) => value === word)
        .map(({ node }) => node),
    );
  const wanted = word.toLowerCase();
  return [...walk(root)].filter((node) => {
    const value = resolved(node);
    return value?.kind === 'scalar' && String(value.value).toLowerCase() === wanted;
  });
}

function suggestion(field: string | undefined, word: string): string | undefined {
  if (field === 'call') return nearestSyscall(word)?.names[0];
  if (field === 'action')
    return nearest(
      word,
      actions.map(({ name }) => name),
    );
  if (field === 'architecture') {
    return nearestArchitecture(word.replace(/^SCMP_ARCH_/, ''))?.scmp;
  }
  if (field === 'operator')
    return nearest(word, ['SCMP_CMP_NE', 'SCMP_CMP_LT', 'SCMP_CMP_LE', 'SCMP_CMP_EQ', 'SCMP_CMP_GE', 'SCMP_CMP_GT', 'SCMP_CMP_MASKED_EQ']);
  if (field === 'flag')
    return nearest(word, [
      'SECCOMP_FILTER_FLAG_TSYNC',
      'SECCOMP_FILTER_FLAG_LOG',
      'SECCOMP_FILTER_FLAG_SPEC_ALLOW',
      'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
    ]);
  return undefined;
}
