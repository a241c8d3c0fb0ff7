import { remembered } from '../core';
import { faultOf, filesBelow, readOnce, readText, uriOf } from '../disk';
import { contextMaker, targetProblems, workspaceIndex } from '../service';
import { chartValuesOf } from './chartValues';
import { type Invocation, neighborFolders, type Output, rootsOf } from './documents';
import { settingsOf } from './inputs';
import { type Options, UsageError } from './options';
import { unknownCommand } from './usage';

/** What each command does. Its code is read when it is asked for. */
const commands: ReadonlyMap<string, (all: Invocation) => Promise<number>> = new Map([
  ['check', async (all: Invocation) => (await import('./check')).checkFiles(all)],
  ['fix', async (all: Invocation) => (await import('./fix')).fixFiles(all)],
  ['diff', async (all: Invocation) => (await import('./diff')).diffFiles(all)],
  ['explain', async (all: Invocation) => (await import('./explain')).explainFile(all)],
  ['observe', async (all: Invocation) => (await import('./observe')).observeLogs(all)],
  ['merge', async (all: Invocation) => (await import('./merge')).mergeFiles(all)],
  ['overlay', async (all: Invocation) => (await import('./overlay')).overlayFile(all)],
  ['render', async (all: Invocation) => (await import('./render')).renderFile(all)],
  ['why', async (all: Invocation) => (await import('./why')).explainErrors(all)],
  ['mcp', async (all: Invocation) => (await import('./mcp')).serveTools(all)],
  ['report', async (all: Invocation) => (await import('./report')).reportFolder(all)],
  ['rebase', async (all: Invocation) => (await import('./rebase')).rebaseFile(all)],
]);

export async function run(options: Options, output: Output, version: string): Promise<number> {
  const { complain, tell, print } = output;
  if (options.command === 'rules') return (await import('./rules')).listRules(options, print);
  const command = commands.get(options.command ?? '');
  if (!command) throw new UsageError(options.command ? unknownCommand(options.command) : 'which command?');
  const settings = await settingsOf(options, complain);
  const named = options.git ? options.operands.slice(-1) : options.operands;
  const folders = named.filter((name) => name !== '-').map(uriOf);
  const around = [...(options.filesFrom === undefined ? [] : ['.']), ...(options.folder === undefined ? [] : [options.folder])];
  const roots = rootsOf(options, settings, [...options.operands, ...around]);
  // What `fix` has written is read again, and what changes while `mcp` serves.
  const changes = ['fix', 'mcp'].includes(options.command);
  const reader = changes ? readText : readOnce();
  const disk = filesBelow(() => roots, reader);
  const files = changes ? disk : remembered(disk);
  const makeContext = contextMaker();
  const index = workspaceIndex(files, {
    context: () => makeContext(settings, [], true),
    named: false,
    onFault: (uri, error) => complain(`${uri}: ${faultOf(error)}`),
  });
  if (options.workspace || options.command === 'mcp' || options.folder !== undefined) await index.scan([uriOf(options.folder ?? '')]);
  else {
    await index.scan([...new Set(folders.flatMap((uri) => [uri, ...neighborFolders(uri)]))]);
    // A file of several documents speaks of itself.
    for (const uri of folders) await index.update([{ uri, text: await files.read(uri) }]);
  }
  const made = makeContext(settings, index.facts(), true);
  const values = await chartValuesOf(options);
  const context = { ...made, admissionOnly: options.admissionOnly, ...(values && { pod: { ...made.pod, values } }) };
  const all: Invocation = { options, settings, context, files, readText: reader, version, ...output };
  for (const problem of targetProblems(context)) tell(problem);
  return command(all);
}
