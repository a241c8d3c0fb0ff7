import type { Markdown } from '../markdown';
import type { Span } from '../span';

/** What a file decides for one question. */
export interface Answer {
  /** For people: a sentence, then details, Markdown; places in the file as `lineLink` writes them. */
  readonly markdown: Markdown;
  /** For batches: one JSON object with the keys that `cli.md` names, without `by`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The place that decides. */
  readonly by?: Span;
  /** For a table of many questions: the decision, and what decides it, in a few words. */
  readonly row?: { readonly verdict: string; readonly decides: string };
}
