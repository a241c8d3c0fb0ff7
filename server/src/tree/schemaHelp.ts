import { type Completion, type Hover, type Markdown, paragraphs } from '../core';
import type { Cursor } from './cursorModel';
import { describe, type Schema, schemasAt, valuesOf } from './schema';
import { locate, pathTo, type Tree } from './tree';

/** Keys and values that the schema allows at the cursor and that are not there yet. */
export function completeBySchema(schema: Schema, cursor: Cursor): readonly Completion[] {
  const schemas = schemasAt(schema, cursor.tree.root, cursor.path);
  return unique(cursor.kind === 'key' ? keys(schema, schemas, cursor) : values(schemas, cursor));
}

function keys(root: Schema, schemas: readonly Schema[], cursor: Cursor): readonly Completion[] {
  const present = new Set(cursor.object?.members.map((member) => String(member.key.value)));
  return schemas.flatMap((schema) =>
    Object.entries(schema.properties ?? {})
      .filter(([key]) => key === cursor.prefix || !present.has(key))
      .map(([key, property], i) => {
        const required = schema.required?.includes(key) ?? false;
        return keyCompletion(cursor, key, {
          value: valueSnippet(root, property, cursor),
          sort: `${required ? '0' : '1'}${String(i).padStart(3, '0')}`,
          ...(describe(property) && { documentation: describe(property) as Markdown }),
          ...(property.deprecationMessage && { deprecated: true }),
        });
      }),
  );
}

/** A completion for a key; `value` is a snippet for what is after the colon and is left out where there is one. */
export function keyCompletion(
  cursor: Cursor,
  key: string,
  options: { value?: string; documentation?: Markdown; detail?: string; sort?: string; deprecated?: boolean } = {},
): Completion {
  const { syntax } = cursor.tree;
  const json = syntax === 'json';
  const name = json || cursor.quote === '"' ? JSON.stringify(key) : cursor.quote ? `'${key}'` : key;
  const { value, ...rest } = options;
  return {
    label: key,
    kind: 'property',
    span: cursor.replace,
    insert: cursor.hasColon
      ? name
      : `${escapeSnippet(name)}${syntax === 'toml' ? ' =' : ':'}${value ?? ' $1'}${json && needsComma(cursor) ? ',' : ''}`,
    snippet: !cursor.hasColon,
    filter: name,
    ...rest,
  };
}

/** A completion for a value, quoted as the place needs it. */
export function valueCompletion(
  cursor: Cursor,
  value: string | number | boolean | null,
  options: { documentation?: Markdown | (() => Markdown); detail?: string; sort?: string; kind?: Completion['kind'] } = {},
): Completion {
  const json = cursor.tree.syntax === 'json';
  const plain =
    typeof value !== 'string' ||
    (cursor.tree.syntax === 'yaml' && !cursor.quote && /^[\w./][\w./@+:-]*$/.test(value) && !value.endsWith(':'));
  const insert = plain ? String(value) : cursor.quote === "'" ? `'${value}'` : JSON.stringify(value);
  return {
    label: String(value),
    kind: 'enum',
    span: cursor.replace,
    insert: insert + (json && needsComma(cursor) ? ',' : ''),
    filter: insert,
    ...options,
  };
}

function values(schemas: readonly Schema[], cursor: Cursor): readonly Completion[] {
  return schemas.flatMap((schema) =>
    valuesOf(schema).map(({ value, description }, i) =>
      valueCompletion(cursor, value, { sort: String(i).padStart(3, '0'), ...(description && { documentation: description }) }),
    ),
  );
}

/** Another member or item follows without a comma between. */
function needsComma(cursor: Cursor): boolean {
  return /^\s*["{[\w]/.test(cursor.tree.text.slice(cursor.replace.end)) && !cursor.hasColon;
}

function valueSnippet(root: Schema, property: Schema, cursor: Cursor): string {
  const json = cursor.tree.syntax === 'json';
  const schema = property.$ref ? (root.definitions?.[property.$ref.replace('#/definitions/', '')] ?? property) : property;
  const [type = schema.properties || schema.oneOf ? 'object' : schema.items ? 'array' : 'string'] = ([] as string[]).concat(
    (schema.type as string[] | undefined) ?? [],
  );
  if (type === 'object') return json || !cursor.block ? ' {$1}' : '\n\t$1';
  if (type === 'array') return json || !cursor.block ? ' [$1]' : '\n\t- $1';
  const preset = schema.default ?? schema.const;
  const placeholder = preset === undefined ? '$1' : `\${1:${escapeSnippet(String(preset))}}`;
  return type === 'string' && cursor.tree.syntax !== 'yaml' ? ` "${placeholder}"` : ` ${placeholder}`;
}

/** Text that stands for itself in a snippet. */
export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

function unique(completions: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>();
  return completions.filter((completion) => !seen.has(completion.label) && seen.add(completion.label));
}

/** What the schema says of the key or value at an offset. */
export function hoverBySchema(schema: Schema, tree: Tree, offset: number): Hover | undefined {
  const found = locate(tree, offset);
  if (!found || (found.node.kind !== 'scalar' && !found.member)) return undefined;
  const target = found.onKey ? (found.member?.value ?? found.node) : found.node;
  const path = found.onKey && !found.member?.value ? pathTo(found.node) : pathTo(target);
  const schemas = schemasAt(schema, tree.root, path);
  const about = schemas.map(describe).find(Boolean);
  const value = !found.onKey && found.node.kind === 'scalar' ? found.node.value : undefined;
  const ofValue = value === undefined ? undefined : schemas.flatMap(valuesOf).find((candidate) => candidate.value === value)?.description;
  const markdown = paragraphs(ofValue ?? about);
  return markdown ? { span: found.node.span, markdown } : undefined;
}
