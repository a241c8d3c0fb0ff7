/** Which language a text is. */

import { type Context, defaultContext, type LanguageName, pathOf, type Source, type TextChange } from '../../core';
import { looksTheSame } from './detectAgain';
import { byLanguageId } from './languageIds';
import { isPolicyPath, languageByName, markdownName } from './paths';
import { head, placeholder, shapeOf, shapes } from './shapes';

/**
 * Which language is this text? By the editor's language id, then by its path, then by its shape. Other languages of
 * the editor than JSON, YAML and plain text are never ours, whatever they contain.
 */
export function detect(
  source: Source,
  { markdown, pod }: Pick<Context, 'markdown'> & Partial<Pick<Context, 'pod'>> = defaultContext,
  former?: FormerDetection,
): LanguageName | undefined {
  if (pod?.values && [...pod.values.files, ...pod.values.set].some(({ uri }) => uri === source.uri)) return 'pod';
  if (/^markdown$/.test(source.languageId) || markdownName.test(pathOf(source.uri))) return markdown ? 'markdown' : undefined;
  const language = (former && languageAgain(source, former)) ?? languageIn(source);
  return language === 'apparmor' && placeholder.test(source.text.slice(0, head)) ? undefined : language;
}

/** The version before of the same text, and what changed since. */
export interface FormerDetection {
  readonly source: Source;
  readonly language: LanguageName;
  readonly change: TextChange;
}

/** What the text was, where an edit in JSON changes nothing of its shape. What the settings decide is no answer of the shape. */
function languageAgain(source: Source, { source: before, language, change }: FormerDetection): LanguageName | undefined {
  const isJson =
    before.uri === source.uri && before.languageId === source.languageId && /\.json$/i.test(pathOf(source.uri)) && language !== 'pod';
  return isJson && /^\s*\{(?!\{)/.test(source.text) && looksTheSame(before, source, change, head) ? language : undefined;
}

function languageIn(source: Source): LanguageName | undefined {
  const byId = byLanguageId[source.languageId];
  const path = pathOf(source.uri).replace(/^\/+/, '');
  const policy = isPolicyPath(path);
  // An editor gives the id to whatever lies below an `apparmor.d`.
  const given = byId === 'apparmor' && !policy && /(?:^|\/)apparmor\.d\//.test(path);
  if (byId && !given) return byId;
  if (policy === false || !(given || /^(?:|json|jsonc|yaml|helm|plaintext)$/.test(source.languageId))) return undefined;
  const shape = shapeOf(source.text, path);
  const certain = shapes.find((known) => known.certain && known.fits(shape))?.language;
  return certain ?? languageByName(path) ?? (policy ? 'apparmor' : shapes.find(({ fits }) => fits(shape))?.language);
}

/** Which language is text inside of another file, by the name that it has there and its shape? */
export const detectEmbedded = (name: string, text: string): LanguageName | undefined =>
  detect({ uri: `/${encodeURIComponent(name)}`, languageId: '', version: 0, text });
