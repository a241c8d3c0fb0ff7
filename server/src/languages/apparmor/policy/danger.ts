/** What a single rule gives away that a reviewer would stop at. One judgement for colours, suggestions and rules. */

import { firstSentence, type Span, uncapitalised } from '../../../core';
import { findCapability, type SensitivePath, sensitivePaths } from '../../../knowledge';
import { globError, matches } from '../syntax/glob';
import { type ExecMode, permissionsOf } from '../syntax/permissions';
import type { AccessRule, ChangeProfileRule, FileRule, MountRule, RuleStatement, Word } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { anywhere, judgedPathsIn } from './judgedPaths';

export interface Danger {
  readonly kind: 'everything' | 'unconfined' | 'capability' | 'mount' | 'change-profile' | 'ptrace' | 'raw-socket' | SensitivePath['kind'];
  /** The word that says it; relative to the statement. */
  readonly span: Span;
  /** One sentence. */
  readonly text: string;
  /** For execution without confinement: how. */
  readonly exec?: ExecMode;
  /** For paths: what the rule opens of that kind, and the letters that do. */
  readonly opened?: { readonly samples: readonly string[]; readonly letters: string };
}

/** `fill` puts the values of variables into a word. Rules that deny endanger nothing. */
export function dangersOf(rule: RuleStatement, fill: (raw: string) => string): readonly Danger[] {
  if (rule.qualifiers.mode?.value === 'deny') return [];
  const whole = (kind: Danger['kind'], text: string): readonly Danger[] => (rule.keyword ? [{ kind, span: rule.keyword.span, text }] : []);
  switch (rule.verb) {
    case 'file':
      return rule.path
        ? fileDangers(rule, rule.path, fill)
        : whole('everything', 'It allows every access to every file, executing included.');
    case 'all':
      return whole('everything', 'It allows everything that AppArmor mediates.');
    case 'capability':
      return rule.names.length
        ? rule.names.flatMap(capabilityDanger)
        : whole('capability', 'It allows every capability, sys_admin included.');
    case 'network':
      return networkDangers(rule);
    case 'mount':
      return mountDangers(rule, whole);
    case 'change_profile':
      return changeDangers(rule, whole);
    case 'ptrace':
      return ptraceDangers(rule, whole);
    default:
      return [];
  }
}

type Whole = (kind: Danger['kind'], text: string) => readonly Danger[];

function capabilityDanger(name: Word): readonly Danger[] {
  const found = findCapability(name.raw);
  return found?.risk === 'critical'
    ? [{ kind: 'capability', span: name.span, text: `${name.raw} is as good as root: ${uncapitalised(firstSentence(found.why))}` }]
    : [];
}

function networkDangers(rule: AccessRule): readonly Danger[] {
  const words = rule.words.map((word) => word.raw);
  const raw = rule.words.find(({ raw }) => raw === 'packet' || (raw === 'raw' && !words.includes('netlink')));
  return raw
    ? [{ kind: 'raw-socket', span: raw.span, text: 'Raw sockets read and forge the traffic of everything on the same network.' }]
    : [];
}

function mountDangers(rule: MountRule, whole: Whole): readonly Danger[] {
  const open = rule.conditions.length === 0 && rule.source === undefined && rule.target === undefined;
  return open ? whole('mount', 'The rule allows every mount, and with it every file system and every way around path rules.') : [];
}

function changeDangers(rule: ChangeProfileRule, whole: Whole): readonly Danger[] {
  const target = rule.target && wordValue(rule.target.raw);
  const text = 'The process may choose any profile, unconfined included.';
  if (target === undefined) return rule.exec ? [] : whole('change-profile', text);
  return rule.target && /^(?:\*\*|\{\*\*,\}|unconfined)$/.test(target) ? [{ kind: 'change-profile', span: rule.target.span, text }] : [];
}

function ptraceDangers(rule: AccessRule, whole: Whole): readonly Danger[] {
  const traces = rule.access.length === 0 || rule.access.some(({ raw }) => /^(?:trace|write|w|rw|wr)$/.test(raw));
  const peer = rule.conditions.find(({ name }) => name.raw === 'peer')?.values[0];
  const any = peer === undefined || /^(?:\*\*|unconfined)$/.test(wordValue(peer.raw));
  return traces && any ? whole('ptrace', 'A process that traces an unconfined process runs code in it.') : [];
}

/** The kernel names what `/var/run` leads to by its place below `/run`, so only who names the link means it. */
const link = /^\/var\/run\//;

function fileDangers(rule: FileRule, path: Word, fill: (raw: string) => string): readonly Danger[] {
  const word = rule.permissions;
  if (!word) return [];
  const { exec, read, write, append } = permissionsOf(word.raw);
  const found: Danger[] = [];
  if (exec?.transition === 'unconfined' || exec?.fallback === 'unconfined') {
    found.push({
      kind: 'unconfined',
      span: { start: word.span.start + exec.start, end: word.span.start + exec.end },
      text: exec.keepsEnvironment
        ? 'The program runs unconfined with an environment that its caller chose, so the caller runs unconfined code.'
        : 'The program runs unconfined.',
      exec,
    });
  }
  if (!read && !write && !append) return found;
  const glob = fill(path.raw);
  if (globError(glob)) return found;
  const judged = judgedPathsIn(glob);
  if (judged.length === 0) return found;
  if ((write || append) && anywhere.every((path) => judged.includes(path))) {
    const text = 'The rule allows writing every file, programs and system settings included.';
    return [...found, { kind: 'everything', span: path.span, text, opened: { samples: anywhere, letters: 'wa' } }];
  }
  for (const { kind, access, why, samples } of sensitivePaths) {
    if (access === 'write' ? !write && !append : !read || rule.qualifiers.owner) continue;
    const open = samples.filter(
      (sample) => judged.includes(sample) && !(link.test(sample) && matches(glob, sample.replace(link, '/var/lib/'))),
    );
    const letters = access === 'write' ? 'wa' : 'r';
    if (open.length > 0) found.push({ kind, span: path.span, text: why, opened: { samples: open, letters } });
  }
  return found;
}
