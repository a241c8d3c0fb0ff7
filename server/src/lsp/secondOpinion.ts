/** On save, in trusted workspaces and on request: what the real loader says of the file that was saved. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { pathOf, type WorkingFolder } from '../core';
import { check, furtherRefusals, judgingCommand, loaderName, type Settings } from '../service';
import { rangeOf } from './convert';
import type { Snapshot } from './documents';

/** `folder` is the path of the working directory. */
export interface Limits {
  readonly milliseconds: number;
  readonly folder?: string;
}

/** Runs a program and answers with its output; undefined when it could not be run or took too long. */
export type RunProgram = (program: string, args: readonly string[], limit: Limits) => Promise<string | undefined>;

export interface SecondOpinion {
  /** Asks about a file as it is on disk; true when there is an answer to show. */
  ask(
    snapshot: Snapshot,
    settings: Settings,
    around: { readonly includeFolders: readonly string[]; readonly workingFolder: WorkingFolder | undefined },
  ): Promise<boolean>;
  /** What was said of this very version of the text. */
  of(snapshot: Snapshot): readonly Diagnostic[];
  forget(uri: string): void;
}

const timeLimit = { milliseconds: 10_000 };

export function secondOpinion(run: RunProgram, warn: (message: string) => void): SecondOpinion {
  const answers = new Map<string, { readonly version: number; readonly diagnostics: readonly Diagnostic[] }>();
  /** What each program says of its version. */
  const versions = new Map<string, string | undefined>();

  const versionOf = async (program: string, args: readonly string[]) => {
    if (!versions.has(program)) {
      versions.set(program, await run(program, args, timeLimit));
      if (versions.get(program) === undefined)
        warn(`${program} cannot be run, so there is no second opinion; see confine.apparmor.parserPath.`);
    }
    return versions.get(program);
  };

  return {
    async ask(snapshot, settings, { includeFolders, workingFolder }) {
      const { document, text, context } = snapshot;
      const command = settings.secondOpinion ? judgingCommand(document, includeFolders) : undefined;
      if (!command) return false;
      const program = settings.parserPath || command.program;
      const version = await versionOf(program, command.versionArguments);
      const output =
        version === undefined
          ? undefined
          : await run(program, command.arguments, { ...timeLimit, ...(workingFolder && { folder: pathOf(workingFolder.uri) }) });
      if (version === undefined || output === undefined) return false;
      const source = loaderName(document, version);
      const refusals = furtherRefusals(document, output, check(document, context, settings));
      const diagnostics = refusals.map(({ span, message }) => ({
        range: rangeOf(text, span),
        severity: DiagnosticSeverity.Error,
        source,
        message,
      }));
      answers.set(text.uri, { version: text.version, diagnostics });
      return true;
    },
    of({ text }) {
      const answer = answers.get(text.uri);
      return answer?.version === text.version ? answer.diagnostics : [];
    },
    forget: (uri) => void answers.delete(uri),
  };
}
