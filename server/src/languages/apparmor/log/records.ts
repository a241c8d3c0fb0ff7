/** Lines of the kernel log, the audit log and the journal, as fields. */

export type LogFields = Readonly<Record<string, string>>;

/** One denial of AppArmor; its line counts from 1. */
export interface LogRecord {
  readonly line: number;
  readonly fields: LogFields;
}

/** The denials of a log, those that complain mode let through (`ALLOWED`) included. */
export function recordsOf(log: string): readonly LogRecord[] {
  const found: LogRecord[] = [];
  for (const { line, text } of textsOf(log)) {
    // A line can hold several records where a log was copied without its line ends.
    for (const record of text.split(/(?=\bapparmor=)/)) {
      const fields = fieldsOf(record);
      const outcome = fields.apparmor ?? outcomeOfOld(record);
      if (outcome !== undefined && /^(?:DENIED|ALLOWED|KILLED)$/.test(outcome)) found.push({ line, fields });
    }
  }
  return found;
}

/** Before Linux 2.6.36 the number of the message told what became of a request. */
const outcomeOfOld = (text: string): string | undefined =>
  ({ 1502: 'ALLOWED', 1503: 'DENIED' })[/\btype=(150[23])\b/.exec(text)?.[1] ?? ''];

/** Lines with what belongs to them: mail and forums break records in front of a field. */
function textsOf(log: string): readonly { readonly line: number; readonly text: string }[] {
  const texts: { line: number; text: string }[] = [];
  let open = false;
  log.split(/\r?\n/).forEach((raw, index) => {
    const text = raw.trimStart().startsWith('{') || raw.includes('"MESSAGE"') ? messageOf(raw) : raw;
    const last = texts.at(-1);
    if (/\bapparmor=|\btype=150[23]\b/.test(text)) texts.push({ line: index + 1, text });
    else if (open && last && /^[\s>]*[a-z_]+=/.test(text) && !/^[\s>]*type=/.test(text)) last.text += ` ${text.replace(/^[\s>]+/, '')}`;
    else {
      open = false;
      return;
    }
    open = true;
  });
  return texts;
}

/** What a line of JSON says: the journal has it as a text, or as bytes where not all of it can be printed. */
function messageOf(line: string): string {
  try {
    const values = Object.values(JSON.parse(line) as Readonly<Record<string, unknown>>);
    const texts = values.map((value) => (isBytes(value) ? new TextDecoder().decode(Uint8Array.from(value)) : value));
    return texts.find((text): text is string => typeof text === 'string' && text.includes('apparmor=')) ?? line;
  } catch {
    // One line of a JSON text in several: there the quotes are escaped.
    return line.replaceAll('\\"', '"');
  }
}

const isBytes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every((byte) => typeof byte === 'number');

/** A bare value ends at a blank, and at the control character in front of what auditd adds: `ouid=0^]OUID="root"`. */
const fieldPattern = /\b([a-z_]+)=(?:"([^"]*)"|([^\s"',)\u0000-\u001f]*))/g;

/** Fields that audit writes as bare hexadecimal digits when they hold blanks, quotes or control characters. */
const encoded = new Set(['name', 'profile', 'label', 'target', 'srcname', 'peer', 'peer_label', 'comm', 'addr', 'peer_addr', 'tcontext']);

/** Fields of one number, or of a name where `ausearch -i` wrote names for numbers. */
const numbers = new Set(['fsuid', 'ouid', 'pid']);

function fieldsOf(text: string): LogFields {
  const fields: Record<string, string> = Object.create(null);
  for (const match of text.matchAll(fieldPattern)) {
    const [, name = '', quoted, bare = ''] = match;
    if (name in fields) continue;
    if (quoted !== undefined) fields[name] = quoted;
    else if (numbers.has(name)) fields[name] = /^-?\d+/.exec(bare)?.[0] ?? bare;
    else if (encoded.has(name)) fields[name] = decoded(withBlanks(text, match.index + match[0].length, bare));
    else fields[name] = bare;
  }
  return fields;
}

/** `ausearch -i` writes names with blanks bare: such a value goes on to the next field. */
function withBlanks(text: string, end: number, bare: string): string {
  const rest = /^(?:\s+(?![a-zA-Z_]+=)[^\s"'=]+)+(?=\s+[a-z_]+=)/.exec(text.slice(end))?.[0] ?? '';
  return bare.startsWith('/') ? bare + rest : bare;
}

/** The text behind hexadecimal digits; anything else as it is. */
function decoded(value: string): string {
  return /^(?:[0-9A-F]{2}){2,}$/.test(value) ? ofDigits(value) : value;
}

/** The text of hexadecimal digits; bytes that are no text become U+FFFD. */
export function ofDigits(digits: string): string {
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return new TextDecoder().decode(bytes);
}
