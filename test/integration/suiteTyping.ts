import { runAll } from './harness';
import { declareTyping } from './typing.vscode';

/** What the extension host calls. */
export async function run(): Promise<void> {
  await declareTyping();
  await runAll();
}
