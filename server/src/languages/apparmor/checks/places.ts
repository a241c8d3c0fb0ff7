/** Which words of a statement matter to the checks of the whole policy. */

import type { Span } from '../../../core';
import { permissionsOf } from '../permissions';
import type { Rule, Statement, Word } from '../tree';

/** The words of a rule in which upstream fills in variables and reads globs. */
export function* expandedWords(rule: Rule): Generator<Word> {
  switch (rule.verb) {
    case 'file': {
      if (rule.path) yield rule.path;
      const link = rule.permissions && permissionsOf(rule.permissions.raw).link;
      if (rule.target && link && rule.leading) yield rule.target;
      break;
    }
    case 'link':
      if (rule.path) yield rule.path;
      if (rule.target) yield rule.target;
      break;
    case 'change_profile':
      if (rule.exec) yield rule.exec;
      if (rule.target) yield rule.target;
      break;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      for (const condition of rule.conditions) if (/^v?fstype$|^oldroot$/.test(condition.name.raw)) yield* condition.values;
      if (rule.source) yield rule.source;
      if (rule.target && rule.verb !== 'pivot_root') yield rule.target;
      break;
    case 'dbus':
    case 'unix':
    case 'ptrace':
    case 'signal':
    case 'mqueue':
    case 'io_uring':
      for (const condition of rule.conditions) if (condition.name.raw !== 'set' && condition.name.raw !== 'type') yield* condition.values;
      for (const condition of rule.peer?.conditions ?? []) yield* condition.values;
      break;
    case 'network':
      break;
    default:
  }
}

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
