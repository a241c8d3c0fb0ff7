import { wordTable } from '../../../core';

/** File permissions, letter by letter, as upstream's parse_sub_perms() in parser/parser_misc.c reads them. */

export interface ExecMode {
  /** `ix`, `px`, `Px`, `pix`, `PUx`, … with the environment letter in front and the rest in lower case. */
  readonly name: string;
  readonly transition: 'inherit' | 'profile' | 'child' | 'unconfined';
  readonly fallback?: 'inherit' | 'unconfined';
  /** A lower case `p`, `c` or `u`: dangerous environment variables reach the new program. */
  readonly keepsEnvironment: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Permissions {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
  readonly link: boolean;
  readonly lock: boolean;
  readonly map: boolean;
  /** An `x` without the letter that says how. */
  readonly bareExec: boolean;
  readonly exec?: ExecMode;
  readonly problem?: { readonly start: number; readonly end: number } & (
    | { readonly kind: 'write-and-append' }
    | { readonly kind: 'two-exec-modes'; readonly before: string }
  );
  /** Capital letters that only an old parser asked for. */
  readonly capitals: readonly number[];
  /** The plain letters as bits; `w` comes with `a`, which it includes, and `x` only where no mode says how. */
  readonly letters: number;
}

/** A mode, or a mode with its target, as manuals and people write it: `PUx` for `Pux`. */
export const spelled = (mode: string): string => mode.replace(/^([PC])ux/, '$1Ux');

const bits: Readonly<Record<string, number>> = wordTable({ r: 1, w: 2 | 4, a: 4, l: 8, k: 16, m: 32, x: 64 });

/** Letters of `rwalkmx` as bits. */
export const lettersOf = (word: string): number => [...word].reduce((all, letter) => all | (bits[letter] ?? 0), 0);

const cache = new Map<string, Permissions>();

export function permissionsOf(word: string): Permissions {
  const known = cache.get(word);
  if (known) return known;
  const made = read(word);
  if (cache.size > 1000) cache.clear();
  cache.set(word, made);
  return made;
}

function read(word: string): Permissions {
  const has = { read: false, write: false, append: false, link: false, lock: false, map: false, bareExec: false };
  const capitals: number[] = [];
  let exec: ExecMode | undefined;
  let problem: Permissions['problem'];
  const setExec = (mode: ExecMode) => {
    // `ix` after a bare `x` is accepted: it adds a mode where none was.
    if ((exec && exec.name !== mode.name) || (!exec && has.bareExec && mode.name !== 'ix')) {
      problem ??= { kind: 'two-exec-modes', start: mode.start, end: mode.end, before: exec?.name ?? 'x' };
    }
    exec ??= mode;
  };
  for (let i = 0; i < word.length; i++) {
    const letter = word[i] as string;
    const lower = letter.toLowerCase();
    if ('pcu'.includes(lower) || lower === 'i') {
      const mode = execModeAt(word, i);
      if (!mode) continue;
      if (lower === 'i' && letter === 'I') capitals.push(i);
      if (word[mode.end - 1] === 'X') capitals.push(mode.end - 1);
      setExec(mode);
      i = mode.end - 1;
      continue;
    }
    if (letter !== lower) capitals.push(i);
    switch (lower) {
      case 'r':
        has.read = true;
        break;
      case 'w':
        if (has.append && !has.write) problem ??= { kind: 'write-and-append', start: i, end: i + 1 };
        has.write = true;
        break;
      case 'a':
        if (has.write) problem ??= { kind: 'write-and-append', start: i, end: i + 1 };
        has.append = true;
        break;
      case 'l':
        has.link = true;
        break;
      case 'k':
        has.lock = true;
        break;
      case 'm':
        has.map = true;
        break;
      case 'x':
        if (!exec) has.bareExec = true;
        break;
      default:
    }
  }
  const { read, write, append, link, lock, map, bareExec } = has;
  const words = [read && 'r', write && 'w', append && 'a', link && 'l', lock && 'k', map && 'm', bareExec && 'x'];
  const letters = lettersOf(words.filter(Boolean).join(''));
  return { ...has, capitals, letters, ...(exec && { exec }), ...(problem && { problem }) };
}

function execModeAt(word: string, start: number): ExecMode | undefined {
  const match = /^(?:([pPcC])([iIuU]?)|([iI])|([uU]))[xX]/.exec(word.slice(start));
  if (!match) return undefined;
  const [whole, to, fallback, inherit] = match;
  const end = start + whole.length;
  const first = whole[0] as string;
  if (inherit) return { name: 'ix', transition: 'inherit', keepsEnvironment: false, start, end };
  const name = first + whole.slice(1).toLowerCase();
  const keepsEnvironment = first === first.toLowerCase();
  if (!to) return { name, transition: 'unconfined', keepsEnvironment, start, end };
  const transition = to.toLowerCase() === 'p' ? 'profile' : 'child';
  if (!fallback) return { name, transition, keepsEnvironment, start, end };
  return { name, transition, keepsEnvironment, fallback: fallback.toLowerCase() === 'i' ? 'inherit' : 'unconfined', start, end };
}

/** Any exec permission, with or without mode. */
export const executes = (permissions: Permissions): boolean => permissions.bareExec || permissions.exec !== undefined;

/** Whether a program can run under the same profile, at once or where there is no other. */
export const inherits = ({ exec }: Permissions): boolean => exec?.transition === 'inherit' || exec?.fallback === 'inherit';
