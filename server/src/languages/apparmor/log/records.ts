/** Lines of the kernel log, the audit log and the journal, as fields. */

export type Fields = Readonly<Record<string, string>>;

/** One denial of AppArmor; its line counts from 1. */
export interface LogRecord {
  readonly line: number;
  readonly fields: Fields;
}

const fieldPattern = /\b([a-z_]+)=(?:"([^"]*)"|([^\s"',)]+))/g;

/** Fields that audit writes as bare hexadecimal digits when they hold blanks, quotes or control characters. */
const encoded = new Set(['name', 'profile', 'label', 'target', 'srcname', 'peer', 'peer_label', 'comm', 'addr', 'peer_addr', 'tcontext']);

/** The denials of a log, those that complain mode let through (`ALLOWED`) included. */
export function recordsOf(log: string): readonly LogRecord[] {
  const found: LogRecord[] = [];
  log.split(/\r?\n/).forEach((text, index) => {
    if (!text.includes('apparmor=')) return;
    // In JSON of the journal the quotes are escaped.
    const fields = fieldsOf(text.replaceAll('\\"', '"'));
    if (/^(?:DENIED|ALLOWED|KILLED)$/.test(fields.apparmor ?? '')) found.push({ line: index + 1, fields });
  });
  return found;
}

function fieldsOf(text: string): Fields {
  const fields: Record<string, string> = Object.create(null);
  for (const [, name = '', quoted, bare = ''] of text.matchAll(fieldPattern)) {
    if (!(name in fields)) fields[name] = quoted ?? (encoded.has(name) ? decoded(bare) : bare);
  }
  return fields;
}

/** The text behind hexadecimal digits; anything else as it is. */
function decoded(value: string): string {
  if (!/^(?:[0-9A-F]{2}){2,}$/.test(value)) return value;
  const bytes = Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return new TextDecoder().decode(bytes);
}
