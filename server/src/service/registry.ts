import type { Context, Language, LanguageName, Part, Rule, RuleCode, Template } from '../core';
import { languages } from '../languages';

export { languageNames } from '../languages';

const loaded = new Map<LanguageName, Language>();
const rulesByCode = new Map<string, Rule<Part>>();

/** A language, read when it is first asked for. */
export async function loadLanguage(name: LanguageName): Promise<Language> {
  const language = loaded.get(name) ?? (await languages[name]?.());
  if (!language) throw new Error(`there is no language ${name}`);
  if (!loaded.has(name)) {
    loaded.set(name, language);
    for (const rule of language.rules as readonly Rule<Part>[]) rulesByCode.set(rule.code, rule);
  }
  return language;
}

/** All of them, for what is about no file: the list of rules, settings that name a rule or a target. */
export const loadLanguages = (): Promise<readonly Language[]> => Promise.all(Object.keys(languages).map(loadLanguage));

/** In the order of the table, whichever was loaded first. */
export const loadedLanguages = (): readonly Language[] => Object.keys(languages).flatMap((name) => loaded.get(name) ?? []);

/** Of the languages that are loaded. */
export const allRules = (): readonly Rule<Part>[] => loadedLanguages().flatMap((language) => language.rules as readonly Rule<Part>[]);

/** Names of changes that `fix --harden` makes only when they are named. */
export const breakingChanges = (): readonly string[] => loadedLanguages().flatMap(({ breakingChanges: own = {} }) => Object.keys(own));

/** Undefined also where its language is not loaded. */
export const ruleOf = (code: string): Rule<Part> | undefined => rulesByCode.get(code);

/** The rule of a code that is named in a file; its page names rules of other languages, so that all are loaded. */
export async function loadRule(code: string): Promise<Rule<Part> | undefined> {
  await loadLanguages();
  return ruleOf(code);
}

/** The page of a rule, relative to the project's root. */
export const pageOf = (code: RuleCode): string => `docs/rules/${code}.md`;

/** Files to start from, by language. */
export const templates = (): readonly (Template & { readonly group: string })[] =>
  loadedLanguages().flatMap((language) => (language.templates ?? []).map((template) => ({ group: language.title, ...template })));

/** What is wrong with the settings that say what files are judged for, one sentence each. */
export const targetProblems = (context: Context): readonly string[] =>
  loadedLanguages().flatMap((language) => language.judgedFor?.(context).problem ?? []);

/** What is wrong with a value of a setting that names what files are judged for, as the languages that have it say. */
export function targetProblem(value: string, name = 'target'): string | undefined {
  for (const { targets = [] } of loadedLanguages())
    for (const { setting, problem } of targets) {
      const found = setting === name ? problem?.(value) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
}
