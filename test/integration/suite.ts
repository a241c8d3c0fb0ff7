import './activation.vscode';
import './apparmor.vscode';
import './commands.vscode';
import './embedded.vscode';
import './git.vscode';
import './neighbours.vscode';
import './pod.vscode';
import './policy.vscode';
import './seccomp.vscode';
import './tools.vscode';
import './view.vscode';
import { runAll } from './harness';

/** What the extension host calls. */
export const run = runAll;
