import { type Fix, memo, span } from '../../../core';
import type { Environment } from '../policy/environment';
import { type ApparmorPart, policyOf } from '../policy/model';
import { alternativesOf } from '../policy/ownVariables';
import { profilesOf } from '../policy/profiles';
import { expand } from '../policy/variables';
import { squeezeSlashes } from '../syntax/glob';
import { type RuleStatement, type Word, walk } from '../syntax/tree';
import { convention, shippedProfiles } from './convention';
import { manual } from './refusal';

export const conventionVariables = convention({
  code: 'apparmor/convention-variables',
  title: 'A literal path where a variable says the same',
  why: `The convention \`variables\` asks file and link rules to use the variables of the tunables that the file includes: \`@{HOME}/\` for \`/home/*/\`, \`@{PROC}/\` for \`/proc/\`, \`@{run}/\` for \`/run/\`. A site that has these folders elsewhere then changes one file.

Confine knows no variable by itself. It compares a path with the first value of each variable that an include sets, and takes the longest. Where two variables have the same first value, as \`@{etc_ro}\` and \`@{etc_rw}\` have, it reports nothing. The fix is made without asking only where the variable has no other value: \`@{HOME}\` also matches \`/root/\`.`,
  sources: [manual, shippedProfiles],
  example: {
    bad: 'include <tunables/global>\n\nprofile web {\n  /proc/loadavg r,\n}\n',
    good: 'include <tunables/global>\n\nprofile web {\n  @{PROC}/loadavg r,\n}\n',
    files: { 'tunables/global': '@{PROC}=/proc/\n' },
  },
  *check(part) {
    const prefixes = prefixesOf(policyOf(part).environment);
    if (prefixes.size === 0) return;
    for (const { item, profile } of profilesOf(part)) {
      if (item.site) continue;
      for (const { start, statement, parents } of walk(profile.body?.statements ?? [], item.start)) {
        if (statement.kind !== 'rule' || parents.some(({ kind }) => kind === 'profile')) continue;
        for (const word of pathsOf(statement)) {
          const found = variableFor(word, prefixes);
          if (!found) continue;
          const at = start + word.span.start + (word.raw.startsWith('"') ? 1 : 0);
          const place = span(at, at + found.prefix.length);
          yield {
            span: place,
            message: `The tunables have @{${found.name}} for ${found.prefix}/, and the convention “variables” requires it.`,
            cure: () => [withVariable(part, place.start, found)],
          };
        }
      }
    }
  },
});

interface Prefix {
  readonly name: string;
  /** Without a slash at its end. */
  readonly prefix: string;
  /** What else the variable is, apart from the prefix. */
  readonly others: readonly string[];
}

/** The folders that variables of includes have as their first value; those that two have are not there. */
const prefixesOf = memo((environment: Environment): ReadonlyMap<string, Prefix> => {
  const found = new Map<string, Prefix | undefined>();
  for (const { name, values } of environment.sets.values()) {
    const [first] = values;
    if (!first?.item.site || !/^(?:[/{]|@\{)/.test(first.text)) continue;
    const all = values.flatMap(({ text }) => spelledOut(text, environment));
    for (const prefix of spelledOut(first.text, environment)) {
      if (!/^\/[^/]/.test(prefix) || /[\\[\]{}]|\*\*|\*$(?<!\/\*)/.test(prefix)) continue;
      found.set(prefix, found.has(prefix) ? undefined : { name, prefix, others: all.filter((other) => other !== prefix) });
    }
  }
  return new Map([...found].flatMap(([prefix, one]) => (one ? [[prefix, one] as const] : [])));
});

function spelledOut(value: string, environment: Environment): readonly string[] {
  const glob = expand(value, environment).glob;
  return glob === undefined ? [] : (alternativesOf(glob, new Map()) ?? []).map((one) => squeezeSlashes(one).replace(/\/$/, ''));
}

function pathsOf(rule: RuleStatement): readonly Word[] {
  const words = rule.verb === 'file' ? [rule.path] : rule.verb === 'link' ? [rule.path, rule.target] : [];
  return words.filter((word) => word !== undefined);
}

/** The variable for the longest folder that a path begins with. */
function variableFor({ raw }: Word, prefixes: ReadonlyMap<string, Prefix>): Prefix | undefined {
  const path = raw.replace(/^"|"$/g, '');
  if (!path.startsWith('/')) return undefined;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const prefix = prefixes.get(path.slice(0, end));
    if (prefix) return prefix;
  }
  return undefined;
}

function withVariable(part: ApparmorPart, start: number, { name, prefix, others }: Prefix): Fix {
  const further = others.slice(0, 3).join(', ');
  return {
    title: `Write @{${name}}`,
    edits: [{ span: span(start, start + prefix.length), text: `@{${name}}` }],
    safe: others.length === 0 && part.template === undefined,
    ...(others.length > 0 && { note: `The rule then also applies to ${further}${others.length > 3 ? ' and others' : ''}.` }),
  };
}
