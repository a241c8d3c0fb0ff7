/** What may stand next in a rule that has begun. */

import type { Completion } from '../../../core';
import {
  accessHelp,
  accessWords,
  byteUnits,
  capabilities,
  capabilityDetail,
  capabilityNote,
  capabilityWords,
  conditionalHelp,
  conditionals,
  fileSystems,
  findCapability,
  keywordHelp,
  mountOptionHelp,
  mountOptions,
  networkDomains,
  networkHelp,
  networkProtocols,
  permissionHelp,
  rlimitHelp,
  rlimits,
  signalNames,
  socketTypes,
  timeUnits,
} from '../../../knowledge';
import type { Place } from '../cursorPlace';
import { permissionsOf } from '../permissions';
import type { AccessRule, MountRule, Rule } from '../tree';
import { childNames, pathStarts, profileNames } from './names';
import { arrow, word, words } from './word';

export function ruleWords(place: Place, rule: Rule, last: string | undefined, list: string | undefined): readonly Completion[] {
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
      return rule.environment ? pathStarts(place) : [...arrow(place), ...words(place, ['safe', 'unsafe'], 'keyword', keywordHelp())];
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

function mountWords(place: Place, rule: MountRule, last: string | undefined, list: string | undefined): readonly Completion[] {
  const owner = list ?? (last === '=' ? place.tokens[place.tokens.length - 2]?.text : undefined);
  const used = new Set(rule.conditions.filter(({ name }) => name.raw === owner).flatMap(({ values }) => values.map(({ raw }) => raw)));
  if (owner === 'options' || owner === 'option') {
    return [...mountOptions().entries()]
      .filter(([name]) => name.length > 1 && !used.has(name))
      .map(([name, option]) => ({
        ...word(place, name, 'enum', mountOptionHelp().get(name)),
        detail: option.group,
        sort: `${usualOptions.includes(name) ? String(usualOptions.indexOf(name)).padStart(2, '0') : '99'}${name}`,
      }));
  }
  if (owner === 'fstype' || owner === 'vfstype')
    return words(
      place,
      fileSystems.filter((name) => !used.has(name)),
      'value',
    );
  if (owner !== undefined) return [];
  // Behind the source no conditional is read any more.
  if (rule.source) return rule.target || (rule.verb !== 'mount' && rule.verb !== 'pivot_root') ? [] : arrow(place);
  return conditionNames(place, mountConditions[rule.verb]);
}

const usualOptions = [
  'ro',
  'rw',
  'bind',
  'rbind',
  'nosuid',
  'nodev',
  'noexec',
  'remount',
  'move',
  'private',
  'rprivate',
  'slave',
  'rslave',
];

/** Those that have a say, each by its usual word. */
const mountConditions: Readonly<Record<MountRule['verb'], readonly string[]>> = {
  mount: ['options', 'fstype'],
  remount: ['options'],
  umount: ['fstype'],
  pivot_root: ['oldroot'],
};

function accessRuleWords(place: Place, rule: AccessRule, last: string | undefined, list: string | undefined): readonly Completion[] {
  const { verb } = rule;
  const known = conditionals[verb] ?? { local: [] };
  const condition = last === '=' ? place.tokens[place.tokens.length - 2]?.text : list && list !== 'peer' ? list : undefined;
  if (condition !== undefined) return conditionValues(place, rule, condition);
  if (list === 'peer') return conditionNames(place, known.peer ?? []);
  const used = new Set(rule.access.map((one) => one.raw));
  // What has a shorter or longer word for the same is offered by its own word.
  const accesses = (accessWords[verb] ?? [])
    .filter((name) => !used.has(name) && !sameAccess[verb]?.includes(name) && !/^(?:wr|rw|r|w)$/.test(name))
    .map((name, i) => ({ ...word(place, name, 'keyword', accessHelp(verb, name)), sort: `1~${String(i).padStart(2, '0')}` }));
  if (list === '') return accesses;
  const conditions = rule.peer
    ? []
    : conditionNames(
        place,
        [...known.local, ...(known.peer ? ['peer'] : [])].filter((name) => !rule.conditions.some((one) => one.name.raw === name)),
      );
  const families = verb === 'network' ? networkWords(place, rule) : [];
  const first = rule.access.length === 0 && rule.words.length === 0 && rule.conditions.length === 0;
  return [...(first ? accesses : []), ...families, ...conditions];
}

/** Words of which another one says the same; of dbus, signals and sockets `read` receives, `write` sends. */
const sameAccess: Readonly<Record<string, readonly string[]>> = {
  network: ['read', 'write'],
  unix: ['read', 'write'],
  dbus: ['read', 'write'],
  signal: ['read', 'write'],
  ptrace: ['write'],
};

function networkWords(place: Place, rule: AccessRule): readonly Completion[] {
  const [domain, type] = rule.words;
  if (type) return [];
  const types = domain ? [...socketTypes, ...(networkProtocols[domain.raw] ?? [])] : [...networkDomains, ...socketTypes];
  if (domain && !networkDomains.includes(domain.raw)) return [];
  const common = ['inet', 'inet6', 'unix', 'netlink', 'stream', 'dgram', 'raw'];
  return types.map((name) => ({
    ...word(place, name, 'enum', networkHelp().get(name)),
    sort: `${common.includes(name) ? '1' : '2'}${name}`,
  }));
}

function conditionNames(place: Place, names: readonly string[]): readonly Completion[] {
  return names.map((name, i) => {
    const group = name === 'peer' && ['network', 'unix', 'dbus'].includes(ruleVerb(place));
    return {
      ...word(place, name, 'property', conditionalHelp().get(name)),
      insert: group ? `${name}=($1)` : `${name}=`,
      ...(group && { snippet: true }),
      sort: `3${String(i).padStart(2, '0')}`,
    };
  });
}

const ruleVerb = (place: Place) => (place.statement?.kind === 'rule' ? place.statement.verb : '');

function conditionValues(place: Place, { verb, conditions }: AccessRule, condition: string): readonly Completion[] {
  const used = new Set(conditions.filter(({ name }) => name.raw === condition).flatMap(({ values }) => values.map(({ raw }) => raw)));
  switch (condition) {
    case 'set':
      return words(
        place,
        signalNames.filter((name) => !used.has(name)),
        'enum',
      );
    case 'type':
      return words(place, verb === 'mqueue' ? ['posix', 'sysv'] : ['stream', 'dgram', 'seqpacket', 'none'], 'enum');
    case 'bus':
      return words(place, ['system', 'session', 'accessibility'], 'enum');
    case 'ip':
      return words(place, ['none'], 'value');
    case 'addr':
      return words(place, ['none', 'auto'], 'value');
    case 'peer':
    case 'label':
      return [...words(place, ['unconfined', '@{profile_name}'], 'value'), ...profileNames(place)];
    default:
      return [];
  }
}

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

function permissions(place: Place, denied: boolean): readonly Completion[] {
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

function targets(place: Place, rule: Rule): readonly Completion[] {
  if (rule.verb !== 'file' && rule.verb !== 'change_profile' && rule.verb !== 'pivot_root') return [];
  const exec = rule.verb === 'file' && rule.permissions ? permissionsOf(rule.permissions.raw).exec : undefined;
  return exec?.transition === 'child' ? childNames(place) : profileNames(place);
}

function capabilityNames(place: Place, used: ReadonlySet<string>): readonly Completion[] {
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
