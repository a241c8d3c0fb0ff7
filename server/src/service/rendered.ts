import type { Context, RenderedFile, Span } from '../core';
import type { Document } from './document';

/** Files that a program makes of a value, with its key. */
export const generatedFiles = ({ regions }: Document): readonly (RenderedFile & { readonly span: Span })[] =>
  regions.flatMap(({ generated, language, part, map }) =>
    generated === undefined ? [] : [{ path: generated, language: language.name, text: part.text, span: map.extent }],
  );

/** The files that programs write from the document, each path once. */
export function renderedFiles(document: Document, context: Context): readonly RenderedFile[] {
  const written = document.regions.flatMap(({ language, part }) => language.renders?.(part, context) ?? []);
  const files = [...written, ...generatedFiles(document).map(({ span: _, ...file }) => file)];
  return files.filter(({ path }, index) => files.findIndex((other) => other.path === path) === index);
}
