/** What has a name: variables, profiles, includes. */

import { bold, bullets, code, escaped, type Hover, link, listed, md, ours, paragraphs, span } from '../../../../core';
import { abstractionHelp, flagHelp, keywordHelp, tunableHelp, variableHelp } from '../../../../knowledge';
import { type ApparmorPart, policyOf } from '../../policy/model';
import { profileAt } from '../../policy/profiles';
import { expand } from '../../policy/variables';
import type { Condition, Expression, Include, ProfileStatement, RuleStatement, Statement, Word } from '../../syntax/tree';
import { variablesIn, wordValue } from '../../syntax/words';
import { summaryOf } from '../summary';
import { helpHover, type Inside, riskText } from './help';

/** Every word of a statement that may contain variables. */
export function* wordsOf(statement: Statement): Generator<Word | undefined> {
  switch (statement.kind) {
    case 'set-variable':
      yield statement.name;
      yield* statement.values;
      break;
    case 'alias':
      yield statement.from;
      yield statement.to;
      break;
    case 'profile':
      yield statement.name;
      yield statement.attachment;
      yield* statement.flags?.words ?? [];
      break;
    case 'if':
      for (const { test } of statement.branches) if (test) yield* testWordsOf(test);
      break;
    case 'rule':
      yield* ruleWordsOf(statement);
      break;
    default:
  }
}

function* ruleWordsOf(rule: RuleStatement): Generator<Word | undefined> {
  if ('path' in rule) yield rule.path;
  if ('target' in rule) yield rule.target;
  if ('source' in rule) yield rule.source;
  if ('exec' in rule) yield rule.exec;
  if ('words' in rule) yield* rule.words;
  const conditions: readonly Condition[] = 'conditions' in rule ? rule.conditions : [];
  for (const condition of conditions) yield* condition.values;
  if ('peer' in rule) for (const condition of rule.peer?.conditions ?? []) yield* condition.values;
}

/** `@{X}` under the cursor: its values, and the values with other variables filled in. */
export function variableHover(part: ApparmorPart, word: Word, at: number, offset: number): Hover | undefined {
  const relative = at - word.span.start;
  const variable = variablesIn(word.raw).find(({ start, end }) => start <= relative && relative <= end);
  if (!variable) return undefined;
  const place = span(word.span.start + variable.start, word.span.start + variable.end);
  const { environment } = policyOf(part);
  const defined = environment.sets.get(variable.name);
  const known = variableHelp().get(variable.name);
  // What the parser would define is here what the file says.
  const help = defined && known?.since ? undefined : known;
  const head = md`${bold(code(`@{${variable.name}}`))} · variable${help?.since ? md` · since AppArmor ${ours(help.since)}` : md``}`;
  if (!defined) {
    const own = variable.name === 'profile_name' ? profileAt(part, offset)?.fullName : undefined;
    return {
      span: place,
      markdown: paragraphs(
        head,
        own && md`Here: ${code(own)}`,
        ours(help?.text ?? (environment.open ? 'Defined outside of what is within reach.' : 'Not defined.')),
      ),
    };
  }
  const values = defined.values.map((value) => value.text);
  const filled = expand(`@{${variable.name}}`, environment).glob;
  return {
    span: place,
    markdown: paragraphs(
      head,
      help && ours(help.text),
      bullets([
        ...values.slice(0, maximumValues).map(code),
        ...(values.length > maximumValues ? [md`… ${values.length - maximumValues} more`] : []),
      ]),
      filled !== undefined &&
        filled !== values[0] &&
        values.some((value) => value.includes('@{')) &&
        filled.length < 500 &&
        md`Filled in: ${code(filled)}`,
    ),
  };
}

const maximumValues = 12;

export function profileHover(part: ApparmorPart, profile: ProfileStatement, inside: Inside): Hover | undefined {
  if (inside(profile.keyword)) return helpHover(profile.keyword, keywordHelp());
  if (inside(profile.xattrs?.name)) return helpHover(profile.xattrs?.name, keywordHelp());
  const flag = profile.flags?.words.find(inside);
  if (flag) return helpHover(flag, flagHelp(), wordValue(flag.raw).split('=', 1)[0]);
  if (inside(profile.name)) {
    const attached = profile.attachment ?? (/^"?\//.test(profile.name.raw) ? profile.name : undefined);
    const glob = attached && expand(attached.raw, policyOf(part).environment).glob;
    const flags = profile.flags?.words.map((word) => code(word.raw)) ?? [];
    return {
      span: profile.name.span,
      markdown: paragraphs(
        md`${bold(code(wordValue(profile.name.raw)))} · ${profile.hat ? md`hat` : md`profile`}`,
        profile.hat
          ? md`The program enters it with aa_change_hat(2).`
          : attached
            ? md`Attached to programs that match ${code(glob ?? attached.raw)}.`
            : md`Not attached to a program: entered by name only, from another profile, a container runtime or aa-exec.`,
        flags.length > 0 && md`Flags: ${listed(flags)}.`,
      ),
    };
  }
  return undefined;
}

export function includeHover(part: ApparmorPart, include: Include, inside: Inside): Hover | undefined {
  if (inside(include.keyword)) return helpHover(include.keyword, keywordHelp());
  const { file } = include;
  if (!inside(file) || !file) return undefined;
  const [folder, ...rest] = file.path.split('/');
  const name = rest.join('/').replace(/\/+$/, '');
  const abstraction = folder === 'abstractions' ? abstractionHelp().get(name) : undefined;
  const resolution = part.root.includes.get(include);
  const found = resolution?.state === 'found' && resolution.files.length === 1 ? resolution.files[0] : undefined;
  const known = abstraction?.opens ?? (folder === 'tunables' ? tunableHelp().get(name) : undefined);
  const summary = found && summaryOf(found.tree.text);
  const help = known === undefined ? summary && escaped(summary) : ours(known);
  const state =
    resolution?.state === 'found'
      ? found
        ? link(md`Open the file`, found.uri)
        : md`A directory: ${resolution.files.length} files are included.`
      : resolution?.state === 'nothing'
        ? ours('Does not exist; passed over because of `if exists`.')
        : resolution?.state === 'missing'
          ? md`Does not exist.`
          : md`Not within reach.`;
  return {
    span: file.span,
    markdown: paragraphs(md`${bold(code(file.raw))} · include`, help, abstraction?.risk && riskText(abstraction.risk), state),
  };
}

function* testWordsOf(test: Expression): Generator<Word> {
  switch (test.kind) {
    case 'and':
    case 'or':
      yield* testWordsOf(test.left);
      yield* testWordsOf(test.right);
      break;
    case 'not':
      yield* testWordsOf(test.operand);
      break;
    case 'defined':
      yield test.variable;
      break;
    case 'compare':
      yield test.left;
      yield test.right;
      break;
    default:
  }
}
