/** The syntax tree of Go's text/template. Offsets count in the template's own text. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | { readonly kind: 'action'; readonly start: number; readonly end: number; readonly pipe: Pipe }
  | TemplateBranch
  | { readonly kind: 'template'; readonly start: number; readonly end: number; readonly name: string; readonly pipe?: Pipe }
  | { readonly kind: 'break' | 'continue' };

export interface TemplateBranch {
  readonly kind: 'if' | 'with' | 'range';
  readonly start: number;
  readonly end: number;
  readonly pipe: Pipe;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

export interface Pipe {
  readonly declares: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

export type Operand =
  | { readonly kind: 'dot' }
  | { readonly kind: 'nil' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean; readonly float?: boolean }
  | { readonly kind: 'field'; readonly fields: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe; readonly fields: readonly string[] };

export interface ParsedTemplate {
  readonly body: readonly TemplateNode[];
  /** `define` and `block`, by name. */
  readonly defines: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** Why a template can't be parsed or executed, where that is known, in its text. */
export class TemplateError extends Error {
  constructor(
    message: string,
    readonly at?: number,
  ) {
    super(message);
  }
}
