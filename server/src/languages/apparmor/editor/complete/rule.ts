/** What may be next in a rule that has begun. */

import type { Completion } from '../../../../core';
import {
  byteUnits,
  capabilities,
  capabilityDetail,
  capabilityNote,
  capabilityWords,
  fileSystems,
  findCapability,
  keywordHelp,
  mountOptionHelp,
  mountOptions,
  permissionHelp,
  rlimitHelp,
  rlimits,
  timeUnits,
} from '../../../../knowledge';
import { permissionsOf } from '../../syntax/permissions';
import type { MountRule, RuleStatement } from '../../syntax/tree';
import type { CursorPlace } from '../cursorPlace';
import { accessRuleWords, conditionNames } from './access';
import { childNames, pathStarts, profileNames } from './names';
import { arrow, word, words } from './word';

export function ruleWords(
  place: CursorPlace,
  rule: RuleStatement,
  last: string | undefined,
  list: string | undefined,
): readonly Completion[] {
  if (last === '->') return targets(place, rule);
  switch (rule.verb) {
    case 'file':
      if (rule.path && !rule.permissions && !rule.leading) return permissions(place, rule.qualifiers.mode?.value === 'deny');
      if (!rule.path) return pathStarts(place);
      return rule.permissions && permissionsOf(rule.permissions.raw).exec && !rule.target ? arrow(place) : [];
    case 'capability':
      return capabilityNames(place, new Set(rule.names.map((name) => name.raw)));
    case 'rlimit':
      if (last === 'set') return words(place, ['rlimit'], 'keyword', keywordHelp());
      if (last === 'rlimit') return words(place, Object.keys(rlimits), 'enum', rlimitHelp());
      if (last === '<=') return words(place, ['infinity'], 'value');
      if (last === rule.name?.raw) return [{ ...word(place, '<=', 'keyword'), insert: '<= ' }];
      if (rule.value && rule.name) return words(place, unitsOf(rule.name.raw), 'value');
      return [];
    case 'change_profile':
      if (rule.target) return [];
      if (rule.exec) return arrow(place);
      if (rule.environment) return pathStarts(place);
      return [...arrow(place), ...words(place, ['safe', 'unsafe'], 'keyword', keywordHelp()), ...pathStarts(place)];
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return mountWords(place, rule, last, list);
    case 'link':
      if (rule.path) return rule.target ? [] : arrow(place);
      return rule.subset ? pathStarts(place) : [...words(place, ['subset'], 'keyword', keywordHelp()), ...pathStarts(place)];
    case 'all':
      return [];
    default:
      return accessRuleWords(place, rule, last, list);
  }
}

function unitsOf(limit: string): readonly string[] {
  const kind = rlimits[limit];
  if (kind === 'bytes') return byteUnits;
  return kind === 'seconds' || kind === 'microseconds' ? Object.keys(timeUnits) : [];
}

function mountWords(place: CursorPlace, rule: MountRule, last: string | undefined, list: string | undefined): readonly Completion[] {
  const owner = list ?? (last === '=' ? place.tokens[place.tokens.length - 2]?.text : undefined);
  const used = new Set(rule.conditions.filter(({ name }) => name.raw === owner).flatMap(({ values }) => values.map(({ raw }) => raw)));
  if (owner === 'options' || owner === 'option') {
    return [...mountOptions().entries()]
      .filter(([name]) => name.length > 1 && !used.has(name))
      .map(([name, option]) => ({
        ...word(place, name, 'enum', mountOptionHelp().get(name)),
        detail: option.group,
        sort: `${commonOptions.includes(name) ? `1${String(commonOptions.indexOf(name)).padStart(2, '0')}` : `2${name}`}`,
      }));
  }
  if (owner === 'fstype' || owner === 'vfstype')
    return words(
      place,
      fileSystems.filter((name) => !used.has(name)),
      'value',
    );
  if (owner !== undefined) return [];
  // After the source no conditional is read any more.
  const leads = rule.verb === 'mount' || rule.verb === 'pivot_root';
  // What is not yet told from a source: `options in (…)`.
  if (rule.source && mountConditions[rule.verb].includes(rule.source.raw))
    return [{ ...word(place, 'in', 'keyword'), insert: 'in ($1)', snippet: true }];
  if (rule.source) return rule.target || !leads ? [] : arrow(place);
  return [
    ...conditionNames(place, mountConditions[rule.verb]),
    ...(leads ? arrow(place).map((item) => ({ ...item, sort: '4' })) : []),
    ...pathStarts(place),
  ];
}

/** What profiles of services and containers mount with. */
const commonOptions = [
  'ro',
  'rw',
  'bind',
  'rbind',
  'remount',
  'nosuid',
  'nodev',
  'noexec',
  'private',
  'rprivate',
  'slave',
  'rslave',
  'move',
];

/** Those that have a say, each by its usual word. */
const mountConditions: Readonly<Record<MountRule['verb'], readonly string[]>> = {
  mount: ['options', 'fstype'],
  remount: ['options'],
  umount: ['fstype'],
  pivot_root: ['oldroot'],
};

const modes = [
  'r',
  'rw',
  'w',
  'a',
  'mr',
  'rk',
  'rwk',
  'ix',
  'rix',
  'mrix',
  'Px',
  'rPx',
  'Cx',
  'rCx',
  'Pix',
  'rPix',
  'PUx',
  'l',
  'k',
  'm',
  'px',
  'cx',
  'pix',
  'pux',
  'Ux',
  'ux',
];

function permissions(place: CursorPlace, denied: boolean): readonly Completion[] {
  const offered = denied ? ['r', 'w', 'rw', 'rwx', 'wl', 'wlkx', 'rwklx', 'x', 'm'] : modes;
  return offered.map((name, i) => ({
    label: name,
    span: place.word,
    insert: name,
    kind: 'enum',
    detail: describe(name),
    sort: String(i).padStart(3, '0'),
  }));
}

function describe(name: string): string {
  const help = permissionHelp();
  const exec = /(?:[PpCc][UuIi]?|[IiUu])x|x/.exec(name)?.[0];
  const letters = [...name.replace(exec ?? '', '')].map((letter) => help.get(letter)?.text.split(/[,;(]/)[0]?.trim() ?? '');
  const how = exec ? help.get(exec.length === 3 ? exec[0] + exec.slice(1).toLowerCase() : exec)?.text.split(/[,;:]/)[0] : undefined;
  return [...letters, ...(how ? [how] : [])].join(' · ');
}

function targets(place: CursorPlace, rule: RuleStatement): readonly Completion[] {
  if (rule.verb === 'link' || rule.verb === 'mount') return pathStarts(place);
  if (rule.verb !== 'file' && rule.verb !== 'change_profile' && rule.verb !== 'pivot_root') return [];
  const { exec, link } = rule.verb === 'file' && rule.permissions ? permissionsOf(rule.permissions.raw) : {};
  if (rule.verb === 'file' && !exec) return link ? pathStarts(place) : [];
  return exec?.transition === 'child' ? childNames(place) : profileNames(place);
}

function capabilityNames(place: CursorPlace, used: ReadonlySet<string>): readonly Completion[] {
  const ordered = [...capabilities()].sort((a, b) => riskOf(a.risk) - riskOf(b.risk));
  const rank = new Map(ordered.map((capability, i) => [capability.name.replace(/^CAP_/, '').toLowerCase(), i]));
  return capabilityWords
    .filter((name) => !used.has(name))
    .map((name) => {
      const capability = findCapability(name);
      return {
        label: name,
        span: place.word,
        insert: name,
        kind: 'constant',
        sort: String(rank.get(name) ?? 99).padStart(3, '0'),
        ...(capability && { detail: capabilityDetail(capability), documentation: () => capabilityNote(capability, 'apparmor') }),
      };
    });
}

const riskOf = (risk: string) => ['low', 'medium', 'high', 'critical'].indexOf(risk);
