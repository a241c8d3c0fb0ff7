import { version } from '../../package.json';
import { run } from './cli/commands';
import { parseOptions, UsageError, usage } from './cli/options';

/** The command `confine`: arguments, disk, exit status. What it promises stands in `usage`. */
async function main(args: readonly string[]): Promise<number> {
  let troubled = false;
  const complain = (message: string) => {
    troubled = true;
    process.stderr.write(`confine: ${message}\n`);
  };
  try {
    const options = parseOptions(args);
    if (options.help || options.version) {
      process.stdout.write(options.help ? usage : `${version}\n`);
      return 0;
    }
    const status = await run(options, complain, (text) => void process.stdout.write(text), version);
    return troubled ? 2 : status;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`confine: ${error.message}\nTry confine --help.\n`);
    return 2;
  }
}

// A reader that has seen enough (`confine check . | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
