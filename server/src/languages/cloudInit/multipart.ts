/** A cloud-config in a multipart text: where it begins, and its text. */
export interface ConfigText {
  readonly start: number;
  readonly text: string;
}

export interface UserData {
  readonly configs: readonly ConfigText[];
  /** Whether there are pieces whose text is encoded, which are not read. */
  readonly encoded: boolean;
}

const headerEnd = /\r?\n\r?\n/g;

/**
 * The cloud-configs of user data in several pieces (RFC 2046); undefined where the text is no such thing. cloud-init looks at the type of a piece, and at
 * its first line where the type says only that it is text.
 * https://cloudinit.readthedocs.io/en/latest/explanation/format/mime-multi-part.html
 */
export function piecesOf(text: string): UserData | undefined {
  const head = headersAt(text, 0);
  const boundary = head && /;\s*boundary="?([^";\r\n]+)"?/i.exec(head.headers.get('content-type') ?? '')?.[1]?.trim();
  if (!head || !boundary || !/^multipart\//i.test(head.headers.get('content-type') ?? '')) return undefined;
  const configs: ConfigText[] = [];
  let encoded = false;
  for (const { start, end } of between(text, boundary, head.end)) {
    const piece = headersAt(text, start);
    if (!piece || piece.end > end || !isConfig(piece.headers.get('content-type') ?? 'text/plain', text.slice(piece.end, piece.end + 200)))
      continue;
    if (/base64|quoted-printable/i.test(piece.headers.get('content-transfer-encoding') ?? '')) encoded = true;
    else configs.push({ start: piece.end, text: text.slice(piece.end, end) });
  }
  return { configs, encoded };
}

const isConfig = (type: string, beginning: string): boolean =>
  /^text\/(?:x-)?cloud-config(?:-jsonp)?\b/i.test(type)
    ? !/jsonp/i.test(type)
    : /^text\/(?:plain|jinja2)\b/i.test(type) && /^(?:##[ \t]*template:[ \t]*jinja|#cloud-config)\b/i.test(beginning.trimStart());

/** Headers by lowercase name, with continued lines joined, and where the text after them begins. */
function headersAt(text: string, start: number): { readonly headers: ReadonlyMap<string, string>; readonly end: number } | undefined {
  headerEnd.lastIndex = start;
  // A piece may go without headers: then it begins with an empty line.
  const blank = /^\r?\n/.exec(text.slice(start, start + 2))?.[0];
  if (blank !== undefined) return { headers: new Map(), end: start + blank.length };
  const found = headerEnd.exec(text);
  if (!found) return undefined;
  const lines = text
    .slice(start, found.index)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = lines.flatMap((line): readonly (readonly [string, string])[] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
  });
  return { headers: new Map(headers), end: found.index + found[0].length };
}

/** What lies between the lines of the boundary. A text that ends too early has its last piece up to the end. */
function* between(text: string, boundary: string, from: number): Generator<{ readonly start: number; readonly end: number }> {
  const line = `--${boundary}`;
  let start: number | undefined;
  for (let at = text.indexOf(line, from); at >= 0; at = text.indexOf(line, at + line.length)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const after = at + line.length;
    const rest = /[^\r\n]*(?:\r?\n|$)/y;
    rest.lastIndex = after;
    const tail = rest.exec(text)?.[0] ?? '';
    if (!/^(?:--)?[ \t]*(?:\r?\n)?$/.test(tail)) continue;
    if (start !== undefined) yield { start, end: at };
    if (tail.startsWith('--')) return;
    start = after + tail.length;
  }
  if (start !== undefined) yield { start, end: text.length };
}
