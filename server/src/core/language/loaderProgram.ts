import type { Span } from '../span';
import type { Part } from './part';

/** A program of the system that reads such files for real, and can be asked what it thinks of one without loading it. */
export interface Loader<P extends Part> {
  readonly program: string;
  readonly versionArguments: readonly string[];
  /** `3.0.8`, from what the program says of itself. */
  versionOf(output: string): string | undefined;
  /** How to have a file on disk judged, and nothing else happen; undefined for what is not loaded by itself. `folders` are absolute paths. */
  argumentsFor(part: P, path: string, folders: readonly string[]): readonly string[] | undefined;
  /** What the output refuses. Where the program names no place, `vague` is set and the span is a guess. */
  refusals(part: P, path: string, output: string): readonly LoaderRefusal[];
}

export interface LoaderRefusal {
  readonly span: Span;
  readonly message: string;
  readonly vague?: boolean;
}
