import { entryOf, type Markdown, ours } from '../core';
import { get, itemsOf, membersOf, type Node, type Path, resolved, stringOf } from './tree';

/** The part of JSON Schema (draft-07) that Confine's own schemas use, with the editor's extra keywords. */
export interface Schema {
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly const?: string | number | boolean | null;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  /** Tells which branch of `oneOf` is meant. */
  readonly discriminator?: { readonly propertyName: string };
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  /** Ends the sentence "`key` …" where `pattern` does not match. */
  readonly patternErrorMessage?: string;
  readonly deprecationMessage?: string;
  readonly defaultSnippets?: readonly { readonly label: string; readonly description?: string; readonly body: unknown }[];
}

/** The subschemas that apply to the value at a path, branches of unions chosen by what the text says. */
export function schemasAt(root: Schema, from: Node | undefined, path: Path): readonly Schema[] {
  let schemas = expand(root, root, from);
  let node = from;
  for (const step of path) {
    node = typeof step === 'number' ? itemsOf(node)[step] : get(node, step);
    schemas = schemas.flatMap((schema) => child(schema, step)).flatMap((schema) => expand(root, schema, node));
  }
  return schemas;
}

function child(schema: Schema, step: string | number): readonly Schema[] {
  if (typeof step === 'number') return schema.items ? [schema.items] : [];
  if (schema.properties && Object.hasOwn(schema.properties, step)) return [schema.properties[step] as Schema];
  for (const [pattern, value] of Object.entries(schema.patternProperties ?? {})) if (new RegExp(pattern, 'u').test(step)) return [value];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** Follows references and chooses branches; the schema itself comes first. */
function expand(root: Schema, schema: Schema, node: Node | undefined, depth = 0): readonly Schema[] {
  if (depth > 16) return [];
  const more = (other: Schema) => expand(root, other, node, depth + 1);
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '');
    const target = root.definitions?.[name];
    const { $ref: _, ...own } = schema;
    return [...(Object.keys(own).length ? [own] : []), ...(target ? more(target) : [])];
  }
  const branches = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const fitting = branches.filter((branch) => fits(root, branch, node));
  return [schema, ...(schema.allOf ?? []).flatMap(more), ...(fitting.length ? fitting : branches).flatMap(more)];
}

/** Whether a branch is compatible with the constants and the kind of what is there. */
function fits(root: Schema, branch: Schema, node: Node | undefined): boolean {
  const value = resolved(node);
  if (!value) return true;
  return expand(root, branch, node, 14).every((schema) => {
    if (schema.type && !typesOf(value).some((type) => ([] as string[]).concat(schema.type as string[]).includes(type))) return false;
    return membersOf(value).every((member) => {
      const property = entryOf(schema.properties, String(member.key.value));
      const allowed = property?.const !== undefined ? [property.const] : property?.enum;
      const text = stringOf(member.value);
      return !allowed || text === undefined || allowed.includes(text);
    });
  });
}

/** JSON Schema's words for what a node is. */
export function typesOf(node: Node): readonly string[] {
  const value = resolved(node);
  if (!value) return ['null'];
  if (value.kind !== 'scalar') return [value.kind];
  if (value.value === null) return ['null'];
  if (typeof value.value === 'number') return Number.isInteger(value.value) ? ['integer', 'number'] : ['number'];
  return [typeof value.value];
}

/** What a schema says of itself, Markdown. */
export const describe = (schema: Schema): Markdown | undefined => {
  const description = schema.markdownDescription ?? schema.description;
  return description === undefined ? undefined : ours(description);
};

/** The values that a schema lists, each with its description. */
export function valuesOf(schema: Schema): readonly { readonly value: string | number | boolean | null; readonly description?: Markdown }[] {
  if (schema.const !== undefined) return [{ value: schema.const, ...(describe(schema) && { description: describe(schema) as Markdown }) }];
  if (schema.enum) {
    return schema.enum.map((value, i) => {
      const description = schema.markdownEnumDescriptions?.[i];
      return { value, ...(description && { description: ours(description) }) };
    });
  }
  // Most switches of these files open something.
  return schema.type === 'boolean' ? [{ value: false }, { value: true }] : [];
}
