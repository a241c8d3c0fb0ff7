import type { Budget } from './budget';
import { Joiner, type Origin, sliceOf, type Traced, tracedTo } from './origin';
import { type Operand, type Pipe, type TemplateBranch, TemplateError, type TemplateNode } from './syntax';
import { Dict, isList, isTrue, kindOf, Native, nil, ofTraced, traced, UnknownValue, type Value } from './value';

/** A function of templates; arguments in order, the piped one last. */
export type TemplateCall = (args: readonly Value[], machine: Machine) => Value;

/** A template's text, where it comes from, and its nodes. */
export interface Definition {
  readonly source: Traced;
  readonly body: readonly TemplateNode[];
}

/** What templates are executed with. */
export interface Machine {
  readonly functions: ReadonlyMap<string, TemplateCall>;
  readonly templates: ReadonlyMap<string, Definition>;
  readonly budget: Budget;
  /** What the text depends on and is unknown before the chart is installed. */
  readonly notes: Set<string>;
  /** Something that is unknown before the chart is installed was requested. */
  unknown(why: string): void;
  execute(definition: Definition, dot: Value): Traced;
  /** The same with other templates: what `tpl` defines counts in its own text. */
  with(templates: Machine['templates']): Machine;
}

type MachineParts = Pick<Machine, 'functions' | 'templates' | 'budget' | 'notes'>;

export function machineOf(parts: MachineParts): Machine {
  const machine: Machine = {
    ...parts,
    unknown: (why) => void parts.notes.add(why),
    execute: (definition, dot) => new Execution(machine, definition, dot).run(),
    with: (templates) => machineOf({ ...parts, templates }),
  };
  return machine;
}

/** Values of unknown origin. */
const digests: ReadonlySet<string> = new Set(['sha1sum', 'sha256sum', 'sha512sum', 'adler32sum', 'md5sum']);

type Flow = 'break' | 'continue' | undefined;

interface Variable {
  readonly name: string;
  value: Value;
}

class Execution {
  private readonly out = new Joiner();
  private readonly variables: Variable[];

  constructor(
    private readonly machine: Machine,
    private readonly definition: Definition,
    private readonly root: Value,
  ) {
    this.variables = [{ name: '$', value: root }];
  }

  run(): Traced {
    this.machine.budget.enter();
    this.walk(this.definition.body, this.root);
    this.machine.budget.leave();
    return this.out.joined();
  }

  private walk(nodes: readonly TemplateNode[], dot: Value): Flow {
    for (const node of nodes) {
      this.machine.budget.step();
      const flow = this.node(node, dot);
      if (flow) return flow;
    }
    return undefined;
  }

  private node(node: TemplateNode, dot: Value): Flow {
    switch (node.kind) {
      case 'text':
        this.write(sliceOf(this.definition.source, node.start, node.end));
        return undefined;
      case 'action': {
        const value = this.pipe(node.pipe, dot);
        if (!node.pipe.declares.length) this.write(this.placed(value, node));
        return undefined;
      }
      case 'template': {
        const found = this.machine.templates.get(node.name);
        if (!found) throw new TemplateError(`no template is called ${JSON.stringify(node.name)}`, node.start);
        this.write(this.machine.execute(found, node.pipe ? this.pipe(node.pipe, dot) : nil));
        return undefined;
      }
      case 'break':
      case 'continue':
        return node.kind;
      default: {
        const depth = this.variables.length;
        const flow = node.kind === 'range' ? this.range(node, dot) : this.choose(node, dot);
        this.variables.length = depth;
        return flow;
      }
    }
  }

  private write(made: Traced): void {
    this.machine.budget.write(made.text.length);
    this.out.add(made);
  }

  /** The text of an action; what comes from nowhere else comes from the action. */
  private placed(value: Value, { start, end }: { start: number; end: number }): Traced {
    if (value.v instanceof UnknownValue) this.machine.unknown(value.v.why);
    let made = traced(value);
    const own = sliceOf(this.definition.source, start, end).pieces[0]?.origin;
    if (!own || !made.text) return made;
    const action = { ...own, exact: false };
    if (isManifest(own)) made = { text: made.text, pieces: made.pieces.filter(({ origin }) => isManifest(origin)) };
    return made.pieces.length ? filled(made, action) : tracedTo(made.text, action);
  }

  private choose({ kind, pipe, body, otherwise }: TemplateBranch, dot: Value): Flow {
    const value = this.pipe(pipe, dot);
    if (value.v instanceof UnknownValue) this.machine.unknown(value.v.why);
    if (isTrue(value)) return this.walk(body, kind === 'with' ? value : dot);
    return this.walk(otherwise, dot);
  }

  private range({ pipe, body, otherwise }: TemplateBranch, dot: Value): Flow {
    const value = this.commands(pipe, dot);
    const items = this.itemsOf(value, pipe);
    if (!items.length) return this.walk(otherwise, dot);
    for (const [key, item] of items) {
      const depth = this.variables.length;
      const names = pipe.declares;
      const values = names.length === 2 ? [key, item] : [item];
      names.forEach((name, i) => {
        if (pipe.assigns) this.assign(name, values[i] ?? nil);
        else this.variables.push({ name, value: values[i] ?? nil });
      });
      this.machine.budget.step();
      const flow = this.walk(body, item);
      this.variables.length = depth;
      if (flow === 'break') break;
    }
    return undefined;
  }

  private itemsOf(value: Value, { declares }: Pipe): readonly (readonly [Value, Value])[] {
    const { v } = value;
    if (v === null) return [];
    if (v instanceof UnknownValue) {
      this.machine.unknown(v.why);
      return [];
    }
    const dict = v instanceof Native ? v.items : v;
    if (dict instanceof Dict)
      return dict.keys().map((key) => {
        const entry = dict.entries.get(key);
        return [{ v: key, ...(entry?.key && { from: entry.key }) }, entry?.value ?? nil];
      });
    if (isList(v)) return v.map((item, i) => [{ v: i }, item]);
    if (typeof v === 'number' && declares.length < 2) {
      this.machine.budget.step(Math.max(0, v));
      return Array.from({ length: Math.max(0, v) }, (_, i) => [{ v: i }, { v: i }]);
    }
    throw new TemplateError(`range can't iterate over ${kindOf(value)}`);
  }

  private pipe(pipe: Pipe, dot: Value): Value {
    const value = this.commands(pipe, dot);
    for (const name of pipe.declares) {
      if (pipe.assigns) this.assign(name, value);
      else this.variables.push({ name, value });
    }
    return value;
  }

  private assign(name: string, value: Value): void {
    const variable = this.variables.findLast((one) => one.name === name);
    if (!variable) throw new TemplateError(`undefined variable ${name}`);
    variable.value = value;
  }

  private commands({ commands }: Pipe, dot: Value): Value {
    const last = commands.at(-1)?.[0];
    const { notes } = this.machine;
    // What only a checksum depends on decides nothing.
    const before = last?.kind === 'function' && digests.has(last.name) ? [...notes] : undefined;
    let piped: Value | undefined;
    for (const operands of commands) {
      this.machine.budget.step();
      piped = this.command(operands, dot, piped);
    }
    if (before) {
      notes.clear();
      for (const note of before) notes.add(note);
    }
    return piped ?? nil;
  }

  private command([first, ...rest]: readonly Operand[], dot: Value, piped: Value | undefined): Value {
    if (first?.kind === 'function') return this.call(first.name, rest, dot, piped);
    if (!first) return nil;
    const more = () => [...rest.map((operand) => this.operand(operand, dot)), ...(piped ? [piped] : [])];
    if (first.kind === 'field' || first.kind === 'variable' || first.kind === 'pipe') {
      const start = first.kind === 'field' ? dot : first.kind === 'variable' ? this.variable(first.name) : this.commands(first.pipe, dot);
      return fieldsOf(start, first.fields, rest.length || piped ? more() : []);
    }
    if (rest.length || piped) throw new TemplateError(`can't give argument to non-function`);
    return this.operand(first, dot);
  }

  private call(name: string, operands: readonly Operand[], dot: Value, piped: Value | undefined): Value {
    if (name === 'and' || name === 'or') {
      // Go stops at the operand that decides.
      let last = nil;
      for (const operand of operands) {
        last = this.operand(operand, dot);
        if (isTrue(last) === (name === 'or')) return last;
      }
      return piped ?? last;
    }
    const found = this.machine.functions.get(name);
    if (!found) throw new TemplateError(`the function ${name} is not known`);
    const args = operands.map((operand) => this.operand(operand, dot));
    if (piped) args.push(piped);
    return found(args, this.machine);
  }

  private operand(operand: Operand, dot: Value): Value {
    switch (operand.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return nil;
      case 'literal':
        return { v: operand.value, ...(operand.float && { float: true }) };
      case 'field':
        return fieldsOf(dot, operand.fields, []);
      case 'variable':
        return fieldsOf(this.variable(operand.name), operand.fields, []);
      case 'pipe':
        return fieldsOf(this.commands(operand.pipe, dot), operand.fields, []);
      case 'function':
        return this.call(operand.name, [], dot, undefined);
    }
  }

  private variable(name: string): Value {
    const variable = this.variables.findLast((one) => one.name === name);
    if (!variable) throw new TemplateError(`undefined variable ${name}`);
    return variable.value;
  }
}

/** Follows fields; the last may be a method that takes arguments. */
function fieldsOf(start: Value, fields: readonly string[], args: readonly Value[]): Value {
  // A value that a pipe or a variable made nil has every field, and each is nil; a nil on the way is an error.
  if (start.v === null) return nil;
  let value = start;
  for (const [i, field] of fields.entries()) value = fieldOf(value, field, i === fields.length - 1 ? args : []);
  return value;
}

function fieldOf(holder: Value, field: string, args: readonly Value[]): Value {
  const { v } = holder;
  if (v instanceof UnknownValue) return holder;
  if (v instanceof Dict) return v.get(field) ?? nil;
  if (v instanceof Native) {
    const method = v.methods[field];
    const found = method ? method(args) : v.fields[field];
    if (!found) throw new TemplateError(`${v.name} has no field ${field}`);
    return found;
  }
  if (v === null) throw new TemplateError(`nil pointer evaluating interface {}.${field}, since what it is a field of has no value`);
  throw new TemplateError(`can't evaluate field ${field} in type ${kindOf(holder)}`);
}

/** What a helper writes is the doing of the manifest that includes it: files of other kinds are not shown. */
const isManifest = ({ uri }: Origin): boolean => !/\.tpl$/i.test(uri);

/** Gives the stretches that come from nowhere to a place. */
function filled({ text, pieces }: Traced, origin: Origin): Traced {
  const all = new Joiner();
  let at = 0;
  for (const piece of pieces) {
    if (piece.start > at) all.add(tracedTo(text.slice(at, piece.start), origin));
    all.add({ text: text.slice(piece.start, piece.end), pieces: [{ start: 0, end: piece.end - piece.start, origin: piece.origin }] });
    at = piece.end;
  }
  if (at < text.length) all.add(tracedTo(text.slice(at), origin));
  return all.joined();
}

/** What a template that is included gives, as a value. */
export const included = (machine: Machine, definition: Definition, dot: Value): Value => ofTraced(machine.execute(definition, dot));
