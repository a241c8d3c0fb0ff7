import {
  type Context,
  counted,
  type Findings,
  type Hint,
  type Lens,
  type Outline,
  type Span,
  type StatedFact,
  tallyText,
} from '../../core';
import { errnoNames, targetTitle } from '../../knowledge';
import { get, stringOf, walk } from '../../tree';
import { analysisOf } from './analysis';
import { ancestorOf, ancestorTitle, newestRelease } from './ancestor';
import { baseline } from './baseline';
import { alternativesOf } from './comparison';
import { nameOfValue } from './constants';
import { diff, wholeProfile } from './diff';
import { fieldOf, namesOf, type ProfileModel, type ProfileRule } from './model';
import type { SeccompPart } from './part';
import { formatOf, formatTitles, loaderOf } from './target';
import { conjunctionText } from './wording';

/** `Docker format, read as containerd (a pod refers to it)`. */
export function describe(part: SeccompPart, context: Context): string {
  if (!part.profile) return '';
  const loader = loaderOf(part, context);
  const format = part.object ? 'SeccompProfile object' : formatTitles[formatOf(part.profile)];
  return `${format}, read as ${targetTitle(loader)} (${loader.because})`;
}

export function outline({ profile }: SeccompPart): readonly Outline[] {
  if (!profile) return [];
  const top = ['defaultAction', 'architectures', 'archMap', 'flags', 'listenerPath'].flatMap((key): readonly Outline[] => {
    const member = fieldOf(profile.node, key);
    if (!member) return [];
    const detail = key === 'defaultAction' ? profile.defaultAction?.value : undefined;
    return [{ name: key, ...(detail && { detail }), kind: 'property', span: member.span, selection: member.key.span }];
  });
  return [...top, ...profile.rules.map(ofRule)];
}

/** A profile is named by its file; one in an object by the object. */
export function symbols({ profile, object, path }: SeccompPart): readonly Outline[] {
  const name = object?.name ?? path.slice(path.lastIndexOf('/') + 1);
  if (!profile || !name) return [];
  const { start, end } = profile.node.span;
  const detail = profile.defaultAction?.value;
  return [{ name, ...(detail && { detail }), kind: 'class', span: { start, end }, selection: { start, end: start + 1 } }];
}

function ofRule(rule: ProfileRule): Outline {
  const names = namesOf(rule);
  const [first] = names;
  const action = rule.action?.value.replace(/^SCMP_ACT_/, '') ?? 'no action';
  const what = names.length === 1 ? first?.value : counted(names.length, 'call');
  return {
    name: `${action} ${what}`,
    detail: conditionsOf(rule),
    kind: 'event',
    span: rule.node.span,
    selection: first?.node.span ?? { start: rule.node.span.start, end: rule.node.span.start + 1 },
    ...(names.length > 1 && {
      children: names.map(({ value, node }): Outline => ({ name: value || '""', kind: 'function', span: node.span, selection: node.span })),
    }),
  };
}

/** In short when a rule applies: its arguments, capabilities, hosts and kernel. */
function conditionsOf(rule: ProfileRule): string {
  const call = namesOf(rule)[0]?.value ?? '';
  const args = rule.args.length ? alternativesOf(rule.args).map((all) => conjunctionText(all, call)) : [];
  const filter = (sign: string, one: ProfileRule['includes']) =>
    one ? [...one.caps, ...one.arches, ...(one.minKernel ? [one.minKernel] : [])].map(({ value }) => sign + value) : [];
  return [args.join(' or '), ...filter('', rule.includes), ...filter('not ', rule.excludes)].filter(Boolean).join(', ');
}

/** Every object and list that spans several lines. */
export function folds({ tree, text }: SeccompPart): readonly Span[] {
  return [...walk(tree.root)]
    .filter((node) => node.kind !== 'scalar' && text.slice(node.span.start, node.span.end).includes('\n'))
    .map((node) => node.span);
}

/** One line over the default action: how far the profile is from the runtime's own. */
export function lenses(part: SeccompPart, context: Context, findings: Findings): readonly Lens[] {
  const member = part.profile && fieldOf(part.profile.node, 'defaultAction');
  const base = member && baseline(part, context);
  if (!base) return [];
  const errors = findings().filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return [{ span: member.key.span, title: `doesn't load: ${counted(errors, 'error')}`, command: 'showProblems' }];
  const changes = diff(base.part, part, context);
  const said = tallyText(changes, changes.some(({ group }) => group === wholeProfile) ? undefined : 'call');
  const title = said ? `vs ${base.title}: ${said}` : `same as ${base.title}`;
  const ancestor = ancestorOf(part.profile as ProfileModel, loaderOf(part, context).target);
  return [
    { span: member.key.span, title, command: 'reportDifferences' },
    ...(ancestor
      ? [{ span: member.key.span, title: ancestorTitle(ancestor), command: 'rebase', arguments: [newestRelease(ancestor)] }]
      : []),
  ];
}

/** Names beside numbers. */
export function hints(part: SeccompPart, range: Span, context: Context): readonly Hint[] {
  const { profile } = part;
  if (!profile || !analysisOf(part, context)) return [];
  const found: Hint[] = [];
  const put = (node: { readonly span: Span }, text: string | undefined) => {
    if (text && range.start <= node.span.end && node.span.end <= range.end) found.push({ at: node.span.end, text });
  };
  const error = (value: bigint) => errnoNames().get(Number(value));
  if (profile.defaultErrnoRet) put(profile.defaultErrnoRet.node, error(profile.defaultErrnoRet.value));
  for (const rule of profile.rules) {
    if (rule.errnoRet) put(rule.errnoRet.node, error(rule.errnoRet.value));
    for (const { index, value, valueTwo, op } of rule.args) {
      const call = namesOf(rule)[0]?.value ?? '';
      const place = Number(index?.value ?? 0n);
      const masked = op?.value === 'SCMP_CMP_MASKED_EQ';
      if (value?.value) put(value.node, nameOfValue(call, place, value.value) ?? hexadecimal(value.value));
      if (valueTwo?.value && masked) put(valueTwo.node, nameOfValue(call, place, valueTwo.value) ?? hexadecimal(valueTwo.value));
    }
  }
  return found;
}

const hexadecimal = (value: bigint): string | undefined => (value > 255n ? `0x${value.toString(16)}` : undefined);

/** The file's path; for an object the path at which the operator puts the profile below the kubelet's folder. */
export function facts(part: SeccompPart): readonly StatedFact[] {
  if (!part.profile) return [];
  const { start } = part.profile.node.span;
  const span = { start, end: start + 1 };
  if (!part.object) return part.path ? [{ kind: 'seccomp-profile', name: part.path, span }] : [];
  const namespace = stringOf(get(get(part.tree.root, 'metadata'), 'namespace'));
  const name = part.object.name;
  return name === undefined
    ? []
    : [{ kind: 'seccomp-profile', name: ['operator', namespace, `${name}.json`].filter(Boolean).join('/'), span }];
}
