import type {
  Context,
  Files,
  Language,
  LanguageName,
  Loaded,
  Part,
  Placed,
  Previous,
  Rule,
  RuleCode,
  Source,
  Template,
  TextChange,
  WorkingFolder,
} from '../core';
import { languages } from '../languages';
import { detect } from './detect';

/** A text that one of the languages has read. */
export interface Document {
  readonly source: Source;
  readonly language: Language;
  readonly loaded: Loaded<Part>;
  /** Reads another text in the same way; nothing is kept of it. */
  readonly reread: (text: string) => Promise<Document | undefined>;
}

export interface OpenOptions {
  readonly context: Context;
  /** Where AppArmor looks for `<…>`; absolute URIs. */
  readonly includeFolders?: readonly string[];
  /** What AppArmor's relative includes count from, when there is such a folder. */
  readonly workingFolder?: WorkingFolder;
  /** Instead of detection. */
  readonly language?: LanguageName;
  readonly previous?: { readonly document: Document; readonly change: TextChange; readonly othersUnchanged?: boolean };
}

export const languageOf = (name: LanguageName): Language => languages.find((language) => language.name === name) as Language;

export const allRules = (): readonly Rule<Part>[] => languages.flatMap((language) => language.rules as readonly Rule<Part>[]);

let rulesByCode: ReadonlyMap<string, Rule<Part>> | undefined;

export function ruleOf(code: string): Rule<Part> | undefined {
  rulesByCode ??= new Map(allRules().map((rule) => [rule.code, rule]));
  return rulesByCode.get(code);
}

/** The page of a rule, relative to the project's root. */
export const pageOf = (code: RuleCode): string => `docs/rules/${code}.md`;

/** Reads a text: the one asynchronous step. Undefined when no language claims it. */
export async function open(source: Source, files: Files, options: OpenOptions): Promise<Document | undefined> {
  const name = options.language ?? detect(source);
  if (!name) return undefined;
  const language = languageOf(name);
  const before = options.previous?.document;
  const previous: Previous<Part> | undefined =
    options.previous && before?.language === language
      ? {
          loaded: before.loaded,
          text: before.source.text,
          change: options.previous.change,
          ...(options.previous.othersUnchanged && { othersUnchanged: true }),
        }
      : undefined;
  const loaded = await language.load(source, {
    files,
    includeFolders: options.includeFolders ?? [],
    ...(options.workingFolder !== undefined && { workingFolder: options.workingFolder }),
    context: options.context,
    ...(previous && { previous }),
  });
  const { previous: _, ...same } = options;
  const reread = (text: string) => open({ ...source, text }, files, { ...same, language: language.name });
  return { source, language, loaded, reread };
}

/** The part that an offset lies in; at a boundary the later one. */
export function partAt(document: Document, offset: number): Placed<Part> | undefined {
  return document.loaded.parts.findLast((placed) => placed.start <= offset) ?? document.loaded.parts[0];
}

/** Files to start from, by language. */
export const templates = (): readonly (Template & { readonly group: string })[] =>
  languages.flatMap((language: Language) => (language.templates ?? []).map((template) => ({ group: language.title, ...template })));
