import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { version } from '../../package.json';
import { parseOptions, Told, UsageError } from './cli/options';
import { usageOf } from './cli/usage';
import { printed, type Terminal, terminalText, visible } from './core';
import { argumentsWithBytes, faultOf, keepCompiledCode } from './disk';

/** The command `confine`: arguments, disk, exit status. `usage` describes them. */
async function main(args: readonly string[]): Promise<number> {
  let troubled = false;
  const complain = (message: string) => {
    troubled = true;
    process.stderr.write(printed(terminalText`confine: ${visible(message)}\n`));
  };
  const tell = (message: string) => void process.stderr.write(printed(terminalText`confine: ${visible(message)}\n`));
  const emit = (text: string) => void process.stdout.write(text);
  try {
    if (args[0] === 'lsp') {
      keepCompiledCode();
      const { languageServer } = await import('./languageServer');
      const complaint = languageServer(args.slice(1), await watchdogScript());
      if (complaint !== undefined) throw new UsageError(complaint);
      return 0;
    }
    const options = parseOptions(args);
    if (options.help || options.version) {
      process.stdout.write(options.help ? usageOf(options.command) : `${version}\n`);
      return 0;
    }
    const print = (text: Terminal) => emit(printed(text));
    const printAside = (text: Terminal) => void process.stderr.write(printed(text));
    // What help and wrong usage do without is read from here on.
    keepCompiledCode();
    const { run } = await import('./cli/commands');
    const status = await run(options, { complain, tell, print, printAside, emit }, version);
    return troubled ? 2 : status;
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(printed(terminalText`confine: ${visible(error.message)}\nTry confine --help.\n`));
    else if (!(error instanceof Told)) complain(faultOf(error));
    return 2;
  }
}

// A reader that has seen enough (`confine check . | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`confine: standard output: ${faultOf(error)}\n`);
  process.exit(2);
});
process.stderr.on('error', () => process.exit(2));

/** An executable has the script in itself. Node has the module since 20.12. */
async function watchdogScript(): Promise<{ readonly file: string } | { readonly code: string }> {
  const sea = isBuiltin('node:sea') ? await import('node:sea') : undefined;
  return sea?.isSea() ? { code: sea.getAsset('watchdog.js', 'utf8') } : { file: path.join(__dirname, 'server/watchdog.js') };
}

/** The bytes of the command line; undefined where the system does not tell. */
function commandLine(): Buffer | undefined {
  try {
    return process.platform === 'linux' ? readFileSync('/proc/self/cmdline') : undefined;
  } catch {
    return undefined;
  }
}

void main(argumentsWithBytes(process.argv.slice(2), commandLine)).then((status) => {
  process.exitCode = status;
});
