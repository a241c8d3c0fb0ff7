import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { parseArgs } from 'node:util';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { reportsOnDisk } from './cli/reports';
import { runProgram } from './cli/run';
import { filesBelow } from './disk';
import { serve } from './lsp/server';
import { startWatchdog, type ThreadScript } from './watchdog/start';

const usage = `confine language server: speaks the Language Server Protocol with an editor

  --stdio           over standard input and output (the default)
  --node-ipc        over the channel of the Node process that starts it
  --socket PORT     over a socket that the editor listens on
  --pipe NAME       over a named pipe
  --help, --version
`;

/** How the server is started; the library reads the arguments of the connection itself. */
const flags = {
  stdio: { type: 'boolean' },
  'node-ipc': { type: 'boolean' },
  socket: { type: 'string' },
  pipe: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  // What VS Code's client adds: whose end is the server's end, and how requests are cancelled.
  clientProcessId: { type: 'string' },
  cancellationReceive: { type: 'string' },
} as const;

/**
 * Starts the server that speaks with an editor. Answers what is wrong with the arguments, in one sentence; undefined once it runs.
 * @param watchdog the thread that ends a server that hangs
 */
export function languageServer(args: string[], watchdog: ThreadScript): string | undefined {
  let values: ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];
  try {
    ({ values } = parseArgs({ args, options: flags }));
  } catch (error) {
    return (error as Error).message.split(/\. |\n/)[0]?.replace(/\.?$/, '.');
  }
  if (values.help || values.version) {
    process.stdout.write(values.help ? usage : `${version}\n`);
    return undefined;
  }
  const { stdio, socket, pipe, 'node-ipc': ipc } = values;
  if ([stdio, socket, pipe, ipc].filter((one) => one !== undefined).length > 1) return 'The server speaks over one connection only.';
  if (ipc && !process.send) return '--node-ipc needs a Node process that starts the server with a channel.';
  if (socket !== undefined && !/^[1-9]\d{0,4}$/.test(socket)) return `${JSON.stringify(socket)} is no port.`;
  const connection =
    ipc || socket !== undefined || pipe !== undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, untilAnswered(process.stdin), process.stdout);
  serve(connection, {
    disk: filesBelow,
    run: runProgram,
    keepReport: reportsOnDisk(),
    heartbeat: startWatchdog({ script: watchdog }),
  });
  return undefined;
}

/** Milliseconds for which the server goes on after its input has ended. */
const grace = 1000;

/**
 * The library ends the process with its input, also when messages that came before the end still wait for their turn: a client that writes all
 * it has to say and closes would get no answer. Standard output belongs to the protocol, so what a library prints goes to standard error.
 */
function untilAnswered(input: NodeJS.ReadStream): PassThrough {
  globalThis.console = new Console(process.stderr);
  const held = new PassThrough();
  input.pipe(held, { end: false });
  for (const event of ['end', 'error']) input.once(event, () => setTimeout(() => held.end(), grace));
  return held;
}
