/** Which abi counts for the profiles of a file, and which of their rules it mediates. */

import { type Context, memo, memoLast, type Span } from '../../../core';
import {
  type AbiFeatures,
  builtInFeatures,
  hasAny,
  isOlderRelease,
  type MediatedClassName,
  type Mediation,
  mediatedClasses,
  mediationOfClass,
  networkConditions,
  shippedFeatures,
} from '../../../knowledge';
import { digestOf, type StatementAt } from '../syntax/digest';
import type { Abi, AccessRule, FileName, RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { flatten, isRow } from './flatten';
import type { Resolution } from './loadedFile';
import type { ApparmorPart } from './model';
import { placeOf } from './origin';

export interface AbiInForce {
  /** The end of a sentence: `under abi 3.0`, `without an abi`. */
  readonly where: string;
  /** Absent where they are not known: those of the kernel that runs, or of the files that include this one. */
  readonly features?: AbiFeatures;
  /** Where the abi is written, or the include that has it. */
  readonly span?: Span;
  /** The release of apparmor_parser, where the settings name one. */
  readonly release?: string;
}

/**
 * The first abi before the first profile, whether the file states it or an include does. As apparmor_parser has it, later ones don't count,
 * those of abstractions among them.
 */
export const abiInForce: (part: ApparmorPart, context: Context) => AbiInForce = memoLast(
  (part: ApparmorPart, context: Context): AbiInForce => {
    const { version } = context.apparmor;
    const release = /^\d+(?:\.\d+)*$/.test(version) ? { release: version } : {};
    return { ...statedAbi(part, release.release), ...release };
  },
  (context) => [context.apparmor.version],
);

function statedAbi(part: ApparmorPart, release: string | undefined): AbiInForce {
  for (const piece of flatten({ start: 0, file: part.root }, part.tree)) {
    if (isRow(piece)) continue;
    const { statement } = piece;
    if (statement.kind === 'profile') break;
    if (statement.kind !== 'abi' || !statement.file) continue;
    const features = featuresOf(statement.file, piece.file.includes.get(statement));
    return { where: `under abi ${shortName(statement.file)}`, span: placeOf(piece, statement.file.span), ...(features && { features }) };
  }
  // What a fragment says counts under the abi of the profile that includes it.
  if (part.fragment || (release !== undefined && isOlderRelease(release, firstWithAbis))) return { where: 'without an abi' };
  return { where: 'without an abi', features: builtInFeatures() };
}

/** The same of one abi rule, whether it counts or not. */
export function abiOf(part: ApparmorPart, statement: Abi, context: Context): AbiInForce {
  const { release } = abiInForce(part, context);
  const features = statement.file && featuresOf(statement.file, part.root.includes.get(statement));
  return {
    where: statement.file ? `under abi ${shortName(statement.file)}` : '',
    ...(features && { features }),
    ...(release !== undefined && { release }),
  };
}

/** Whether the abi rule, one of the file itself, is the one that counts. */
export const isInForce = (part: ApparmorPart, { file }: Abi, context: Context): boolean => {
  const { span } = abiInForce(part, context);
  return span !== undefined && file !== undefined && part.text.slice(span.start, span.end) === file.raw;
};

/** Before it apparmor_parser compiles for what the running kernel has. */
const firstWithAbis = '3.0';

const shortName = ({ path }: FileName): string => path.replace(/^\/*(?:etc\/apparmor\.d\/)?abi\//, '');

function featuresOf(file: FileName, resolution: Resolution | undefined): AbiFeatures | undefined {
  if (file.form === 'angle' && file.path === 'kernel') return undefined;
  if (file.form === 'angle' && file.path === 'default') return builtInFeatures();
  if (resolution?.state === 'nothing' && resolution.features) return resolution.features;
  return /(?:^|\/)abi\/[^/]+$/.test(file.path) ? shippedFeatures(shortName(file)) : undefined;
}

/** How far the accesses of a class are restricted: `unknown` where the features of the abi are not known. */
export function mediationUnder({ features, release }: AbiInForce, names: readonly MediatedClassName[]): Mediation | 'unknown' {
  if (names.length === 0) return 'enforced';
  if (!features) return 'unknown';
  const all = names.map((name) => mediationOfClass(features, name, release));
  return (['enforced', 'patched', 'generic', 'unenforced'] as const).find((one) => all.includes(one)) ?? 'enforced';
}

/** The classes of which nothing is denied; none where the features are not known. Queues of System V are left out: no abi that AppArmor ships mediates them. */
export function unmediatedClasses(abi: AbiInForce): readonly MediatedClassName[] {
  const names = Object.keys(mediatedClasses) as MediatedClassName[];
  return names.filter((name) => name !== 'sysv_mqueue' && mediationUnder(abi, [name]) === 'unenforced');
}

/** The classes that a rule is about, of those that only some abis mediate. */
export function classesOf(rule: RuleStatement): readonly MediatedClassName[] {
  switch (rule.verb) {
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return ['mount'];
    case 'mqueue': {
      const type = rule.conditions.find(({ name }) => name.raw === 'type')?.values[0];
      return queueClasses(type && wordValue(type.raw), rule.words[0] && wordValue(rule.words[0].raw));
    }
    case 'network':
    case 'unix':
    case 'dbus':
    case 'signal':
    case 'ptrace':
    case 'userns':
    case 'io_uring':
      return [rule.verb];
    default:
      return [];
  }
}

/** POSIX queues have paths as names, those of System V numbers. */
export function queueClasses(type: string | undefined, name: string | undefined): readonly MediatedClassName[] {
  if (type === 'posix' || (type === undefined && name?.startsWith('/'))) return ['posix_mqueue'];
  if (type === 'sysv' || (type === undefined && /^\d/.test(name ?? ''))) return ['sysv_mqueue'];
  return ['posix_mqueue', 'sysv_mqueue'];
}

interface ClassGroup {
  readonly classes: readonly MediatedClassName[];
  readonly items: readonly StatementAt<RuleStatement>[];
}

/** The rules of a run by the classes that they are about; kept with the run. */
const groupsIn = memo((items: readonly StatementAt<RuleStatement>[]): readonly ClassGroup[] => {
  const groups = new Map<string, { readonly classes: readonly MediatedClassName[]; readonly items: StatementAt<RuleStatement>[] }>();
  for (const item of items) {
    const classes = classesOf(item.statement);
    const group = groups.get(classes.join());
    if (group) group.items.push(item);
    else groups.set(classes.join(), { classes, items: [item] });
  }
  return [...groups.values()];
});

/** The rules of a file that only some abis mediate, run by run and by their classes; places count from `start`. */
export const abiDependentGroups = (part: ApparmorPart): readonly (ClassGroup & { readonly start: number })[] =>
  digestOf(part.tree).abiDependent.chunks.flatMap(({ start, items }) => groupsIn(items).map((group) => ({ ...group, start })));

/** What of a network rule apparmor_parser leaves out when it compiles the rule: it then counts for every address, interface or access. */
export function droppedConditions(rule: AccessRule, { features, release }: AbiInForce): readonly Span[] {
  if (rule.verb !== 'network' || !features) return [];
  const has = (what: keyof typeof networkConditions) => hasAny(features, networkConditions[what], release);
  const dropped: Span[] = [];
  if (rule.access[0] && !has('access')) dropped.push(rule.access[0].span);
  for (const { name } of rule.conditions) if (!has(name.raw === 'interface' ? 'interface' : 'address')) dropped.push(name.span);
  if (rule.peer && !has('address')) dropped.push(rule.peer.name.span);
  return dropped;
}

export const nameOfClasses = (names: readonly MediatedClassName[]): string =>
  names.length > 1 ? 'message queues' : names[0] === undefined ? '' : mediatedClasses[names[0]].what;
