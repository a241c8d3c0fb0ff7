/** The words of a rule. */

import { bold, code, type Hover, listed, type Markdown, md, ours, paragraphs, replaced, table } from '../../../../core';
import {
  accessHelp,
  capabilityCard,
  conditionalHelp,
  findCapability,
  keywordHelp,
  mountOptionHelp,
  mountOptions,
  networkHelp,
  permissionHelp,
  rlimitHelp,
  unitHelp,
  valueHelp,
  type WordHelp,
} from '../../../../knowledge';
import { type ApparmorPart, policyOf } from '../../policy/model';
import { profilesOf } from '../../policy/profiles';
import { expand } from '../../policy/variables';
import { globError, isExact, matches } from '../../syntax/glob';
import { permissionsOf } from '../../syntax/permissions';
import type { Condition, FileRule, RuleStatement, Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';
import { helpHover, type Inside, manual } from './help';

/** `linkTo` names a profile and leads to its definition where it is known. */
export function ruleHover(part: ApparmorPart, rule: RuleStatement, inside: Inside, linkTo: (target: Word) => Markdown): Hover | undefined {
  const qualifier = helpHover(rule.qualifiers.words.find(inside), keywordHelp());
  if (qualifier) return qualifier;
  if (inside(rule.keyword)) return helpHover(rule.keyword, keywordHelp());
  switch (rule.verb) {
    case 'file':
      if (inside(rule.permissions)) return permissionsHover(rule, rule.permissions, linkTo);
      if (inside(rule.environment)) return helpHover(rule.environment, keywordHelp());
      return inside(rule.target) && leadsToProfile(rule) ? targetHover(part, rule.target) : undefined;
    case 'capability': {
      const name = rule.names.find(inside);
      const capability = name && findCapability(name.raw);
      return name && capability && { span: name.span, markdown: capabilityCard(capability, 'apparmor') };
    }
    case 'change_profile':
      if (inside(rule.environment)) return helpHover(rule.environment, keywordHelp());
      return inside(rule.target) ? targetHover(part, rule.target) : undefined;
    case 'rlimit':
      return helpHover([rule.name].find(inside), rlimitHelp()) ?? unitHover([rule.unit, rule.value].find(inside));
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      if (rule.verb === 'pivot_root' && inside(rule.target)) return targetHover(part, rule.target);
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
      const conditions = [...rule.conditions, ...(rule.peer?.conditions ?? [])];
      const found = conditionHover(conditions, inside) ?? conditionValueHover(part, rule.verb, conditions, inside);
      if (found) return found;
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
        md`${bold(code(value.raw))} · mount ${ours(option.group)}`,
        ours(mountOptionHelp().get(value.raw)?.text ?? ''),
        same.length > 0 && md`The same as ${listed(same)}.`,
        opposite.length > 0 && md`The opposite of ${listed(opposite)}.`,
      ),
    };
  }
  return undefined;
}

/** `rPix -> x`, letter by letter. */
function permissionsHover(rule: FileRule, word: Word, linkTo: (target: Word) => Markdown): Hover {
  const help = permissionHelp();
  const { exec } = permissionsOf(word.raw);
  const rows: (readonly Markdown[])[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < word.raw.length; i++) {
    const isExec = exec && i >= exec.start && i < exec.end;
    const letters = isExec ? word.raw.slice(exec.start, exec.end) : (word.raw[i] as string);
    if (isExec) i = exec.end - 1;
    const text = help.get(isExec ? exec.name : letters.toLowerCase())?.text;
    const general = text === undefined ? undefined : ours(text);
    // The arrow names the profile, which else the kernel looks for by the program's path.
    const meaning =
      isExec && rule.target
        ? general && replaced(general, /under (?:its own|a child) profile(?: of this one)?/, md`under ${linkTo(rule.target)}`)
        : general;
    if (!meaning || seen.has(letters)) continue;
    seen.add(letters);
    rows.push([code(letters), meaning]);
  }
  const denied = rule.qualifiers.mode?.value === 'deny';
  return {
    span: word.span,
    markdown: paragraphs(
      md`${bold(code(rule.target ? `${word.raw} -> ${rule.target.raw}` : word.raw))} · ${denied ? md`denied` : md`allowed`}`,
      table([md`Letter`, denied ? md`Must not` : md`May`], rows),
      rule.target && !exec && md`The arrow names the target of the link.`,
      manual,
    ),
  };
}

/** With permissions to execute; else the arrow leads to a file. */
const leadsToProfile = ({ permissions }: FileRule) => permissions !== undefined && permissionsOf(permissions.raw).exec !== undefined;

function targetHover(part: ApparmorPart, word: Word): Hover {
  const name = wordValue(word.raw);
  const filled = expand(name, policyOf(part).environment).glob ?? name;
  if (!isExact(filled)) return patternHover(part, word, filled);
  const own = profilesOf(part).find(({ fullName }) => fullName === name || fullName.endsWith(`//${name}`));
  const attachment = own?.profile.attachment?.raw;
  return {
    span: word.span,
    markdown: paragraphs(
      md`${bold(code(name))} · ${name.includes('//&') || name.startsWith('&') ? md`stack of profiles` : md`profile`}`,
      own
        ? md`Defined ${own.item.site ? md`in an include` : md`in this file`} as ${code(own.fullName)}${attachment ? md`, for ${code(attachment)}` : md``}.`
        : md`Not defined in this file.`,
    ),
  };
}

const maximumNames = 8;

/** A pattern over names of profiles. */
function patternHover(part: ApparmorPart, word: Word, glob: string): Hover {
  const meant = globError(glob) ? [] : profilesOf(part).filter(({ fullName }) => matches(glob, fullName));
  const names = meant.slice(0, maximumNames).map(({ fullName }) => code(fullName));
  const more = meant.length > maximumNames ? [md`${meant.length - maximumNames} more`] : [];
  return {
    span: word.span,
    markdown: paragraphs(
      md`${bold(code(wordValue(word.raw)))} · ${glob === '**' ? md`any profile` : md`profiles that match`}`,
      meant.length > 0 && md`In this file: ${listed([...names, ...more])}.`,
    ),
  };
}

/** What a value that the language knows means, or the profile that it names. */
function conditionValueHover(part: ApparmorPart, verb: string, conditions: readonly Condition[], inside: Inside): Hover | undefined {
  for (const { name, values } of conditions) {
    const word = values.find(inside);
    if (!word) continue;
    const help = valueHelp(verb, name.raw, wordValue(word.raw));
    if (help) return helpHover(word, new Map([[word.raw, help]]));
    if (/^(?:peer|label)$/.test(name.raw)) return targetHover(part, word);
  }
  return undefined;
}

function unitHover(word: Word | undefined): Hover | undefined {
  const help = word && unitHelp(word.raw);
  return help && helpHover(word, new Map([[word.raw, help]]));
}
