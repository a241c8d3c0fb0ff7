import { type Severity, shown } from '../core';
import { type CheckedFile, linesIn, listedIn } from './checkedFile';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/**
 * Workflow commands that GitHub turns into annotations; lines and columns count from 1. A step shows ten of a kind, so what is less
 * severe than `show` is left out.
 */
export function findingsForGithub(files: readonly CheckedFile[], show: Severity): WorkflowCommand {
  const lines = files.flatMap((file) =>
    listedIn(file, show).map((finding) => {
      const start = linesIn(file).positionAt(finding.span.start);
      const end = linesIn(file).positionAt(finding.span.end);
      return workflowCommand(
        commands[finding.severity],
        {
          file: file.path,
          line: start.line + 1,
          endLine: end.line + 1,
          // The runner takes columns within one line only.
          ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
          title: finding.code,
        },
        finding.message,
      );
    }),
  );
  return lines.join('') as WorkflowCommand;
}

declare const command: unique symbol;

/** Lines that GitHub's runner carries out: the commands are ours, and text of files is only ever a value in one. */
export type WorkflowCommand = string & { readonly [command]: true };

export function workflowCommand(name: string, properties: Readonly<Record<string, string | number>>, message: string): WorkflowCommand {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${written.join(',')}::${data(message)}\n` as WorkflowCommand;
}

/** Escapes as the runner's toolkit does; what it leaves alone and a terminal does not is shown. */
const data = (text: string): string =>
  text
    .split(/([\r\n])/)
    .map((piece, i) => (i % 2 ? escapes[piece as '\r' | '\n'] : shown(piece.replace(/%/g, '%25'))))
    .join('');
const escapes = { '\r': '%0D', '\n': '%0A' } as const;
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
