/** What is asked of a profile: a path with an access, or a rule that would allow it. */

import { wordTable } from '../../../core';
import { problemsOf } from '../syntax/form';
import { squeezeSlashes } from '../syntax/glob';
import { oneRule } from '../syntax/oneRule';
import { permissionsOf } from '../syntax/permissions';
import type { RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import type { Request } from './requests';
import { ruleRequests } from './ruleRequests';

export interface Question {
  readonly profile?: string;
  /** As it was asked. */
  readonly text: string;
  /** Empty where the question cannot be read. */
  readonly requests: readonly Request[];
  /** Shows the profile in short instead. */
  readonly overview?: boolean;
}

/** Keys of a batch whose value is what follows the word in a rule. */
const verbs: readonly string[] = [
  ...['capability', 'network', 'signal', 'ptrace', 'unix', 'dbus', 'mqueue', 'io_uring', 'userns'],
  ...['mount', 'remount', 'umount', 'pivot_root', 'change_profile', 'link'],
];

/** `/path r`, `r /path`, `capability net_raw`, `signal send peer=x`; a profile's name and a colon may come first. */
export function readQuestion(text: string): Question {
  const overview = /^(?:(.+):\s+)?risks$/.exec(text.trim());
  if (overview) return { text: 'risks', requests: [], overview: true, ...(overview[1] !== undefined && { profile: overview[1] }) };
  const [, profile, rest = text] = /^([^\s:/][^\s:]*):\s+(.*)$/s.exec(text.trim()) ?? [];
  const asked = rest.trim().replace(/[\s,?]+$/, '');
  const isRule = verbs.includes(/^(?:(?:owner|other)\s+(?=link\b))?(\w+)/.exec(asked)?.[1] ?? '');
  const requests = isRule ? ofRule(asked) : ofPath(asked);
  return { text: isRule ? asked : fileText(requests, asked), requests, ...(profile !== undefined && { profile }) };
}

/** One object of a batch: `profile`, and `path` with `access` or the word of a rule with what follows it. */
export function questionOf(query: Readonly<Record<string, unknown>>): Question {
  const given = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : undefined);
  const profile = given('profile');
  const named = profile === undefined ? {} : { profile };
  if (query.risks === true) return { ...named, text: 'risks', requests: [], overview: true };
  const path = given('path');
  if (path !== undefined) {
    const access = given('access') ?? 'r';
    return { ...named, text: `${path} ${access}`, requests: ofFile(path, access) };
  }
  const verb = verbs.find((one) => given(one) !== undefined);
  if (verb === undefined) return { ...named, text: '', requests: [] };
  const text = `${verb} ${given(verb)}`.trim();
  return { ...named, text, requests: ofRule(text) };
}

/** `/path rw`, `rw /path`, `may this profile write /path?`; `owner` is about files of the same user alone. */
function ofPath(text: string): readonly Request[] {
  const path = /"([^"]+)"|(\/\S*)/.exec(text);
  if (!path) return [];
  const rest = text.replace(path[0], ' ');
  const owner = /\b(?:owner|other)\b/i.exec(rest)?.[0].toLowerCase();
  return ofFile(path[1] ?? path[2] ?? '', rest.replace(/\b(?:owner|other)\b/gi, ' '), owner === undefined ? undefined : owner === 'owner');
}

/** How people name what the letters of a rule stand for. */
const accessWords: Readonly<Record<string, string>> = wordTable({
  ...{ read: 'r', open: 'r', list: 'r', see: 'r', write: 'w', change: 'w', create: 'w', delete: 'w', remove: 'w', truncate: 'w' },
  ...{ append: 'a', link: 'l', lock: 'k', map: 'm', mmap: 'm', exec: 'x', execute: 'x', run: 'x', start: 'x' },
});

/** The letters that some words mean: `rw`, `write`, `may it execute`; reading where nothing is said, undefined where nothing is understood. */
function lettersIn(asked: string): string | undefined {
  const words = asked.toLowerCase().match(/[a-z]+/g) ?? [];
  const named = words.flatMap((word) => (Object.hasOwn(accessWords, word) ? (accessWords[word] as string) : []));
  if (named.length > 0) return named.join('');
  return words.length === 0 ? 'r' : words.find((word) => /^[rwalkmxipcu]+$/.test(word));
}

/** A question about a file in short. */
function fileText(requests: readonly Request[], asked: string): string {
  const files = requests.filter((request) => request.kind === 'file');
  const first = files[0];
  if (!first) return asked;
  const who = first.owner === undefined ? '' : first.owner ? 'owner ' : 'other ';
  return `${who}${/\s/.test(first.path) ? `"${first.path}"` : first.path} ${files.map(({ permissions }) => permissions).join('')}`;
}

/** One request for each letter; however a program is executed, the letter is `x`. Other letters make no question. */
function ofFile(path: string, access: string, owner?: boolean): readonly Request[] {
  const plain = (lettersIn(access) ?? '').replace(/[pc][iu]?x|[iu]x/g, 'x');
  if (!/^[rwalkmx]+$/.test(plain)) return [];
  return [...new Set(plain)].map((permissions) => ({
    kind: 'file',
    path: squeezeSlashes(path),
    permissions,
    ...(owner !== undefined && { owner }),
  }));
}

function ofRule(text: string): readonly Request[] {
  // Capabilities are asked for as other tools write them, too.
  const plain = text.replace(/^capability\s.*/, (words) => words.toLowerCase().replace(/\bcap_/g, ''));
  const rule = oneRule(`${plain},`);
  return rule && problemsOf(rule).length === 0 ? requestsOf(rule) : [];
}

function requestsOf(rule: RuleStatement): readonly Request[] {
  switch (rule.verb) {
    case 'capability':
      return rule.names.map(({ raw }) => ({ kind: 'capability', name: raw }));
    case 'file':
      return rule.path && rule.permissions ? ofFile(wordValue(rule.path.raw), lettersOf(rule.permissions.raw)) : [];
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root': {
      const values = (name: RegExp) => rule.conditions.filter((one) => name.test(one.name.raw)).flatMap((one) => one.values);
      const [fstype] = values(/^(?:vfs|fs)type$/);
      const [oldRoot] = values(/^oldroot$/);
      const source = rule.verb === 'mount' ? rule.source : oldRoot;
      const target = rule.verb === 'mount' ? rule.target : rule.source;
      return [
        {
          kind: 'mount',
          verb: rule.verb,
          options: values(/^options?$/).map(({ raw }) => raw),
          ...(fstype && { fstype: wordValue(fstype.raw) }),
          ...(source && { source: wordValue(source.raw) }),
          ...(target && { target: wordValue(target.raw) }),
        },
      ];
    }
    case 'link': {
      const asked = rule.qualifiers.owner?.value;
      return ruleRequests(rule, wordValue).map((request) => (asked === undefined ? request : { ...request, owner: asked === 'owner' }));
    }
    default:
      return ruleRequests(rule, wordValue);
  }
}

const lettersOf = (raw: string): string => {
  const { exec } = permissionsOf(raw);
  return exec ? `${raw.slice(0, exec.start)}${raw.slice(exec.end)}x` : raw;
};
