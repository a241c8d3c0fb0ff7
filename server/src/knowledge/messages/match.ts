/** Which templates a line has, and what their holes held. */

import { type Happening, wordTable } from '../../core';
import { errnoTexts, type Holes, type MessageTemplate } from './template';

/** A template that was found in a line. */
export interface MessageMatch {
  readonly template: MessageTemplate;
  readonly happening: Happening;
  readonly start: number;
  readonly end: number;
}

interface Compiled {
  readonly template: MessageTemplate;
  /** The longest words of the form that every such line has, in lower case; quotation marks differ, so they are none of them. */
  readonly literal: string;
  /** How many characters of the form are fixed: the more, the more telling. */
  readonly fixed: number;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly hasErrno: boolean;
}

const quotes = '["\'`‘’“”]';
const errnoWords = errnoTexts.map(([, words]) => words.replaceAll(' ', '\\s')).join('|');
const errnoNames = errnoTexts.map(([name]) => name).join('|');

const anyErrno = new RegExp(`${errnoWords}|${errnoNames}`, 'i');

/** How the holes of each kind read. A hole never ends at a blank that the form has after it. */
const kinds: Readonly<Record<string, string>> = wordTable({
  word: '([^\\s"\'`‘’,;()]+)',
  quoted: `${quotes}+([^"'\`‘’“”\\n]*)${quotes}+`,
  /** Two in one form at most: each more multiplies the ways that a line may be read. */
  text: '(.{0,300}?)',
  plural: '(s?)',
  rest: '(.{0,400})',
  number: '(\\d+)',
  label: '(\\S+)',
  path: '([^\\s"\'`:,;()]*[^\\s"\'`:,;().])',
  slashed: '([.~]{0,2}/[^\\s"\'`:,;()]*)',
  policy: '(\\S*policy\\.json)',
  address: '([\\w.*\\[\\]:]*?)',
  container: '((?:init |ephemeral )?containers? "[^;()]*?)',
  chown: '(chown|chgrp|install|cp|mv)',
  shell: '(bash|sh|dash|zsh|ash|/bin/\\w*sh|\\S+\\.sh)(?:: line \\d+)?(?:: \\d+)?',
  setid: '(set[ug]id)',
  keyctl: '(keyctl\\w*|add_key|request_key)',
  fusermount: '(fusermount3?)',
  traceroute: '(traceroute|arping|mtr|mtr-packet|fping|hping3?)',
  gocall: '(mkdir|open|chown|lchown|chmod|remove|unlinkat|unlink|rename|symlink|link|mount|umount|chroot|openat|mkdirat|chtimes|truncate)',
  seccomp: '(?:1326|SECCOMP)',
  npm: '(code|path|syscall)',
  permissions: '(permissions|ownership|times|mode)',
  /** A value as Kubernetes' field errors print it. */
  value: '("[^"]*"|\\[\\]\\w+\\{[^}]*\\}|[^\\s",]+)',
});

function compile(template: MessageTemplate): Compiled {
  const names: string[] = [];
  let pattern = '';
  let fixed = 0;
  let literal = '';
  for (const piece of template.form.split(/(\{\w+(?::\w+)?\})/)) {
    const [, name, kind] = /^\{(\w+)(?::(\w+))?\}$/.exec(piece) ?? [];
    if (name === undefined) {
      fixed += piece.trim().length;
      for (const words of piece.split(/['"`]/)) if (words.trim().length > literal.length) literal = words.trim();
      pattern += piece
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/\s+/g, '\\s+')
        .replace(/['"]/g, quotes);
    } else if (kind === 'seccomp') pattern += kinds.seccomp;
    else {
      names.push(name);
      if (kind === 'errnoName') pattern += `(${errnoNames})`;
      else if (kind === 'quotedErrno') pattern += `"(${errnoWords})"`;
      else if (name === 'errno' && kind === undefined) pattern += `(${errnoWords}|${errnoNames})`;
      else pattern += kinds[kind ?? 'word'] ?? kinds.word;
    }
  }
  const starts = /^\w/.test(template.form) ? '(?<![\\w/-])' : '';
  return {
    template,
    literal: literal.toLowerCase(),
    fixed,
    pattern: new RegExp(`${starts}${pattern}`, 'i'),
    names,
    hasErrno: names.includes('errno'),
  };
}

/** Finds the messages of a line, in which blanks come one by one: of those that meet, the one with the most words of its own. */
export function messageMatcher(templates: readonly MessageTemplate[]): (line: string) => readonly MessageMatch[] {
  const compiled = templates.map(compile);
  return (line) => {
    const lower = line.toLowerCase();
    const hasErrno = anyErrno.test(line);
    const found = compiled.flatMap((one) => {
      if ((one.hasErrno && !hasErrno) || !lower.includes(one.literal)) return [];
      const match = one.pattern.exec(line);
      if (!match) return [];
      const holes: Record<string, string> = Object.create(null);
      one.names.forEach((name, i) => {
        holes[name] = match[i + 1] ?? '';
      });
      const happening = one.template.gives(holes as Holes);
      return happening ? [{ one, happening, start: match.index, end: match.index + match[0].length }] : [];
    });
    const telling = found.some(({ one }) => !one.template.generic) ? found.filter(({ one }) => !one.template.generic) : found;
    const best: typeof found = [];
    for (const each of telling.toSorted((a, b) => b.one.fixed - a.one.fixed)) {
      if (best.every((other) => each.end <= other.start || each.start >= other.end)) best.push(each);
    }
    return best
      .filter(({ one }, i) => !one.template.generic || i === 0)
      .sort((a, b) => a.start - b.start)
      .map(({ one, ...rest }) => ({ template: one.template, ...rest }));
  };
}
