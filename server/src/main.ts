import { languageServer } from './languageServer';

const complaint = languageServer(process.argv.slice(2), __dirname);
if (complaint !== undefined) {
  process.stderr.write(`confine: ${complaint} Try --help.\n`);
  process.exitCode = 2;
}
