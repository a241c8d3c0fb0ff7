import { type Context, linesOf, terminalOf, terminalText, visible } from '../core';
import { answerAsJson, answersAsTable } from '../report';
import { type Document, explain } from '../service';
import { type Invocation, paint, readDocument } from './documents';
import { queriesFrom } from './inputs';
import { UsageError } from './options';

export async function explainFile(all: Invocation): Promise<number> {
  const { options, context, print, emit } = all;
  const [file, ...named] = options.operands;
  if (file === undefined) throw new UsageError('explain needs a file');
  const document = await readDocument(all, file);
  const { overview } = document.language;
  if (options.matrix && overview === undefined) throw new UsageError(`explain --matrix: a ${document.language.title} has no such table`);
  const words = options.matrix && overview !== undefined ? [...named, overview] : named;
  const lines = linesOf(document.source.text);
  const asked = [...words, ...(options.queries === undefined ? [] : await queriesFrom(options.queries))];
  // With a question of one's own, the other files only say what they know.
  const asksImages = options.workspace && (document.language.asksAbout !== undefined || !asked.length);
  const images = asksImages ? imagesOf(document, context) : [];
  if (!asked.length && !options.workspace && options.queries === undefined) throw new UsageError('explain needs a query');
  for (const query of options.format === 'json' ? [...asked, ...images] : asked) {
    const answer = explain(document, query, context);
    if (options.format === 'json' || typeof query !== 'string') emit(`${answerAsJson(query, answer, lines)}\n`);
    else if (answer) {
      const place = answer.by ? terminalText`\n  ${visible(file)}:${lines.positionAt(answer.by.start).line + 1}` : visible('');
      print(terminalText`${terminalOf(answer.markdown)}${place}\n`);
    } else print(terminalText`${visible(file)} says nothing about ${visible(query)}\n`);
  }
  if (options.format !== 'json' && images.length) {
    const answers = images.map((query) => ({ query, answer: explain(document, query, context) }));
    print(answersAsTable(answers, lines, paint()));
  } else if (asksImages && !images.length) all.complain('no file below this folder names an image');
  return 0;
}

/** The images that the workspace runs, for a file that decides about images. */
function imagesOf({ language }: Document, { facts }: Context): readonly string[] {
  const { asksAbout } = language;
  if (!asksAbout) throw new UsageError(`explain --workspace asks about images, and a ${language.title} says nothing about them`);
  return [...new Set(facts.filter((fact) => fact.kind === asksAbout).map((fact) => fact.name))].sort();
}
