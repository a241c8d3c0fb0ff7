import type { Context, Language, LanguageName, Part, Rule, RuleCode, Template } from '../core';
import { languages } from '../languages';

/** Of the languages that have rules: what a file can be forced to be. */
export const languageNames: readonly LanguageName[] = languages.filter(({ rules }) => rules.length).map(({ name }) => name);

export const languageOf = (name: LanguageName): Language => languages.find((language) => language.name === name) as Language;

export const allRules = (): readonly Rule<Part>[] => languages.flatMap((language) => language.rules as readonly Rule<Part>[]);

let rulesByCode: ReadonlyMap<string, Rule<Part>> | undefined;

export function ruleOf(code: string): Rule<Part> | undefined {
  rulesByCode ??= new Map(allRules().map((rule) => [rule.code, rule]));
  return rulesByCode.get(code);
}

/** The page of a rule, relative to the project's root. */
export const pageOf = (code: RuleCode): string => `docs/rules/${code}.md`;

/** Files to start from, by language. */
export const templates = (): readonly (Template & { readonly group: string })[] =>
  languages.flatMap((language: Language) => (language.templates ?? []).map((template) => ({ group: language.title, ...template })));

/** What is wrong with the settings that say what files are judged for, one sentence each. */
export const targetProblems = (context: Context): readonly string[] =>
  languages.flatMap((language: Language) => language.judgedFor?.(context).problem ?? []);

/** What is wrong with a value of the setting `target`, as the languages that are judged for it say. */
export function targetProblem(value: string): string | undefined {
  for (const { targets = [] } of languages as readonly Language[])
    for (const { setting, problem } of targets) {
      const found = setting === 'target' ? problem?.(value) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
}
