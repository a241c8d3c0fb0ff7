import { code, listed, memo, nearest, type Report, type Span, span } from '../../core';
import { holderOf, itemsOf, type Node, resolved, setValue, stringOf } from '../../tree';
import { actions, checks, isLevel, levelNames } from './levels';
import { fieldOf, fieldValue, nameOf, type TrustStatement, type WrittenText } from './model';
import { isPartOf, plainScope, readSubject, scopeProblem, storeProblem } from './names';
import { storeTypes, type TrustPart } from './part';

type RuleName = 'structure' | 'scope' | 'level' | 'store' | 'identity';

interface Mistake {
  readonly rule: RuleName;
  readonly report: Report;
}

/** What Notation refuses, of one kind. It stops at its first error; these are all of them. */
export const mistakesOf = (part: TrustPart, rule: RuleName): readonly Report[] =>
  allMistakes(part).flatMap((mistake) => (mistake.rule === rule ? [mistake.report] : []));

/** Whether Notation accepts the document. */
export const loads = (part: TrustPart): boolean => !part.tree.problems.length && !allMistakes(part).length;

const allMistakes = memo((part: TrustPart): readonly Mistake[] => (part.tree.problems.length ? [] : [...all(part)]));

const say = (rule: RuleName, at: Span, message: string, cure?: Report['cure']): Mistake => ({
  rule,
  report: { span: at, message, ...(cure && { cure }) },
});

function* all(part: TrustPart): Generator<Mistake> {
  const { tree, document, forBlobs } = part;
  const { root } = tree;
  if (root?.kind !== 'object') {
    yield say('structure', root ? smallest(root) : span(0, 0), 'A trust policy is an object with `version` and `trustPolicies`.');
    return;
  }
  yield* types(root, shape(forBlobs));
  const version = fieldValue(root, 'version');
  if (!version || isNothing(version)) yield say('structure', head(root), 'The trust policy has no `version`. Write `"1.0"`.');
  else if (document.version && document.version.text !== '1.0')
    yield say('structure', version.span, `Notation supports the version \`1.0\` only, not ${code(document.version.text)}.`, () => [
      { title: 'Replace by `1.0`', edits: setValue(tree, version, '1.0'), safe: true, preferred: true },
    ]);
  const list = fieldValue(root, 'trustPolicies');
  if (!list || isNothing(list) || (list.kind === 'array' && !list.items.length))
    yield say(
      'structure',
      list && list.kind === 'array' ? smallest(list) : head(root),
      'The trust policy has no statement in `trustPolicies`.',
    );
  yield* repeatedNames(document.statements);
  if (!forBlobs) yield* repeatedScopes(document.statements);
  if (forBlobs) yield* globals(document.statements);
  for (const statement of document.statements) {
    if (!forBlobs) yield* scopesIn(part, statement);
    yield* levelIn(part, statement);
    yield* storesIn(statement);
    yield* identitiesIn(statement);
  }
}

type Shape = Readonly<Record<string, 'string' | 'boolean' | readonly ['string'] | { readonly [key: string]: unknown }>>;

const verification = { level: 'string', override: {}, verifyTimestamp: 'string' } as const;
const shape = (forBlobs: boolean): Shape => ({
  version: 'string',
  trustPolicies: {
    name: 'string',
    signatureVerification: verification,
    trustStores: ['string'],
    trustedIdentities: ['string'],
    ...(forBlobs ? { globalPolicy: 'boolean' } : { registryScopes: ['string'] }),
  },
});

/** The keys of the document, for completion and for keys that are not known. */
export const knownKeys = (forBlobs: boolean) => ({
  document: Object.keys(shape(forBlobs)),
  statement: Object.keys(shape(forBlobs).trustPolicies as object),
  verification: Object.keys(verification),
});

/** Go decodes each value into its type and refuses another; `null` is taken for nothing. */
function* types(node: Node, fields: Shape): Generator<Mistake> {
  for (const [name, kind] of Object.entries(fields)) {
    const value = fieldValue(node, name);
    if (!value || isNothing(value)) continue;
    const wrong = (wanted: string) => say('structure', smallest(value), `\`${name}\` must be ${wanted}.`);
    if (kind === 'string') {
      if (stringOf(value) === undefined) yield wrong('a string');
    } else if (kind === 'boolean') {
      if (value.kind !== 'scalar' || typeof value.value !== 'boolean') yield wrong('`true` or `false`');
    } else if (Array.isArray(kind)) {
      if (value.kind !== 'array') yield wrong('a list of strings');
      for (const item of itemsOf(value)) {
        const entry = resolved(item);
        if (entry && stringOf(entry) === undefined && !isNothing(entry))
          yield say('structure', smallest(entry), `An entry of \`${name}\` must be a string.`);
      }
    } else if (name === 'trustPolicies') {
      if (value.kind !== 'array') yield wrong('a list of statements');
      for (const item of itemsOf(value)) {
        const entry = resolved(item);
        if (entry?.kind === 'object') yield* types(entry, kind as Shape);
        else if (entry && !isNothing(entry)) yield say('structure', smallest(entry), 'A statement must be an object.');
      }
    } else if (value.kind !== 'object') yield wrong('an object');
    else yield* types(value, kind as Shape);
  }
}

const isNothing = (node: Node): boolean => node.kind === 'scalar' && node.value === null;

function* repeatedNames(statements: readonly TrustStatement[]): Generator<Mistake> {
  const first = new Map<string, WrittenText>();
  for (const { node, name } of statements) {
    if (!name?.text) {
      if (!fieldOf(node, 'name') || name)
        yield say('structure', name?.node.span ?? head(node), 'The statement has no `name`; each needs one of its own.');
      continue;
    }
    const before = first.get(name.text);
    if (before)
      yield {
        rule: 'structure',
        report: {
          span: name.node.span,
          message: `Another statement has the name ${code(name.text)}; names must be unique.`,
          related: [{ span: before.node.span, message: 'First used here.' }],
        },
      };
    else first.set(name.text, name);
  }
}

function* repeatedScopes(statements: readonly TrustStatement[]): Generator<Mistake> {
  const first = new Map<string, WrittenText>();
  for (const scope of statements.flatMap(({ scopes }) => scopes)) {
    const before = first.get(scope.text);
    if (before)
      yield {
        rule: 'scope',
        report: {
          span: scope.node.span,
          message: `The scope ${code(scope.text)} is used twice; a scope is in one statement, once.`,
          related: [{ span: before.node.span, message: 'First used here.' }],
        },
      };
    else first.set(scope.text, scope);
  }
}

function* globals(statements: readonly TrustStatement[]): Generator<Mistake> {
  const marked = statements.filter(({ isGlobal }) => isGlobal);
  for (const { node } of marked.slice(1))
    yield say('structure', fieldOf(node, 'globalPolicy')?.key.span ?? head(node), 'Only one statement can be the global policy.');
  for (const { level } of marked)
    if (level?.text === 'skip') yield say('level', level.node.span, 'The global policy can not skip verification.');
}

function* scopesIn({ tree }: TrustPart, statement: TrustStatement): Generator<Mistake> {
  const { node, scopes } = statement;
  const list = fieldOf(node, 'registryScopes');
  if (!list || isEmptyList(list.value))
    yield say(
      'scope',
      list?.key.span ?? head(node),
      `The statement ${code(nameOf(statement))} has no scope in \`registryScopes\`; for all other repositories that is \`"*"\`.`,
    );
  const wildcard = scopes.find(({ text }) => text === '*');
  if (wildcard && scopes.length > 1) yield say('scope', wildcard.node.span, 'The scope `*` can not be used with other scopes.');
  for (const { node: at, text } of scopes) {
    const problem = scopeProblem(text);
    if (!problem) continue;
    const plain = plainScope(text);
    const isBetter = plain !== text && scopeProblem(plain) === undefined;
    yield say(
      'scope',
      at.span,
      `The scope ${code(text)} ${problem}.`,
      isBetter ? () => [{ title: `Replace by \`${plain}\``, edits: setValue(tree, at, plain), safe: true, preferred: true }] : undefined,
    );
  }
}

function* levelIn({ tree }: TrustPart, { node, verification: owner, level, override, timestamp }: TrustStatement): Generator<Mistake> {
  if (!level?.text) {
    const field = fieldOf(owner, 'level') ?? fieldOf(node, 'signatureVerification');
    if (!fieldOf(owner, 'level') || level)
      yield say('level', field?.key.span ?? head(node), 'The statement has no `level` in `signatureVerification`.');
  } else if (!isLevel(level.text)) {
    const meant = nearest(level.text.toLowerCase(), levelNames);
    yield say(
      'level',
      level.node.span,
      `${code(level.text)} is not a level of verification; the levels are ${words(levelNames)}.`,
      meant === undefined
        ? undefined
        : () => [{ title: `Replace by \`${meant}\``, edits: setValue(tree, level.node, meant), safe: false, preferred: true }],
    );
  } else if (level.text === 'skip' && override.length)
    yield say('level', override[0]?.key.span ?? level.node.span, 'The level `skip` has nothing to override.');
  else
    for (const { key, value } of override) {
      const name = String(key.value);
      const action = stringOf(value);
      if (!(checks as readonly string[]).includes(name))
        yield say('level', key.span, `\`override\` knows ${words(checks)}, not ${code(name)}.`);
      else if (action === undefined || !(actions as readonly string[]).includes(action))
        yield say('level', resolved(value)?.span ?? key.span, `${code(name)} is one of ${words(actions)}.`);
      else if (name === 'integrity') yield say('level', key.span, '`integrity` can not be overridden.');
      else if (action === 'skip' && name !== 'revocation')
        yield say('level', resolved(value)?.span ?? key.span, `${code(name)} can not be skipped; only \`revocation\` can.`);
    }
  if (timestamp && !['', 'always', 'afterCertExpiry'].includes(timestamp.text))
    yield say('level', timestamp.node.span, '`verifyTimestamp` is `always` or `afterCertExpiry`.');
}

function* storesIn({ node, level, stores }: TrustStatement): Generator<Mistake> {
  const field = fieldOf(node, 'trustStores');
  if (level?.text === 'skip') {
    if (stores.length)
      yield say('store', field?.key.span ?? head(node), 'The level `skip` can not have trust stores; Notation refuses them.');
    return;
  }
  if (level && !isLevel(level.text)) return;
  if (!field || isEmptyList(field.value))
    yield say('store', field?.key.span ?? head(node), 'The statement has no trust store in `trustStores`, such as `ca:example`.');
  for (const { node: at, text } of stores) {
    const problem = storeProblem(text, storeTypes);
    if (problem) yield say('store', at.span, `The trust store ${code(text)} ${problem}.`);
  }
}

function* identitiesIn({ node, level, identities }: TrustStatement): Generator<Mistake> {
  const field = fieldOf(node, 'trustedIdentities');
  if (level?.text === 'skip') {
    if (identities.length)
      yield say('identity', field?.key.span ?? head(node), 'The level `skip` can not have trusted identities; Notation refuses them.');
    return;
  }
  if (level && !isLevel(level.text)) return;
  if (!field || isEmptyList(field.value))
    yield say(
      'identity',
      field?.key.span ?? head(node),
      'The statement has no identity in `trustedIdentities`; any signer of the stores is `"*"`.',
    );
  const wildcard = identities.find(({ text }) => text === '*');
  if (wildcard && identities.length > 1) yield say('identity', wildcard.node.span, 'The identity `*` can not be used with others.');
  const known: { readonly at: WrittenText; readonly subject: ReadonlyMap<string, string> }[] = [];
  for (const at of identities) {
    const { text } = at;
    if (text === '*') continue;
    const colon = text.indexOf(':');
    if (colon < 0) {
      yield say('identity', at.node.span, `The identity ${code(text)} has no kind: \`x509.subject: C=US, ST=WA, O=example\`.`);
      continue;
    }
    if (text.slice(0, colon) !== 'x509.subject') continue;
    const subject = readSubject(text.slice(colon + 1));
    if (typeof subject === 'string') yield say('identity', at.node.span, `The identity ${code(text)} ${subject}.`);
    else {
      const other = known.find((one) => isPartOf(one.subject, subject) || isPartOf(subject, one.subject));
      if (other)
        yield say('identity', at.node.span, `The identity overlaps with ${code(other.at.text)}; each must be for other certificates.`);
      known.push({ at, subject });
    }
  }
}

const isEmptyList = (node: Node | undefined): boolean => {
  const list = resolved(node);
  return !list || isNothing(list) || (list.kind === 'array' && !list.items.length);
};

const words = (names: readonly string[]): string =>
  listed(
    names.map((name) => `\`${name}\``),
    'and',
  );

/** For something missing: the first character of the object. */
const head = (node: Node): Span => span(node.span.start, Math.min(node.span.start + 1, node.span.end));

const smallest = (node: Node): Span => (node.kind === 'scalar' ? node.span : (holderOf(node)?.key.span ?? head(node)));
