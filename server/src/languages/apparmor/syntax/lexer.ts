/**
 * One token at a time, in the mode that the parser gives. AppArmor's words mean different things in different
 * places: a comma belongs to a path but ends a `capability` rule, `#` starts a comment between rules but not inside a
 * `dbus` rule. Modes and character sets follow upstream's parser/parser_lex.l (AppArmor 6.0).
 */

/**
 * - `statement`: between and at the start of rules; paths, permissions, keywords
 * - `rule`: inside network, mount, dbus, signal, ptrace, unix, mqueue
 * - `name`: a profile's name, directly after its keyword
 * - `target`: after `->`
 * - `value`: one value, directly after `=`
 * - `list`: inside `( )`; `peerList`, `peerValue`: inside `peer=( )`
 * - `assign`: the values of a set variable, to the end of the line
 * - `test`: the expression of `if`; `assignTest`: that of a boolean variable
 * - `file`: the name after `include` and `abi`
 * - `change`: inside change_profile; `limit`: inside `set rlimit`; `number`: after `priority`
 */
export type LexerMode =
  | 'statement'
  | 'rule'
  | 'name'
  | 'target'
  | 'value'
  | 'list'
  | 'peerList'
  | 'peerValue'
  | 'assign'
  | 'test'
  | 'assignTest'
  | 'file'
  | 'change'
  | 'limit'
  | 'number';

export type TokenKind =
  | 'space'
  | 'newline'
  | 'comment'
  /** A backslash before the line end in an assignment. */
  | 'continuation'
  /** A keyword or another plain word. */
  | 'word'
  /** A path or a label: starts with `/`, `@{…}`, `:` or `&`, quoted or not. */
  | 'label'
  | 'quoted'
  /** `@{X}` or `@X` alone. */
  | 'variable'
  /** `${X}` or `$X`. */
  | 'boolean'
  /** File permissions. */
  | 'permissions'
  /** The name of a conditional: a word before `=`, or before `in (`. */
  | 'condition'
  | '{'
  | '}'
  | '('
  | ')'
  | ','
  | '^'
  | '->'
  /** `=`, `+=`, `?=`, `:=`, and the comparisons of `if`. */
  | 'operator'
  | '+'
  /** A quote without its partner: the rest of the line. */
  | 'unterminated'
  | 'unknown'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const token = (kind: TokenKind, start: number, end: number): Token => ({ kind, start, end });

const BACKSLASH = 92;
const COMMA = 44;
const EQUALS = 61;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const QUOTE = 34;

const isBlank = (c: number) => c === 32 || c === 9;
/** Characters of an unquoted word: all but blanks, line ends, `"`, `!` and `,`. */
const isWordChar = (c: number) =>
  c > 32 ? c !== QUOTE && c !== 33 && c !== COMMA : !(c === 32 || c === 9 || c === 10 || c === 13 || Number.isNaN(c));
const isNameStart = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
const isNameChar = (c: number) => isNameStart(c) || (c >= 48 && c <= 57) || c === 95;
const isDigit = (c: number) => c >= 48 && c <= 57;
/** What a backslash protects in an unquoted word: blank, tab, `"`, `!`, `,`. */
const isEscapable = (c: number) => isBlank(c) || c === QUOTE || c === 33 || c === COMMA;

const isOneOf = (characters: string, c: number) => characters !== '' && characters.includes(String.fromCharCode(c));

/** The end of the word that starts at `i`; a comma with more word after it belongs to the word. `stop` ends it too. */
function wordEnd(text: string, i: number, stop = '', closes = true): number {
  let open = 0;
  for (;;) {
    const c = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (c === BACKSLASH && (isEscapable(next) || (stop !== '' && (next === 40 || next === 41)))) i += 2;
    else if (isWordChar(c) && !isOneOf(stop, c)) {
      if (c === OPEN_BRACE) open++;
      else if (c === CLOSE_BRACE) open--;
      i++;
    } else if (c === COMMA && isWordChar(next) && !isOneOf(stop, next) && !(closes && open <= 0 && endsBlock(text, i + 1))) i++;
    else return i;
  }
}

/**
 * Whether nothing but closing braces is on the rest of the line. Upstream reads them as more of the word, but no author
 * means that; the parser says so.
 */
const endsBlock = (text: string, i: number): boolean =>
  text.charCodeAt(i) === CLOSE_BRACE && /^[} \t]*\r?(?:\n|$)/.test(text.slice(i, i + 80));

/** The end of a word inside a list: commas and parentheses end it, unless escaped. */
function listWordEnd(text: string, i: number): number {
  for (;;) {
    const c = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (c === BACKSLASH && (isEscapable(next) || next === 40 || next === 41)) i += 2;
    else if (isWordChar(c) && c !== 40 && c !== 41) i++;
    else return i;
  }
}

/** The end of a word after `=` in a list. A comma between braces ends it too, but belongs to it in every author's mind; the parser says so. */
function peerValueEnd(text: string, i: number): number {
  let end = listWordEnd(text, i);
  while (text.charCodeAt(end) === COMMA && openBraces(text, i, end) > 0 && /^,[^\s"()!]{0,200}\}/.test(text.slice(end, end + 202)))
    end = listWordEnd(text, end + 1);
  return end;
}

function openBraces(text: string, from: number, to: number): number {
  let open = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === OPEN_BRACE) open++;
    else if (c === CLOSE_BRACE) open--;
  }
  return open;
}

/**
 * The end of a quoted word, or -1. A quote after a backslash closes only when no other quote follows, because the
 * longest match wins upstream.
 */
function quotedEnd(text: string, start: number): number {
  let candidate = -1;
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0) return candidate;
    if (c !== QUOTE) continue;
    if (text.charCodeAt(i - 1) !== BACKSLASH) return i + 1;
    candidate = i + 1;
  }
  return candidate;
}

function lineEnd(text: string, i: number): number {
  const end = text.indexOf('\n', i);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === 13 && end > i ? end - 1 : end;
}

function nameEnd(text: string, i: number): number {
  if (!isNameStart(text.charCodeAt(i))) return i;
  while (isNameChar(text.charCodeAt(i))) i++;
  return i;
}

/** The end of `@{NAME}`, `@NAME`, `${NAME}` or `$NAME` at `i`, or `i`. */
function variableEnd(text: string, i: number): number {
  if (text[i + 1] !== '{') {
    const end = nameEnd(text, i + 1);
    return end > i + 1 ? end : i;
  }
  const end = nameEnd(text, i + 2);
  return end > i + 2 && text[end] === '}' ? end + 1 : i;
}

const permissionsPattern = /(?:[RrWwaLlMmkXx]|[PpCc][Xx]|[PpCc]?[IiUu][Xx])+(?=[\s,])/y;
const conditionPattern = /[A-Za-z][A-Za-z0-9_]*(?=[ \t]*=|[ \t]+in[ \t]*\()/y;
const operatorPattern = /==|!=|<=|>=|[<>]/y;

/** The end of a conditional's name at `at`, or `at`: what follows the word tells nearly always that it is none. */
function conditionEnd(text: string, at: number): number {
  const next = text.charCodeAt(nameEnd(text, at));
  return next === EQUALS || isBlank(next) ? matchAt(conditionPattern, text, at) : at;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Space, line ends and comments; undefined where something else starts. */
function trivia(text: string, at: number, mode: LexerMode): Token | undefined {
  const c = text.charCodeAt(at);
  if (isBlank(c)) {
    let end = at + 1;
    while (isBlank(text.charCodeAt(end))) end++;
    return mode === 'value' ? undefined : token('space', at, end);
  }
  if (c === 10) return token('newline', at, at + 1);
  if (c === 13 && text.charCodeAt(at + 1) === 10) return token('newline', at, at + 2);
  if (c === 35 && mode !== 'name' && mode !== 'target' && mode !== 'value' && mode !== 'peerValue') {
    if (mode === 'statement' && text.startsWith('#include', at)) return undefined;
    return token('comment', at, lineEnd(text, at));
  }
  return undefined;
}

/** The token at `at`; never empty except at the end of the text. */
export function scan(text: string, at: number, mode: LexerMode): Token {
  if (at >= text.length) return token('end', at, at);
  const space = trivia(text, at, mode);
  if (space) return space;
  const found = scanMode[mode](text, at);
  if (found && found.end > at) return found;
  if (text[at] === '"') return token('unterminated', at, lineEnd(text, at));
  // A character outside the basic plane is one unknown token, not two halves.
  const pair = text.codePointAt(at) as number;
  return token('unknown', at, at + (pair > 0xffff ? 2 : 1));
}

type Scan = (text: string, at: number) => Token | undefined;

/** `"…"` in any place where a quoted word may be. */
function quoted(text: string, at: number): Token | undefined {
  if (text.charCodeAt(at) !== QUOTE) return undefined;
  const end = quotedEnd(text, at);
  return end < 0 ? undefined : token('quoted', at, end);
}

/** A path or label, or `@{X}` alone, unquoted. */
function label(text: string, at: number): Token | undefined {
  switch (text[at]) {
    case '/':
    case '&':
      return token('label', at, wordEnd(text, at + 1));
    case ':': {
      const next = text.charCodeAt(at + 1);
      if (Number.isNaN(next) || next === 61) return undefined;
      return isWordChar(next) || next === BACKSLASH ? token('label', at, wordEnd(text, at + 1)) : undefined;
    }
    case '@': {
      const end = variableEnd(text, at);
      if (end === at) return undefined;
      // `=`, `+` and one `?` after a variable are an assignment's operator, not more of the word; but upstream takes the name of
      // `@NAME` for a shorter one with more of the word after it.
      const atOperator = '=+?'.includes(text[end] ?? ' ') && !text.startsWith('??', end);
      const divides = text[at + 1] !== '{' && end - at > 2;
      const more = atOperator && !divides ? end : wordEnd(text, end);
      return more > end ? token('label', at, more) : token('variable', at, end);
    }
    default:
      return undefined;
  }
}

function punctuation(text: string, at: number, allowed: string): Token | undefined {
  const c = text[at] as TokenKind;
  return allowed.includes(c) ? token(c, at, at + 1) : undefined;
}

const assignment = (text: string, at: number): Token | undefined => {
  if (text[at] === '=') return token('operator', at, at + 1);
  if (text[at + 1] === '=' && '+?:'.includes(text[at] as string)) return token('operator', at, at + 2);
  return undefined;
};

function scanLetters(text: string, at: number): Token {
  const condition = conditionEnd(text, at);
  if (condition > at) return token('condition', at, condition);
  const permissions = matchAt(permissionsPattern, text, at);
  if (permissions > at && text.slice(at, permissions) !== 'all') return token('permissions', at, permissions);
  return token('word', at, nameEnd(text, at));
}

const scanStatement: Scan = (text, at) => {
  if (isNameStart(text.charCodeAt(at))) return scanLetters(text, at);
  if (text.startsWith('#include', at)) return token('word', at, at + 8);
  if (text.startsWith('->', at)) return token('->', at, at + 2);
  const simple = assignment(text, at) ?? label(text, at) ?? punctuation(text, at, '{}(),^+');
  if (simple) return simple;
  if (text[at] === '"') {
    const word = quoted(text, at);
    return word && '/@:&'.includes(text[at + 1] as string) ? token('label', at, word.end) : word;
  }
  if (text[at] === '$') return token('boolean', at, variableEnd(text, at));
  return text.startsWith('<=', at) ? token('operator', at, at + 2) : undefined;
};

/** Unquoted words of rule and expression modes: `=` and `)` end them, and they start with none of `,=()+&`. */
function plainWord(text: string, at: number): Token | undefined {
  const named = label(text, at);
  const end = ',=()+&'.includes(text[at] as string) ? at : wordEnd(text, at, '=)');
  if (named && named.end >= end) return named;
  return end > at ? token('word', at, end) : undefined;
}

const scanRule: Scan = (text, at) => {
  if (text[at] === '}' && !isWordChar(text.charCodeAt(at + 1))) return token('}', at, at + 1);
  if (text[at] === '=') return token('operator', at, at + 1);
  const condition = conditionEnd(text, at);
  if (condition > at) return token('condition', at, condition);
  const word = plainWord(text, at);
  if (word) return word.end === at + 2 && text.startsWith('->', at) ? token('->', at, at + 2) : word;
  return punctuation(text, at, '(),') ?? quoted(text, at);
};

const scanTest: Scan = (text, at) => {
  const operator = matchAt(operatorPattern, text, at);
  if (text[at] === '$') {
    const end = variableEnd(text, at);
    if (end > at && wordEnd(text, at, '=)') === end) return token('boolean', at, end);
  }
  if (text[at] === '@') {
    // Unlike other words, one that starts with a variable goes on over a parenthesis.
    const end = variableEnd(text, at);
    if (end > at && wordEnd(text, at) === end) return token('variable', at, end);
  }
  const word = plainWord(text, at);
  if (word && word.end > Math.max(operator, at + 1)) return word;
  if (operator > at) return token('operator', at, operator);
  return punctuation(text, at, '{}(),') ?? word ?? quoted(text, at);
};

const anyWord: Scan = (text, at) => quoted(text, at) ?? token('word', at, wordEnd(text, at));
const nameWord: Scan = (text, at) => quoted(text, at) ?? token('word', at, wordEnd(text, at, '', false));

const scanMode: Readonly<Record<LexerMode, Scan>> = {
  statement: scanStatement,
  rule: scanRule,
  name: nameWord,
  target: anyWord,
  value: anyWord,
  list: (text, at) => punctuation(text, at, '(),') ?? quoted(text, at) ?? token('word', at, listWordEnd(text, at)),
  peerList(text, at) {
    const mark = punctuation(text, at, '),') ?? (text[at] === '=' ? token('operator', at, at + 1) : undefined);
    if (mark) return mark;
    if (text.startsWith(':=', at)) return token('operator', at, at + 2);
    let end = at;
    while (isWordChar(text.charCodeAt(end)) && text[end] !== '=' && text[end] !== ')' && !text.startsWith(':=', end)) end++;
    return token('word', at, end);
  },
  peerValue: (text, at) => quoted(text, at) ?? punctuation(text, at, '(') ?? token('word', at, peerValueEnd(text, at)),
  assign(text, at) {
    if (text[at] === '\\' && text[at + 1] === '\n') return token('continuation', at, at + 2);
    return (
      quoted(text, at) ??
      (text[at] === ',' && !isWordChar(text.charCodeAt(at + 1)) ? token(',', at, at + 1) : token('word', at, wordEnd(text, at, '', false)))
    );
  },
  test: scanTest,
  assignTest(text, at) {
    if (text[at] === '\\' && text[at + 1] === '\n') return token('continuation', at, at + 2);
    return scanTest(text, at);
  },
  file(text, at) {
    if (text[at] === '<') {
      if (text[at + 1] === '"') {
        const end = quotedEnd(text, at + 1);
        return end > 0 && text[end] === '>' ? token('word', at, end + 1) : undefined;
      }
      let end = at + 1;
      while (end < text.length && !'">\t\r\n'.includes(text[end] as string)) end++;
      return text[end] === '>' && end > at + 1 ? token('word', at, end + 1) : undefined;
    }
    const end = wordEnd(text, at, '<>');
    return quoted(text, at) ?? (end > at ? token('word', at, end) : punctuation(text, at, ','));
  },
  change(text, at) {
    const word = anyWord(text, at) as Token;
    if (text.startsWith('->', at) && word.end === at + 2) return token('->', at, at + 2);
    if (text[at] === '}' && word.end === at + 1) return token('}', at, at + 1);
    return word.end > at ? word : punctuation(text, at, ',');
  },
  limit(text, at) {
    if (text.startsWith('<=', at)) return token('operator', at, at + 2);
    let end = text[at] === '-' ? at + 1 : at;
    if (isDigit(text.charCodeAt(end))) {
      while (isDigit(text.charCodeAt(end))) end++;
      return token('word', at, end);
    }
    end = at;
    while (isNameStart(text.charCodeAt(end)) || text[end] === '_') end++;
    return end > at ? token('word', at, end) : punctuation(text, at, ',}');
  },
  number(text, at) {
    if (text[at] === '=') return token('operator', at, at + 1);
    let end = text[at] === '-' || text[at] === '+' ? at + 1 : at;
    while (isDigit(text.charCodeAt(end))) end++;
    return isDigit(text.charCodeAt(end - 1)) && end > at ? token('word', at, end) : undefined;
  },
};

/** The name in `@{NAME}`, `@NAME`, `${NAME}` or `$NAME`. */
export const variableName = (text: string): string => text.replace(/^[@$]\{?/, '').replace(/\}$/, '');
