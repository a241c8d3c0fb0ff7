import { memo } from '../core';
import type { Tree } from './tree';

/** A value to be written into a file. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How a file is laid out, read off its own text. */
export interface Style {
  /** One level of indentation. */
  readonly unit: string;
  readonly newline: string;
  /** How far a YAML list's dashes are indented below its key. */
  readonly dashIndent: string;
  /** What is inside the braces of an object on one line: a blank, or nothing. */
  readonly padding: '' | ' ';
  /** What is after colons and commas on one line of JSON. */
  readonly gap: '' | ' ';
  /** Whether short objects of JSON are on one line. */
  readonly compact: boolean;
}

export const styleOf = memo(({ text, syntax }: Tree): Style => {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // The first line that is indented, not as continuation of a list item, shows the unit.
  const unit = /^([ \t]+)["\w]/m.exec(text)?.[1] ?? '  ';
  const padding = syntax === 'yaml' || (syntax === 'json' && /\{"/.test(text) && !/\{ "/.test(text)) ? '' : ' ';
  const gap = syntax === 'json' && /":\S/.test(text) && !/": /.test(text) ? '' : ' ';
  const compact = syntax === 'json' && /^(?!\{).*\{[^{}\n]*"[^{}\n]*\}/m.test(text);
  if (syntax === 'json') return { unit, newline, dashIndent: '', padding, gap, compact };
  const list = /^( *)(?:- +)?[\w./-]+:[ \t]*(?:#.*)?\r?\n( *)- /m.exec(text);
  const dashIndent = list && (list[2] as string).length <= (list[1] as string).length ? '' : '  ';
  const mapping = /^( *)[\w./-]+:[ \t]*(?:#.*)?\r?\n( +)[\w./-]+:/m.exec(text);
  const width = mapping ? (mapping[2] as string).length - (mapping[1] as string).length : 2;
  return { unit: ' '.repeat(width > 0 ? width : 2), newline, dashIndent, padding, gap, compact };
});

/** On one line; YAML and TOML have a blank after colons and commas, JSON what the file has. */
export function renderInline(value: Plain, syntax: Tree['syntax'], style: Pick<Style, 'padding' | 'gap'> = plainStyle): string {
  const { padding, gap } = syntax === 'yaml' ? { padding: '', gap: ' ' } : style;
  // What JSON escapes TOML reads in the same way.
  const scalar = syntax === 'yaml' ? yamlString : (text: string) => JSON.stringify(text);
  if (typeof value === 'string') return scalar(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((item) => renderInline(item, syntax, style)).join(`,${gap}`)}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${scalar(key)}${syntax === 'toml' ? ' = ' : `:${gap}`}${renderInline(member, syntax, style)}`,
  );
  return members.length ? `{${padding}${members.join(`,${gap}`)}${padding}}` : '{}';
}

const plainStyle = { padding: ' ', gap: ' ' } as const;

/** Beyond this column what could be on one line gets a line for each item. */
export const widest = 100;

/** JSON over several lines, as the file has it; `indent` is that of the line it starts on, `column` where on that line. */
export function renderJson(value: Plain, indent: string, style: Style, column = indent.length): string {
  const inline = isShort(value, style) ? renderInline(value, 'json', style) : undefined;
  if (inline !== undefined && (value === null || typeof value !== 'object' || column + inline.length < widest)) return inline;
  const inner = indent + style.unit;
  const wrap = (open: string, lines: readonly string[], close: string) =>
    lines.length
      ? `${open}${style.newline}${lines.map((line) => inner + line).join(`,${style.newline}`)}${style.newline}${indent}${close}`
      : open + close;
  if (isList(value))
    return wrap(
      '[',
      value.map((item) => renderJson(item, inner, style)),
      ']',
    );
  const members = Object.entries(value ?? {}).map(([key, member]) => renderJsonMember(key, member, inner, style));
  return wrap('{', members, '}');
}

/** A key with its value, which may take several lines. */
export function renderJsonMember(key: string, value: Plain, indent: string, style: Style): string {
  const name = `${JSON.stringify(key)}:${style.gap}`;
  return name + renderJson(value, indent, style, indent.length + name.length);
}

/** What is on one line where it fits: lists of plain values, and in a file that writes so objects of those and a list of one such. */
function isShort(value: Plain, { compact }: Style): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (isList(value)) return value.every(isPlain) || (compact && value.length === 1 && isFlat(value[0]));
  return compact && isFlat(value);
}

const isPlain = (value: Plain | undefined): boolean => value === null || typeof value !== 'object';

const isFlat = (value: Plain | undefined): boolean =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.values(value).every((member: Plain) => isPlain(member) || (Array.isArray(member) && member.every(isPlain)));

/** What is after `key:` in block style: ` value`, or line breaks and the lines of a collection indented below `indent`. */
export function renderBlockValue(value: Plain, indent: string, style: Style): string {
  if (value === null || typeof value !== 'object') return ` ${renderInline(value, 'yaml')}`;
  if (isList(value)) {
    if (!value.length) return ' []';
    const dash = indent + style.dashIndent;
    return value.map((item) => `${style.newline}${dash}- ${renderItem(item, `${dash}  `, style)}`).join('');
  }
  if (!Object.keys(value).length) return ' {}';
  return `${style.newline}${renderMembers(value, indent + style.unit, style)}`;
}

/** The lines of a block map, each at `indent`. */
export function renderMembers(value: { readonly [key: string]: Plain }, indent: string, style: Style): string {
  return Object.entries(value)
    .map(([key, member]) => `${indent}${yamlString(key)}:${renderBlockValue(member, indent, style)}`)
    .join(style.newline);
}

/** What is after `- `; further lines at `indent`. */
export function renderItem(value: Plain, indent: string, style: Style): string {
  if (value === null || typeof value !== 'object') return renderInline(value, 'yaml');
  if (isList(value) || !Object.keys(value).length) return renderInline(value, 'yaml');
  return renderMembers(value, indent, style).slice(indent.length);
}

/** A text in the quotes of the value in whose place it comes; undefined for one without quotes, and where they cannot contain it. */
export function inQuotesOf(raw: string, text: string, syntax: Tree['syntax']): string | undefined {
  if (raw.startsWith('"') && !raw.startsWith('"""')) return JSON.stringify(text);
  if (!raw.startsWith("'") || raw.startsWith("'''") || !/^[\x20-\x7e]*$/.test(text)) return undefined;
  if (syntax === 'toml') return text.includes("'") ? undefined : `'${text}'`;
  return `'${text.replaceAll("'", "''")}'`;
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

/** Words that a YAML 1.1 reader reads as something other than text. */
const reserved = /^(?:~|null|true|false|y|n|yes|no|on|off|\.nan|[-+]?\.inf)$/i;

function yamlString(text: string): string {
  const plain = /^[A-Za-z_/.$](?:[\w./@+$=,:-]*[\w./@+$=-])?(?: [\w./@+$=-]+)*$/.test(text) && !reserved.test(text) && !text.includes(': ');
  return plain ? text : JSON.stringify(text);
}
