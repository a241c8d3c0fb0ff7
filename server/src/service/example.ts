import { type Context, defaultContext, type Fix, memoryFiles, type Part, type Rule, resolveUri } from '../core';
import { check } from './check';
import { type Document, type OpenOptions, open } from './document';
import { languageOf } from './registry';

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
  const language = languageOf(code.slice(0, code.indexOf('/')) as Document['language']['name']);
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

/** The fixes that a rule offers for its example. */
export async function exampleFixes(rule: Rule<Part>): Promise<readonly Fix[]> {
  const { document, context } = await openExample(rule);
  return check(document, context, { rules: {} })
    .filter(({ code }) => code === rule.code)
    .flatMap(({ cure }) => cure?.() ?? []);
}
