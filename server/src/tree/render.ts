import { memo } from '../core';
import type { Tree } from './tree';

/** A value to be written into a file. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How a file is laid out, read off its own text. */
export interface Style {
  /** One level of indentation. */
  readonly unit: string;
  readonly newline: string;
  /** How far a YAML list's dashes stand behind the key that holds them. */
  readonly dashIndent: string;
  /** What stands inside the braces of an object on one line: a blank, or nothing. */
  readonly padding: '' | ' ';
}

export const styleOf = memo(({ text, syntax }: Tree): Style => {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // The first line that is indented, not as continuation of a list item, shows the unit.
  const unit = /^([ \t]+)["\w]/m.exec(text)?.[1] ?? '  ';
  const padding = syntax === 'yaml' || (syntax === 'json' && /\{"/.test(text) && !/\{ "/.test(text)) ? '' : ' ';
  if (syntax === 'json') return { unit, newline, dashIndent: '', padding };
  const list = /^( *)(?:- +)?[\w./-]+:[ \t]*(?:#.*)?\r?\n( *)- /m.exec(text);
  const dashIndent = list && (list[2] as string).length <= (list[1] as string).length ? '' : '  ';
  const mapping = /^( *)[\w./-]+:[ \t]*(?:#.*)?\r?\n( +)[\w./-]+:/m.exec(text);
  const width = mapping ? (mapping[2] as string).length - (mapping[1] as string).length : 2;
  return { unit: ' '.repeat(width > 0 ? width : 2), newline, dashIndent, padding };
});

/** On one line, with a blank after colons and commas. */
export function renderInline(value: Plain, syntax: Tree['syntax'], padding = syntax === 'yaml' ? '' : ' '): string {
  // What JSON escapes TOML reads in the same way.
  const scalar = syntax === 'yaml' ? yamlString : (text: string) => JSON.stringify(text);
  if (typeof value === 'string') return scalar(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((item) => renderInline(item, syntax, padding)).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${scalar(key)}${syntax === 'toml' ? ' = ' : ': '}${renderInline(member, syntax, padding)}`,
  );
  return members.length ? `{${padding}${members.join(', ')}${padding}}` : '{}';
}

/** Beyond this column what could stand on one line gets a line for each item. */
export const widest = 120;

/** JSON over several lines; lists of plain values stay on one where they fit. `indent` is that of the line it starts on. */
export function renderJson(value: Plain, indent: string, style: Style): string {
  if (value === null || typeof value !== 'object') return renderInline(value, 'json');
  const inner = indent + style.unit;
  const wrap = (open: string, lines: readonly string[], close: string) =>
    lines.length
      ? `${open}${style.newline}${lines.map((line) => inner + line).join(`,${style.newline}`)}${style.newline}${indent}${close}`
      : open + close;
  if (isList(value)) {
    const inline = value.every((item) => item === null || typeof item !== 'object') ? renderInline(value, 'json') : undefined;
    // The key stands before the list on its line.
    if (inline !== undefined && indent.length + inline.length < widest) return inline;
    return wrap(
      '[',
      value.map((item) => renderJson(item, inner, style)),
      ']',
    );
  }
  return wrap(
    '{',
    Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${renderJson(member, inner, style)}`),
    '}',
  );
}

/** What stands behind `key:` in block style: ` value`, or line breaks and the lines of a collection indented below `indent`. */
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

/** What stands behind `- `; further lines at `indent`. */
export function renderItem(value: Plain, indent: string, style: Style): string {
  if (value === null || typeof value !== 'object') return renderInline(value, 'yaml');
  if (isList(value) || !Object.keys(value).length) return renderInline(value, 'yaml');
  return renderMembers(value, indent, style).slice(indent.length);
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

/** Words that a YAML 1.1 reader takes for something else than text. */
const reserved = /^(?:~|null|true|false|y|n|yes|no|on|off|\.nan|[-+]?\.inf)$/i;

function yamlString(text: string): string {
  const plain = /^[A-Za-z_/.$](?:[\w./@+$=,:-]*[\w./@+$=-])?(?: [\w./@+$=-]+)*$/.test(text) && !reserved.test(text) && !text.includes(': ');
  return plain ? text : JSON.stringify(text);
}
