/** What is wrong with one network, unix, dbus, signal, ptrace, mqueue, io_uring or userns rule. */

import {
  accessWords,
  conditionals,
  isRealTimeSignal,
  networkDomains,
  networkProtocols,
  peerSocketAccess,
  signalNames,
  socketTypes,
  unixTypes,
} from '../../../../knowledge';
import { globError } from '../glob';
import type { AccessRule, Condition, Problem } from '../tree';
import { wordValue } from '../words';
import { isAddress, isPort } from './address';

export function checkAccessRule(rule: AccessRule, found: Problem[]) {
  const { verb } = rule;
  if (rule.problems.some((problem) => problem.kind === 'unclosed-list')) return;
  for (const word of rule.access) {
    const text = wordValue(word.raw);
    const known = accessWords[verb]?.includes(text) || (accessWords[verb]?.includes('rw') && /^[rRwW]+$/.test(text));
    if (!known) found.push({ kind: 'unknown-access', span: word.span, verb, word: word.raw });
  }
  checkNames(rule, found);
  if (verb === 'network') checkNetwork(rule, found);
  else if (verb === 'unix') checkUnix(rule, found);
  else if (verb === 'dbus') checkDbus(rule, found);
  else if (verb === 'signal') checkSignal(rule, found);
  else if (verb === 'mqueue') checkMqueue(rule, found);
  if (verb === 'network' || verb === 'unix') checkPeerAccess(rule, found);
}

/** Conditionals: known to the rule, each once, `=` and one value. */
function checkNames(rule: AccessRule, found: Problem[]) {
  const known = conditionals[rule.verb] ?? { local: [] };
  const seen = new Set<string>();
  checkGroup(rule, rule.conditions, known.local, known.peer, seen, false, found);
  // A dbus and an io_uring rule have one place for each, wherever it is written.
  const shared = rule.verb === 'dbus' || rule.verb === 'io_uring';
  const inPeer = rule.verb === 'io_uring' ? known.local : known.peer;
  if (rule.peer && inPeer) checkGroup(rule, rule.peer.conditions, inPeer, known.local, shared ? seen : new Set(), true, found);
}

/** Rules that take the first of several values and say nothing of the others. */
const takeFirst: readonly AccessRule['verb'][] = ['network', 'mqueue'];

function checkGroup(
  rule: AccessRule,
  conditions: readonly Condition[],
  names: readonly string[],
  others: readonly string[] | undefined,
  seen: Set<string>,
  peer: boolean,
  found: Problem[],
) {
  for (const condition of conditions) {
    const name = condition.name.raw;
    const repeats = rule.verb === 'signal' && name === 'set';
    if (!names.includes(name)) {
      found.push({
        kind: 'unknown-conditional',
        span: condition.name.span,
        verb: rule.verb,
        name,
        peer,
        elsewhere: others?.includes(name) ?? false,
      });
    } else if (seen.has(name) && !repeats) found.push({ kind: 'duplicate-conditional', span: condition.name.span, name });
    else if (condition.operator === ':=' && !(peer && rule.verb === 'network' && name === 'label'))
      found.push({ kind: 'conditional-value', span: condition.name.span, name, reason: 'set' });
    else if (condition.operator === 'in') found.push({ kind: 'conditional-value', span: condition.name.span, name, reason: 'in' });
    else if (condition.values.length > 1 && !repeats && !takeFirst.includes(rule.verb))
      found.push({ kind: 'conditional-value', span: condition.name.span, name, reason: 'many' });
    else if (condition.values.length === 0 && !rule.problems.some((p) => p.kind === 'incomplete-rule')) {
      found.push({ kind: 'incomplete-rule', span: condition.name.span, what: 'value', name });
    }
    seen.add(name);
  }
}

const first = (conditions: readonly Condition[], name: string) => conditions.find((c) => c.name.raw === name)?.values[0];

function checkNetwork(rule: AccessRule, found: Problem[]) {
  const [domain, type] = rule.words.map((word) => ({ span: word.span, raw: wordValue(word.raw) }));
  const hasConditions = rule.conditions.length + (rule.peer?.conditions.length ?? 0) > 0;
  const isType = (word: string) => socketTypes.includes(word);
  const isProtocol = (word: string) => Object.values(networkProtocols).some((words) => words.includes(word));
  if (domain && !type) {
    if (!networkDomains.includes(domain.raw) && !isType(domain.raw) && !isProtocol(domain.raw)) {
      found.push({ kind: 'unknown-network-word', span: domain.span, word: domain.raw, place: 'any' });
    }
  } else if (domain && type) {
    if (!networkDomains.includes(domain.raw)) {
      const { span, raw: word } = domain;
      if (networkDomains.includes(type.raw)) found.push({ kind: 'network-combination', span, word, against: type.raw, swapped: true });
      else found.push({ kind: 'unknown-network-word', span, word, place: 'domain' });
    } else if (!isType(type.raw) && !isProtocol(type.raw)) {
      found.push({ kind: 'unknown-network-word', span: type.span, word: type.raw, place: 'type' });
    } else if (isProtocol(type.raw) && !networkProtocols[domain.raw]?.includes(type.raw)) {
      found.push({ kind: 'network-combination', span: type.span, word: type.raw, against: domain.raw, swapped: false });
    }
  }
  if (hasConditions && domain && networkDomains.includes(domain.raw) && domain.raw !== 'inet' && domain.raw !== 'inet6') {
    found.push({ kind: 'network-conditionals', span: domain.span, word: domain.raw });
  }
  for (const condition of [...rule.conditions, ...(rule.peer?.conditions ?? [])]) {
    const value = condition.values[0];
    if (!value) continue;
    const name = condition.name.raw;
    const error = name === 'interface' ? globError(wordValue(value.raw)) : undefined;
    if (error) found.push({ kind: 'bad-glob', span: value.span, reason: error.error, word: value.raw });
    if (name === 'ip' && !isAddress(wordValue(value.raw))) found.push({ kind: 'network-address', span: value.span, word: value.raw });
    if (name === 'port' && !isPort(wordValue(value.raw))) found.push({ kind: 'network-port', span: value.span, word: value.raw });
  }
}

/** With a peer, only what concerns a peer may be allowed. */
function checkPeerAccess(rule: AccessRule, found: Problem[]) {
  if (!rule.peer || rule.peer.conditions.length === 0) return;
  for (const word of rule.access) {
    const text = wordValue(word.raw);
    if (accessWords[rule.verb]?.includes(text) && !peerSocketAccess.includes(text)) {
      found.push({ kind: 'peer-access', span: word.span, word: word.raw });
    }
  }
}

function checkUnix(rule: AccessRule, found: Problem[]) {
  const type = first(rule.conditions, 'type');
  if (type && !unixTypes.includes(wordValue(type.raw))) found.push({ kind: 'unix-type', span: type.span, word: type.raw });
  for (const address of [first(rule.conditions, 'addr'), rule.peer && first(rule.peer.conditions, 'addr')]) {
    if (address && !/^(?:@|none$|auto$)/.test(wordValue(address.raw)))
      found.push({ kind: 'unix-address', span: address.span, word: address.raw });
  }
}

const messageConditions = ['path', 'interface', 'member'];

/** A dbus rule is about messages, or about owning a name, or about eavesdropping; never two of them. */
function checkDbus(rule: AccessRule, found: Problem[]) {
  const message =
    rule.conditions.find((c) => messageConditions.includes(c.name.raw)) ??
    (rule.peer?.conditions.some((c) => c.name.raw !== 'bus') ? { name: rule.peer.name } : undefined);
  const service = rule.conditions.find((c) => c.name.raw === 'name');
  const problem = (span: Problem['span'], access: string, conditional: string): Problem => ({
    kind: 'dbus-mixed',
    span,
    word: access,
    name: conditional,
  });
  // Where the peer says what the rule itself says, that is the mistake.
  if (rule.peer?.conditions.some((c) => rule.conditions.some((own) => own.name.raw === c.name.raw))) return;
  if (message && service) {
    found.push(problem(service.name.span, '', message.name.raw));
    return;
  }
  for (const word of rule.access) {
    const access = word.raw;
    let against: string | undefined;
    if (access === 'eavesdrop') against = (message ?? service)?.name.raw;
    else if (access === 'bind') against = message?.name.raw;
    else if (service) against = 'name';
    if (against === undefined) continue;
    found.push(problem(word.span, access, against));
    return;
  }
}

function checkSignal(rule: AccessRule, found: Problem[]) {
  for (const condition of rule.conditions) {
    if (condition.name.raw !== 'set') continue;
    for (const value of condition.values) {
      const name = wordValue(value.raw);
      if (!signalNames.includes(name) && !isRealTimeSignal(name)) found.push({ kind: 'unknown-signal', span: value.span, word: value.raw });
    }
  }
}

function checkMqueue(rule: AccessRule, found: Problem[]) {
  const type = first(rule.conditions, 'type');
  const kind = type && wordValue(type.raw);
  if (type && kind !== 'posix' && kind !== 'sysv') found.push({ kind: 'mqueue-form', span: type.span, word: type.raw, reason: 'type' });
  const name = rule.words[0];
  if (!name) return;
  const text = wordValue(name.raw);
  const actual = text.startsWith('/') ? 'posix' : /^\d+$/.test(text) ? 'sysv' : undefined;
  if (!actual) found.push({ kind: 'mqueue-form', span: name.span, word: name.raw, reason: 'name' });
  else if ((kind === 'posix' || kind === 'sysv') && kind !== actual)
    found.push({ kind: 'mqueue-form', span: name.span, word: name.raw, reason: 'mismatch', against: kind });
}
