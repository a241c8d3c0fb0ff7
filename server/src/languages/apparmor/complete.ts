/** Completion from what the parser could take next: the text before the word is parsed, and its last statement asked. */

import { type Completion, type Context, type Span, span } from '../../core';
import {
  abstractionHelp,
  accessHelp,
  accessWords,
  byteUnits,
  capabilities,
  capabilityDetail,
  capabilityNote,
  capabilityWords,
  conditionalHelp,
  conditionals,
  findCapability,
  flagHelp,
  keywordHelp,
  mountOptions,
  networkDomains,
  networkHelp,
  networkProtocols,
  permissionHelp,
  profileFlags,
  qualifierKeywords,
  rlimitHelp,
  rlimits,
  ruleKeywords,
  shippedAbis,
  signalNames,
  socketTypes,
  timeUnits,
  tunableHelp,
  unixTypes,
  variableHelp,
  type WordHelp,
} from '../../knowledge';
import { openList, type Place, placeAt } from './cursorPlace';
import { type ApparmorPart, policyOf } from './model';
import { profilesOf } from './profiles';
import { qualifierRank } from './qualifiers';
import type { Profile, Rule } from './tree';

export function complete(part: ApparmorPart, offset: number, context: Context): readonly Completion[] {
  const variable = variableBefore(part.text, offset);
  if (variable) return variables(part, variable);
  const place = placeAt(part, offset, context);
  if (inComment(part, offset)) return [];
  return candidates(place);
}

/** `@{…` or `${…` that the cursor stands in. */
function variableBefore(text: string, offset: number): Span | undefined {
  const start = text.lastIndexOf('@{', offset - 1);
  if (start < 0 || !/^@\{\w*$/.test(text.slice(start, offset))) return undefined;
  const rest = /^\w*\}?/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  return span(start, offset + rest.length);
}

function inComment(part: ApparmorPart, offset: number): boolean {
  const line = part.text.slice(part.text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^\s*#(?!include)/.test(line) || /,\s*#/.test(line);
}

function candidates(place: Place): readonly Completion[] {
  const { statement, tokens } = place;
  if (!statement) return statementStart(place);
  const last = tokens[tokens.length - 1];
  const list = openList(tokens);
  switch (statement.kind) {
    case 'include':
      return includeNames(place, 'include');
    case 'abi':
      return includeNames(place, 'abi');
    case 'profile':
      return header(place, statement, list);
    case 'rule':
      return ruleWords(place, statement, last?.text, list);
    case 'if':
      return words(place, ['defined', 'not', 'and', 'or', 'true', 'false'], 'keyword', keywordHelp());
    case 'boolean-variable':
      return words(place, ['true', 'false', 'not', 'defined'], 'keyword', keywordHelp());
    default:
      return qualified(place);
  }
}

function statementStart(place: Place): readonly Completion[] {
  const inBody = place.inside.some((statement) => statement.kind === 'profile') || place.part.fragment;
  const rules = ruleKeywords.filter((word) => word !== 'unmount');
  const useful = ['include', 'capability', 'network', 'file', ...qualifierKeywords.filter((word) => word !== 'user'), ...rules];
  const names = inBody ? [...new Set([...useful, 'profile', 'hat', 'if'])] : ['profile', 'include', 'abi', 'alias', 'hat'];
  return [...words(place, names, 'keyword', keywordHelp()), ...(inBody ? pathStarts(place) : [])];
}

/** A variable to start a path with: those in scope that hold absolute paths. */
function pathStarts(place: Place): readonly Completion[] {
  const { environment } = policyOf(place.part);
  const names = [...environment.sets.values()]
    .filter((variable) => variable.values.some((value) => /^(?:\/|@\{)/.test(value.text)))
    .slice(0, 200);
  return names.map(({ name, values }) => ({
    label: `@{${name}}`,
    span: place.word,
    insert: `@{${name}}`,
    kind: 'variable',
    detail: values
      .map((value) => value.text)
      .join(' ')
      .slice(0, 60),
    sort: `~${name}`,
  }));
}

/** After qualifiers: those that may still follow, and the rules. */
function qualified(place: Place): readonly Completion[] {
  const ranks = place.tokens.map((token) => qualifierRank[token.text] ?? -1);
  const highest = Math.max(-1, ...ranks);
  if (highest < 0) return statementStart(place);
  const more = qualifierKeywords.filter((word) => word !== 'user' && (qualifierRank[word] as number) > highest);
  const owned = place.tokens.some((token) => token.text === 'owner' || token.text === 'other');
  const rules = owned ? ['file', 'link'] : ruleKeywords.filter((word) => word !== 'set' && word !== 'unmount');
  return [...words(place, [...more, ...rules], 'keyword', keywordHelp()), ...pathStarts(place)];
}

function header(place: Place, profile: Profile, list: string | undefined): readonly Completion[] {
  if (list === 'flags' || list === '') {
    const used = new Set(profile.flags?.words.map((word) => word.raw));
    return words(
      place,
      profileFlags.filter((flag) => !used.has(flag)),
      'enum',
      flagHelp(),
    );
  }
  if (list !== undefined || !profile.name) return [];
  const parts = [...(profile.flags ? [] : ['flags']), ...(profile.xattrs || profile.hat ? [] : ['xattrs'])];
  return parts.map((name) => ({
    ...word(place, name, 'property', keywordHelp().get(name)),
    insert: `${name}=($1)`,
    snippet: true,
  }));
}

function ruleWords(place: Place, rule: Rule, last: string | undefined, list: string | undefined): readonly Completion[] {
  if (last === '->') return targets(place, rule);
  switch (rule.verb) {
    case 'file':
      if (rule.path && !rule.permissions && !rule.leading) return permissions(place, rule.qualifiers.mode?.value === 'deny');
      if (!rule.path && !rule.permissions) return pathStarts(place);
      return rule.leading ? pathStarts(place) : [];
    case 'capability':
      return capabilityNames(place, new Set(rule.names.map((name) => name.raw)));
    case 'rlimit':
      if (last === 'set') return words(place, ['rlimit'], 'keyword', keywordHelp());
      if (last === 'rlimit') return words(place, Object.keys(rlimits), 'enum', rlimitHelp());
      if (last === '<=') return words(place, ['infinity'], 'value');
      if (rule.value && rule.name) return words(place, unitsOf(rule.name.raw), 'value');
      return [];
    case 'change_profile':
      return rule.exec ? [] : words(place, ['safe', 'unsafe'], 'keyword', keywordHelp());
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return mountWords(place, rule.verb, last, list);
    case 'link':
      return rule.path ? [] : words(place, ['subset'], 'keyword', keywordHelp());
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

function mountWords(place: Place, verb: string, last: string | undefined, list: string | undefined): readonly Completion[] {
  const owner = list ?? (last === '=' ? place.tokens[place.tokens.length - 2]?.text : undefined);
  if (owner === 'options' || owner === 'option') {
    return [...mountOptions().entries()]
      .filter(([name]) => name.length > 1)
      .map(([name, option]) => ({ ...word(place, name, 'enum'), detail: option.group === 'flag' ? 'flag' : option.group }));
  }
  if (owner !== undefined) return [];
  return conditionNames(place, conditionals[verb === 'pivot_root' ? 'pivot_root' : 'mount']?.local ?? []);
}

type AccessRule = Extract<Rule, { access: unknown }>;

function accessRuleWords(place: Place, rule: AccessRule, last: string | undefined, list: string | undefined): readonly Completion[] {
  const { verb } = rule;
  const known = conditionals[verb] ?? { local: [] };
  const condition = last === '=' ? place.tokens[place.tokens.length - 2]?.text : list && list !== 'peer' ? list : undefined;
  if (condition !== undefined) return conditionValues(place, verb, condition);
  if (list === 'peer') return conditionNames(place, known.peer ?? []);
  const used = new Set(rule.access.map((one) => one.raw));
  const accesses = (accessWords[verb] ?? [])
    .filter((name) => !used.has(name) && !/^(?:wr|rw|r|w)$/.test(name))
    .map((name) => word(place, name, 'keyword', accessHelp(verb, name)));
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
  return names.map((name) => {
    const group = name === 'peer' && ['network', 'unix', 'dbus'].includes(ruleVerb(place));
    return {
      ...word(place, name, 'property', conditionalHelp().get(name)),
      insert: group ? `${name}=($1)` : `${name}=`,
      ...(group && { snippet: true }),
      sort: `3${name}`,
    };
  });
}

const ruleVerb = (place: Place) => (place.statement?.kind === 'rule' ? place.statement.verb : '');

function conditionValues(place: Place, verb: string, condition: string): readonly Completion[] {
  switch (condition) {
    case 'set':
      return words(place, signalNames, 'enum');
    case 'type':
      return words(place, verb === 'mqueue' ? ['posix', 'sysv'] : unixTypes, 'enum');
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
  if (rule.verb !== 'file' && rule.verb !== 'change_profile') return [];
  return profileNames(place);
}

/** Profiles of this file, of its children, and of the workspace. */
function profileNames(place: Place): readonly Completion[] {
  const own = profilesOf(place.part).map(({ fullName, item }) => ({
    name: fullName,
    detail: item.site ? 'from an include' : 'in this file',
  }));
  const others = place.context.facts
    .filter((fact) => fact.kind === 'apparmor-profile')
    .map((fact) => ({ name: fact.name, detail: 'in the workspace' }));
  const seen = new Set<string>();
  return [...own, ...others].flatMap(({ name, detail }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ label: name, span: place.word, insert: /\s/.test(name) ? `"${name}"` : name, kind: 'reference' as const, detail }];
  });
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

function includeNames(place: Place, what: 'include' | 'abi'): readonly Completion[] {
  const { text } = place.part;
  const angle = text[place.word.start] === '<' || place.typed.startsWith('<');
  const start = place.word.start;
  const line = text.slice(start, text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start));
  const end = start + (/^[^\s,>]*>?/.exec(line)?.[0].length ?? 0);
  const replaced = span(start, Math.max(end, place.word.end));
  const item = (path: string, detail: string | undefined): Completion => ({
    label: `<${path}>`,
    span: replaced,
    insert: `<${path}>`,
    kind: 'file',
    filter: angle ? `<${path}>` : `<${path}> ${path}`,
    ...(detail && { detail }),
    sort: path.startsWith('abstractions/base') || path === 'tunables/global' ? ` ${path}` : path,
  });
  if (what === 'abi') return [...[...shippedAbis()].map((path) => item(path, 'abi')), item('kernel', 'of the running kernel')];
  const inProfile = place.inside.some((statement) => statement.kind === 'profile') || place.part.fragment;
  const shipped = [
    ...(inProfile ? [...abstractionHelp()].map(([name, help]) => item(`abstractions/${name}`, help)) : []),
    ...(inProfile && !place.part.fragment ? [] : [...tunableHelp()].map(([name, help]) => item(`tunables/${name}`, help))),
  ];
  return place.tokens.some((token) => token.text === 'exists') ? shipped : [...shipped, ...words(place, ['if exists'], 'keyword')];
}

function variables(part: ApparmorPart, place: Span): readonly Completion[] {
  const { environment } = policyOf(part);
  const help = variableHelp();
  const names = new Set([...environment.sets.keys(), 'profile_name', ...(environment.open ? help.keys() : [])]);
  return [...names].map((name) => {
    const values = environment.sets
      .get(name)
      ?.values.map((value) => value.text)
      .join(' ');
    return {
      label: `@{${name}}`,
      span: place,
      insert: `@{${name}}`,
      kind: 'variable',
      detail: values?.slice(0, 80) ?? help.get(name)?.text ?? '',
    };
  });
}

function words(
  place: Place,
  names: readonly string[],
  kind: Completion['kind'],
  help?: ReadonlyMap<string, WordHelp>,
): readonly Completion[] {
  return names.map((name, i) => ({ ...word(place, name, kind, help?.get(name)), sort: `2${String(i).padStart(3, '0')}` }));
}

function word(place: Place, name: string, kind: Completion['kind'], help?: WordHelp): Completion {
  return {
    label: name,
    span: place.word,
    insert: name,
    kind,
    ...(help?.since && { detail: `since AppArmor ${help.since}` }),
    ...(help && { documentation: help.text }),
  };
}
