import { chunksOf, type TemplateChunk, type TemplateToken } from './lexer';
import { type Operand, type ParsedTemplate, type Pipe, type TemplateBranch, TemplateError, type TemplateNode } from './syntax';

/** Deeper than any template nests branches or parentheses. */
const deepest = 200;

/** Parses a template as Go's text/template does; throws a TemplateError. */
export function parseTemplate(text: string): ParsedTemplate {
  const parser = new Parser(chunksOf(text));
  const body = parser.list(0);
  if (!parser.done) throw new TemplateError(`unexpected {{${parser.closing}}}`, parser.at);
  return { body, defines: parser.defines };
}

class Parser {
  readonly defines = new Map<string, readonly TemplateNode[]>();
  private next = 0;

  constructor(private readonly chunks: readonly TemplateChunk[]) {}

  get done(): boolean {
    return this.next >= this.chunks.length;
  }

  get at(): number {
    return (this.chunks[this.next] ?? this.chunks.at(-1))?.start ?? 0;
  }

  /** The `end` or `else` that a list stopped at. */
  get closing(): string {
    const chunk = this.chunks[this.next];
    return chunk?.kind === 'action' ? (chunk.tokens[0]?.text ?? '') : '';
  }

  /** Nodes up to an `end` or `else`, which is left to the caller. */
  list(depth: number): readonly TemplateNode[] {
    if (depth > deepest) throw new TemplateError('the template is nested too deeply', this.at);
    const nodes: TemplateNode[] = [];
    for (let chunk = this.chunks[this.next]; chunk; chunk = this.chunks[this.next]) {
      if (chunk.kind === 'text') {
        nodes.push(chunk);
        this.next++;
        continue;
      }
      const [first] = chunk.tokens;
      if (!first) throw new TemplateError('missing value for command', chunk.start);
      if (first.kind === 'word' && (first.text === 'end' || first.text === 'else')) return nodes;
      this.next++;
      const node = this.node(chunk.tokens, first, chunk, depth);
      if (node) nodes.push(node);
    }
    return nodes;
  }

  private node(
    tokens: readonly TemplateToken[],
    first: TemplateToken,
    { start, end }: TemplateChunk,
    depth: number,
  ): TemplateNode | undefined {
    const rest = tokens.slice(1);
    switch (first.kind === 'word' ? first.text : '') {
      case 'if':
      case 'with':
      case 'range':
        return this.branch(first.text as TemplateBranch['kind'], rest, { start, end }, depth);
      case 'define': {
        this.defines.set(nameIn(rest, start), this.body(depth));
        return undefined;
      }
      case 'block': {
        const name = nameIn(rest.slice(0, 1), start);
        this.defines.set(name, this.body(depth));
        return { kind: 'template', start, end, name, pipe: pipeOf(rest.slice(1), start) };
      }
      case 'template': {
        const name = nameIn(rest.slice(0, 1), start);
        return { kind: 'template', start, end, name, ...(rest.length > 1 && { pipe: pipeOf(rest.slice(1), start) }) };
      }
      case 'break':
      case 'continue':
        if (!rest.length) return { kind: first.text as 'break' | 'continue' };
    }
    return { kind: 'action', start, end, pipe: pipeOf(tokens, start) };
  }

  private body(depth: number): readonly TemplateNode[] {
    const nodes = this.list(depth + 1);
    if (this.closing !== 'end') throw new TemplateError('unexpected {{else}} or missing {{end}}', this.at);
    this.next++;
    return nodes;
  }

  private branch(
    kind: TemplateBranch['kind'],
    tokens: readonly TemplateToken[],
    place: { start: number; end: number },
    depth: number,
  ): TemplateBranch {
    const pipe = pipeOf(tokens, place.start);
    const body = this.list(depth + 1);
    const chunk = this.chunks[this.next];
    if (chunk?.kind !== 'action') throw new TemplateError(`missing {{end}} of {{${kind}}}`, place.start);
    this.next++;
    if (chunk.tokens[0]?.text === 'end') return { kind, ...place, pipe, body, otherwise: [] };
    const [, again, ...more] = chunk.tokens;
    // `else if` and `else with` share the end of the whole.
    if (again) {
      if (again.text !== 'if' && again.text !== 'with') throw new TemplateError('unexpected token after else', chunk.start);
      return { kind, ...place, pipe, body, otherwise: [this.branch(again.text, more, { start: chunk.start, end: chunk.end }, depth + 1)] };
    }
    return { kind, ...place, pipe, body, otherwise: this.body(depth) };
  }
}

function nameIn(tokens: readonly TemplateToken[], at: number): string {
  const [name] = tokens;
  if (name?.kind !== 'string') throw new TemplateError('a template needs a name in quotes', at);
  return name.text;
}

/** Variables before `:=` or `=`, then commands. */
function pipeOf(tokens: readonly TemplateToken[], at: number): Pipe {
  let start = 0;
  const names: string[] = [];
  while (tokens[start]?.kind === 'variable') {
    names.push(tokens[start]?.text as string);
    const sign = tokens[start + 1];
    if (sign?.text === ',' && sign.kind === 'sign' && names.length === 1) start += 2;
    else if (sign?.kind === 'sign' && (sign.text === ':=' || sign.text === '=')) {
      const { commands } = commandsOf(new Cursor(tokens, start + 2, at), 0);
      return { declares: names, assigns: sign.text === '=', commands };
    } else break;
  }
  return commandsOf(new Cursor(tokens, 0, at), 0);
}

class Cursor {
  constructor(
    readonly tokens: readonly TemplateToken[],
    public index: number,
    readonly at: number,
  ) {}

  get token(): TemplateToken | undefined {
    return this.tokens[this.index];
  }

  isSign(text: string): boolean {
    return this.token?.kind === 'sign' && this.token.text === text;
  }

  fail(message: string): never {
    throw new TemplateError(message, this.token?.at ?? this.at);
  }
}

function commandsOf(cursor: Cursor, depth: number): Pipe {
  if (depth > deepest) cursor.fail('the action is nested too deeply');
  const commands: (readonly Operand[])[] = [];
  for (;;) {
    const operands: Operand[] = [];
    while (cursor.token && !cursor.isSign('|') && !cursor.isSign(')')) operands.push(operandAt(cursor, depth));
    if (!operands.length) cursor.fail('missing value for command');
    commands.push(operands);
    if (!cursor.isSign('|')) break;
    cursor.index++;
  }
  if (cursor.token && !(depth > 0 && cursor.isSign(')'))) cursor.fail(`unexpected ${cursor.token.text}`);
  return { declares: [], assigns: false, commands };
}

function operandAt(cursor: Cursor, depth: number): Operand {
  const token = cursor.token as TemplateToken;
  cursor.index++;
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', value: token.text };
    case 'char':
      return { kind: 'literal', value: token.text.codePointAt(0) ?? 0 };
    case 'number':
      return numberOf(token, cursor);
    case 'variable':
      return { kind: 'variable', name: token.text, fields: fieldsAt(cursor) };
    case 'field':
      return { kind: 'field', fields: [token.text, ...fieldsAt(cursor)] };
    case 'word':
      if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' };
      return token.text === 'nil' ? { kind: 'nil' } : { kind: 'function', name: token.text };
    default:
      if (token.text === '.') return { kind: 'dot' };
      if (token.text !== '(') cursor.fail(`unexpected ${token.text}`);
  }
  const pipe = commandsOf(cursor, depth + 1);
  if (!cursor.isSign(')')) cursor.fail('unclosed left paren');
  cursor.index++;
  return { kind: 'pipe', pipe, fields: fieldsAt(cursor) };
}

/** Fields that follow without a blank. */
function fieldsAt(cursor: Cursor): readonly string[] {
  const fields: string[] = [];
  while (cursor.token?.kind === 'field' && !cursor.token.spaced) {
    fields.push(cursor.token.text);
    cursor.index++;
  }
  return fields;
}

function numberOf({ text }: TemplateToken, cursor: Cursor): Operand {
  const digits = text.replace(/_/g, '');
  const float = /[.eE]/.test(digits) && !/^[+-]?0[xX]/.test(digits);
  const octal = /^[+-]?0\d+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (Number.isNaN(octal)) cursor.fail(`bad number ${text}`);
  return { kind: 'literal', value: octal, ...(float && { float }) };
}
