import { type Action, editsToHost, type Language, memoPair, type Part, type Span, spanToRegion } from '../core';
import type { Document } from './document';

/** Longer texts are laid out only as files of their own. */
const longest = 100_000;

const indent = '  ';

const layoutOf = memoPair((part: Part, language: Language) => language.format?.(part, { indent }) ?? []);

/**
 * Lays out text inside a file of another language. An action and not the editor's formatter: YAML and JSON have one of another extension, and the
 * editor would ask which of two to take.
 */
export function layoutActions(document: Document, at: Span): readonly Action[] {
  return document.regions.flatMap(({ language, part, map, standalone, name }) => {
    if (!standalone || name === undefined || !language.format || part.text.length > longest || !spanToRegion(map, at)) return [];
    const edits = editsToHost(map, layoutOf(part, language));
    return edits?.length ? [{ title: `Format this ${language.title}`, kind: 'rewrite' as const, edits, safe: true }] : [];
  });
}
