import path from 'node:path';
import { languageServer } from './languageServer';

const complaint = languageServer(process.argv.slice(2), { file: path.join(__dirname, 'watchdog.js') });
if (complaint !== undefined) {
  process.stderr.write(`confine: ${complaint} Try --help.\n`);
  process.exitCode = 2;
}
