import path from 'node:path';
import { distinctWorkloads, type FileInventory, type FleetFile, type ReportedException, shown, sourceOfMarkdown } from '../core';
import { fleetAsMarkdown } from '../report';
import { check, excluded, inventoryOf } from '../service';
import { costsOneFile, type Invocation, read } from './documents';
import { daysOfLines } from './git';
import { inputsOf } from './inputs';
import { UsageError } from './options';

/** One page about a folder, in Markdown or HTML: workloads, what confines them, profiles, exceptions, findings. */
export async function reportFolder(all: Invocation): Promise<number> {
  const { options, settings, context, complain, print, emit } = all;
  if (!options.operands.length) throw new UsageError('report needs a folder');
  const inventories: (FleetFile & FileInventory)[] = [];
  for (const input of await inputsOf(options, context, complain)) {
    if (input.searched && excluded(path.resolve(input.path), settings)) continue;
    await costsOneFile(all, input.path, async () => {
      const document = await read(all, input.path);
      if (!document || 'text' in document) return;
      const inventory = inventoryOf(document, context);
      const counts = { error: 0, warning: 0, information: 0, hint: 0 };
      for (const { severity } of check(document, context, settings)) counts[severity] += 1;
      inventories.push({ path: input.path, ...inventory, exceptions: await dated(inventory.exceptions, input.path, options.git), counts });
    });
  }
  const files = distinctWorkloads(inventories).map(({ mentions: _, uri: _uri, ...file }): FleetFile => file);
  if (options.format === 'json') {
    emit(`${JSON.stringify({ version: 1, files }, null, 2)}\n`);
    return 0;
  }
  const folder = options.operands.join(', ');
  const report = fleetAsMarkdown(folder, files, new Date());
  if (options.format === 'html') {
    const { pageOf } = await import('./reportPage');
    emit(pageOf(`What confines the workloads of ${shown(folder)}`, report));
  } else print(sourceOfMarkdown(report));
  return 0;
}

/** Exceptions without a date in their comment get that of their line in git, with `--git` only: git is another program. */
async function dated(exceptions: readonly ReportedException[], file: string, byGit: boolean): Promise<readonly ReportedException[]> {
  const undated = exceptions.filter(({ since }) => !since);
  if (!byGit || !undated.length) return exceptions;
  const days = await daysOfLines(
    file,
    undated.map(({ line }) => line),
  );
  return exceptions.map((exception) => {
    const since = exception.since ?? days.get(exception.line);
    return since ? { ...exception, since } : exception;
  });
}
