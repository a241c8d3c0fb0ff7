/** A model of VS Code's editor as it answers keys: closing pairs, indentation, and nothing of completion. */

export interface EditorLanguage {
  readonly languageId: string;
  /** `advanced` repeats the indentation of the line, `full` goes by the indentation rules too. */
  readonly autoIndent: 'advanced' | 'full';
  readonly indent: string;
  /** Opening to closing sign. */
  readonly pairs: Readonly<Record<string, string>>;
  /** Pairs are closed in strings and comments too. */
  readonly closesEverywhere?: boolean;
  readonly lineComment?: string;
  readonly increaseIndent?: RegExp;
  readonly onEnter?: readonly OnEnterRule[];
  readonly closeBefore?: string;
}

export interface OnEnterRule {
  readonly before: RegExp;
  readonly after?: RegExp;
  readonly previous?: RegExp;
  readonly action: 'none' | 'indent' | 'outdent';
  readonly append?: string;
}

export type Key = string;

export class PlainEditor {
  text: string;
  offset: number;
  /** Where signs are that the editor has closed by itself, each with its opening sign. */
  private closed: { open: number; close: number }[] = [];
  /** The line has only the indentation that Enter gave it. */
  private indentedOnly = false;

  constructor(
    readonly language: EditorLanguage,
    text = '',
    offset = text.length,
  ) {
    this.text = text;
    this.offset = offset;
  }

  press(key: Key): void {
    if (key === 'Enter') this.enter();
    else if (key === 'Backspace') this.backspace();
    else if (key === 'Tab') this.insert(this.language.indent);
    else if (key.length === 1) this.type(key);
    else this.move(key);
  }

  get lineStart(): number {
    return this.text.lastIndexOf('\n', this.offset - 1) + 1;
  }

  get lineEnd(): number {
    const end = this.text.indexOf('\n', this.offset);
    return end < 0 ? this.text.length : end;
  }

  get before(): string {
    return this.text.slice(this.lineStart, this.offset);
  }

  replace(start: number, end: number, text: string): void {
    const moved = (at: number) => (at >= end ? at + text.length - (end - start) : at);
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.closed = this.closed.map(({ open, close }) => ({ open: moved(open), close: moved(close) }));
    this.offset = start + text.length;
  }

  /** Whether the next sign was closed by the editor, so that the same key passes over it. */
  passesOver(sign: string): boolean {
    return this.text[this.offset] === sign && this.closed.some(({ close }) => close === this.offset);
  }

  isIn(): 'string' | 'comment' | 'code' {
    let quote = '';
    for (let i = this.lineStart; i < this.offset; i++) {
      const sign = this.text[i] as string;
      if (quote) {
        if (sign === '\\' && quote === '"') i++;
        else if (sign === quote) quote = '';
      } else if (sign === '"' || (sign === "'" && this.language.pairs["'"])) quote = sign;
      else if (sign === this.language.lineComment && /^\s*$|\s$/.test(this.text.slice(this.lineStart, i))) return 'comment';
    }
    return quote ? 'string' : 'code';
  }

  private type(sign: string): void {
    this.indentedOnly = false;
    if (this.passesOver(sign)) {
      this.moveTo(this.offset + 1);
      return;
    }
    const close = this.language.pairs[sign];
    const closes = close !== undefined && this.closes(sign, close);
    this.insert(sign);
    if (!closes) return;
    this.text = this.text.slice(0, this.offset) + close + this.text.slice(this.offset);
    this.closed = this.closed.map((one) => (one.close >= this.offset ? { ...one, close: one.close + 1 } : one));
    this.closed.push({ open: this.offset - 1, close: this.offset });
  }

  private closes(sign: string, close: string): boolean {
    const next = this.text[this.offset] ?? '\n';
    if (!(this.language.closeBefore ?? ';:.,=}])> \n\t').includes(next)) return false;
    if (sign === close && /\w/.test(this.text[this.offset - 1] ?? ' ')) return false;
    return this.language.closesEverywhere === true || this.isIn() === 'code';
  }

  private insert(text: string): void {
    this.replace(this.offset, this.offset, text);
  }

  private enter(): void {
    const { before, indentedOnly } = this;
    const after = this.text.slice(this.offset, this.lineEnd);
    const { action, append = '' } = this.actionFor(before, after);
    const indentation = this.indentationFor(before);
    const [deeper, shallower] = [indentation + this.language.indent, indentation.slice(this.language.indent.length)];
    if (indentedOnly && !before.trim()) this.replace(this.lineStart, this.offset, '');
    if (action === 'between') {
      this.insert(`\n${deeper}`);
      const at = this.offset;
      this.insert(`\n${indentation}`);
      this.offset = at;
    } else {
      this.insert(`\n${action === 'indent' ? deeper : action === 'outdent' ? shallower : indentation}${append}`);
    }
    this.indentedOnly = append === '';
  }

  private actionFor(before: string, after: string): { readonly action: OnEnterRule['action'] | 'between'; readonly append?: string } {
    const lines = this.text.slice(0, this.lineStart).split('\n');
    const previous = lines.at(-2) ?? '';
    const rule = (this.language.onEnter ?? []).find(
      (one) => one.before.test(before) && (one.after?.test(after) ?? true) && (one.previous?.test(previous) ?? true),
    );
    if (rule) return rule;
    const opens = Object.entries(this.language.pairs).find(([open, close]) => open !== close && before.trimEnd().endsWith(open));
    if (opens) return { action: after.trimStart().startsWith(opens[1]) ? 'between' : 'indent' };
    const full = this.language.autoIndent === 'full';
    return { action: full && this.language.increaseIndent?.test(before) ? 'indent' : 'none' };
  }

  /** Of the line, or under the indentation rules of the last line that has text. */
  private indentationFor(before: string): string {
    const lines = `${this.text.slice(0, this.lineStart)}${before}`.split('\n');
    const line = this.language.autoIndent === 'full' ? (lines.findLast((one) => one.trim()) ?? '') : before;
    return /^[ \t]*/.exec(line)?.[0] ?? '';
  }

  private backspace(): void {
    if (this.offset === 0) return;
    const pair = this.closed.find(({ open, close }) => open === this.offset - 1 && close === this.offset);
    const width = this.language.indent.length;
    const inIndent = /^ +$/.test(this.before);
    const count = inIndent ? this.before.length % width || width : 1;
    this.closed = this.closed.filter((one) => one !== pair);
    this.replace(this.offset - count, this.offset + (pair ? 1 : 0), '');
  }

  private move(key: string): void {
    const column = this.before.length;
    if (key === 'ArrowLeft') this.moveTo(this.offset - 1);
    else if (key === 'ArrowRight') this.moveTo(this.offset + 1);
    else if (key === 'End') this.moveTo(this.lineEnd);
    else if (key === 'Home') this.moveTo(this.lineStart + (/^[ \t]*/.exec(this.text.slice(this.lineStart, this.lineEnd))?.[0].length ?? 0));
    else if (key === 'ArrowDown') {
      this.offset = Math.min(this.lineEnd + 1, this.text.length);
      this.moveTo(Math.min(this.offset + column, this.lineEnd));
    } else throw new Error(`no such key: ${key}`);
  }

  private moveTo(offset: number): void {
    this.offset = Math.max(0, Math.min(offset, this.text.length));
    this.indentedOnly = false;
    this.closed = this.closed.filter(({ open, close }) => open < this.offset && this.offset <= close);
  }
}
