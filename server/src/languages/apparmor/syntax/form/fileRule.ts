/** What is wrong with one file, link or change_profile rule, whatever else the policy says. */

import { executes, permissionsOf } from '../permissions';
import type { ChangeProfileRule, FileRule, Problem, Word } from '../tree';
import { wordValue } from '../words';

const within = (word: Word, start: number, end: number) => ({ start: word.span.start + start, end: word.span.start + end });

export function checkFileRule(rule: FileRule, found: Problem[]) {
  const denied = rule.qualifiers.mode?.value === 'deny';
  if (!rule.path && !rule.permissions) {
    // The bare `file,` stands for everything, `ix` included.
    if (denied && rule.keyword && rule.problems.length === 0) found.push({ kind: 'deny-exec-mode', span: rule.keyword.span });
    return;
  }
  const word = rule.permissions;
  if (!word || rule.problems.some((problem) => problem.kind === 'unknown-permissions')) return;
  const permissions = permissionsOf(word.raw);
  if (permissions.problem) {
    const { problem } = permissions;
    const span = within(word, problem.start, problem.end);
    if (problem.kind === 'write-and-append') found.push({ kind: problem.kind, span, word: word.raw });
    else found.push({ kind: problem.kind, span, mode: word.raw.slice(problem.start, problem.end), against: problem.before });
    return;
  }
  const { exec } = permissions;
  if (denied && exec)
    found.push({ kind: 'deny-exec-mode', span: within(word, exec.start, exec.end), mode: word.raw.slice(exec.start, exec.end) });
  // `unsafe` counts as a mode, odd as that is (upstream: AA_EXEC_TYPE includes the bit).
  const unsafe = rule.environment?.raw === 'unsafe';
  if (denied && unsafe && permissions.bareExec && !exec && rule.environment)
    found.push({ kind: 'deny-exec-mode', span: rule.environment.span, mode: 'unsafe' });
  if (!denied && permissions.bareExec && !exec && !unsafe) {
    const at = word.raw.toLowerCase().indexOf('x');
    found.push({ kind: 'exec-without-mode', span: within(word, at, at + 1), ...(rule.path && { path: rule.path.raw }) });
  }
  if (rule.environment && !executes(permissions))
    found.push({ kind: 'safe-without-exec', span: rule.environment.span, word: rule.environment.raw });
  if (
    rule.subset &&
    (!permissions.link ||
      executes(permissions) ||
      permissions.read ||
      permissions.write ||
      permissions.append ||
      permissions.lock ||
      permissions.map)
  ) {
    found.push({ kind: 'subset-without-link', span: rule.subset });
  }
  if (rule.target && rule.leading && permissions.link) {
    if (executes(permissions)) found.push({ kind: 'link-and-exec', span: word.span });
    else if (/^&?:[^:]+:./.test(wordValue(rule.target.raw))) found.push({ kind: 'link-to-namespace', span: rule.target.span });
  }
}

export function checkChangeProfile(rule: ChangeProfileRule, found: Problem[]) {
  if (rule.environment && !rule.exec)
    found.push({ kind: 'change-profile-exec', span: rule.environment.span, word: rule.environment.raw, reason: 'no-path' });
  if (rule.exec && !/^(?:\/|@\{)/.test(wordValue(rule.exec.raw))) {
    found.push({ kind: 'change-profile-exec', span: rule.exec.span, word: rule.exec.raw, reason: rule.target ? 'path-form' : 'no-arrow' });
  }
}

/** `:ns:name`: the namespace must end, and neither part may be empty. */
export function checkLabel(word: Word, found: Problem[]) {
  const text = wordValue(word.raw).replace(/^&/, '');
  if (!text.startsWith(':')) return;
  const end = text.indexOf(':', 1);
  if (end < 0) found.push({ kind: 'namespace-form', span: word.span, word: word.raw, reason: 'open' });
  else if (end === 1) found.push({ kind: 'namespace-form', span: word.span, word: word.raw, reason: 'empty' });
  else if (text.slice(end + 1).replace(/^\/\//, '') === '') {
    found.push({ kind: 'namespace-form', span: word.span, word: word.raw, reason: 'nameless' });
  }
}
