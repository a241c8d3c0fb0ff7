import { commands } from 'vscode';
import type { Command } from './command';

/** Lists what Confine and others report. */
export const showProblems: Command = {
  id: 'showProblems',
  async run() {
    await commands.executeCommand('workbench.actions.view.problems');
  },
};
