/** What the word under the cursor means. */

import { bold, type Context, code, type Hover, link, listed, paragraphs, type Span, shift, span, table } from '../../core';
import {
  abstractionHelp,
  accessHelp,
  capabilityCard,
  conditionalHelp,
  findCapability,
  flagHelp,
  keywordHelp,
  mountOptions,
  networkHelp,
  permissionHelp,
  rlimitHelp,
  tunableHelp,
  variableHelp,
  type WordHelp,
} from '../../knowledge';
import { statementAt } from './locate';
import { type ApparmorPart, policyOf } from './model';
import { permissionsOf } from './permissions';
import { profileAt, profilesOf } from './profiles';
import type { Condition, FileRule, Include, Profile, Rule, Statement, Word } from './tree';
import { expand } from './variables';
import { variablesIn, wordValue } from './words';

const manual = link('apparmor.d(5)', 'https://manpages.debian.org/unstable/apparmor/apparmor.d.5.en.html');

export function hover(part: ApparmorPart, offset: number, _context: Context): Hover | undefined {
  const located = statementAt(part.tree, offset);
  if (!located) return undefined;
  const at = offset - located.start;
  const inside = (word: Word | undefined): word is Word => word !== undefined && word.span.start <= at && at <= word.span.end;
  const found = wordHover(part, located.statement, at, inside, offset);
  return found && { span: shift(found.span, located.start), markdown: found.markdown };
}

type Inside = (word: Word | undefined) => word is Word;

function wordHover(part: ApparmorPart, statement: Statement, at: number, inside: Inside, offset: number): Hover | undefined {
  for (const word of wordsOf(statement)) {
    if (!inside(word)) continue;
    const variable = variableHover(part, word, at, offset);
    if (variable) return variable;
  }
  switch (statement.kind) {
    case 'rule':
      return ruleHover(part, statement, inside);
    case 'profile':
      return profileHover(part, statement, inside);
    case 'include':
      return includeHover(part, statement, inside);
    case 'block':
      return helpHover(statement.qualifiers.words.find(inside), keywordHelp());
    case 'abi':
      return helpHover([statement.keyword].find(inside), keywordHelp());
    case 'if': {
      const branch = statement.branches.find(({ keyword }) => keyword.start <= at && at <= keyword.end);
      return branch && helpHover({ span: branch.keyword, raw: statement.branches.indexOf(branch) === 0 ? 'if' : 'else' }, keywordHelp());
    }
    default:
      return undefined;
  }
}

/** Every word of a statement that may hold variables. */
function* wordsOf(statement: Statement): Generator<Word | undefined> {
  switch (statement.kind) {
    case 'set-variable':
      yield statement.name;
      yield* statement.values;
      break;
    case 'profile':
      yield statement.name;
      yield statement.attachment;
      yield* statement.flags?.words ?? [];
      break;
    case 'if':
      for (const { test } of statement.branches) if (test?.kind === 'defined') yield test.variable;
      break;
    case 'rule':
      yield* ruleWordsOf(statement);
      break;
    default:
  }
}

function* ruleWordsOf(rule: Rule): Generator<Word | undefined> {
  if ('path' in rule) yield rule.path;
  if ('target' in rule) yield rule.target;
  if ('source' in rule) yield rule.source;
  if ('exec' in rule) yield rule.exec;
  if ('words' in rule) yield* rule.words;
  const conditions: readonly Condition[] = 'conditions' in rule ? rule.conditions : [];
  for (const condition of conditions) yield* condition.values;
  if ('peer' in rule) for (const condition of rule.peer?.conditions ?? []) yield* condition.values;
}

/** `@{X}` under the cursor: what it holds, and the values with other variables filled in. */
function variableHover(part: ApparmorPart, word: Word, at: number, offset: number): Hover | undefined {
  const relative = at - word.span.start;
  const variable = variablesIn(word.raw).find(({ start, end }) => start <= relative && relative <= end);
  if (!variable) return undefined;
  const place = span(word.span.start + variable.start, word.span.start + variable.end);
  const { environment } = policyOf(part);
  const defined = environment.sets.get(variable.name);
  const help = variableHelp().get(variable.name);
  const head = `${bold(code(`@{${variable.name}}`))} · variable${help?.since ? ` · since AppArmor ${help.since}` : ''}`;
  if (!defined) {
    const own = variable.name === 'profile_name' ? profileAt(part, offset)?.fullName : undefined;
    return {
      span: place,
      markdown: paragraphs(
        head,
        own && `Here: ${code(own)}`,
        help?.text ?? (environment.open ? 'Defined outside of what is within reach.' : 'Not defined.'),
      ),
    };
  }
  const values = defined.values.map((value) => value.text);
  const filled = expand(`@{${variable.name}}`, environment).glob;
  return {
    span: place,
    markdown: paragraphs(
      head,
      help?.text,
      values
        .slice(0, maximumValues)
        .map((value) => `- ${code(value)}`)
        .join('\n') + (values.length > maximumValues ? `\n- … ${values.length - maximumValues} more` : ''),
      filled !== undefined &&
        filled !== values[0] &&
        values.some((value) => value.includes('@{')) &&
        filled.length < 500 &&
        `Filled in: ${code(filled)}`,
    ),
  };
}

const maximumValues = 12;

function ruleHover(part: ApparmorPart, rule: Rule, inside: Inside): Hover | undefined {
  const qualifier = helpHover(rule.qualifiers.words.find(inside), keywordHelp());
  if (qualifier) return qualifier;
  if (inside(rule.keyword)) return helpHover({ ...rule.keyword, raw: rule.keyword.raw }, keywordHelp(), rule.keyword.raw);
  switch (rule.verb) {
    case 'file':
      if (inside(rule.permissions)) return permissionsHover(rule, rule.permissions);
      if (inside(rule.environment)) return helpHover(rule.environment, keywordHelp());
      if (inside(rule.target)) return targetHover(part, rule.target);
      return undefined;
    case 'capability': {
      const name = rule.names.find(inside);
      const capability = name && findCapability(name.raw);
      return name && capability && { span: name.span, markdown: capabilityCard(capability, 'apparmor') };
    }
    case 'change_profile':
      if (inside(rule.environment)) return helpHover(rule.environment, keywordHelp());
      return inside(rule.target) ? targetHover(part, rule.target) : undefined;
    case 'rlimit':
      return helpHover([rule.name].find(inside), rlimitHelp());
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return conditionHover(rule.conditions, inside) ?? mountOptionHover(rule.conditions, inside);
    case 'link':
    case 'all':
      return undefined;
    default: {
      const access = rule.access.find(inside);
      if (access)
        return helpHover(
          access,
          new Map([[access.raw, accessHelp(rule.verb, access.raw)]].filter((entry): entry is [string, WordHelp] => entry[1] !== undefined)),
        );
      const name = conditionHover(rule.conditions, inside) ?? conditionHover(rule.peer?.conditions ?? [], inside);
      if (name) return name;
      if (inside(rule.peer?.name)) return helpHover(rule.peer?.name, conditionalHelp());
      return rule.verb === 'network' ? helpHover(rule.words.find(inside), networkHelp()) : undefined;
    }
  }
}

const conditionHover = (conditions: readonly Condition[], inside: Inside) =>
  helpHover(conditions.map((condition) => condition.name).find(inside), conditionalHelp());

function mountOptionHover(conditions: readonly Condition[], inside: Inside): Hover | undefined {
  for (const condition of conditions) {
    if (!condition.name.raw.startsWith('option')) continue;
    const value = condition.values.find(inside);
    const option = value && mountOptions().get(wordValue(value.raw));
    if (!value || !option) continue;
    const same = [...mountOptions()]
      .filter(([name, other]) => name !== value.raw && other.set === option.set && other.clear === option.clear)
      .map(([name]) => code(name));
    const opposite = [...mountOptions()]
      .filter(([, other]) => (other.set & option.clear) !== 0 || (other.clear & option.set) !== 0)
      .map(([name]) => code(name));
    return {
      span: value.span,
      markdown: paragraphs(
        `${bold(code(value.raw))} · mount ${option.group === 'flag' ? 'flag' : option.group}`,
        same.length > 0 && `The same as ${listed(same)}.`,
        opposite.length > 0 && `The opposite of ${listed(opposite)}.`,
      ),
    };
  }
  return undefined;
}

/** `rPix -> x`, letter by letter. */
function permissionsHover(rule: FileRule, word: Word): Hover {
  const help = permissionHelp();
  const { exec } = permissionsOf(word.raw);
  const rows: [string, string][] = [];
  const seen = new Set<string>();
  for (let i = 0; i < word.raw.length; i++) {
    const isExec = exec && i >= exec.start && i < exec.end;
    const letters = isExec ? word.raw.slice(exec.start, exec.end) : (word.raw[i] as string);
    if (isExec) i = exec.end - 1;
    const meaning = help.get(isExec ? exec.name : letters.toLowerCase())?.text;
    if (!meaning || seen.has(letters)) continue;
    seen.add(letters);
    rows.push([code(letters), meaning]);
  }
  const denied = rule.qualifiers.mode?.value === 'deny';
  const target =
    rule.target && exec
      ? `The program runs under ${code(wordValue(rule.target.raw))}.`
      : rule.target && 'The arrow names the target of the link.';
  return {
    span: word.span,
    markdown: paragraphs(
      `${bold(code(rule.target ? `${word.raw} -> ${rule.target.raw}` : word.raw))} · ${denied ? 'denied' : 'allowed'}`,
      table(['Letter', denied ? 'Must not' : 'May'], rows),
      target,
      manual,
    ),
  };
}

function targetHover(part: ApparmorPart, word: Word): Hover {
  const name = wordValue(word.raw);
  const own = profilesOf(part).find(({ fullName }) => fullName === name || fullName.endsWith(`//${name}`));
  const attachment = own?.profile.attachment?.raw;
  return {
    span: word.span,
    markdown: paragraphs(
      `${bold(code(name))} · ${name.includes('//&') || name.startsWith('&') ? 'stack of profiles' : 'profile'}`,
      own
        ? `Defined ${own.item.site ? 'in an include' : 'in this file'} as ${code(own.fullName)}${attachment ? `, for ${code(attachment)}` : ''}.`
        : 'Not defined in this file.',
    ),
  };
}

function profileHover(part: ApparmorPart, profile: Profile, inside: Inside): Hover | undefined {
  if (inside(profile.keyword)) return helpHover(profile.keyword, keywordHelp());
  const flag = profile.flags?.words.find(inside);
  if (flag) return helpHover({ ...flag, raw: flag.raw }, flagHelp(), wordValue(flag.raw).split('=', 1)[0]);
  if (inside(profile.name)) {
    const attached = profile.attachment ?? (/^"?\//.test(profile.name.raw) ? profile.name : undefined);
    const glob = attached && expand(attached.raw, policyOf(part).environment).glob;
    const flags = profile.flags?.words.map((word) => code(word.raw)) ?? [];
    return {
      span: profile.name.span,
      markdown: paragraphs(
        `${bold(code(wordValue(profile.name.raw)))} · ${profile.hat ? 'hat' : 'profile'}`,
        profile.hat
          ? 'The program enters it by itself (aa_change_hat).'
          : attached
            ? `Attached to programs that match ${code(glob ?? attached.raw)}.`
            : 'Not attached to a program: entered by name only, from another profile, a container runtime or aa-exec.',
        flags.length > 0 && `Flags: ${listed(flags)}.`,
      ),
    };
  }
  return undefined;
}

function includeHover(part: ApparmorPart, include: Include, inside: Inside): Hover | undefined {
  if (inside(include.keyword)) return helpHover(include.keyword, keywordHelp());
  const { file } = include;
  if (!inside(file) || !file) return undefined;
  const [folder, ...rest] = file.path.split('/');
  const name = rest.join('/').replace(/\/+$/, '');
  const abstraction = folder === 'abstractions' ? abstractionHelp().get(name) : undefined;
  const help = abstraction?.opens ?? (folder === 'tunables' ? tunableHelp().get(name) : undefined);
  const resolution = part.root.includes.get(include);
  const state =
    resolution?.state === 'found'
      ? resolution.files.length === 1
        ? link('Open the file', resolution.files[0]?.uri ?? '')
        : `A directory: ${resolution.files.length} files are included.`
      : resolution?.state === 'nothing'
        ? 'Does not exist; passed over because of `if exists`.'
        : resolution?.state === 'missing'
          ? 'Does not exist.'
          : 'Not within reach.';
  return {
    span: file.span,
    markdown: paragraphs(`${bold(code(file.raw))} · include`, help, abstraction?.risk && `${bold('Risk')}: ${abstraction.risk}`, state),
  };
}

function helpHover(
  word: { readonly span: Span; readonly raw: string } | undefined,
  help: ReadonlyMap<string, WordHelp>,
  key = word?.raw,
): Hover | undefined {
  const found = word && key !== undefined ? help.get(key) : undefined;
  if (!word || !found) return undefined;
  return {
    span: word.span,
    markdown: paragraphs(`${bold(code(key as string))}${found.since ? ` · since AppArmor ${found.since}` : ''}`, found.text, manual),
  };
}
