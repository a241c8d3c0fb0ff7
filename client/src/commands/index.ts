import { Disposable, commands as registry } from 'vscode';
import { ask } from './ask';
import { cancelCheck, checkWorkspace } from './checkWorkspace';
import { chooseTarget } from './chooseTarget';
import type { Command, Host } from './command';
import { compareWith } from './compareWith';
import { diffWithDefault, reportDifferences, showDefault } from './diffWithDefault';
import { explainError, explainTerminalError } from './explainError';
import { explainRule } from './explainRule';
import { fixAll, hardenFile, hardenHere } from './harden';
import { newProfile } from './newProfile';
import { rebase } from './rebase';
import { restartServer, showOutput } from './restartServer';
import { rulesFromLog } from './rulesFromLog';
import { showProblems } from './showProblems';
import { showRendered } from './showRendered';
import { clearFilter, copyRow, explainRow, exportReport, filterView, hardenRow, jump } from './workspaceView';

export { restart } from './restartServer';

const commands: readonly Command[] = [
  ask,
  cancelCheck,
  checkWorkspace,
  chooseTarget,
  clearFilter,
  compareWith,
  copyRow,
  diffWithDefault,
  explainError,
  explainRow,
  explainRule,
  explainTerminalError,
  exportReport,
  filterView,
  fixAll,
  hardenFile,
  hardenHere,
  hardenRow,
  jump,
  newProfile,
  rebase,
  reportDifferences,
  restartServer,
  rulesFromLog,
  showDefault,
  showOutput,
  showProblems,
  showRendered,
];

const idOf = (command: Command) => `confine.${command.id}`;

/** What the server need not carry out. */
export const commandIds: readonly string[] = commands.map(idOf);

/** The commands that a link in a hover may run: they show something and change nothing. */
export const trustedCommands: readonly string[] = [
  ask,
  chooseTarget,
  diffWithDefault,
  explainRule,
  reportDifferences,
  showDefault,
  showRendered,
].map(idOf);

export function registerCommands(host: Host): Disposable {
  return Disposable.from(
    ...commands.map((command) => registry.registerCommand(idOf(command), (...args: unknown[]) => command.run(host, ...args))),
  );
}
