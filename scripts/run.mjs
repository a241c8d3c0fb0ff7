// Starting programs from the project's root.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** npm is a batch file on Windows, which Node starts only through a shell. */
const viaShell = (command) => process.platform === 'win32' && command === 'npm';

/** Runs a program with the terminal's input and output; resolves to its exit status, 1 when a signal ended it. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell: viaShell(command), ...options });
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

/** As `run`, for a step without which the rest makes no sense: rejects unless the program succeeds. */
export async function must(command, args, options) {
  const status = await run(command, args, options);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with status ${status}`);
}

/** Whether this file is the one that node was started with. */
export const isMain = (meta) => process.argv[1] !== undefined && fileURLToPath(meta.url) === process.argv[1];

/** Ends the process with what `main` resolves to; an error becomes one line and status 1. */
export function exitWith(main) {
  main().then(
    (status) => process.exit(status ?? 0),
    (error) => {
      console.error(process.env.DEBUG ? error : `confine: ${error.message}`);
      process.exit(1);
    },
  );
}
