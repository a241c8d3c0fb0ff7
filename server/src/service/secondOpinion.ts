/** What the program that loads a file for real says of it, beside what Confine has found. */

import { type LoaderRefusal, linesOf, pathOf } from '../core';
import type { Checked } from './check';
import type { Document } from './document';

/** What to run for a saved file; `undefined` where no program is known or it does not take the file by itself. */
export function judgingCommand(
  document: Document,
  folders: readonly string[],
): { readonly program: string; readonly versionArguments: readonly string[]; readonly arguments: readonly string[] } | undefined {
  const { loader } = document.host;
  const [placed] = document.loaded.parts;
  const { uri } = document.source;
  if (!loader || !placed || !uri.startsWith('file:')) return undefined;
  const own = loader.argumentsFor(
    placed.part,
    pathOf(uri),
    folders.map((folder) => pathOf(folder)),
  );
  return own && { program: loader.program, versionArguments: loader.versionArguments, arguments: own };
}

/** `apparmor_parser 3.0.8`. */
export function loaderName({ host }: Document, versionOutput: string): string {
  const { loader } = host;
  return [loader?.program, loader?.versionOf(versionOutput)].filter(Boolean).join(' ');
}

/**
 * What the program refuses and Confine has not said. The program names the line at which it noticed, often the one
 * after the mistake, and for many mistakes no line at all; it stops at its first error.
 */
export function furtherRefusals(document: Document, output: string, findings: readonly Checked[]): readonly LoaderRefusal[] {
  const { loader } = document.host;
  const [placed] = document.loaded.parts;
  if (!loader || !placed) return [];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const lines = linesOf(document.source.text);
  const lineOf = (offset: number) => lines.positionAt(offset).line;
  return loader.refusals(placed.part, pathOf(document.source.uri), output).filter(({ span, vague }) => {
    if (vague) return errors.length === 0;
    const line = lineOf(span.start);
    return !errors.some((error) => lineOf(error.span.start) <= line && line <= lineOf(error.span.end) + 1);
  });
}
