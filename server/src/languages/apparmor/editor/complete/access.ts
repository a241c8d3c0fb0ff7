/** What may be next in a rule of access words and conditionals: network, unix, dbus, signal, ptrace and their like. */

import { type Completion, wordTable } from '../../../../core';
import {
  accessHelp,
  accessWords,
  conditionalHelp,
  conditionals,
  networkDomains,
  networkHelp,
  networkProtocols,
  signalNames,
  socketTypes,
} from '../../../../knowledge';
import type { AccessRule } from '../../syntax/tree';
import type { CursorPlace } from '../cursorPlace';
import { profileNames } from './names';
import { word, words } from './word';

export function accessRuleWords(
  place: CursorPlace,
  rule: AccessRule,
  last: string | undefined,
  list: string | undefined,
): readonly Completion[] {
  const { verb } = rule;
  const known = conditionals[verb] ?? { local: [] };
  const condition = last === '=' ? place.tokens[place.tokens.length - 2]?.text : list && list !== 'peer' ? list : undefined;
  if (condition !== undefined) return conditionValues(place, rule, condition);
  if (list === 'peer') return conditionNames(place, verb === 'dbus' ? ['name', 'label'] : (known.peer ?? []));
  const used = new Set(rule.access.map((one) => one.raw));
  // What has a shorter or longer word for the same is offered by its own word.
  const accesses = (accessWords[verb] ?? [])
    .filter((name) => !used.has(name) && !sameAccess[verb]?.includes(name) && !/^(?:wr|rw|r|w)$/.test(name))
    .map((name, i) => ({ ...word(place, name, 'keyword', accessHelp(verb, name)), sort: `1${String(i).padStart(2, '0')}` }));
  if (list === '') return accesses;
  const local = [...known.local, ...(known.peer ? ['peer'] : [])].filter((name) => goesWith(rule, name));
  const conditions = rule.peer
    ? []
    : conditionNames(
        place,
        local.filter((name) => !rule.conditions.some((one) => one.name.raw === name)),
      );
  const families = verb === 'network' ? networkWords(place, rule) : [];
  const first = rule.access.length === 0 && rule.words.length === 0 && rule.conditions.length === 0;
  return [...(first ? accesses : []), ...families, ...conditions];
}

/** Whether a conditional has a meaning beside what the rule says already. */
function goesWith({ verb, access, words: [domain] }: AccessRule, name: string): boolean {
  const has = (...names: readonly string[]) => access.some(({ raw }) => names.includes(raw));
  if (verb === 'network')
    return !domain || !networkDomains.includes(domain.raw) || /^inet6?$/.test(domain.raw) || !/^(?:ip|port|interface)$/.test(name);
  if (verb !== 'dbus') return true;
  // A name is bound, a message has the rest; who listens says the bus alone.
  if (has('eavesdrop')) return name === 'bus';
  if (has('bind')) return name === 'bus' || name === 'name';
  return name !== 'name' || !has('send', 'receive');
}

/** Words of which another one says the same; of dbus, signals and sockets `read` receives, `write` sends. */
const sameAccess: Readonly<Record<string, readonly string[]>> = wordTable({
  network: ['read', 'write'],
  unix: ['read', 'write'],
  dbus: ['read', 'write'],
  signal: ['read', 'write'],
  ptrace: ['write'],
});

function networkWords(place: CursorPlace, rule: AccessRule): readonly Completion[] {
  const [domain, type] = rule.words;
  if (type) return [];
  const types = domain ? [...socketTypes, ...(networkProtocols[domain.raw] ?? [])] : [...networkDomains, ...socketTypes];
  if (domain && !networkDomains.includes(domain.raw)) return [];
  const common = ['inet', 'inet6', 'unix', 'netlink', 'stream', 'dgram', 'tcp', 'udp', 'raw'];
  // The usual ones are before the access, which rules seldom say.
  return types.map((name) => ({
    ...word(place, name, 'enum', networkHelp().get(name)),
    sort: common.includes(name) ? `0${common.indexOf(name)}` : `2${name}`,
  }));
}

export function conditionNames(place: CursorPlace, names: readonly string[]): readonly Completion[] {
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

const ruleVerb = (place: CursorPlace) => (place.statement?.kind === 'rule' ? place.statement.verb : '');

function conditionValues(place: CursorPlace, { verb, conditions }: AccessRule, condition: string): readonly Completion[] {
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
