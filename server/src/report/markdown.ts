import { code, fenced, type Markdown, md, paragraphs, type RenderedFile } from '../core';

/** Files that a program writes, each with its path. */
export const renderedAsMarkdown = (name: string, files: readonly RenderedFile[]): Markdown =>
  paragraphs(
    md`# Written from ${code(name)}`,
    ...files.map(({ path, language, text }) => paragraphs(md`## ${code(path)}`, fenced(text, language))),
  );
