import type { Severity } from '../core';
import { type CheckedFile, linesIn, listedIn } from './checkedFile';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/**
 * Workflow commands that GitHub turns into annotations; lines and columns count from 1. A step shows ten of a kind, so what is less
 * severe than `show` is left out.
 */
export function findingsForGithub(files: readonly CheckedFile[], show: Severity): string {
  const lines = files.flatMap((file) =>
    listedIn(file, show).map((finding) => {
      const start = linesIn(file).positionAt(finding.span.start);
      const end = linesIn(file).positionAt(finding.span.end);
      const place = `file=${property(file.path)},line=${start.line + 1},endLine=${end.line + 1}`;
      // The runner takes columns within one line only.
      const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : '';
      return `::${commands[finding.severity]} ${place}${columns},title=${property(finding.code)}::${data(finding.message)}`;
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** Escapes as the runner's toolkit does. */
const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
