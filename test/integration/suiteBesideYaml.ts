import './besideYaml.vscode';
import { runAll } from './harness';

/** What the extension host calls where another extension claims `yaml`. */
export const run = runAll;
