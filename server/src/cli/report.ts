import path from 'node:path';
import { linesOf, sourceOfMarkdown } from '../core';
import { type FleetFile, fleetAsMarkdown } from '../report';
import { check, excluded, inventoryOf } from '../service';
import { costsOneFile, type Invocation, read } from './documents';
import { inputsOf } from './inputs';
import { UsageError } from './options';

/** One page about a folder, in Markdown: workloads, what confines them, profiles, exceptions, findings. */
export async function reportFolder(all: Invocation): Promise<number> {
  const { options, settings, context, complain, print, emit } = all;
  if (!options.operands.length) throw new UsageError('report needs a folder');
  if (options.format !== 'text' && options.format !== 'markdown' && options.format !== 'json')
    throw new UsageError(`report has no ${options.format} format`);
  const files: FleetFile[] = [];
  for (const input of await inputsOf(options, context, complain)) {
    if (input.searched && excluded(path.resolve(input.path), settings)) continue;
    await costsOneFile(all, input.path, async () => {
      const document = await read(all, input.path);
      if (!document || 'text' in document) return;
      const { kind: _, exceptions, ...inventory } = inventoryOf(document, context);
      const lines = linesOf(document.source.text);
      const counts = { error: 0, warning: 0, information: 0, hint: 0 };
      for (const { severity } of check(document, context, settings)) counts[severity] += 1;
      files.push({
        path: input.path,
        ...inventory,
        exceptions: exceptions.map(({ codes, reason, span }) => ({ codes, reason, line: lines.positionAt(span.start).line + 1 })),
        counts,
      });
    });
  }
  if (options.format === 'json') emit(`${JSON.stringify({ version: 1, files }, null, 2)}\n`);
  else print(sourceOfMarkdown(fleetAsMarkdown(options.operands.join(', '), files)));
  return 0;
}
