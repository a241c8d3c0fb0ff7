import { type Edit, entryOf, type Fix, listed, memo, nearest, type Report, type Span, span, wordTable } from '../core';
import { renameKey, setValue } from './edit';
import { type Schema, schemasAt, typesOf } from './schema';
import { find, holderOf, type Member, membersOf, type Node, type Path, resolved, type Tree, toValue } from './tree';

/** A validator that ajv compiled at build time; leaves its complaints in `errors`. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
}

/** A report about something that a schema refuses. */
export interface SchemaReport extends Report {
  /** The known key that the author of a mistyped one probably meant. */
  readonly meant?: string;
  /** A member is required and not there. */
  readonly missing?: true;
}

/**
 * Findings for what a schema refuses: one for each mistake, worded for people, on the smallest place.
 * `subtree` limits the check to a node; the validator is then one for that node's schema.
 */
export function checkBySchema(
  validate: Validate,
  schema: Schema,
  tree: Tree,
  subtree: Node | undefined = tree.root,
): readonly SchemaReport[] {
  if (!subtree || validate(toValue(subtree))) return [];
  const errors = (validate.errors ?? []).map((error) => ({ error, path: pathIn(subtree, error.instancePath) }));
  const all = complaintsOf(errors.map(({ error }) => error));
  const reports: SchemaReport[] = [];
  const places = new Set<string>();
  for (const { error, path } of errors) {
    if (isEcho(error, all)) continue;
    const node = find(subtree, path);
    if (!node) continue;
    const report = word(error, node, schemasAt(schema, subtree, path), subtree, tree);
    const place = report && `${report.span.start} ${report.span.end}`;
    if (!report || !place || places.has(place)) continue;
    places.add(place);
    reports.push(report);
  }
  return reports.sort((a, b) => a.span.start - b.span.start);
}

/** Gives a key the name that was probably meant. */
export const renaming = (member: Member, name: string): Fix => fix(`Rename to \`${name}\``, renameKey(member, name));

const fix = (title: string, edits: readonly Edit[]): Fix => ({ title, edits, safe: false, preferred: true });

function pathIn(root: Node, pointer: string): Path {
  const path: (string | number)[] = [];
  let node: Node | undefined = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(resolved(node)?.kind === 'array' ? Number(step) : step);
    node = find(root, path);
  }
  return path;
}

/** What is asked of all complaints for each of them. */
interface Complaints {
  /** Unknown keys, by the object that has them. */
  readonly unknownKeys: ReadonlyMap<string, readonly string[]>;
  /** Values that no branch of an `anyOf` accepts. */
  readonly branching: ReadonlySet<string>;
}

function complaintsOf(errors: readonly SchemaError[]): Complaints {
  const unknownKeys = new Map<string, string[]>();
  const branching = new Set<string>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword === 'anyOf') branching.add(instancePath);
    if (keyword !== 'additionalProperties') continue;
    const keys = unknownKeys.get(instancePath) ?? [];
    keys.push(String(params.additionalProperty));
    unknownKeys.set(instancePath, keys);
  }
  return { unknownKeys, branching };
}

/** Complaints that only repeat another: branches of an `anyOf`, and `if` around what its parts say. */
function isEcho({ keyword, instancePath, schemaPath, params }: SchemaError, { unknownKeys, branching }: Complaints): boolean {
  if (keyword === 'if' || keyword === 'allOf') return true;
  // The missing key is there, misspelled: reported once, at the misspelled key.
  if (keyword === 'required' && unknownKeys.get(instancePath)?.some((key) => nearest(key, [String(params.missingProperty)]))) return true;
  return keyword !== 'anyOf' && /\/(?:anyOf|not)\//.test(schemaPath) && isBelow(instancePath, branching);
}

/** Whether a pointer leads to one of some values, or into it. */
function isBelow(pointer: string, values: ReadonlySet<string>): boolean {
  for (let end = pointer.length; end >= 0; end = end === 0 ? -1 : pointer.lastIndexOf('/', end - 1))
    if (values.has(pointer.slice(0, end))) return true;
  return false;
}

/** Of several with one name the last. */
const membersByName = memo(
  (object: Node): ReadonlyMap<unknown, Member> => new Map(membersOf(object).map((member) => [member.key.value, member])),
);

function word(error: SchemaError, node: Node, schemas: readonly Schema[], root: Node, tree: Tree): SchemaReport | undefined {
  const name = nameOf(node);
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'propertyNames': {
      const key = String(params.additionalProperty ?? params.propertyName);
      const object = resolved(node);
      const members = object && membersByName(object);
      const member = members?.get(key);
      if (!member) return undefined;
      const known = schemas.flatMap((schema) => Object.keys(schema.properties ?? {}));
      const free = known.filter((candidate) => !members?.has(candidate));
      const meant = nearest(key, free);
      return {
        span: member.key.span,
        message: `\`${key}\` is not known here${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        ...(meant && { meant, cure: () => [renaming(member, meant)] }),
      };
    }
    case 'required':
      return {
        span: headOf(node, root),
        message: `${capital(name)} has no \`${String(params.missingProperty)}\`, which is required.`,
        missing: true,
      };
    case 'enum':
    case 'const':
      return oneOf(
        tree,
        node,
        name,
        (params.allowedValues as readonly (string | number | boolean)[] | undefined) ?? [params.allowedValue as string],
      );
    case 'discriminator': {
      const tag = String(params.tag);
      const member = membersOf(node).findLast((candidate) => candidate.key.value === tag);
      if (!member?.value) return undefined;
      const allowed = schemas.flatMap((schema) => schema.oneOf ?? []).length ? schemas.flatMap((schema) => tagsOf(schema, tag)) : [];
      return oneOf(tree, member.value, `\`${tag}\``, [...new Set(allowed)]);
    }
    case 'type':
      return { span: smallest(node), message: `${capital(name)} must be ${kinds(params.type)}, not ${kinds(typesOf(node)[0])}.` };
    case 'minItems':
    case 'minProperties':
    case 'minLength':
      return {
        span: smallest(node),
        message: params.limit === 1 ? `${capital(name)} must not be empty.` : `${capital(name)} needs at least ${params.limit} entries.`,
      };
    case 'maxItems':
      return { span: smallest(node), message: `${capital(name)} may have at most ${params.limit} entries.` };
    case 'minimum':
    case 'maximum':
      return {
        span: node.span,
        message: `${capital(name)} must be ${error.keyword === 'minimum' ? 'at least' : 'at most'} ${params.limit}.`,
      };
    case 'pattern': {
      const said = schemas.find((schema) => schema.pattern && schema.patternErrorMessage)?.patternErrorMessage;
      return { span: node.span, message: `${capital(name)} ${said ?? `must match \`${String(params.pattern)}\`.`}` };
    }
    case 'uniqueItems':
      return { span: smallest(node), message: `${capital(name)} lists the same entry twice.` };
    default:
      return { span: smallest(node), message: `${capital(name)} does not have a form that is known here.` };
  }
}

const tagsOf = (schema: Schema, tag: string): readonly string[] => {
  const property = entryOf(schema.properties, tag);
  return property?.const !== undefined ? [String(property.const)] : (property?.enum ?? []).map(String);
};

function oneOf(tree: Tree, node: Node, name: string, allowed: readonly (string | number | boolean)[]): Report {
  const scalar = resolved(node);
  const written = scalar?.kind === 'scalar' ? String(scalar.value) : '';
  const meant = nearest(written, allowed.map(String));
  const shown = allowed.map((value) => `\`${value}\``);
  const choice =
    shown.length === 1 ? shown[0] : shown.length <= 8 ? `one of ${listed(shown, 'or')}` : `one of ${shown.length} known values`;
  return {
    span: smallest(node),
    message: `${capital(name)} must be ${choice}${meant ? `; did you mean \`${meant}\`?` : '.'}`,
    ...(meant && scalar?.kind === 'scalar' && { cure: () => [fix(`Replace by \`${meant}\``, setValue(tree, node, meant))] }),
  };
}

/** `action`, an item of `names`, the file: how a sentence names a value. */
function nameOf(node: Node): string {
  const holder = holderOf(node);
  if (holder) return `\`${holder.key.value}\``;
  const list = node.parent && holderOf(node.parent);
  return node.parent ? (list ? `an entry of \`${list.key.value}\`` : 'an entry') : 'the file';
}

/** For something missing: the key of the object, else its first character. */
function headOf(node: Node, root: Node): Span {
  const holder = holderOf(node);
  return holder && node !== root ? holder.key.span : firstCharacter(node);
}

const firstCharacter = (node: Node): Span => span(node.span.start, Math.min(node.span.start + 1, node.span.end));

/** A collection is shown by its key or first character, never as a block. */
const smallest = (node: Node): Span =>
  node.kind === 'scalar' || node.kind === 'alias' ? node.span : (holderOf(node)?.key.span ?? firstCharacter(node));

const words: Readonly<Record<string, string>> = wordTable({
  object: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
});

const kinds = (types: unknown): string =>
  listed(
    ([] as string[]).concat(types as string[]).map((type) => words[type] ?? type),
    'or',
  );

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
