import type { Change, Context, Markdown, MergeMode } from '../core';
import { placeChange } from './compare';
import type { Document } from './document';

export interface MergeResult {
  readonly text: string;
  readonly remarks: readonly Markdown[];
  /** How the result differs in meaning from each document. */
  readonly comparisons: readonly { readonly document: Document; readonly changes: readonly Change[] }[];
}

/** The parts of all documents in the language of the first as one file; a sentence where that can't be done, undefined where the language has no merge. */
export function merge(documents: readonly Document[], mode: MergeMode | undefined, context: Context): MergeResult | string | undefined {
  const regions = documents.flatMap((document) => document.regions.map((region) => ({ document, region })));
  const language = regions.find(({ region }) => region.language.merge)?.region.language;
  if (!language?.merge) return undefined;
  const own = regions.filter(({ region }) => region.language === language);
  const missing = documents.find((document) => !own.some((one) => one.document === document));
  if (missing) return `Only files of one kind can be merged: ${missing.source.uri} is not a ${language.title}.`;
  const merged = language.merge(
    own.map(({ region }) => region.part),
    mode,
    context,
  );
  if (typeof merged === 'string') return merged;
  return {
    text: merged.part.text,
    remarks: merged.remarks,
    comparisons: own.map(({ document, region }) => ({
      document,
      changes: (language.diff?.(region.part, merged.part, context) ?? []).map((change) => placeChange(change, undefined, region.map)),
    })),
  };
}
