import path from 'node:path';
import { keepCompiledCode } from './disk';

/** The language server that an editor starts. Its code is read after it is known where V8 may keep what it compiles. */
async function main(): Promise<void> {
  keepCompiledCode();
  const { languageServer } = await import('./languageServer');
  const complaint = languageServer(process.argv.slice(2), { file: path.join(__dirname, 'watchdog.js') });
  if (complaint === undefined) return;
  process.stderr.write(`confine: ${complaint} Try --help.\n`);
  process.exitCode = 2;
}

void main();
