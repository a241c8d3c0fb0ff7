import { type Context, defaultContext, type Fix, memoryFiles, type Part, type Rule, resolveUri } from '../core';
import { check } from './check';
import { type Document, type OpenOptions, open } from './document';
import { loadLanguage } from './registry';

/** The example of a rule, opened as the file that it would be. */
export interface OpenExample {
  readonly document: Document;
  readonly context: Context;
}

const folder = 'file:///project/';

/** Opens the example of a rule, or another text in its place, beside the files that the example needs. */
export async function openExample(
  { code, example }: Rule<Part>,
  text = example.bad,
  previous?: OpenOptions['previous'],
): Promise<OpenExample> {
  const language = await loadLanguage(code.slice(0, code.indexOf('/')) as Document['language']['name']);
  const context = { ...defaultContext, ...example.context };
  const uri = resolveUri(folder, example.path ?? language.examplePath);
  const others = Object.entries(example.files ?? {}).map(([name, content]) => [resolveUri(uri, name), content]);
  const document = await open({ uri, languageId: '', version: 1, text }, memoryFiles(Object.fromEntries(others)), {
    context,
    language: language.name,
    includeFolders: [uri.slice(0, uri.lastIndexOf('/'))],
    ...(previous && { previous }),
  });
  // A language that is named is never undefined.
  return { document: document as Document, context };
}

/** What a rule says of its example, and the fixes that it offers, each title once. */
export async function shownExample(rule: Rule<Part>): Promise<{ readonly message: string; readonly fixes: readonly Fix[] }> {
  const { document, context } = await openExample(rule);
  const findings = check(document, context, { rules: {} }).filter(({ code }) => code === rule.code);
  const fixes = new Map(findings.flatMap(({ cure }) => cure?.() ?? []).map((fix) => [fix.title, fix]));
  return { message: findings[0]?.message ?? '', fixes: [...fixes.values()] };
}
