/** The messages of a log: its lines, and the texts inside of JSON, as the journal and the exports of log stores have them. */

/** Fields that a log store has split already: `{"apparmor": "DENIED", "operation": "open"}`. */
export type LogFields = Readonly<Record<string, string>>;

export interface LogMessage {
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
  /** Found inside of JSON. */
  readonly nested: boolean;
}

export interface SplitRecord {
  readonly line: number;
  readonly fields: LogFields;
}

export interface LogMessages {
  readonly messages: readonly LogMessage[];
  /** Objects that have the key that was asked for. */
  readonly split: readonly SplitRecord[];
  /** Lines that are JSON, whatever they say. */
  readonly json: ReadonlySet<number>;
}

const deepest = 40;

/** Reads each line alone, or a JSON text over several lines. `key` names the field that tells a record that is split into fields. */
export function messagesOf(log: string, key: string): LogMessages {
  const lines = log.split(/\r?\n/);
  const messages: LogMessage[] = [];
  const split: SplitRecord[] = [];
  const json = new Set<number>();
  const take = (value: unknown, line: number) => {
    const seen = new Set<string>();
    walk(value, key, 0, {
      text(text) {
        if (!seen.has(text)) for (const one of text.split(/\r?\n/)) messages.push({ line, text: one, nested: true });
        seen.add(text);
      },
      record: (fields) => split.push({ line, fields }),
    });
  };
  for (let i = 0; i < lines.length; i++) {
    const raw = lines[i] ?? '';
    const value = valueIn(raw);
    if (value !== undefined) {
      json.add(i + 1);
      take(value, i + 1);
      continue;
    }
    const block = blockFrom(lines, i);
    if (!block) messages.push({ line: i + 1, text: unquoted(raw), nested: false });
    else {
      for (const { value: item, line } of itemsOf(block.value, lines.slice(i, block.end), i + 1, key)) take(item, line);
      for (let n = i; n < block.end; n++) json.add(n + 1);
      i = block.end - 1;
    }
  }
  return { messages, split, json };
}

/** The object of one line, after what a log driver writes before it. */
function valueIn(line: string): unknown {
  const start = /^\s*[[{]/.test(line) ? 0 : line.indexOf('{"');
  return start < 0 || !/[}\]],?\s*$/.test(line) ? undefined : parsed(line.slice(start).replace(/,\s*$/, ''));
}

/** A JSON text over several lines: it ends with the first bracket at the start of a line. */
function blockFrom(lines: readonly string[], from: number): { readonly value: unknown; readonly end: number } | undefined {
  if (!/^[[{]/.test(lines[from] ?? '')) return undefined;
  const end = lines.findIndex((line, i) => i > from && /^[}\]]/.test(line));
  const value =
    end < 0
      ? undefined
      : parsed(
          lines
            .slice(from, end + 1)
            .join('\n')
            .replace(/[,;]\s*$/, ''),
        );
  return value === undefined ? undefined : { value, end: end + 1 };
}

/** The texts of a JSON text that speak of the key, each with the line that has it, where that can be told. */
function itemsOf(value: unknown, lines: readonly string[], first: number, key: string): readonly { value: unknown; line: number }[] {
  const found: unknown[] = [];
  walk(value, key, 0, { text: (text) => text.includes(key) && found.push(text), record: (fields) => found.push(fields) });
  const places = lines.flatMap((line, i) => (line.includes(key) ? [first + i] : []));
  return found.map((one, i) => ({ value: one, line: (found.length === places.length ? places[i] : places[0]) ?? first }));
}

interface Visitor {
  text(text: string): void;
  record(fields: LogFields): void;
}

function walk(value: unknown, key: string, depth: number, visitor: Visitor): void {
  if (depth > deepest) return;
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner === undefined) visitor.text(unquoted(value));
    else walk(inner, key, depth + 1, visitor);
  } else if (isBytes(value)) walk(new TextDecoder().decode(Uint8Array.from(value)), key, depth + 1, visitor);
  else if (Array.isArray(value)) for (const item of value) walk(item, key, depth + 1, visitor);
  else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.some(([name, one]) => name === key && typeof one === 'string')) visitor.record(fieldsOf(entries));
    else for (const [, one] of entries) walk(one, key, depth + 1, visitor);
  }
}

function fieldsOf(entries: readonly (readonly [string, unknown])[]): LogFields {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of entries) {
    if (typeof value === 'string' || typeof value === 'number') fields[name] = String(value).replace(/^"(.*)"$/s, '$1');
  }
  return fields;
}

const isBytes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((byte) => typeof byte === 'number');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Quotes as they were, where a log is a part of a JSON text, a table or a web page, and without the colors of a terminal. */
const unquoted = (line: string): string =>
  line
    .replace(/\u001b\[[\d;]*m/g, '')
    .replaceAll('\\"', '"')
    .replaceAll('&quot;', '"')
    .replace(/=""([^"]*)""/g, '="$1"');
