/** Which words of a statement matter to the checks of the whole policy. */

import type { Span } from '../../../core';
import { permissionsOf } from './permissions';
import type { AccessRule, RuleStatement, Statement, Word } from './tree';

/** The words of a rule in which upstream fills in variables and reads globs. */
export function expandedWords(rule: RuleStatement): readonly Word[] {
  switch (rule.verb) {
    case 'file': {
      const link = rule.target && rule.leading && rule.permissions && permissionsOf(rule.permissions.raw).link;
      return present(rule.path, link ? rule.target : undefined);
    }
    case 'link':
      return present(rule.path, rule.target);
    case 'change_profile':
      return present(rule.exec, rule.target);
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return [
        ...rule.conditions.flatMap(({ name, values }) => (/^v?fstype$|^oldroot$/.test(name.raw) ? values : [])),
        ...present(rule.source, rule.verb === 'pivot_root' ? undefined : rule.target),
      ];
    case 'dbus':
    case 'unix':
    case 'ptrace':
    case 'signal':
    case 'mqueue':
    case 'io_uring':
      return valuesOf(rule);
    default:
      return none;
  }
}

const none: readonly Word[] = [];

function valuesOf({ conditions, peer }: AccessRule): readonly Word[] {
  let found = none;
  for (const { name, values } of conditions)
    if (name.raw !== 'set' && name.raw !== 'type') found = found.length === 0 ? values : [...found, ...values];
  if (peer) for (const { values } of peer.conditions) found = found.length === 0 ? values : [...found, ...values];
  return found;
}

const present = (one: Word | undefined, other: Word | undefined): readonly Word[] =>
  one && other ? [one, other] : one ? [one] : other ? [other] : none;

/** The word to point at for a statement: its name, keyword or first qualifier. */
export function nameSpan(statement: Statement): Span {
  switch (statement.kind) {
    case 'profile':
    case 'set-variable':
    case 'boolean-variable':
      return statement.name?.span ?? statement.span;
    case 'include':
    case 'abi':
      return statement.keyword.span;
    case 'rule': {
      const word = statement.keyword ?? (statement.verb === 'file' ? statement.path : undefined) ?? statement.qualifiers.words[0];
      return word?.span ?? statement.span;
    }
    case 'if':
      return statement.branches[0]?.keyword ?? statement.span;
    case 'block':
      return statement.qualifiers.words[0]?.span ?? statement.body.open;
    case 'alias':
      return { start: statement.span.start, end: statement.span.start + 5 };
    default:
      return statement.span;
  }
}
